/** A failed message is handled now instead of later, by the same handler: what it has done already it does not do twice. */

import type { Audited, Operator } from "../audit/audited.ts";
import type { BrandId } from "../charter/brands.ts";
import { type Failures, stateOf } from "../messaging/failure.ts";
import { Refusal } from "../refusal.ts";
import type { Repository } from "../storage/repository.ts";
import { findFailure } from "./find-failure.ts";
import type { makeRetryFailures } from "./retry-failures.ts";

type Needs = {
  readonly failures: Failures;
  readonly repository: Repository;
  readonly audited: Audited;
  readonly retry: ReturnType<typeof makeRetryFailures>["retry"];
};

export type Replayed = {
  readonly outcome: "handled" | "failed";
  /** Why it failed again: a class, never a message. */
  readonly reason?: string;
};

/** @throws Refusal state-conflict for what is resolved, or was never a message of its sender. */
export const makeReplayFailure =
  (needs: Needs) =>
  async (id: string, actor: Operator, within?: BrandId): Promise<Replayed> => {
    const { failed, brand } = await findFailure(needs, id, within);
    if (stateOf(failed) === "resolved" || failed.event === undefined) throw new Refusal("state-conflict");
    const act = { event: "failure.replayed", actor, brand: brand ?? within, about: id } as const;
    const outcome = await needs.audited.changed(
      act,
      () => needs.retry(failed),
      (result) => result,
    );
    if (outcome === "handled") return { outcome };
    const reason = (await needs.failures.read(failed.queue, id))?.reason;
    return { outcome, ...(reason === undefined ? {} : { reason }) };
  };
