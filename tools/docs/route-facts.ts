/**
 * What a reader needs to know of a route beside its declaration: who it is for, rules no schema can say, and the refusals of
 * its capability. What follows from the declaration (session, token, key, version, body) is derived in `problemsOf`.
 */
import type { Route } from "../../shared/http/route.ts";
import type { RefusalCode } from "../../shared/refusal.ts";

export type RouteFacts = {
  readonly does: string;
  readonly success: string;
  readonly rules?: readonly string[];
  readonly refusals: readonly RefusalCode[];
};

const paging = [
  "Query: `limit` 1 to 100 (20 where absent), `cursor` from the page before. Any other name is refused.",
  "The last page has no `cursor`.",
];
const versioned = "Answers `ETag`; with `If-None-Match` and an unchanged version: 304 without a body.";

export const routeFacts: Readonly<Record<string, RouteFacts>> = {
  "sign-up": {
    does: "A card holder signs up. A code goes to the mailbox, a ticket stays in the browser.",
    success: "202, cookie `__Host-ticket`. The same for an address that has an account already: only the mail differs.",
    rules: [
      "`birthDate`: 18 to 130 years old today, Europe/Paris.",
      "`mobile`: a valid number in any common spelling; French where no country is given; kept as E.164, unverified.",
      "`cardDigits`: digits, spaces allowed. A 16-digit card gives its first nine digits. A number starting with 34 or 37 gives its first six, never more.",
      "`cardDigits` must belong to a programme of the brand.",
      "`accepts.charter`, `accepts.terms`: the versions in force.",
      "`email` is kept trimmed and in lower case.",
    ],
    refusals: ["card-not-eligible", "documents-outdated"],
  },
  "verify-sign-up": {
    does: "The code proves the mailbox and opens the account and a session.",
    success: "201, cookie `__Host-session`; `__Host-ticket` is cleared.",
    rules: ["A code is good for ten minutes, five tries, once, and only with the ticket it was asked with."],
    refusals: ["code-expired", "code-rejected", "address-already-in-use"],
  },
  "sign-in": {
    does: "A member asks for a code.",
    success: "202, cookie `__Host-ticket`. The same for an unknown address: then no mail is sent and no code is right.",
    refusals: [],
  },
  "verify-sign-in": {
    does: "The code opens a session.",
    success: "201, cookie `__Host-session`; `__Host-ticket` is cleared.",
    rules: ["As at sign-up: ten minutes, five tries, once, with its ticket."],
    refusals: ["code-expired", "code-rejected"],
  },
  "read-session": {
    does: "Is this browser signed in, until when, and the token that changes need.",
    success: "200.",
    refusals: [],
  },
  "end-session": {
    does: "Signs out. The cookie proves nothing from here on.",
    success: '204, `Clear-Site-Data: "cache", "storage"`, `__Host-session` is cleared.',
    refusals: [],
  },
  "read-me": { does: "The member's own data.", success: "200.", rules: [versioned], refusals: ["not-found"] },
  "submit-request": {
    does: "A member asks the concierge for something.",
    success: "201, `Location`. The request and the message to the processor are one commit, made before the answer.",
    rules: [
      "`when.date`: today (Europe/Paris) or later, within three years. `when.endDate`: not before `when.date`, within three years.",
      "A full card number in any text is refused.",
    ],
    refusals: [],
  },
  "list-requests": {
    does: "The member's requests, newest first.",
    success: "200.",
    rules: paging,
    refusals: ["invalid-input"],
  },
  "read-request": {
    does: "One request with its proposals and what came of it.",
    success: "200.",
    rules: [versioned, "The ETag is what `If-Match` of the changes below needs."],
    refusals: ["not-found"],
  },
  "list-messages": {
    does: "The conversation about a request, oldest first.",
    success: "200.",
    rules: paging,
    refusals: ["invalid-input"],
  },
  "post-message": {
    does: "The member writes to the concierge about a request.",
    success: "201, `Location` of the conversation.",
    rules: ["A full card number is refused.", "Possible in every state but `refused` and `cancelled`."],
    refusals: ["not-found", "state-conflict"],
  },
  "accept-proposal": {
    does: "The member accepts one option of a proposal. Nothing is booked before this.",
    success: "201.",
    rules: ["`optionId`: an option of this proposal.", "Only while the request is `proposed`."],
    refusals: ["not-found", "proposal-already-answered", "proposal-expired", "state-conflict"],
  },
  "decline-proposal": {
    does: "The member declines a proposal. The concierge may make another.",
    success: "201.",
    rules: ["Only while the request is `proposed`."],
    refusals: ["not-found", "proposal-already-answered", "proposal-expired", "state-conflict"],
  },
  "cancel-request": {
    does: "The member calls a request off.",
    success: "201.",
    rules: ["Possible in every state but `completed`, `refused` and `cancelled`."],
    refusals: ["not-found", "state-conflict"],
  },
  "read-problem": {
    does: "The page behind the `type` of a problem.",
    success: "200, HTML in the language asked for, `ETag`, `Cache-Control: no-cache`; 304 with `If-None-Match`.",
    refusals: ["not-found"],
  },
  "check-liveness": { does: "The process answers.", success: "200.", refusals: [] },
  "check-readiness": {
    does: "Every dependency answers, and the store lies in the EEA.",
    success: "200 `ready`, or 503 `not-ready` with the same body; a dependency has 3 seconds.",
    refusals: [],
  },
};

/** Every refusal a route can give: what follows from its declaration, and its own. */
export function problemsOf(route: Route): readonly RefusalCode[] {
  const { name, method, access, body, isCreating, isConditional } = route;
  const facts = routeFacts[name];
  if (facts === undefined) throw new Error(`${name} has no facts`);
  const when = (is: boolean | undefined, ...codes: RefusalCode[]) => (is ? codes : []);
  const isChange = method !== "GET";
  return [
    ...new Set([
      ...when(access !== "probe", "unknown-host"),
      ...when(isChange, "cross-site-request"),
      ...when(access === "ticket", "code-expired"),
      ...when(access === "member", "not-signed-in"),
      ...when(access === "member" && isChange, "csrf-token-invalid"),
      ...when(
        body !== undefined,
        "unsupported-media-type",
        "length-required",
        "body-too-large",
        "unreadable-body",
        "invalid-input",
      ),
      ...when(isConditional, "precondition-required"),
      ...when(isCreating, "idempotency-key-missing", "idempotency-key-reused"),
      ...facts.refusals,
      ...when(isCreating, "stale-version"),
      ...when(access === "member" || (access !== "probe" && isChange), "temporarily-unavailable"),
    ]),
  ];
}
