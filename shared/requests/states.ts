/**
 * The life of a request as one table: which event is possible in which state and where it leads. Nothing else decides a
 * state. An event that meets another state is late (its effect has happened or no longer matters), early (something it
 * builds on is still under way) or contradictory; only the table says which.
 *
 * A request may have several proposals open at once. `decline` is the answer to the last of them; `decline-one` the answer
 * to one while another is still open, unanswered and unexpired: the request stays `proposed`, and that one can be accepted.
 * Which of the two it is, the request's own proposals say (`act-on-request.ts`).
 *
 * Time has two events, found by the request's own date (`expiry.ts`): `lapse`, when every proposal has expired unanswered, and
 * `expire`, when nothing has come of a request for too long. What was accepted never expires: it may be booked already.
 */

export const requestStatuses = [
  "submitted",
  "forwarded",
  "acknowledged",
  "in-progress",
  "proposed",
  "accepted",
  "confirmed",
  "completed",
  "refused",
  "cancelled",
  "expired",
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export const requestEvents = [
  "forward",
  "acknowledge",
  "start",
  "propose",
  "accept",
  "decline",
  "decline-one",
  "confirm",
  "complete",
  "refuse",
  "cancel",
  /** Something is said about it: a message, a consent that is asked for. */
  "converse",
  "lapse",
  "expire",
  /** What a cancellation came to, told after it. */
  "settle",
  /** Something to be kept about it that changes nothing: a reading mark, a disclosure to a provider. */
  "note",
] as const;
export type RequestEvent = (typeof requestEvents)[number];

/** `late`, `early` and `contradiction` change nothing; each is answered differently. */
export type Outcome = RequestStatus | "late" | "early" | "contradiction";

const late = "late";
const early = "early";
const no = "contradiction";

/**
 * Rows: the state it is in. Columns: what happens. Nothing is booked without acceptance: `confirm` needs `accepted`. Whatever
 * can still be cancelled meets a settlement early: the cancellation it belongs to is on its way.
 */
export const transitions: Readonly<Record<RequestStatus, Readonly<Record<RequestEvent, Outcome>>>> = {
  submitted: row({
    forward: "forwarded",
    acknowledge: "acknowledged",
    start: "in-progress",
    propose: "proposed",
    refuse: "refused",
    cancel: "cancelled",
    converse: "submitted",
    expire: "expired",
    settle: early,
    note: "submitted",
  }),
  forwarded: row({
    forward: late,
    acknowledge: "acknowledged",
    start: "in-progress",
    propose: "proposed",
    refuse: "refused",
    cancel: "cancelled",
    converse: "forwarded",
    expire: "expired",
    settle: early,
    note: "forwarded",
  }),
  acknowledged: row({
    forward: late,
    acknowledge: late,
    start: "in-progress",
    propose: "proposed",
    refuse: "refused",
    cancel: "cancelled",
    converse: "acknowledged",
    expire: "expired",
    settle: early,
    note: "acknowledged",
  }),
  "in-progress": row({
    forward: late,
    acknowledge: late,
    start: late,
    propose: "proposed",
    refuse: "refused",
    cancel: "cancelled",
    converse: "in-progress",
    lapse: late,
    expire: "expired",
    settle: early,
    note: "in-progress",
  }),
  proposed: row({
    forward: late,
    acknowledge: late,
    start: late,
    propose: "proposed",
    accept: "accepted",
    decline: "in-progress",
    "decline-one": "proposed",
    refuse: "refused",
    cancel: "cancelled",
    converse: "proposed",
    lapse: "in-progress",
    settle: early,
    note: "proposed",
  }),
  accepted: row({
    forward: late,
    acknowledge: late,
    start: late,
    confirm: "confirmed",
    complete: early,
    refuse: "refused",
    cancel: "cancelled",
    converse: "accepted",
    settle: early,
    note: "accepted",
  }),
  confirmed: row({
    forward: late,
    acknowledge: late,
    start: late,
    confirm: late,
    complete: "completed",
    cancel: "cancelled",
    converse: "confirmed",
    settle: early,
    note: "confirmed",
  }),
  completed: row({
    forward: late,
    acknowledge: late,
    start: late,
    confirm: late,
    complete: late,
    converse: "completed",
    note: "completed",
  }),
  refused: row({ forward: late, acknowledge: late, start: late, refuse: late, note: "refused" }),
  cancelled: row({
    forward: late,
    acknowledge: late,
    start: late,
    cancel: late,
    settle: "cancelled",
    note: "cancelled",
  }),
  expired: row({
    forward: late,
    acknowledge: late,
    start: late,
    refuse: late,
    cancel: late,
    expire: late,
    // So was the cancellation that it belongs to; nothing had been accepted, so nothing is owed.
    settle: late,
    note: "expired",
  }),
};

/** What is not said contradicts the state. */
function row(said: Partial<Record<RequestEvent, Outcome>>): Record<RequestEvent, Outcome> {
  return Object.fromEntries(requestEvents.map((event) => [event, said[event] ?? no])) as Record<RequestEvent, Outcome>;
}

export const isStatus = (outcome: Outcome): outcome is RequestStatus => requestStatuses.includes(outcome as never);

/** States in which nothing more happens but reading. */
export const finalStatuses: readonly RequestStatus[] = ["completed", "refused", "cancelled", "expired"];
