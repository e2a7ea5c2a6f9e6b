/**
 * The budget of DESIGN, section 8: an authenticated request costs at most two data operations to read and three to write.
 * Read from the application's own log lines; every member route must be seen.
 */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { textsInForce } from "../fixtures/inputs.ts";
import { type Member, signInAgain, signUp, stepUp } from "../fixtures/member.ts";
import { consentPayload } from "../fixtures/payloads.ts";
import { processorOf } from "../fixtures/processor.ts";
import { useSystem } from "../fixtures/system.ts";

type OpenApi = {
  readonly paths: Record<string, Record<string, { operationId: string; security: readonly Record<string, unknown>[] }>>;
};

const under = useSystem();

/** Every route of the personal space once, a fresh code first. @returns the member with the session that is left. */
async function personalSpace(member: Member): Promise<Member> {
  const elsewhere = await signInAgain(member.place, member);
  const raised = await stepUp(member.place, elsewhere);
  const me = await raised.read("/api/v1/me");
  const patched = await raised.change("PATCH", "/api/v1/me", { ifMatch: me.etag, body: { mobile: "06 98 76 54 32" } });
  expect(patched.status).toBe(200);
  const ifMatch = String(patched.headers.etag);
  const cardDigits = "497020123";
  expect((await raised.change("POST", "/api/v1/me/card", { ifMatch, body: { cardDigits } })).status).toBe(200);

  const declared = await raised.change("POST", "/api/v1/me/interests", { body: { topic: "opera" } });
  expect(declared.status).toBe(201);
  expect((await raised.get("/api/v1/me/interests")).json()).toMatchObject({ items: [{ topic: "opera" }] });
  const { id } = declared.json<{ id: string }>();
  expect((await raised.change("DELETE", `/api/v1/me/interests/${id}`)).status).toBe(204);

  const { items } = (await raised.get("/api/v1/me/sessions")).json<{ items: { id: string; isThisOne: boolean }[] }>();
  const other = items.find(({ isThisOne }) => !isThisOne);
  expect((await raised.change("DELETE", `/api/v1/me/sessions/${other?.id}`)).status).toBe(204);
  expect((await raised.change("DELETE", "/api/v1/me/sessions")).status).toBe(204);
  const email = `nouvelle.${member.input.email}`;
  expect((await raised.change("POST", "/api/v1/me/email-change", { body: { email } })).status).toBe(202);
  return raised;
}

/** Above the budget: closing reads all sessions too, because they end in its commit (decision 0199). */
const most: Readonly<Record<string, number>> = { "close-account": 4 };

it("every member route keeps to its budget", async () => {
  const { system } = under;
  const member = await signUp(system);
  const [first, second] = [await member.submit(), await member.submit()];
  // A list with nothing in it yet, or beneath a request that is not there, costs no more than a full one.
  const lists = ["messages", "consents", "disclosures"];
  for (const list of lists) {
    expect((await member.get(`/api/v1/requests/${randomUUID()}/${list}`)).status, list).toBe(404);
  }
  for (const list of lists) expect((await member.get(`${second}/${list}`)).status, list).toBe(200);
  expect((await member.get(`${second}/consents`)).json()).toEqual({ items: [] });
  const post = (path: string, ifMatch: string, body?: unknown) => member.change("POST", path, { ifMatch, body });

  const one = await member.untilStatus(first, "proposed");
  expect((await member.change("POST", `${first}/messages`, { body: { text: "Bonjour" } })).status).toBe(201);
  const [offered] = one.doc.proposals;
  expect((await post(`${first}/proposals/${offered?.id}/refusal`, one.etag)).status).toBe(201);
  const anew = await member.until(first, ({ proposals, status }) => proposals.length === 2 && status === "proposed");
  const better = anew.doc.proposals[1];
  const body = { optionId: better?.options[0]?.id };
  expect((await post(`${first}/proposals/${better?.id}/acceptance`, anew.etag, body)).status).toBe(201);
  const two = await member.untilStatus(second, "proposed");
  expect((await post(`${second}/cancellation`, two.etag)).status).toBe(201);
  const accepted = { document: "charter", version: textsInForce.charter, language: "fr" };
  expect((await member.change("POST", "/api/v1/me/acceptances", { body: accepted })).status).toBe(201);
  await member.untilStatus(first, "confirmed");
  const payload = consentPayload();
  const subject = `${member.subjectId}/${first.split("/").at(-1)}`;
  await processorOf(system).send({ type: "concierge.consent.requested.v1", subject, payload });
  type Messages = { items: { id: string; from: string }[] };
  const replied = await eventually(
    async () => (await member.get(`${first}/messages`)).json<Messages>().items.find(({ from }) => from === "concierge"),
    (message) => message !== undefined,
  );
  const mark = { body: { upTo: replied?.id } };
  for (const _twice of [1, 2]) expect((await member.change("PUT", `${first}/reading-mark`, mark)).status).toBe(200);
  const consent = `${first}/consents/${payload.consent.id}/answers`;
  await eventually(
    async () => (await member.change("POST", consent, { body: { answer: "refused" } })).status,
    (status) => status === 201,
  );
  const reported = "concierge.disclosure.reported.v1";
  await eventually(
    async () => (await processorOf(system).request(first.split("/").at(-1) ?? ""))?.sent ?? [],
    (sent) => sent.some(({ type, acknowledgedAt }) => type === reported && acknowledgedAt !== null),
  );
  for (const path of [
    "/api/v1/me",
    "/api/v1/session",
    "/api/v1/requests",
    "/api/v1/requests?open=true&category=restaurant",
    "/api/v1/request-changes",
    "/api/v1/unread-messages",
    "/api/v1/me/timeline",
    "/api/v1/me/retention",
    `${first}/messages`,
    `${first}/consents`,
    `${first}/disclosures`,
    `${first}/calendar.ics`,
    `${first}/cancellation`,
  ]) {
    expect((await member.get(path)).status, path).toBe(200);
  }
  const closing = await stepUp(system, await signUp(system));
  expect((await closing.change("POST", "/api/v1/me/closure")).status).toBe(202);
  const last = await personalSpace(member);
  expect((await last.change("DELETE", "/api/v1/session")).status).toBe(204);

  const isOf = (name: string) => (line: (typeof under.lines)[number]) =>
    line.event === "http.answered" && line.function === name && (Number(line.status) < 400 || line.status === 404);
  await eventually(() => under.lines.some(isOf("end-session")));
  const described = (await member.get("/api/v1/openapi.json")).json<OpenApi>();
  const routes = Object.values(described.paths).flatMap((methods) =>
    Object.entries(methods).map(([method, operation]) => ({ method, ...operation })),
  );
  const ofMembers = routes.filter(({ security }) => security.some((scheme) => "session" in scheme));
  expect(ofMembers.length).toBeGreaterThan(20);
  for (const { operationId: name, method } of ofMembers) {
    const wasAsked = under.lines.some((line) => isOf(name)(line) && Number(line.status) < 400);
    const costs = under.lines.filter(isOf(name)).map(({ dataOperations }) => Number(dataOperations));
    expect.soft(wasAsked, `${name} was not asked`).toBe(true);
    expect.soft(Math.min(...costs), `${name} was not measured`).toBeGreaterThan(0);
    expect.soft(Math.max(...costs), name).toBeLessThanOrEqual(most[name] ?? (method === "get" ? 2 : 3));
  }
});
