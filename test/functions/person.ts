/** What the tests of functions do first: somebody signed up, a request, and the processor's side of the exchange. */
import { randomUUID } from "node:crypto";
import { BlobServiceClient } from "@azure/storage-blob";
import { expect } from "vitest";
import { codeIn } from "../../local/mailbox/read-mail.ts";
import { csrfHeader } from "../../shared/http/cross-site.ts";
import { type CloudEvent, digestOf } from "../../shared/messaging/cloud-event.ts";
import { messageSigner } from "../../shared/messaging/signing.ts";
import type { Answered, Call, Functions } from "../fixtures/functions.ts";
import { newEmail, requestBody, signUpBody } from "../fixtures/inputs.ts";
import { confirmationPayload, consentPayload, proposalPayload } from "../fixtures/payloads.ts";

export const cookieOf = ({ cookies }: Answered, name: string): string =>
  `${name}=${cookies.find((cookie) => cookie.name === name)?.value}`;

/** Asks for a code and reads it from the mail; the ticket stays in the cookie. */
export async function askForCode(functions: Functions, route: "sign-up" | "sign-in", body: { readonly email: string }) {
  return codeOf(functions, await functions.http(route, { body }), body.email);
}

/** The code that was just asked for, from the mailbox it went to. */
async function codeOf(functions: Functions, asked: Answered, email: string) {
  expect(asked.status).toBe(202);
  await functions.deliver("notifications", "send-notification");
  const mail = functions.mailbox
    .list(email, 0)
    .filter(({ subject }) => subject.includes("code"))
    .at(-1);
  return { asked, ticket: cookieOf(asked, "__Host-ticket"), code: codeIn({ text: mail?.text ?? "" }) };
}

export type Person = ReturnType<typeof asPerson>;

export async function signedUp(functions: Functions, over: Partial<ReturnType<typeof signUpBody>> = {}) {
  const body = signUpBody("milleis", { email: newEmail(), ...over });
  const { ticket, code } = await askForCode(functions, "sign-up", body);
  const opened = await functions.http("verify-sign-up", { body: { code }, headers: { cookie: ticket } });
  expect(opened.status).toBe(201);
  return { ...asPerson(functions, body.email, opened), body };
}

function asPerson(functions: Functions, email: string, opened: Answered) {
  const cookie = cookieOf(opened, "__Host-session");
  const { csrfToken } = opened.json<{ csrfToken: string }>();
  const headers = { cookie, [csrfHeader]: csrfToken };
  return {
    email,
    cookie,
    headers,
    subjectId: cookie.slice("__Host-session=".length).split(".")[0] ?? "",
    ask: (name: string, { headers: more, ...call }: Call = {}) =>
      functions.http(name, { ...call, headers: { ...headers, "idempotency-key": randomUUID(), ...more } }),
  };
}

/** A code asked for within the session, and the cookies of both. */
export async function askWithin(
  functions: Functions,
  person: Person,
  route: "ask-step-up" | "ask-email-change",
  email = person.email,
) {
  const body = route === "ask-step-up" ? {} : { body: { email } };
  const { code, ticket, asked } = await codeOf(functions, await person.ask(route, body), email);
  return { asked, code, ticket, cookie: `${person.cookie}; ${ticket}` };
}

/** The same person, a fresh code given within the session. */
export async function steppedUp(functions: Functions, person: Person): Promise<Person> {
  const { code, cookie } = await askWithin(functions, person, "ask-step-up");
  const raised = await person.ask("verify-step-up", { body: { code }, headers: { cookie } });
  expect(raised.status).toBe(201);
  return asPerson(functions, person.email, raised);
}

export async function submitted(functions: Functions, person: Person): Promise<string> {
  const answer = await person.ask("submit-request", { body: requestBody(functions.clock.now()) });
  expect(answer.status).toBe(201);
  return answer.json<{ id: string }>().id;
}

export const etagOf = async (person: Person, requestId: string): Promise<string> =>
  String((await person.ask("read-request", { params: { requestId } })).headers.etag);

/** A message as the processor signs it, its payload beside it. */
export async function processorMessage(
  functions: Functions,
  about: {
    readonly subject: string;
    readonly type: string;
    readonly payload?: unknown;
    readonly data?: CloudEvent["data"];
  },
  over: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly id: string; readonly text: string }> {
  const id = randomUUID();
  const event: Record<string, unknown> = {
    specversion: "1.0",
    id,
    source: "urn:concierge-processor:gconcierges",
    type: about.type,
    subject: about.subject,
    time: functions.clock.now().toISOString(),
    ...(about.data === undefined ? {} : { data: about.data }),
  };
  if (about.payload !== undefined) {
    const bytes = Buffer.from(JSON.stringify(about.payload));
    const exchange = BlobServiceClient.fromConnectionString(functions.connectionString("exchange"));
    await exchange.getContainerClient("from-processor").getBlockBlobClient(id).upload(bytes, bytes.length);
    Object.assign(event, { dataref: `from-processor/${id}`, datadigest: digestOf(bytes) });
  }
  const sign = messageSigner({ keys: [functions.secrets.processorKey] } as never);
  return { id, text: await sign({ ...event, ...over } as unknown as CloudEvent) };
}

/** A request with a proposal the member can answer. */
export async function proposed(functions: Functions, person: Person) {
  const requestId = await submitted(functions, person);
  const payload = proposalPayload(functions.clock.now());
  const about = { subject: `${person.subjectId}/${requestId}`, type: "concierge.proposal.made.v1", payload };
  const { text } = await processorMessage(functions, about);
  await functions.take("take-update", text);
  return {
    requestId,
    proposalId: payload.proposal.id,
    optionId: payload.proposal.options[0]?.id ?? "",
    etag: await etagOf(person, requestId),
  };
}

/** Something the processor says about a request, taken in. */
export async function told(
  functions: Functions,
  person: Person,
  requestId: string,
  about: { readonly type: string; readonly payload?: unknown; readonly data?: CloudEvent["data"] },
): Promise<string> {
  const { id, text } = await processorMessage(functions, { subject: `${person.subjectId}/${requestId}`, ...about });
  await functions.take("take-update", text);
  return id;
}

/** A request that is booked. */
export async function confirmed(functions: Functions, person: Person, over: object = {}): Promise<string> {
  const { requestId, proposalId, optionId, etag } = await proposed(functions, person);
  const params = { requestId, proposalId };
  await person.ask("accept-proposal", { params, body: { optionId }, headers: { "if-match": etag } });
  const payload = confirmationPayload(proposalId, optionId, over);
  await told(functions, person, requestId, { type: "concierge.request.confirmed.v1", payload });
  return requestId;
}

/** A request about which a provider asks something. */
export async function consentAsked(functions: Functions, person: Person) {
  const requestId = await submitted(functions, person);
  const payload = consentPayload();
  await told(functions, person, requestId, { type: "concierge.consent.requested.v1", payload });
  return { requestId, consentId: payload.consent.id };
}
