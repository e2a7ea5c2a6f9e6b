/**
 * A verified message of the card issuer, start to end: checked against the contract, joined to a holder, applied, answered.
 * Exactly one holder: the clock is set. None, several, or a day that cannot be meant: the desk decides, and nothing is closed
 * by itself. The answer says
 * that the message was taken in or why it was refused, never whether anybody was found. Repeated, it is answered again.
 */

import { randomUUID } from "node:crypto";
import type { AppendEntry } from "../audit/entry.ts";
import type { KeyRing } from "../config.ts";
import type { CloudEvent } from "../messaging/cloud-event.ts";
import type { Partner } from "../messaging/partner.ts";
import type { QueueSender } from "../messaging/queue-sender.ts";
import type { SignMessage } from "../messaging/signing.ts";
import type { Logger } from "../privacy/log.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { ApplyTermination } from "./apply-termination.ts";
import * as contract from "./contract.ts";
import { type HolderRows, isKnownVersion } from "./holder-join.ts";
import { holdersOf } from "./holders.ts";
import { isPlausible } from "./termination.ts";
import { type UndecidedTermination, type UndecidedTerminations, undecidedQueue } from "./undecided.ts";

type Needs = {
  readonly repository: Repository;
  readonly holderRows: HolderRows;
  readonly undecided: UndecidedTerminations;
  readonly applyTermination: ApplyTermination;
  readonly queues: QueueSender;
  readonly sign: SignMessage;
  readonly ledger: { readonly append: AppendEntry };
  readonly clock: Clock;
  readonly log: Logger;
  readonly joinKeys: KeyRing;
  /** Whether a source may speak about people of a brand. */
  readonly speaksFor: Partner["speaksFor"];
  /** Seconds an answer may wait to be read; the issuer's own re-send brings the next one. */
  readonly replySeconds: number;
};

type Verdict = { readonly reason?: (typeof contract.cardRefusals)[number] };
const issuer = { role: "card-issuer" } as const;

export function makeTakeCardEvent(needs: Needs) {
  const { speaksFor, undecided, applyTermination, queues, sign, ledger, clock, log, joinKeys, replySeconds } = needs;

  const leaveToDesk = async (
    event: CloudEvent,
    said: contract.Announcement,
    reason: UndecidedTermination["reason"],
  ): Promise<void> => {
    const { brand } = said;
    await ledger.append({
      id: `${event.id}-undecided`,
      brand,
      event: "termination.undecided",
      actor: issuer,
      about: event.id,
      detail: reason,
    });
    await undecided.keep({
      id: event.id,
      queue: undecidedQueue,
      reason,
      ...said,
      type: event.type,
      receivedAt: clock.now().toISOString(),
    });
    log.warn("termination.undecided", { messageId: event.id, code: reason, brand });
  };

  const settle = async (event: CloudEvent): Promise<Verdict> => {
    const announcement = contract.announcements.find(({ type }) => type === event.type);
    const parsed = announcement?.schema.safeParse(event.data);
    if (!parsed?.success) return { reason: "schema" };
    const said = parsed.data;
    const { brand } = said;
    if (!speaksFor(event, brand)) return { reason: "source" };
    if (!isKnownVersion(joinKeys, said.join)) return { reason: "key-version" };
    if (!isPlausible(said.effectiveOn, clock.now())) {
      await leaveToDesk(event, said, "implausible-date");
      return {};
    }
    const holders = await holdersOf(needs, brand, said.join);
    const [holder, ...others] = holders;
    if (holder === undefined || others.length > 0) {
      await leaveToDesk(event, said, holder === undefined ? "nobody" : "several");
      return {};
    }
    const isRevoked = event.type === contract.servicesReinstated.type;
    const { effectiveOn, sequence } = said;
    const outcome = await applyTermination(
      holder,
      { effectiveOn, isRevoked, sequence, by: "card-issuer", said: event.id },
      issuer,
    );
    if (outcome !== "applied" && outcome !== "again" && outcome !== "late" && outcome !== "nothing-to-revoke") {
      await leaveToDesk(event, said, outcome);
    }
    return {};
  };

  return async (event: CloudEvent): Promise<void> => {
    const { reason } = await settle(event);
    const messageId = event.id;
    const answer: CloudEvent = {
      specversion: "1.0",
      id: randomUUID(),
      source: "urn:concierge:application",
      type: reason === undefined ? contract.cardMessageAcknowledged.type : contract.cardMessageRefused.type,
      subject: event.subject,
      time: clock.now().toISOString(),
      data: reason === undefined ? { messageId } : { messageId, reason },
    };
    await queues.send("card-services-replies", await sign(answer), replySeconds);
  };
}
