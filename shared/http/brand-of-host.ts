/**
 * Which brand is asked for: the host name decides, compared with the configured origin of each brand. A forwarded host is
 * only a header anybody can send, so it is not looked at.
 */
import type { BrandId } from "../charter/brands.ts";
import { Refusal } from "../refusal.ts";

export type Origins = Readonly<Partial<Record<BrandId, string>>>;
export type Site = { readonly brand: BrandId; readonly origin: string };

/** @throws Refusal unknown-host */
export function siteOf(origins: Origins, host: string | null): Site {
  const asked = (host ?? "").toLowerCase();
  for (const [brand, url] of Object.entries(origins)) {
    const { host: known, origin } = new URL(url);
    if (known === asked) return { brand: brand as BrandId, origin };
  }
  throw new Refusal("unknown-host");
}
