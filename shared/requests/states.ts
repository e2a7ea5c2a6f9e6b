/**
 * The life of a request as one table: which event is possible in which state and where it leads. Nothing else decides a
 * state. An event that meets another state is late (its effect has happened or no longer matters), early (something it
 * builds on is still under way) or contradictory; only the table says which.
 *
 * A request may have several proposals open at once. `decline` is the answer to the last of them; `decline-one` the answer
 * to one while another is still open, unanswered and unexpired: the request stays `proposed`, and that one can be accepted.
 * Which of the two it is, the request's own proposals say (`act-on-request.ts`).
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
  "converse",
] as const;
export type RequestEvent = (typeof requestEvents)[number];

/** `late`, `early` and `contradiction` change nothing; each is answered differently. */
export type Outcome = RequestStatus | "late" | "early" | "contradiction";

const late = "late";
const early = "early";
const no = "contradiction";

/** Rows: the state it is in. Columns: what happens. Nothing is booked without acceptance: `confirm` needs `accepted`. */
export const transitions: Readonly<Record<RequestStatus, Readonly<Record<RequestEvent, Outcome>>>> = {
  submitted: row(
    "forwarded",
    "acknowledged",
    "in-progress",
    "proposed",
    no,
    no,
    no,
    no,
    no,
    "refused",
    "cancelled",
    "submitted",
  ),
  forwarded: row(
    late,
    "acknowledged",
    "in-progress",
    "proposed",
    no,
    no,
    no,
    no,
    no,
    "refused",
    "cancelled",
    "forwarded",
  ),
  acknowledged: row(late, late, "in-progress", "proposed", no, no, no, no, no, "refused", "cancelled", "acknowledged"),
  "in-progress": row(late, late, late, "proposed", no, no, no, no, no, "refused", "cancelled", "in-progress"),
  proposed: row(
    late,
    late,
    late,
    "proposed",
    "accepted",
    "in-progress",
    "proposed",
    no,
    no,
    "refused",
    "cancelled",
    "proposed",
  ),
  accepted: row(late, late, late, no, no, no, no, "confirmed", early, "refused", "cancelled", "accepted"),
  confirmed: row(late, late, late, no, no, no, no, late, "completed", no, "cancelled", "confirmed"),
  completed: row(late, late, late, no, no, no, no, late, late, no, no, "completed"),
  refused: row(late, late, late, no, no, no, no, no, no, late, no, no),
  cancelled: row(late, late, late, no, no, no, no, no, no, no, late, no),
};

function row(...outcomes: readonly [...Outcome[]] & { readonly length: 12 }): Record<RequestEvent, Outcome> {
  return Object.fromEntries(requestEvents.map((event, index) => [event, outcomes[index]])) as Record<
    RequestEvent,
    Outcome
  >;
}

export const isStatus = (outcome: Outcome): outcome is RequestStatus => requestStatuses.includes(outcome as never);

/** States in which nothing more happens but reading. */
export const finalStatuses: readonly RequestStatus[] = ["completed", "refused", "cancelled"];
