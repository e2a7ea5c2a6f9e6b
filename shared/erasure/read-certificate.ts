/** The certificate of an erasure, for whoever knows its random id: the person it was sent to. It names nobody. */

import type { BrandId } from "../charter/brands.ts";
import { Refusal } from "../refusal.ts";
import type { Erasures } from "./erasures.ts";

/** @throws Refusal not-found where there is none on this site (any more). */
export const makeReadCertificate =
  ({ erasures }: { readonly erasures: Erasures }) =>
  async (brand: BrandId, erasureId: string): Promise<string> => {
    const found = await erasures.read(erasureId);
    if (found?.doc.certificate === undefined || found.doc.brand !== brand) throw new Refusal("not-found");
    return found.doc.certificate;
  };
