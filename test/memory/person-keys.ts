/** The real key store over blobs in memory, with brand keys made for this run. */

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brandIds } from "../../shared/charter/brands.ts";
import { type BrandKeys, fileBrandKeys } from "../../shared/storage/brand-keys.ts";
import { personKeys } from "../../shared/storage/person-keys.ts";
import type { Clock } from "../../shared/time/clock.ts";
import { memoryBlobs } from "./blobs.ts";

export type BrandKeyRing = Readonly<Record<string, readonly { readonly version: string; readonly key: string }[]>>;

export const newBrandKey = (version: string) => ({ version, key: randomBytes(32).toString("base64url") });

/** Brand keys as the application reads them, from a file that goes with this process. */
export function brandKeysOf(keys: BrandKeyRing): BrandKeys {
  const directory = mkdtempSync(join(tmpdir(), "brand-keys-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "brand-keys.json");
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return fileBrandKeys(file);
}

export function memoryPersonKeys(clock: Clock) {
  const blobs = memoryBlobs();
  const brandKeys = brandKeysOf(Object.fromEntries(brandIds.map((brand) => [brand, [newBrandKey("1")]])));
  return { blobs, brandKeys, keys: personKeys({ blobs, brandKeys, clock }) };
}
