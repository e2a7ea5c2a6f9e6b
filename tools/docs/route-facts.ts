/** What a reader needs to know of a route beside its declaration: what a success means, and rules that no schema can say. */

export type RouteFacts = {
  /** Where the statuses and cookies of the declaration do not say it all. */
  readonly success?: string;
  readonly rules?: readonly string[];
};

const paging = [
  "Query: `limit` 1 to 100 (20 where absent), `cursor` from the page before. Any other name is refused.",
  "The last page has no `cursor`.",
];

export const routeFacts: Readonly<Record<string, RouteFacts>> = {
  "sign-up": {
    success: "202, cookie `__Host-ticket`. The same for an address that has an account already: only the mail differs.",
    rules: [
      "`birthDate`: 18 to 130 years old today, Europe/Paris.",
      "`mobile`: a valid number in any common spelling; French where no country is given; kept as E.164, unverified.",
      "`cardDigits`: digits, spaces allowed. A 16-digit card gives its first nine digits. A number starting with 34 or 37 gives its first six, never more.",
      "`cardDigits` must belong to a programme of the brand.",
      "`accepts.charter`, `accepts.terms`: the versions in force.",
      "`email` is kept trimmed and in lower case.",
    ],
  },
  "verify-sign-up": {
    success: "201, cookie `__Host-session`; `__Host-ticket` is cleared.",
    rules: ["A code is good for ten minutes, five tries, once, and only with the ticket it was asked with."],
  },
  "sign-in": {
    success: "202, cookie `__Host-ticket`. The same for an unknown address: then no mail is sent and no code is right.",
  },
  "verify-sign-in": {
    success: "201, cookie `__Host-session`; `__Host-ticket` is cleared.",
    rules: ["As at sign-up: ten minutes, five tries, once, with its ticket."],
  },
  "end-session": {
    success: '204, `Clear-Site-Data: "cache", "storage"`, `__Host-session` is cleared.',
  },
  "accept-document": {
    success: "201. Accepted before: the first acceptance again.",
    rules: [
      "`version`: the one in force. Once a major version is in force, submitting a request needs it accepted first.",
    ],
  },
  "submit-request": {
    success: "201, `Location`. The request and the message to the processor are one commit, made before the answer.",
    rules: [
      "`when.date`: today (Europe/Paris) or later, within three years. `when.endDate`: not before `when.date`, within three years.",
      "A full card number in any text is refused.",
      "Words that likely tell of health, religion and the like are refused until each kind is named in `confirmsSpecialCategories`: explicit consent, kept (docs/free-text.md).",
    ],
  },
  "list-requests": {
    rules: [
      "Query: `limit` 1 to 100 (20 where absent), `cursor` from the page before, `status`, `category`, `open` (`true` or `false`). Any other name is refused.",
      "A cursor belongs to its filters. With `category` a page may hold fewer than `limit` and still have a next one: the category is sealed and looked at after it was opened.",
      "The last page has no `cursor`.",
    ],
  },
  "list-request-changes": {
    rules: [
      "Query: `limit` 1 to 100, `cursor` from the answer before; without: everything from the beginning.",
      "Each request, message, consent and disclosure once, in its newest version, in the order of the store: nothing written meanwhile is passed over. Keep the `cursor` of every answer; ask again at once while `hasMore` is true, also where a page is empty.",
    ],
  },
  "read-calendar": {
    success:
      "200 `text/calendar` (RFC 5545), or 304. `UID` is the request's id; `STATUS:CANCELLED` once it is called off.",
    rules: ["There only when it is confirmed."],
  },
  "read-cancellation": {
    rules: ["What is stated for what is booked or accepted. `isFree` absent: nothing was stated."],
  },
  "mark-read": {
    rules: ["Safe to repeat. `read`: how many messages it marked. The processor is not told."],
  },
  "list-consents": {
    rules: [...paging, "`wording`: the exact words that agreeing means; their digest is kept as proof."],
  },
  "answer-consent": {
    success: "201, `Location` of the consents. The processor is told.",
    rules: ["Asked: `given` or `refused`. Given: `withdrawn`. Refused or withdrawn: `given`."],
  },
  "list-disclosures": {
    rules: paging,
  },
  "read-request": {
    rules: ["The ETag is what `If-Match` of the changes below needs."],
  },
  "list-messages": {
    rules: paging,
  },
  "post-message": {
    success: "201, `Location` of the conversation.",
    rules: [
      "A full card number is refused. `confirmsSpecialCategories` as for a new request.",
      "Possible in every state but `refused`, `cancelled` and `expired`.",
    ],
  },
  "accept-proposal": {
    rules: ["`optionId`: an option of this proposal.", "Only while the request is `proposed`."],
  },
  "decline-proposal": {
    rules: ["Only while the request is `proposed`."],
  },
  "cancel-request": {
    rules: [
      "Possible in every state but `completed`, `refused`, `cancelled` and `expired`.",
      "Read what it means first: `GET …/cancellation`.",
    ],
  },
  "check-readiness": {
    success: "200 `ready`, or 503 `not-ready` with the same body; a dependency has 3 seconds.",
  },
};
