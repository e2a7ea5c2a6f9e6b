/** A person decides that a failed message needs nothing more. It stays for its retention period, with that decision, and goes. */

import type { Audited, Operator } from "../audit/audited.ts";
import type { BrandId } from "../charter/brands.ts";
import { type Failures, stateOf } from "../messaging/failure.ts";
import { Refusal } from "../refusal.ts";
import type { Repository } from "../storage/repository.ts";
import { findFailure } from "./find-failure.ts";

type Needs = { readonly failures: Failures; readonly repository: Repository; readonly audited: Audited };

/** @throws Refusal state-conflict for what is resolved already. */
export const makeDiscardFailure =
  (needs: Needs) =>
  async (id: string, actor: Operator, within?: BrandId): Promise<void> => {
    const { failed, brand } = await findFailure(needs, id, within);
    if (stateOf(failed) === "resolved") throw new Refusal("state-conflict");
    const act = { event: "failure.discarded", actor, brand: brand ?? within, about: id } as const;
    await needs.audited.changed(
      act,
      () => needs.failures.resolve(failed, "discarded"),
      (isDone) => (isDone ? "discarded" : "resolved-meanwhile"),
    );
  };
