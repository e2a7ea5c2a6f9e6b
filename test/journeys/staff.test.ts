/**
 * The controller's people in the running system, over HTTP with tokens of the issuer: search, open, read, propose, confirm; the
 * member is told of it, and the ledger holds it in a chain that is whole, or says where it is not.
 */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { expectProblem } from "../fixtures/answers.ts";
import { type Colleague, colleagueOf } from "../fixtures/colleague.ts";
import { eventually } from "../fixtures/eventually.ts";
import { type Member, signUp } from "../fixtures/member.ts";
import { opsOf } from "../fixtures/ops.ts";
import { type Item, itemsOf, ledgerItems, tamper } from "../fixtures/stored.ts";
import { useSystem, usualStart } from "../fixtures/system.ts";

const under = useSystem();
const ops = opsOf(() => under.system);
let member: Member;
let desk: Colleague;
let dpo: Colleague;
let requestId = "";
let what = "";
let openingId = "";
let approvalId = "";

beforeAll(async () => {
  const { system } = under;
  await under.processor.behave("acknowledge");
  member = await signUp(system);
  const { doc } = await member.untilStatus(await member.submit(), "acknowledged");
  requestId = doc.id;
  what = String(doc.what);
  desk = await colleagueOf(system, "desk", "camille");
  dpo = await colleagueOf(system, "dpo", "dominique");
});

const followUp = { purpose: "concierge-requests", reason: "request-follow-up" };
const disclosed = {
  ground: "legal-duty",
  to: "authority",
  name: "Tribunal judiciaire de Paris",
  purpose: "legal-claims",
  categories: ["identity", "request"],
  at: usualStart.toISOString(),
  reference: "Ordonnance 27/00112",
};

it("nobody is let in without a token, with a member's session, or in a function the route is not for", async () => {
  const path = `/api/v1/staff/members/${member.subjectId}/openings`;
  expectProblem(await member.change("POST", path, { body: followUp }), { status: 401, code: "token-invalid" });
  const auditor = await colleagueOf(under.system, "auditor", "andrea");
  const refused = await auditor.ask("POST", `/members/${member.subjectId}/openings`, followUp);
  expectProblem(refused, { status: 403, code: "not-allowed" });
  const elsewhere = await colleagueOf(under.system, "dpo", "claude", "platinum");
  expect((await elsewhere.ask("POST", "/searches", { memberId: member.subjectId })).json()).toEqual({ members: [] });
});

it("a member is found by an exact identifier and by nothing less", async () => {
  const { email } = member.input;
  const found = { members: [{ memberId: member.subjectId }] };
  for (const body of [{ email }, { memberId: member.subjectId }, { requestId }]) {
    expect((await desk.ask("POST", "/searches", body)).json()).toEqual(found);
  }
  for (const body of [{ email: email.slice(1) }, { memberId: randomUUID() }]) {
    expect((await desk.ask("POST", "/searches", body)).json()).toEqual({ members: [] });
  }
});

it("a file is opened for a reason, read by who opened it, and shows what the function needs", async () => {
  const file = desk.file(member.subjectId);
  const { reason: _, ...without } = followUp;
  const asked = await desk.ask("POST", `/members/${member.subjectId}/openings`, without);
  expectProblem(asked, {
    status: 422,
    code: "invalid-input",
    errors: [{ pointer: "/reason", rule: expect.any(String) as never }],
  });
  openingId = await file.open(followUp);
  const opening = `/openings/${openingId}`;
  const shown = (await file.get(`${opening}/member`)).json<{ view: string; content: object }>();
  expect(shown).toMatchObject({ view: "desk", content: { lastName: member.input.lastName } });
  expect(shown.content).not.toHaveProperty("birthDate");
  type Requests = { content: { items: { id: string; what: string }[] } };
  const { content } = (await file.get(`${opening}/requests`)).json<Requests>();
  expect(content.items.map((one) => [one.id, one.what])).toEqual([[requestId, what]]);
  const colleagues = await dpo.file(member.subjectId).get(`${opening}/member`);
  expectProblem(colleagues, { status: 403, code: "opening-over" });
});

it("what is disclosed is proposed by one and confirmed by another, and done once", async () => {
  const [byDesk, byOfficer] = [desk.file(member.subjectId), dpo.file(member.subjectId)];
  approvalId = await byDesk.propose("/disclosures", disclosed);
  expectProblem(await byDesk.confirm(approvalId), { status: 403, code: "second-person-needed" });
  const waiting = (await dpo.ask("GET", "/approvals")).json<{ items: { id: string }[] }>();
  expect(waiting.items.map(({ id }) => id)).toEqual([approvalId]);
  for (const _twice of [1, 2]) {
    expect((await byOfficer.confirm(approvalId)).json()).toMatchObject({ id: approvalId, status: "done" });
  }
  const late = (await colleagueOf(under.system, "dpo", "claude")).file(member.subjectId);
  expectProblem(await late.confirm(approvalId), { status: 409, code: "approval-over" });
});

it("the member is told who saw and who received what, and no colleague's name or id", async () => {
  const reply = await member.get("/api/v1/me/timeline", { headers: { "accept-language": "fr" } });
  const { items } = reply.json<{ items: { sentence: string; facts: { origin: string } }[] }>();
  expect(items.map(({ facts }) => facts.origin).toSorted()).toEqual(["dispatched", "opening", "registered"]);
  const told = items.map(({ sentence }) => sentence).join("\n");
  expect(told).toMatch(/Le service conciergerie du responsable a consulté votre dossier/);
  expect(told).toMatch(/Tribunal judiciaire de Paris .* a reçu des données vous concernant/);
  for (const hidden of [desk.id, dpo.id, "camille", "Ordonnance"]) expect(reply.text).not.toContain(hidden);
});

it("the ledger holds each step, `audit verify` finds it whole, and finds a change behind its back", {
  timeout: 120_000,
}, async () => {
  const { cosmos, clock } = under.system;
  // What staff did lies in the member's outbox until the timer carries it over.
  await clock.move({ advanceMs: 60_000 });
  const eventsOf = (items: readonly Item[], about: string) =>
    items.filter((item) => item.about === about).map((item) => String(item.event));
  const items = await eventually(
    () => itemsOf(cosmos, "ledger"),
    (found) => eventsOf(found, approvalId).length === 4 && eventsOf(found, openingId).length === 3,
  );
  // Every look is there: the member's data, and the list of requests.
  expect(eventsOf(items, openingId).toSorted()).toEqual(["staff.file-opened", "staff.file-read", "staff.file-read"]);
  expect(eventsOf(items, approvalId).toSorted()).toEqual([
    "data.disclosed",
    "staff.action-confirmed",
    "staff.action-done",
    "staff.action-proposed",
  ]);
  expect(items.filter(({ event }) => event === "staff.searched").length).toBeGreaterThanOrEqual(5);
  const whole = await ops("audit", "verify");
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.out).toContain("The ledger is as it was written.");

  const opened = items.find((item) => item.event === "staff.file-opened" && item.about === openingId);
  const stream = String(opened?.stream);
  const sequence = Number(opened?.sequence);
  const [entry] = await ledgerItems(cosmos, stream, sequence);
  if (entry === undefined) throw new Error("the entry is gone");
  await tamper(cosmos, stream, { ...entry, detail: "emergency" });
  const changed = await ops("audit", "verify");
  expect(changed.code).toBe(1);
  expect(changed.out).toContain(`entry ${sequence} is not as it was written`);
  await tamper(cosmos, stream, entry);
  expect((await ops("audit", "verify")).code).toBe(0);
});
