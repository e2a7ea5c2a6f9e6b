/**
 * The part of the composition root for the controller's people: files, four eyes, reviews, and what two people decide about
 * erasures. Each capability gets what it needs and nothing else.
 */
import type { Archive } from "./archive/archive.ts";
import type { Audited } from "./audit/audited.ts";
import type { retentionOf } from "./compose-retention.ts";
import type { KeyRing } from "./config.ts";
import { makeConfirmOnPaper } from "./erasure/confirm-on-paper.ts";
import type { Erasures } from "./erasure/erasures.ts";
import type { Lookups } from "./members/lookup.ts";
import type { Relay } from "./messaging/relay.ts";
import type { Logger } from "./privacy/log.ts";
import type { makeEndSessions } from "./sessions/end-sessions.ts";
import { makeDecideAction } from "./staff/decide-action.ts";
import { makeEndSessionsOf } from "./staff/end-sessions-of.ts";
import { makeFindMember } from "./staff/find-member.ts";
import { makeListWork } from "./staff/list-work.ts";
import { makeOpenFile } from "./staff/open-file.ts";
import { makeProposeAction } from "./staff/propose-action.ts";
import { makeReadArchive } from "./staff/read-archive.ts";
import { makeReadFile } from "./staff/read-file.ts";
import { makeReviewOpening } from "./staff/review-opening.ts";
import type { Repository } from "./storage/repository.ts";
import type { Clock } from "./time/clock.ts";

type Needs = {
  readonly repository: Repository;
  readonly archive: Archive;
  readonly lookups: Lookups;
  readonly lookupKeys: KeyRing;
  readonly erasures: Erasures;
  readonly retention: Pick<ReturnType<typeof retentionOf>, "read" | "undecided">;
  readonly audited: Audited;
  readonly relay: Relay;
  readonly relaySeconds: number;
  readonly endSessions: ReturnType<typeof makeEndSessions>;
  readonly clock: Clock;
  readonly log: Logger;
};

export const staffOf = (needs: Needs) => ({
  findMember: makeFindMember(needs),
  openFile: makeOpenFile(needs),
  ...makeReadFile({ ...needs, retentionOf: needs.retention.read.forStaff }),
  endSessionsOf: makeEndSessionsOf(needs),
  listArchive: makeReadArchive(needs),
  listWork: makeListWork(needs),
  proposeAction: makeProposeAction({ ...needs, whyUndecided: needs.retention.undecided.waitsFor }),
  ...makeDecideAction(needs),
  ...makeReviewOpening(needs),
  erasuresOfStaff: makeConfirmOnPaper(needs),
});
