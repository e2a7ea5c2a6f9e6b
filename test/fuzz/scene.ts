/**
 * Who is there while requests are made up: members of both brands with a request each, one member whose data nobody else may
 * see, and whoever is signed in no longer. Members whose session a request has ended are replaced.
 */
import { randomUUID } from "node:crypto";
import type { BrandId } from "../../shared/charter/brands.ts";
import { csrfHeader } from "../../shared/http/cross-site.ts";
import { readTicket } from "../../shared/http/ticket-cookie.ts";
import { codeFor, hashOfSecret } from "../../shared/sessions/session.ts";
import type { Answered, Functions } from "../fixtures/functions.ts";
import { newEmail, requestBody, signUpBody } from "../fixtures/inputs.ts";
import { proposalPayload } from "../fixtures/payloads.ts";
import { processorMessage } from "../functions/person.ts";

export const hosts: Readonly<Record<BrandId, string>> = {
  milleis: "localhost:7071",
  platinum: "platinum.localhost:7071",
};

export type Joined = {
  readonly brand: BrandId;
  readonly host: string;
  readonly email: string;
  readonly subjectId: string;
  /** Cookie and token of a session. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly proposalId: string;
  readonly optionId: string;
  readonly etag: string;
  uses: number;
};

export type Scene = {
  readonly functions: Functions;
  readonly members: Joined[];
  /** Nobody asks in this member's name, so nothing of theirs belongs into any answer. */
  readonly victim: Joined;
  readonly secrets: readonly string[];
  /** Cookie and token of a session that was ended. */
  readonly ended: Readonly<Record<string, string>>;
  /** A fresh ticket's cookie and its code; nothing where no more codes are given out for now. */
  readonly ticket: (
    route: string,
    member: Joined,
  ) => Promise<{ readonly cookie: string; readonly code: string } | undefined>;
  readonly replace: (member: Joined) => Promise<void>;
};

const setCookie = ({ cookies }: Answered, name: string) =>
  `${name}=${cookies.find((cookie) => cookie.name === name)?.value ?? ""}`;

/** A member can be asked for so often before a fresh one takes the place, so that no partition grows without end. */
export const usesOfMember = 150;

export async function openScene(functions: Functions): Promise<Scene> {
  const expecting = (answer: Answered, status: number): Answered => {
    if (answer.status === status) return answer;
    throw new Error(`the scene cannot be set: ${answer.status} ${answer.text}`);
  };

  const ticketFor = async (route: "sign-up" | "sign-in", brand: BrandId, body: object) => {
    const asked = expecting(await functions.http(route, { body, headers: { host: hosts[brand] } }), 202);
    const cookie = setCookie(asked, "__Host-ticket");
    const bearer = readTicket(functions.secrets.codeKeys, cookie);
    if (bearer === undefined) throw new Error("a ticket cannot be read");
    const of = { id: hashOfSecret(bearer.secret), issue: 1 };
    return { cookie, code: codeFor(functions.secrets.codeKeys, bearer.subjectId, of), subjectId: bearer.subjectId };
  };

  const join = async (brand: BrandId, over: { lastName?: string; wish?: string } = {}): Promise<Joined> => {
    const host = hosts[brand];
    const input = signUpBody(brand, over.lastName === undefined ? {} : { lastName: over.lastName });
    const { cookie: ticket, code } = await ticketFor("sign-up", brand, input);
    const call = { body: { code }, headers: { host, cookie: ticket } };
    const opened = expecting(await functions.http("verify-sign-up", call), 201);
    const cookie = setCookie(opened, "__Host-session");
    const headers = { cookie, [csrfHeader]: opened.json<{ csrfToken: string }>().csrfToken };
    const subjectId = /=([0-9a-f-]{36})\./.exec(cookie)?.[1] ?? "";
    const ask = (name: string, more: object) =>
      functions.http(name, { ...more, headers: { host, ...headers, "idempotency-key": randomUUID() } });
    const wish = requestBody(functions.clock.now(), over.wish === undefined ? {} : { what: over.wish });
    const requestId = expecting(await ask("submit-request", { body: wish }), 201).json<{ id: string }>().id;
    const payload = proposalPayload(functions.clock.now());
    const about = { subject: `${subjectId}/${requestId}`, type: "concierge.proposal.made.v1", payload };
    if (brand === "milleis") await functions.take("take-update", (await processorMessage(functions, about)).text);
    const read = await ask("read-request", { params: { requestId } });
    const [option] = payload.proposal.options;
    return {
      ...{ brand, host, subjectId, headers, requestId, email: input.email },
      proposalId: payload.proposal.id,
      optionId: option?.id ?? "",
      etag: String(read.headers.etag),
      uses: 0,
    };
  };

  const victim = await join("milleis", { lastName: "Geheimniskraemer", wish: "Un secret d'opfersingvogel" });
  const gone = await join("milleis");
  const members: Joined[] = [];
  for (const brand of ["milleis", "milleis", "milleis", "milleis", "platinum", "platinum"] as const)
    members.push(await join(brand));
  expecting(await functions.http("end-session", { headers: { host: gone.host, ...gone.headers } }), 204);
  return {
    functions,
    members,
    victim,
    secrets: [
      victim.email,
      "Geheimniskraemer",
      "opfersingvogel",
      victim.subjectId,
      String(victim.headers.cookie).slice(60),
    ],
    ended: gone.headers,
    ticket: (route, { brand, email }) =>
      (route === "verify-sign-in"
        ? ticketFor("sign-in", brand, { email })
        : ticketFor("sign-up", brand, signUpBody(brand, { email: newEmail() }))
      ).catch(() => undefined),
    async replace(member) {
      const at = members.indexOf(member);
      // Somebody else has replaced this one already.
      if (at < 0) return;
      members[at] = { ...member, uses: 0 };
      members[at] = await join(member.brand);
    },
  };
}
