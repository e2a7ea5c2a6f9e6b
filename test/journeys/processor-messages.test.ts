/**
 * What the processor sends is untrusted: what is no message of its, does not fit, comes twice or out of order changes
 * nothing, is answered as the contract says, and stays visible.
 */
import { createHash, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { dayAfter } from "../fixtures/inputs.ts";
import { type Member, signUp } from "../fixtures/member.ts";
import { confirmationPayload, conversationPayload, proposalPayload } from "../fixtures/payloads.ts";
import { failureOf, itemsOf } from "../fixtures/stored.ts";
import { useSystem, usualStart } from "../fixtures/system.ts";

// A message that failed shows up again at once, so that its last try need not be waited for.
const under = useSystem({ queues: { visibilityTimeout: "00:00:00" } });
const canary = `kanari-${randomUUID()}`;

let member: Member;
beforeAll(async () => {
  await under.processor.behave("acknowledge");
  member = await signUp(under.system);
});

/** A request the processor has acknowledged, and a way to speak about it. */
async function openRequest() {
  const path = await member.submit();
  const { doc } = await member.untilStatus(path, "acknowledged");
  const subject = `${member.subjectId}/${doc.id}`;
  return {
    path,
    id: doc.id,
    subject,
    say: (type: string, more: Readonly<Record<string, unknown>> = {}) =>
      under.processor.send({ type: `concierge.${type}.v1`, subject, ...more }),
    answerTo: (messageId: string) => under.processor.answerTo(doc.id, messageId),
  };
}

/** …that is proposed, and accepted when asked for. */
async function proposedRequest({ accepted = false } = {}) {
  const request = await openRequest();
  const payload = proposalPayload(usualStart);
  const proposalId = payload.proposal.id;
  const optionId = payload.proposal.options[0]?.id ?? "";
  expect(await request.answerTo(await request.say("proposal.made", { payload }))).toBe("acknowledged");
  if (accepted) {
    const { etag } = await member.read(request.path);
    const target = `${request.path}/proposals/${proposalId}/acceptance`;
    expect((await member.change("POST", target, { ifMatch: etag, body: { optionId } })).status).toBe(201);
  }
  return { ...request, proposalId, optionId };
}

const status = async (path: string) => (await member.read(path)).doc.status;
const linesOf = (event: string) => under.lines.filter((line) => line.event === event);
const receivedOf = async (id: string) =>
  (await itemsOf(under.system.cosmos, "subjects")).find((item) => item.id === `received.${id}`);

describe("a text that is no message of the processor", () => {
  it.each([
    ["not a JWS", { raw: canary }, "not-a-jws"],
    ["three parts of nothing", { raw: "a.b.c" }, "not-a-jws"],
    ["longer than any message", { raw: `a.${"b".repeat(20_000)}.c` }, "not-a-jws"],
  ])("(%s) is parked under its digest and taken off the queue", async (_, sending, reason) => {
    await under.processor.send(sending);
    const id = createHash("sha256").update(sending.raw).digest("base64url");
    const failure = await eventually(() => failureOf(under.system.cosmos, id));
    expect(failure).toMatchObject({ queue: "concierge-updates", reason, attempts: 1 });
    expect(failure).not.toHaveProperty("dueAt");
    expect(JSON.stringify(failure)).not.toContain(canary);
    await eventually(() =>
      linesOf("queue.message-rejected").some((line) => line.digest === id && line.code === reason),
    );
  });

  it.each([
    ["badly signed", { fault: "signature" }, "bad-signature"],
    ["signed with a key nobody knows", { fault: "foreign-key" }, "unknown-key"],
    ["signed as something else", { header: { typ: "JWT" } }, "not-a-jws"],
    ["no event", { event: { specversion: "9" } }, "not-a-cloud-event"],
    ["an event with more in it", { event: { note: canary } }, "not-a-cloud-event"],
    ["an event with words inside", { event: { data: { text: canary } } }, "not-a-cloud-event"],
  ])("(%s) has no effect", async (_, wrong, reason) => {
    const request = await openRequest();
    const before = linesOf("queue.message-rejected").length;
    await request.say("conversation.posted", { payload: conversationPayload(canary), ...wrong });
    await eventually(() => linesOf("queue.message-rejected").length > before);
    const line = linesOf("queue.message-rejected").at(-1);
    expect(line).toMatchObject({ code: reason });
    const failure = await eventually(() => failureOf(under.system.cosmos, String(line?.digest)));
    expect(failure).toMatchObject({ reason });
    expect(JSON.stringify([failure, line])).not.toContain(canary);
    expect(await member.messages(request.path)).toEqual([]);
  });
});

describe.concurrent("a message that does not fit", () => {
  const { proposal: twice } = proposalPayload(usualStart);
  const [option] = twice.options;
  it.each([
    ["a payload that does not match its digest", "conversation.posted", { fault: "digest" }, "digest"],
    ["a payload that is not there", "conversation.posted", { fault: "missing-payload" }, "digest"],
    ["a type nobody knows", "request.teleported", {}, "schema"],
    ["a payload of another shape", "proposal.made", {}, "schema"],
    ["an acceptance in the member's name", "proposal.accepted", {}, "schema"],
    [
      "options of one id",
      "proposal.made",
      { payload: { proposal: { ...twice, options: [option, option] } } },
      "schema",
    ],
    ["a blob of somewhere else", "conversation.posted", { event: { dataref: "to-processor/abc" } }, "schema"],
  ])("(%s) is refused with the reason and changes nothing", async (_, type, wrong, reason) => {
    const request = await openRequest();
    const before = await member.read(request.path);
    const id = await request.say(type, { payload: conversationPayload(canary), ...wrong });
    expect(await request.answerTo(id)).toBe(reason);
    expect(await member.read(request.path)).toEqual(before);
    expect(await member.messages(request.path)).toEqual([]);
  });

  it("loses the full card numbers in it", async () => {
    const request = await openRequest();
    const payload = conversationPayload("Carte 4970 1012 3456 7893 notée");
    expect(await request.answerTo(await request.say("conversation.posted", { payload }))).toBe("acknowledged");
    expect((await member.messages(request.path)).map(({ text }) => text)).toEqual(["Carte •••• •••• •••• •••• notée"]);
  });
});

// One after the other, unlike the rest: each moves the clock, and what it parks must not be tried again before it has looked.
describe("a message about a request nobody knows", () => {
  const posted = (subject: string) => {
    const type = "concierge.conversation.posted.v1";
    return under.processor.send({ type, subject, payload: conversationPayload(canary) });
  };

  it("(of nobody) is refused at once and leaves no trace: there is no key, so there is nobody", async () => {
    const id = await posted(`${randomUUID()}/${randomUUID()}`);
    await eventually(() => linesOf("queue.message-handled").find(({ messageId }) => messageId === id));
    expect(await failureOf(under.system.cosmos, id)).toBeUndefined();
  });

  it("(of a member) is tried again, parked, and tried again later", async () => {
    const { system } = under;
    const id = await posted(`${member.subjectId}/${randomUUID()}`);
    const parked = await eventually(() => failureOf(system.cosmos, id));
    expect(parked).toMatchObject({ reason: "UnknownRequest", attempts: 1, event: { id }, dueAt: expect.any(String) });
    expect(JSON.stringify(parked)).not.toContain(canary);
    expect(linesOf("queue.message-failed").filter(({ messageId }) => messageId === id)).toHaveLength(5);
    // The clock goes on for everyone: a minute, then two.
    await system.clock.move({ advanceMs: 61_000 });
    const again = await eventually(
      () => failureOf(system.cosmos, id),
      (failure) => failure?.attempts === 2,
    );
    expect(Date.parse(String(again?.dueAt)) - Date.parse(String(again?.lastAt))).toBe(120_000);
  });
});

describe.concurrent("a message that comes again", () => {
  it("has its effect once, by its id and by what it brings", async () => {
    const request = await openRequest();
    const payload = conversationPayload("Une seule fois");
    const id = await request.say("conversation.posted", { payload, repeat: 5 });
    expect(await request.answerTo(id)).toBe("acknowledged");
    const twin = await request.say("conversation.posted", { payload });
    expect(await request.answerTo(twin)).toBe("acknowledged");
    await eventually(() => linesOf("queue.message-handled").filter(({ messageId }) => messageId === id).length === 5);
    expect(await member.messages(request.path)).toHaveLength(1);
    expect(await receivedOf(id)).toMatchObject({ outcome: "applied" });
    expect(await receivedOf(twin)).toMatchObject({ outcome: "late" });
  });

  it("brings the same proposal once", async () => {
    const request = await openRequest();
    const payload = proposalPayload(usualStart);
    for (const id of [await request.say("proposal.made", { payload }), await request.say("proposal.made", { payload })])
      expect(await request.answerTo(id)).toBe("acknowledged");
    expect((await member.read(request.path)).doc.proposals).toHaveLength(1);
  });
});

describe.concurrent("a message out of its order", () => {
  it("stands in the conversation where it reached us, whatever its time", async () => {
    const request = await openRequest();
    for (const [text, postedAt] of [
      ["Première", "2031-01-01T00:00:00Z"],
      ["Seconde", "2001-01-01T00:00:00Z"],
    ] as const) {
      const payload = { ...conversationPayload(text), postedAt };
      expect(await request.answerTo(await request.say("conversation.posted", { payload }))).toBe("acknowledged");
    }
    expect((await member.messages(request.path)).map(({ text }) => text)).toEqual(["Première", "Seconde"]);
  });

  it("is acknowledged without effect when it is late: started after proposed", async () => {
    const request = await proposedRequest();
    const id = await request.say("request.started", { data: {} });
    expect(await request.answerTo(id)).toBe("acknowledged");
    expect(await status(request.path)).toBe("proposed");
    expect(await receivedOf(id)).toMatchObject({ outcome: "late" });
  });

  it("waits for its turn when it is early: completed before confirmed", async () => {
    const { system } = under;
    const request = await proposedRequest({ accepted: true });
    const id = await request.say("request.completed", { data: {}, resend: true });
    await eventually(() => linesOf("update.early").some(({ messageId }) => messageId === id));
    expect(await status(request.path)).toBe("accepted");
    expect((await under.processor.sent(request.id, id))?.acknowledgedAt).toBeNull();
    const payload = confirmationPayload(request.proposalId, request.optionId);
    expect(await request.answerTo(await request.say("request.confirmed", { payload }))).toBe("acknowledged");
    // Its sender brings it again after its interval.
    await system.clock.move({ advanceMs: 61_000 });
    expect(await request.answerTo(id)).toBe("acknowledged");
    expect(await status(request.path)).toBe("completed");
  });

  it.each([
    ["a booking nobody accepted", false, (p: string, o: string) => confirmationPayload(p, o)],
    ["a booking of another option", true, (p: string) => confirmationPayload(p, "another-option")],
    ["a booking of another proposal", true, (_: string, o: string) => confirmationPayload("another-proposal", o)],
  ])("is refused when it contradicts: %s", async (_, accepted, payloadOf) => {
    const request = await proposedRequest({ accepted });
    const payload = payloadOf(request.proposalId, request.optionId);
    const id = await request.say("request.confirmed", { payload });
    expect(await request.answerTo(id)).toBe("state");
    expect((await member.read(request.path)).doc).not.toHaveProperty("confirmation");
    expect(await receivedOf(id)).toMatchObject({ outcome: "contradiction" });
    await eventually(() => linesOf("update.contradicts-state").some(({ messageId }) => messageId === id));
  });

  it("is refused when the request has ended", async () => {
    const request = await openRequest();
    const { etag } = await member.read(request.path);
    expect((await member.change("POST", `${request.path}/cancellation`, { ifMatch: etag })).status).toBe(201);
    const proposal = await request.say("proposal.made", { payload: proposalPayload(usualStart) });
    expect(await request.answerTo(proposal)).toBe("state");
    const word = await request.say("conversation.posted", { payload: conversationPayload("Trop tard") });
    expect(await request.answerTo(word)).toBe("state");
    expect(await status(request.path)).toBe("cancelled");
  });
});

describe.concurrent("the processor", () => {
  it.each([
    ["refuses", "request.refused", "refused"],
    ["cancels", "request.cancelled", "cancelled"],
  ])("%s a request with its reason", async (_, type, wanted) => {
    const request = await openRequest();
    const payload = { reason: "fully-booked", text: `Complet le ${dayAfter(usualStart, 11)}.` };
    expect(await request.answerTo(await request.say(type, { payload }))).toBe("acknowledged");
    const { doc } = await member.read(request.path);
    expect(doc).toMatchObject({ status: wanted, ending: { by: "processor", ...payload } });
  });
});
