/** One failed message: ids, reason, tries and dates. Its payload stays where it is, and closed. */

import type { Audited, Operator } from "../audit/audited.ts";
import type { BrandId } from "../charter/brands.ts";
import type { Failures } from "../messaging/failure.ts";
import type { Repository } from "../storage/repository.ts";
import { findFailure } from "./find-failure.ts";
import { type ShownFailure, showFailure } from "./shown.ts";

type Needs = { readonly failures: Failures; readonly repository: Repository; readonly audited: Audited };

/** @param within the brand the asker works for; without it, all of them. */
export const makeShowFailure =
  (needs: Needs) =>
  async (id: string, actor: Operator, within?: BrandId): Promise<ShownFailure> => {
    const { failed, brand } = await findFailure(needs, id, within);
    await needs.audited.looked({ event: "failure.shown", actor, brand: brand ?? within, about: id });
    return showFailure(needs.repository, failed);
  };
