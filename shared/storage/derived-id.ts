/** Ids derived from what they stand for, so that doing a thing again gives the same id. */
import { createHash } from "node:crypto";

/** Version 8 UUID (RFC 9562, section 5.8) of a list of words. */
export function derivedId(...words: readonly (string | number)[]): string {
  const hex = createHash("sha256").update(JSON.stringify(words)).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
