/** Bugs of the retention rules that the truth table has to catch, each planted in a copy of the product. */
import type { Change } from "./product.ts";

export type Mutant = Change & { readonly fault: string; readonly also?: Omit<Change, "file"> };

const clockFile = "shared/retention/clock.ts";
const rulesFile = "shared/privacy/retention-rules.ts";
const periodsFile = "shared/time/legal-periods.ts";
export const mutants: readonly Mutant[] = [
  {
    fault: "off by one day: the last day does not count whole",
    file: periodsFile,
    from: "return endOfDay(lastDayOf(parisDay(startedAt), period));",
    to: "return startOfDay(lastDayOf(parisDay(startedAt), period));",
  },
  {
    fault: "off by one day: a day too long",
    file: periodsFile,
    from: "startOfDay(daysAfter(day, 1))",
    to: "startOfDay(daysAfter(day, 2))",
  },
  {
    fault: "month ends overflow into the next month",
    file: periodsFile,
    from: '.add({ years, months, days }, { overflow: "constrain" })',
    to: ".with({ day: 1 }).add({ years, months }).add({ days: days + Temporal.PlainDate.from(from).day - 1 })",
  },
  {
    fault: "years are 365 days",
    file: periodsFile,
    from: '.add({ years, months, days }, { overflow: "constrain" })',
    to: ".add({ months, days: days + years * 365 })",
  },
  { fault: "the calendar is kept in UTC", file: periodsFile, from: '"Europe/Paris";', to: '"UTC";' },
  {
    fault: "a clock that counts from the last write: a warning extends the account's life",
    file: clockFile,
    from: "const from = lastSignedInAt ?? signedUpAt;",
    to: "const from = standing.lastWarnedAt ?? standing.firstWarnedAt ?? standing.lastSignedInAt ?? standing.signedUpAt;",
    also: {
      from: "export function inactivityOf({ brand, lastSignedInAt, signedUpAt }: Standing, own?: OwnRules) {",
      to: "export function inactivityOf(standing: Standing, own?: OwnRules) { const { brand } = standing;",
    },
  },
  {
    fault: "the five years run from the closing even where the end of the services is known",
    file: clockFile,
    from: "return termination === undefined || termination.isRevoked ? closedAt : startOfDay(termination.effectiveOn);",
    to: "return termination === undefined ? closedAt : closedAt;",
  },
  {
    fault: "a reinstatement is not heard",
    file: clockFile,
    from: "if (termination !== undefined && !termination.isRevoked) {",
    to: "if (termination !== undefined) {",
  },
  {
    fault: "a legal hold is not looked at",
    file: clockFile,
    from: "else if (standing.hold === undefined) yield* archiveSteps(standing, own);",
    to: "else yield* archiveSteps(standing, own);",
  },
  {
    fault: "deleted too much: everything goes with the first rule that ends",
    file: clockFile,
    from: "new Date(Math.max(...ends",
    to: "new Date(Math.min(...ends",
  },
  {
    fault: "what has a shorter period is left lying",
    file: clockFile,
    from: "at < last && !(standing.gone ?? []).includes(rule)",
    to: "at > last && !(standing.gone ?? []).includes(rule)",
  },
  {
    fault: "an old warning is taken for a new one",
    file: clockFile,
    from: "at !== undefined && at >= from ? at : undefined",
    to: "from !== undefined ? at : undefined",
  },
  {
    fault: "after missed days an account is closed unwarned",
    file: clockFile,
    from: "at: notice > end ? notice : end",
    to: "at: notice > end ? end : end",
  },
  {
    fault: "requests go after four years",
    file: rulesFile,
    from: 'request: {\n    starts: "services-terminated",\n    period: { years: 5 }',
    to: 'request: {\n    starts: "services-terminated",\n    period: { years: 4 }',
  },
  {
    fault: "a session is counted from its last use",
    file: "shared/sessions/session.ts",
    from: "({ ...of, seenAt: now.toISOString() })",
    to: "({ ...of, seenAt: now.toISOString(), expiresAt: new Date(now.getTime() + sessionRules.absolute).toISOString() })",
  },
  {
    fault: "a session that goes on from another begins anew",
    file: "shared/sessions/session.ts",
    from: "expiresAt: since?.expiresAt ?? new Date",
    to: "expiresAt: new Date",
  },
  {
    fault: "a code tried in vain gives its ticket another hour",
    file: "shared/sessions/session.ts",
    from: "({ ...of, triesLeft: of.triesLeft - 1 })",
    to: "({ ...of, triesLeft: of.triesLeft - 1, expiresAt: new Date(Date.parse(of.expiresAt) + ticketRules.life * 6).toISOString() })",
  },
  {
    fault: "what is short-lived goes with its own end, before its rule's",
    file: "shared/retention/end-short-lived.ts",
    from: "now.getTime() - keptOnMs",
    to: "now.getTime() - 0 * keptOnMs",
  },
  {
    fault: "an answer is kept 48 days, not hours",
    file: "shared/storage/commit-once.ts",
    from: "period.hours * 3_600",
    to: "period.hours * 86_400",
  },
  {
    fault: "an opened file is gone after half a day",
    file: rulesFile,
    from: '"staff-opening": {\n    starts: "issued",\n    period: { hours: 24 }',
    to: '"staff-opening": {\n    starts: "issued",\n    period: { hours: 12 }',
  },
  {
    fault: "a decision of staff is dated by its proposal",
    file: "shared/staff/approval.ts",
    from: "expiresAt: decisionEnds(now).toISOString(),",
    to: "expiresAt: decisionEnds(new Date(proposed.proposedAt)).toISOString(),",
  },
  {
    fault: "carrying a decision out dates it anew",
    file: "shared/staff/approval.ts",
    from: '{ ...of, status: "done" }',
    to: '{ ...of, status: "done", expiresAt: new Date(Date.parse(of.expiresAt) + 9 * 86_400_000).toISOString() }',
  },
  {
    fault: "a month is thirty days",
    file: rulesFile,
    from: '"unmatched-termination": {\n    starts: "resolved",\n    period: { months: 1 }',
    to: '"unmatched-termination": {\n    starts: "resolved",\n    period: { days: 30 }',
  },
  {
    fault: "what nobody decides waits for ever",
    file: "shared/terminations/undecided.ts",
    from: "endOfPeriod(new Date(receivedAt), longestUndecided)",
    to: "new Date(8e15)",
  },
  {
    fault: "a decided announcement is counted from its arrival",
    file: "shared/terminations/undecided.ts",
    from: "endOfPeriod(new Date(decidedAt)",
    to: "endOfPeriod(new Date(receivedAt)",
  },
  {
    fault: "a month of the ledger is counted from its first day",
    file: "shared/audit/stream.ts",
    from: "endsAt: new Date(Date.UTC(Number(year), Number(month), 1))",
    to: "endsAt: new Date(Date.UTC(Number(year), Number(month) - 1, 1))",
  },
  {
    fault: "proofs go with the accesses",
    file: "shared/audit/stream.ts",
    from: 'proof: "proof"',
    to: 'proof: "audit"',
  },
  {
    fault: "a failure is counted from its first attempt",
    file: "shared/messaging/failure.ts",
    from: "dueAt: endOfPeriod(now, retentionRules.failure.period).toISOString(),",
    to: "dueAt: endOfPeriod(new Date(failed.firstAt), retentionRules.failure.period).toISOString(),",
  },
  {
    fault: "a failure that was resolved never goes",
    file: "shared/messaging/failure.ts",
    from: 'return resolvedAt === undefined ? "retry" : "erase";',
    to: 'return resolvedAt === undefined ? "retry" : undefined;',
  },
  {
    fault: "a failure that nobody resolves stays for ever",
    file: "shared/messaging/failure.ts",
    from: "mayBeOver && endOfUnresolved(failed) <= now",
    to: "mayBeOver && endOfUnresolved(failed) < new Date(0)",
  },
  {
    fault: "each attempt gives a failure another year",
    file: "shared/messaging/failure.ts",
    from: "firstAt: before?.firstAt ?? now.toISOString(),",
    to: "firstAt: now.toISOString(),",
  },
  {
    fault: "deleted too much: a failure goes when it is to be tried again",
    file: "shared/messaging/failure.ts",
    from: 'return resolvedAt === undefined ? "retry" : "erase";',
    to: 'return resolvedAt === undefined ? "erase" : "erase";',
  },
  {
    fault: "a counter's row that is added to is extended without end",
    file: "shared/limits/limit.ts",
    from: "Math.min(...taken.map",
    to: "Math.max(...taken.map",
  },
  {
    fault: "old entries of a counter stay",
    file: "shared/limits/limit.ts",
    from: "at > inSeconds(now) - keptSeconds",
    to: "at > inSeconds(now) - 2 * keptSeconds",
  },
  {
    fault: "deleted too much: a counter goes whole with its oldest entry",
    file: "shared/limits/limit.ts",
    from: "return kept.length === 0 ? undefined",
    to: "return kept.length < 30 ? undefined",
  },
  {
    fault: "a claim holds an address for the day of a reservation",
    file: "shared/members/lookup.ts",
    from: "secondsAfter(now, lookupLife[state])",
    to: "secondsAfter(now, lookupLife[state] * 0 + lookupLife.reserved)",
  },
  {
    fault: "the note of an unproven key is left lying",
    file: "shared/retention/end-unproven.ts",
    from: "period.hours * 3_600_000",
    to: "period.hours * 7_200_000",
  },
  {
    fault: "an erasure is kept from its order, not from its certificate's delivery",
    file: "shared/erasure/end-erasure.ts",
    from: 'keptUntil("erasure-case", doc, now)',
    to: 'keptUntil("erasure-case", doc, new Date(doc.orderedAt))',
  },
  {
    fault: "what a law keeps is counted from the erasure, not from the closing of the case",
    file: "shared/erasure/kept-until.ts",
    from: '"case-closed": "closedAt",',
    to: "",
  },
  {
    fault: "the mark goes before what it marks",
    file: "shared/erasure/empty-stores.ts",
    from: '  "lookups",\n  "archive",',
    to: '  "subjects",\n  "archive",',
    also: { from: '  "erasures",\n  "subjects",\n]', to: '  "erasures",\n  "lookups",\n]' },
  },
  {
    fault: "interests lie in the archive for five years",
    file: rulesFile,
    from: 'interests: {\n    starts: "services-terminated",\n    period: {},\n    held: "in use",\n    onClosure: "erase"',
    to: 'interests: {\n    starts: "services-terminated",\n    period: {},\n    held: "in use",\n    onClosure: "archive"',
  },
  {
    fault: "a row nobody acknowledges is given up for longer and longer",
    file: "shared/messaging/growing-interval.ts",
    from: "Math.min(maximum, ",
    to: "Math.max(first, ",
  },
];
