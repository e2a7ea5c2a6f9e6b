/**
 * The part of the composition root that makes data end: closing and archive, the sweep, holds, terminations. Each capability
 * gets what it needs and nothing else.
 */
import type { Archive } from "./archive/archive.ts";
import { makeOpenArchive } from "./archive/open-archive.ts";
import type { Audited } from "./audit/audited.ts";
import type { Ledger } from "./audit/record-entry.ts";
import type { KeyRing } from "./config.ts";
import type { LimitRows } from "./limits/limit.ts";
import type { Lookups } from "./members/lookup.ts";
import type { Partner } from "./messaging/partner.ts";
import type { QueueSender } from "./messaging/queue-sender.ts";
import type { Relay } from "./messaging/relay.ts";
import type { SignMessage } from "./messaging/signing.ts";
import { storedRecords } from "./model.ts";
import type { Logger } from "./privacy/log.ts";
import { makeAdvanceClosure } from "./retention/advance-closure.ts";
import { makeCareFor, type OrderErasure } from "./retention/care-for.ts";
import { makeCloseAccount } from "./retention/close-account.ts";
import type { ComingEnds } from "./retention/coming-end.ts";
import { lookUpsDue, makeEndLookUps } from "./retention/end-look-ups.ts";
import { makeEndShortLived, shortLivedDue } from "./retention/end-short-lived.ts";
import { makeEndUnproven, unprovenDue } from "./retention/end-unproven.ts";
import { makeHoldPerson } from "./retention/hold-person.ts";
import { makePreview } from "./retention/preview.ts";
import { makeReadRetention } from "./retention/read-retention.ts";
import { makeSweep } from "./retention/sweep.ts";
import type { ListedBlobs } from "./storage/blobs.ts";
import type { PersonKeys } from "./storage/person-keys.ts";
import type { Repository } from "./storage/repository.ts";
import { makeApplyTermination } from "./terminations/apply-termination.ts";
import { makeDecideTermination, undecidedDue } from "./terminations/decide-termination.ts";
import { makeDismissTermination } from "./terminations/dismiss-termination.ts";
import type { HolderRows } from "./terminations/holder-join.ts";
import { makeListUndecided } from "./terminations/list-undecided.ts";
import { makeTakeCardEvent } from "./terminations/take-card-event.ts";
import type { UndecidedTerminations } from "./terminations/undecided.ts";
import type { Clock } from "./time/clock.ts";

type Needs = {
  readonly repository: Repository;
  readonly archive: Archive;
  readonly keys: PersonKeys;
  readonly storedKeys: ListedBlobs;
  readonly holderRows: HolderRows;
  readonly undecided: UndecidedTerminations;
  readonly lookups: Lookups;
  readonly limitRows: LimitRows;
  readonly queues: QueueSender;
  readonly relay: Relay;
  readonly ledger: Ledger;
  readonly audited: Audited;
  readonly sign: SignMessage;
  readonly clock: Clock;
  readonly log: Logger;
  readonly joinKeys: KeyRing;
  readonly relaySeconds: number;
  readonly runCap: number;
  readonly replySeconds: number;
  readonly speaksFor: Partner["speaksFor"];
  readonly startErasure: OrderErasure;
  /** Of the timers beside the sweep. */
  readonly comingEnds: readonly ComingEnds[];
};

/** Until the next sweep: what a message did not reach is brought up again by then. */
const messageSeconds = 3_600;

export function retentionOf(needs: Needs) {
  const { runCap } = needs;
  const records = storedRecords.filter(({ container }) => container === "subjects").map(({ record }) => record);
  const advance = makeAdvanceClosure({ ...needs, records });
  const closeAccount = makeCloseAccount(needs);
  const applyTermination = makeApplyTermination(needs);
  const terminations = makeDecideTermination({ ...needs, applyTermination });
  return {
    closeAccount,
    careFor: makeCareFor({ ...needs, records, closeAccount, advance }),
    sweep: makeSweep({
      ...needs,
      cap: runCap,
      messageSeconds,
      endShortLived: makeEndShortLived(needs),
      endLookUps: makeEndLookUps(needs),
      endCases: terminations.endDecided,
      endUnproven: makeEndUnproven(needs),
    }),
    preview: makePreview({
      repository: needs.repository,
      comingEnds: [
        shortLivedDue(needs.repository),
        lookUpsDue(needs),
        unprovenDue(needs),
        undecidedDue(needs.undecided),
        ...needs.comingEnds,
      ],
    }),
    read: makeReadRetention(needs),
    openArchive: makeOpenArchive(needs),
    holds: makeHoldPerson(needs),
    takeCardEvent: makeTakeCardEvent({ ...needs, applyTermination }),
    terminations,
    undecided: { ...makeListUndecided(needs), dismiss: makeDismissTermination(needs) },
  };
}
