/**
 * Every retention rule as data: the event that starts the clock, the calendar period, what happens to the data when the
 * account closes and when the period ends, and where the rule comes from (charter article 6, the law, the CNIL, or our own
 * choice, with its reason). GDPR article 5(1)(e). What enforces them reads this table; nothing else states a period.
 * What is no record (payloads, messages, keys, telemetry): `retention/held-elsewhere.ts`.
 */

/** A calendar period (DESIGN, section 7); all absent means: at once. */
export type Period = {
  readonly years?: number;
  readonly months?: number;
  readonly days?: number;
  readonly hours?: number;
};

/** What starts a legal clock. Touching a record is never such an event. */
export type StartingEvent =
  | "services-terminated"
  | "sign-up-started"
  | "last-signed-in"
  | "issued"
  | "committed"
  | "acknowledged"
  | "case-closed"
  | "resolved"
  | "stream-closed"
  | "certificate-delivered";

export type RetentionEntry = {
  readonly starts: StartingEvent;
  readonly period: Period;
  /** Where the data lie while the period runs: in use, or set apart with a reason needed to open them. */
  readonly held: "in use" | "intermediate archive";
  /**
   * What the closing of the account does to them: set apart in the archive; erased at once, because nobody needs them any
   * more; waited for until their receiver has confirmed; kept where they are, because the clock or a decision needs them; or
   * nothing, because they lie outside the person's partition.
   */
  readonly onClosure: "archive" | "erase" | "settle" | "stay" | "nothing";
  /** What happens when the period is over. */
  readonly onEnd: "erase" | "anonymise";
  readonly by: "charter" | "law" | "CNIL" | "our choice";
  readonly source: string;
  /** Set where the data outlive the person's own erasure, with the exception that allows it. */
  readonly outlivesErasure?: string;
};

