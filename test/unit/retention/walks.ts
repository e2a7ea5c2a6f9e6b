/**
 * A walk for every retention rule: a rule without one does not compile. Periods and starting events stand here a second time,
 * because the table itself could be wrong. What goes by an event and not by a period says by which, what keeps it until then,
 * and which tests show the event on real parts.
 */
import type { RetentionRule } from "../../../shared/privacy/retention-rules.ts";
import { archived, inactive, interests, pendingAccount, retentionClock, streamsOf } from "./account-walks.ts";
import { erasureCase, erasureMark, rightsCase } from "./erasure-walks.ts";
import { limitEntries } from "./limit-walk.ts";
import { answers, decisions, openings, sessions, tickets } from "./short-lived-walks.ts";
import type { Walk } from "./walk.ts";
import { failures, lookUps, unansweredRows, undecided, unprovenKeys } from "./work-walks.ts";

/** What goes by an event: by which, and the tests that show on real parts that it goes then. */
export const byEvent = {
  outbox: {
    when: "its receiver has confirmed the effect: in the commit of that effect, or with the person",
    shownBy: [
      {
        file: "test/unit/messaging/relay.test.ts",
        title: "again after its channel's interval, with the same id, until the row is gone",
      },
      {
        file: "test/functions/queues.test.ts",
        title: "is settled when the processor acknowledges: row and payload go, and a late pointer does nothing",
      },
    ],
  },
} as const;

export const walks = {
  "pending-sign-up": [pendingAccount, lookUps, unprovenKeys],
  ticket: [tickets],
  session: [sessions],
  account: [archived("account")],
  "inactive-account": [inactive],
  interests: [interests],
  request: [archived("request")],
  acceptance: [archived("acceptance")],
  consent: [archived("consent")],
  "retention-clock": [retentionClock],
  "rights-case": [rightsCase],
  disclosure: [archived("disclosure")],
  "erasure-case": [erasureCase],
  "erasure-mark": [erasureMark],
  audit: [streamsOf("session.opened", 12)],
  proof: [streamsOf("key.rotated", 60)],
  "staff-opening": [openings],
  "staff-decision": [decisions],
  idempotency: [answers],
  outbox: [unansweredRows],
  limits: [limitEntries],
  "unmatched-termination": [undecided],
  failure: [failures],
} as const satisfies Record<RetentionRule, readonly [Walk, ...Walk[]]>;
