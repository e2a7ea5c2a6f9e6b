/**
 * What the processor said against the state of a request, for whoever clears it up with the processor: which request, which
 * message, what, when and in which state. It changed nothing and was refused. DESIGN, section 6; GDPR article 28(3)(h).
 */

import type { Audited, Operator } from "../audit/audited.ts";
import type { BrandId } from "../charter/brands.ts";
import { type Shown, view } from "../privacy/view.ts";
import { received } from "../requests/request.ts";
import type { Contradictions } from "../storage/cosmos-contradictions.ts";

const shown = view(received, "ops");

export type ShownContradiction = Shown<typeof received, "ops"> & { readonly brand: BrandId };

export type ContradictionsAskedFor = {
  readonly brand?: BrandId | undefined;
  readonly since: Date;
  readonly cursor?: string | undefined;
};

type Needs = { readonly contradictions: Contradictions; readonly audited: Audited };

const pageSize = 100;

export const makeListContradictions =
  ({ contradictions, audited }: Needs) =>
  async (
    { brand, since, cursor }: ContradictionsAskedFor,
    actor: Operator,
  ): Promise<{ readonly items: readonly ShownContradiction[]; readonly cursor: string | undefined }> => {
    await audited.looked({ event: "contradictions.listed", actor, brand });
    const page = await contradictions.page({ brand, since, limit: pageSize, cursor });
    return {
      items: page.items.map(({ person, row }) => ({ ...shown.show(row), brand: person.brand })),
      cursor: page.cursor,
    };
  };