export const retentionRules = {
  "pending-sign-up": {
    starts: "sign-up-started",
    period: { hours: 24 },
    held: "in use",
    onClosure: "erase",
    onEnd: "erase",
    by: "our choice",
    source: "an address that was never confirmed is not needed (GDPR art. 5(1)(c) and (e)); a day lets a person finish",
  },
  ticket: {
    starts: "issued",
    period: { hours: 1 },
    held: "in use",
    onClosure: "erase",
    onEnd: "erase",
    by: "our choice",
    source: "a verification code is valid for 10 minutes and can be asked for again within the hour",
  },
  session: {
    starts: "issued",
    period: { hours: 24 },
    held: "in use",
    onClosure: "erase",
    onEnd: "erase",
    by: "charter",
    source: "charter art. 10.3: the session cookie lasts a session; we end every session within a day",
  },
  account: {
    starts: "services-terminated",
    period: { years: 5 },
    held: "intermediate archive",
    onClosure: "archive",
    onEnd: "erase",
    by: "our choice",
    source: "the charter gives account data no duration; they share the fate of the requests (Code civil art. 2224)",
  },
  "inactive-account": {
    starts: "last-signed-in",
    period: { years: 2 },
    held: "in use",
    onClosure: "archive",
    onEnd: "erase",
    by: "our choice",
    source: "an account nobody uses any more is closed without waiting for the services to end (GDPR art. 5(1)(e))",
  },
  interests: {
    starts: "services-terminated",
    period: {},
    held: "in use",
    onClosure: "erase",
    onEnd: "erase",
    by: "our choice",
    source: "of no use once the services end (charter art. 6: strictly the time the purpose needs)",
  },
  request: {
    starts: "services-terminated",
    period: { years: 5 },
    held: "intermediate archive",
    onClosure: "archive",
    onEnd: "erase",
    by: "charter",
    source: "charter art. 6: five years from the termination of the services linked to the card",
  },
  acceptance: {
    starts: "services-terminated",
    period: { years: 5 },
    held: "intermediate archive",
    onClosure: "archive",
    onEnd: "erase",
    by: "law",
    source: "proof of the contract for as long as it can be disputed (Code civil art. 2224)",
  },
  consent: {
    starts: "services-terminated",
    period: { years: 5 },
    held: "intermediate archive",
    onClosure: "archive",
    onEnd: "erase",
    by: "law",
    source:
      "consent must be provable (GDPR art. 7(1)) while it is relied on, and then for as long as it can be disputed (Code civil art. 2224)",
  },
  "retention-clock": {
    starts: "services-terminated",
    period: { years: 5 },
    held: "in use",
    onClosure: "stay",
    onEnd: "erase",
    by: "our choice",
    source: "when an account closed and what stops its clock must be known for as long as anything of it is kept",
  },
  "rights-case": {
    starts: "case-closed",
    period: { years: 5 },
    held: "intermediate archive",
    onClosure: "archive",
    onEnd: "erase",
    by: "law",
    source:
      "proof that the right was answered (GDPR art. 5(2)) for as long as it can be disputed (Code civil art. 2224)",
    outlivesErasure: "GDPR art. 17(3)(b) and (e)",
  },
  disclosure: {
    starts: "services-terminated",
    period: { years: 5 },
    held: "intermediate archive",
    onClosure: "archive",
    onEnd: "erase",
    by: "law",
    source: "recipients must be named on access and told of erasure (GDPR art. 15(1)(c) and 19)",
  },
  "erasure-case": {
    starts: "certificate-delivered",
    period: { months: 1 },
    held: "in use",
    onClosure: "nothing",
    onEnd: "erase",
    by: "our choice",
    source: "the sealed delivery address goes once the certificate has arrived and could be asked for again",
    outlivesErasure: "GDPR art. 12(3) and 17(3)(b)",
  },
  "erasure-mark": {
    starts: "resolved",
    period: {},
    held: "in use",
    onClosure: "stay",
    onEnd: "erase",
    by: "our choice",
    source: "says that an erasure is under way, and goes with the last of what it marks",
  },
  audit: {
    starts: "stream-closed",
    period: { months: 12 },
    held: "in use",
    onClosure: "nothing",
    onEnd: "erase",
    by: "CNIL",
    source: "CNIL, délibération 2021-122 on logging: six months to one year",
    outlivesErasure:
      "GDPR art. 17(3)(b); the person stands there only under a key that erasure destroys, beside ids of messages",
  },
  proof: {
    starts: "stream-closed",
    period: { years: 5 },
    held: "in use",
    onClosure: "nothing",
    onEnd: "erase",
    by: "law",
    source: "accountability (GDPR art. 5(2)) for as long as a claim can be brought (Code civil art. 2224)",
    outlivesErasure:
      "GDPR art. 17(3)(b) and (e); the person stands there only under a key that erasure destroys, beside ids of messages",
  },
  "staff-opening": {
    starts: "issued",
    period: { hours: 24 },
    held: "in use",
    onClosure: "erase",
    onEnd: "erase",
    by: "our choice",
    source: "an opened file is good for half an hour; what was seen stands in the disclosure it left",
  },
  "staff-decision": {
    starts: "resolved",
    period: { months: 12 },
    held: "in use",
    onClosure: "stay",
    onEnd: "erase",
    by: "our choice",
    source: "time to look into a decision that is contested; the ledger proves longer that it was taken",
  },
  idempotency: {
    starts: "committed",
    period: { hours: 48 },
    held: "in use",
    onClosure: "erase",
    onEnd: "erase",
    by: "our choice",
    source: "time for a device that lost its connection to send its request again",
  },
  outbox: {
    starts: "acknowledged",
    period: {},
    held: "in use",
    onClosure: "settle",
    onEnd: "erase",
    by: "our choice",
    source: "a row is of no use once its effect is confirmed; what was sent is erased at the same time",
  },
  limits: {
    starts: "issued",
    period: { hours: 24 },
    held: "in use",
    onClosure: "nothing",
    onEnd: "erase",
    by: "our choice",
    source: "counters against abuse look back a day at most: each entry goes after a day, whatever came after it",
  },
  "unmatched-termination": {
    starts: "resolved",
    period: { months: 1 },
    held: "in use",
    onClosure: "nothing",
    onEnd: "erase",
    by: "our choice",
    source:
      "a termination that fits nobody, or several people, is decided by the desk; a month to see that it was right. What nobody decides ends after a year, and operations are told",
  },
  failure: {
    starts: "resolved",
    period: { days: 30 },
    held: "in use",
    onClosure: "nothing",
    onEnd: "erase",
    by: "our choice",
    source:
      "time to see that the correction lasts. What nobody resolves ends a year after it first failed, and operations are told",
  },
} as const satisfies Record<string, RetentionEntry>;
export type RetentionRule = keyof typeof retentionRules;

/** The rule as data, whatever its name. Where a brand's differs: `retention/rules-of-brand.ts`. */
export const retentionRuleOf = (name: RetentionRule): RetentionEntry => retentionRules[name];
