/**
 * Calls that a route takes, from its declaration and what a member has: parameters, body, headers. A route with a parameter
 * that nothing here can fill, or a body that does not pass, makes the matrices fail: it is to be given its object here.
 */
import { randomUUID } from "node:crypto";
import type { Route } from "../../../shared/http/route.ts";
import { handleOf, hashOfSecret } from "../../../shared/sessions/session.ts";
import { parisDay } from "../../../shared/time/calendar.ts";
import { randomFrom } from "../../faults/random.ts";
import type { Call, Functions } from "../../fixtures/functions.ts";
import { newEmail, requestBody, signUpBody, textsInForce } from "../../fixtures/inputs.ts";
import { type Asked, ask, book, declare, type Joined, join, steppedUp } from "../../fixtures/joining.ts";
import { sampleOf } from "../../fuzz/samples.ts";
import { legalClaim } from "../archiving.ts";
import { glassReason, holdOrder, legalDuty, usualReason } from "../staff.ts";
import type { OwnersFile } from "./staff-callers.ts";

export type Owner = Joined & Asked & Partial<OwnersFile> & { readonly bookedId: string; readonly interestId: string };

/** Values of a person that must not come into anybody else's answer. */
export const ownersName = "Eigentuemerin-Verborgen";
export const ownersWish = "verborgener wunsch";
export const ownersInterest = "verborgene neigung";
export const secretsOf = (owner: Owner): readonly string[] => [
  ownersName,
  ownersWish,
  ownersInterest,
  owner.email,
  owner.subjectId,
  String(owner.headers.cookie).split(".")[1] ?? "",
];

/** @param of what it is for: a request is booked only where the route is about one that is. */
export async function newOwner(functions: Functions, of?: Pick<Route, "name">): Promise<Owner> {
  const member = await steppedUp(functions, await join(functions, "milleis", { lastName: ownersName }));
  const interestId = await declare(functions, member, ownersInterest);
  const asked = await ask(functions, member, `Une table, ${ownersWish}`);
  const bookedId = of?.name === "read-calendar" ? await book(functions, member, await ask(functions, member)) : "";
  return { ...member, ...asked, interestId, bookedId };
}

/** What belongs to one member and is named in a path. */
const objects: Readonly<Record<string, (owner: Owner) => string>> = {
  requestId: ({ requestId }) => requestId,
  proposalId: ({ proposalId }) => proposalId,
  memberId: ({ subjectId }) => subjectId,
  openingId: ({ openingId }) => openingId ?? "",
  approvalId: ({ approvalId }) => approvalId ?? "",
  reviewId: ({ reviewId }) => reviewId ?? "",
  terminationId: ({ terminationId }) => terminationId ?? "",
  failureId: ({ failureId }) => failureId ?? "",
  rowId: ({ rowId }) => rowId ?? "",
  // A proposal to keep or to lift names a hold; whether it stands is looked at when it is carried out.
  holdId: () => randomUUID(),
  consentId: ({ consentId }) => consentId,
  interestId: ({ interestId }) => interestId,
  sessionId: ({ headers }) => handleOf({ id: hashOfSecret(String(headers.cookie).split(".")[1] ?? "") }),
};
/** Where a route wants another of them. */
const objectsOf: Readonly<Record<string, typeof objects>> = {
  "read-calendar": { requestId: ({ bookedId }) => bookedId },
  "open-archive": { memberId: ({ archivedId }) => archivedId ?? "" },
  "list-archive": { memberId: ({ archivedId }) => archivedId ?? "" },
  "confirm-erasure": { erasureId: ({ erasureId }) => erasureId ?? "" },
};
/** What a path names and is open to everybody. */
const openTo: Readonly<Record<string, string>> = {
  version: textsInForce.charter,
  since: textsInForce.charter,
  code: "not-found",
  // A random number is all that shows who may read it: nobody has this one.
  erasureId: "7d0f5c1e-3b8a-4f5e-9d55-0c2b8e1f6a90",
  class: "proof",
  kind: "member",
  month: "2027-01",
};

/** Bodies beyond what their schema says. */
const bodies: Readonly<Record<string, (owner: Owner, now: Date) => unknown>> = {
  "sign-up": () => signUpBody("milleis"),
  "sign-in": () => ({ email: newEmail() }),
  "verify-sign-up": () => ({ code: "000000" }),
  "verify-sign-in": () => ({ code: "000000" }),
  "verify-step-up": () => ({ code: "000000" }),
  "verify-email-change": () => ({ code: "000000" }),
  "update-me": () => ({ language: "en" }),
  "ask-email-change": () => ({ email: newEmail() }),
  "declare-interest": () => ({ topic: "opera" }),
  "renew-card": () => ({ cardDigits: "497020123" }),
  "accept-document": () => ({ document: "terms", version: textsInForce.terms, language: "fr" }),
  "submit-request": (_, now) => requestBody(now),
  "search-members": ({ email }) => ({ email }),
  "open-file": () => usualReason.desk,
  "propose-disclosure": (_, now) => legalDuty(now),
  "propose-opening": () => glassReason,
  "propose-closure": () => ({ reason: "misuse" }),
  "propose-termination": () => ({ endedOn: "2027-01-13" }),
  "propose-attribution": ({ terminationId = randomUUID() }) => ({ terminationId }),
  "open-archive": () => legalClaim,
  "confirm-erasure": (_, now) => ({ outcome: "erased", paperDated: parisDay(now) }),
  "propose-hold": () => holdOrder,
  "propose-hold-review": () => holdOrder,
  "propose-lifting": () => ({}),
  "complete-review": () => ({ outcome: "justified", words: "Appel vérifié" }),
  "accept-proposal": ({ optionId }) => ({ optionId }),
  "mark-read": ({ messageId }) => ({ upTo: messageId }),
  "answer-consent": () => ({ answer: "given" }),
};

export const parametersOf = ({ path }: Pick<Route, "path">): readonly string[] =>
  [...path.matchAll(/\{(\w+)(?::\w+)?\}/g)].map(([, name = ""]) => name);

const objectsNamedBy = ({ name }: Pick<Route, "name">) => ({ ...objects, ...objectsOf[name] });

/** Whether a path names something that belongs to one member. */
export const isAboutAnObject = (route: Pick<Route, "path" | "name">): boolean =>
  parametersOf(route).some((name) => name in objectsNamedBy(route));

export const unknownParameters = (routes: readonly Route[]): readonly string[] =>
  routes.flatMap((route) =>
    parametersOf(route)
      .filter((name) => !(name in objects) && !(name in openTo))
      .map((name) => `${route.name}: {${name}} has no object in test/functions/matrices/calls.ts`),
  );

/** The call the owner would make; `elsewhere` puts unknown ids in place of the owner's. */
export function callOf(route: Route, owner: Owner, now: Date, elsewhere = false): Call {
  const own = objectsNamedBy(route);
  const value = (name: string) => (elsewhere ? randomUUID() : own[name]?.(owner));
  const params = Object.fromEntries(
    parametersOf(route).map((name) => [name, name in own ? (value(name) ?? "") : (openTo[name] ?? "")]),
  );
  const body = route.body && (bodies[route.name]?.(owner, now) ?? sampleOf(route.body.schema, randomFrom(1)));
  return {
    params,
    ...(body === undefined ? {} : { body }),
    headers: {
      ...(route.isCreating ? { "idempotency-key": randomUUID() } : {}),
      ...(route.isConditional ? { "if-match": owner.etag } : {}),
    },
  };
}
