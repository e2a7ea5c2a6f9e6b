/** What ends with time: codes, sessions, proposals. The one clock of the system is moved; nothing waits. */
import { expect, it } from "vitest";
import { codeIn, waitForMail } from "../../local/mailbox/read-mail.ts";
import { expectProblem } from "../fixtures/answers.ts";
import { signUpBody } from "../fixtures/inputs.ts";
import { openCheckedBrowser, signInAgain, signUp } from "../fixtures/member.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem();
const minutes = (count: number) => under.system.clock.move({ advanceMs: count * 60_000 });

const notSignedIn = { status: 401, code: "not-signed-in" } as const;
const expired = { status: 409, code: "code-expired" } as const;
const wrongCode = {
  status: 422,
  code: "code-rejected",
  errors: [{ pointer: "/code", rule: "must be the code of the last mail" }],
} as const;

/** Someone who has just asked for a code at sign-up. */
async function asked() {
  const { system } = under;
  const body = signUpBody("milleis");
  const browser = openCheckedBrowser(system.url);
  const reply = await browser.ask("POST", "/api/v1/sign-ups", { body });
  expect(reply.status).toBe(202);
  const good = codeIn(await waitForMail(system.mailboxUrl, body.email, 0));
  const code = (step: number) => String((Number(good) + step) % 1_000_000).padStart(6, "0");
  return {
    good,
    code,
    browser,
    expiresAt: reply.json<{ expiresAt: string }>().expiresAt,
    give: (given: string) => browser.ask("POST", "/api/v1/sign-ups/verification", { body: { code: given } }),
  };
}

it("a code is good for ten minutes and once", async () => {
  const { system } = under;
  const first = await asked();
  expect(Date.parse(first.expiresAt) - system.clock.now().getTime()).toBeLessThanOrEqual(600_000);
  await minutes(10);
  expectProblem(await first.give(first.good), expired, first.good);

  const second = await asked();
  await minutes(9);
  const ticket = second.browser.cookies.get("__Host-ticket") ?? "";
  expect((await second.give(second.good)).status).toBe(201);
  expect(second.browser.cookies.has("__Host-ticket")).toBe(false);
  second.browser.cookies.set("__Host-ticket", ticket);
  expectProblem(await second.give(second.good), expired, second.good);
});

it("a code needs its own browser, its own site and its own purpose", async () => {
  const { system } = under;
  const [one, two] = [await asked(), await asked()];
  expectProblem(await one.give(two.good === one.good ? two.code(1) : two.good), wrongCode);
  const elsewhere = openCheckedBrowser(system.origins.platinum ?? "");
  elsewhere.cookies.set("__Host-ticket", one.browser.cookies.get("__Host-ticket") ?? "");
  for (const place of ["sign-ups", "sign-ins"]) {
    // That site asks for the card's digits again at sign-in.
    const digits = place === "sign-ins" ? { cardDigits: "374200" } : {};
    const body = { code: one.good, ...digits };
    const reply = await elsewhere.ask("POST", `/api/v1/${place}/verification`, { body });
    expectProblem(reply, expired, one.good);
  }
  const mixed = await one.browser.ask("POST", "/api/v1/sign-ins/verification", { body: { code: one.good } });
  expectProblem(mixed, expired, one.good);
  expect((await one.give(one.good)).status).toBe(201);
});

it("five tries are five, also when twenty come at once", async () => {
  const { give, good, code } = await asked();
  const replies = await Promise.all(Array.from({ length: 20 }, (_, index) => give(code(index + 1))));
  expect(replies.filter(({ status }) => status === 422)).toHaveLength(5);
  expect(replies.filter(({ status }) => status === 409)).toHaveLength(15);
  for (const reply of replies) expectProblem(reply, reply.status === 422 ? wrongCode : expired);
  expectProblem(await give(good), expired, good);
});

it("the fifth try may be the right one, and only in six digits", async () => {
  const { give, good, code } = await asked();
  for (const malformed of ["12345", "1234567", "12345a", `${good} `, ""]) {
    const errors = [{ pointer: "/code", rule: "must be six digits" }];
    expectProblem(await give(malformed), { status: 422, code: "invalid-input", errors });
  }
  for (let step = 1; step <= 4; step += 1) expectProblem(await give(code(step)), wrongCode);
  expect((await give(good)).status).toBe(201);
});

it("a session ends after half an hour without a request", async () => {
  const member = await signUp(under.system);
  await minutes(20);
  const seen = (await member.get("/api/v1/session")).json<{ idleUntil: string }>();
  expect(Date.parse(seen.idleUntil) - under.system.clock.now().getTime()).toBeGreaterThan(29 * 60_000);
  await minutes(20);
  expect((await member.get("/api/v1/me")).status).toBe(200);
  await minutes(30);
  expectProblem(await member.get("/api/v1/me"), notSignedIn);
  expectProblem(await member.change("POST", "/api/v1/requests", { body: {} }), notSignedIn);
  expectProblem(await member.get("/api/v1/session"), notSignedIn);
});

it("a session ends after twelve hours in any case", async () => {
  const member = await signUp(under.system);
  const { expiresAt } = (await member.get("/api/v1/session")).json<{ expiresAt: string }>();
  while (Date.parse(expiresAt) - under.system.clock.now().getTime() > 29 * 60_000) {
    await minutes(28);
    expect((await member.get("/api/v1/session")).status).toBe(200);
  }
  await under.system.clock.move({ now: new Date(Date.parse(expiresAt) - 10_000) });
  expect((await member.get("/api/v1/session")).status).toBe(200);
  await under.system.clock.move({ now: new Date(expiresAt) });
  expectProblem(await member.get("/api/v1/session"), notSignedIn);
});

it("a proposal ends when it says so; a new one can still be made", async () => {
  const { processor, system } = under;
  const before = await signUp(system);
  const path = await before.submit();
  const [proposal] = (await before.untilStatus(path, "proposed")).doc.proposals;
  await system.clock.move({ now: new Date(proposal?.expiresAt ?? "") });
  const member = await signInAgain(system, before);
  const { doc, etag } = await member.read(path);
  const gone = { status: 409, code: "proposal-expired" } as const;
  const at = `${path}/proposals/${proposal?.id}`;
  const body = { optionId: proposal?.options[0]?.id };
  expectProblem(await member.change("POST", `${at}/acceptance`, { ifMatch: etag, body }), gone, body);
  expectProblem(await member.change("POST", `${at}/refusal`, { ifMatch: etag }), gone);
  expect((await member.read(path)).doc).toEqual(doc);
  expect((await processor.request(doc.id))?.received.map(({ type }) => type)).toEqual([
    "concierge.request.submitted.v1",
  ]);
});
