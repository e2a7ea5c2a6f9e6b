/** The stand-in processor over real queues and blobs, spoken to by a signer of its own: what it does, refuses and remembers. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Azurite, startAzurite } from "../../../local/azurite/azurite.ts";
import type { Child } from "../../../local/system/child.ts";
import { provisionStorage } from "../../../local/system/provision.ts";
import { submission, testExchange } from "./processor-exchange.ts";

type Proposal = {
  proposal: {
    id: string;
    expiresAt: string;
    options: { id: string; title: string; price: object; inclusions: string[] }[];
  };
};
type Listed = {
  requestId: string;
  state: string;
  sent: {
    messageId: string;
    type: string;
    attempts: number;
    acknowledgedAt: string | null;
    refusedFor: string | null;
  }[];
};

const directory = mkdtempSync(join(tmpdir(), "processor-test-"));
const data = join(directory, "processor.sqlite");
let azurite: Azurite;
let exchange: Awaited<ReturnType<typeof testExchange>>;
let processor: Child<number>;

beforeAll(async () => {
  azurite = await startAzurite();
  await provisionStorage(azurite.connectionString);
  exchange = await testExchange(azurite.connectionString("exchange"));
  processor = await exchange.start(data);
});
afterAll(async () => {
  await processor.stop();
  await azurite.stop();
  rmSync(directory, { recursive: true, force: true });
});

const api = async <T>(path: string, body?: object): Promise<T> => {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`http://127.0.0.1:${processor.ready}${path}`, init);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
};
const effectsOf = async (requestId: string) =>
  (await api<{ effects: Record<string, Record<string, number>> }>("/api/effects")).effects[requestId] ?? {};
const listed = async (requestId: string) =>
  (await api<{ requests: Listed[] }>("/api/requests")).requests.find((request) => request.requestId === requestId);
const newSubject = () => {
  const requestId = randomUUID();
  return { requestId, subject: `${randomUUID()}/${requestId}` };
};
const acknowledge = (event: { id: string; subject: string }) =>
  exchange.send("message.acknowledged", event.subject, { data: { messageId: event.id } });

async function proposed(request: object = {}) {
  const { requestId, subject } = newSubject();
  await exchange.send("request.submitted", subject, { payload: submission(requestId, request) });
  const made = await exchange.next("proposal.made", { subject });
  const { proposal } = await exchange.payloadOf<Proposal>(made);
  return { requestId, subject, proposal, made };
}

describe("a request", () => {
  it("is acknowledged, started and answered with two options in euros", async () => {
    const { requestId, subject } = newSubject();
    const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    const id = await exchange.send("request.submitted", subject, { payload: submission(requestId) }, { traceparent });
    await exchange.next("message.acknowledged", { messageId: id });
    expect(await exchange.next("request.started", { subject })).toMatchObject({ data: {}, traceparent });
    const made = await exchange.next("proposal.made", { subject });
    expect(made).toMatchObject({ source: "urn:concierge-processor:gconcierges", traceparent });
    const { proposal } = await exchange.payloadOf<Proposal>(made);
    expect(proposal.options).toHaveLength(2);
    expect(proposal.options[0]).toMatchObject({ price: { amount: "196.00", currency: "EUR" } });
    expect(Date.parse(proposal.expiresAt)).toBeGreaterThan(Date.now());
  });

  it.each(["restaurant", "travel", "event", "gift", "wellness", "home", "other"])(
    "of category %s gets options of its own",
    async (category) => {
      const { proposal } = await proposed({ category });
      expect(new Set(proposal.options.map(({ title }) => title)).size).toBe(2);
      expect(proposal.options.every(({ inclusions }) => inclusions.length > 0)).toBe(true);
    },
  );

  it("is confirmed with a reference, at the time asked for in Paris, when an option is accepted", async () => {
    const { subject, requestId, proposal } = await proposed();
    const optionId = proposal.options[1]?.id ?? "";
    const answer = { proposalId: proposal.id, optionId, answeredAt: new Date().toISOString() };
    await exchange.send("proposal.accepted", subject, { payload: answer });
    const confirmed = await exchange.payloadOf(await exchange.next("request.confirmed", { subject }));
    expect(confirmed).toMatchObject({
      proposalId: proposal.id,
      optionId,
      supplier: "Bouchon Saint-Jean",
      startsAt: "2027-07-16T20:30:00+02:00",
      place: "Lyon",
    });
    expect(confirmed).toHaveProperty("reference", expect.stringMatching(/^GC-[0-9A-F]{8}$/));
    expect((await listed(requestId))?.state).toBe("confirmed");
  });

  it("gets one other proposal when the first is declined, and ends when that is declined too", async () => {
    const { subject, proposal } = await proposed();
    const decline = (proposalId: string) =>
      exchange.send("proposal.declined", subject, { payload: { proposalId, answeredAt: new Date().toISOString() } });
    await decline(proposal.id);
    const second = (await exchange.payloadOf<Proposal>(await exchange.next("proposal.made", { subject }))).proposal;
    const titles = [...proposal.options, ...second.options].map(({ title }) => title);
    expect(new Set(titles).size).toBe(4);
    await decline(second.id);
    const ending = await exchange.payloadOf(await exchange.next("request.cancelled", { subject }));
    expect(ending).toMatchObject({ reason: "no-alternative" });
  });

  it("is talked about politely, and no more once the member has cancelled", async () => {
    const { subject, requestId } = await proposed();
    const posted = { messageId: randomUUID(), text: "Plutôt en terrasse ?", postedAt: new Date().toISOString() };
    await exchange.send("conversation.posted", subject, { payload: posted });
    const reply = await exchange.payloadOf<{ text: string }>(await exchange.next("conversation.posted", { subject }));
    expect(reply.text).toContain("Bonjour Mme Martin");
    const cancelled = await exchange.send("request.cancelled", subject, {
      payload: { cancelledAt: new Date().toISOString() },
    });
    await exchange.next("message.acknowledged", { messageId: cancelled });
    // What the member wrote before it was over, and what comes only now, is taken and left unanswered.
    const late = await exchange.send("conversation.posted", subject, { payload: posted });
    await exchange.next("message.acknowledged", { messageId: late });
    expect((await listed(requestId))?.state).toBe("ended");
  });
});

describe("a repeated message", () => {
  it("is acknowledged each time and has one effect, also when both copies come at once", async () => {
    const { requestId, subject } = newSubject();
    const { id, text } = await exchange.message("request.submitted", subject, { payload: submission(requestId) });
    await Promise.all([exchange.put(text), exchange.put(text)]);
    await exchange.next("message.acknowledged", { messageId: id });
    await exchange.put(text);
    await exchange.next("message.acknowledged", { messageId: id });
    expect(await effectsOf(requestId)).toEqual({ "concierge.request.submitted.v1": 1 });
  });

  it("under a second id shows as a doubled effect, but is not carried out twice", async () => {
    const { subject, requestId } = await proposed();
    const second = await exchange.send("request.submitted", subject, { payload: submission(requestId) });
    await exchange.next("message.acknowledged", { messageId: second });
    expect(await effectsOf(requestId)).toEqual({ "concierge.request.submitted.v1": 2 });
    expect((await listed(requestId))?.sent.filter(({ type }) => type === "concierge.proposal.made.v1")).toHaveLength(1);
  });
});

describe("a wrong message", () => {
  it.each([
    ["a digest that does not match", "request.submitted", { datadigest: `sha-256:${"A".repeat(43)}` }, "digest"],
    ["no reference to a payload", "request.submitted", { dataref: undefined }, "schema"],
    ["an unknown type", "request.rewritten", {}, "unknown"],
    ["a type of another version", "request.submitted", { type: "concierge.request.submitted.v9" }, "unknown"],
  ])("with %s is refused with the reason", async (_, type, over, reason) => {
    const { requestId, subject } = newSubject();
    const id = await exchange.send(type, subject, { payload: submission(requestId) }, over);
    expect((await exchange.next("message.refused", { messageId: id })).data).toEqual({ messageId: id, reason });
    expect(await effectsOf(requestId)).toEqual({});
  });

  it("with a payload of another shape is refused", async () => {
    const { subject } = newSubject();
    const id = await exchange.send("request.submitted", subject, { payload: { request: {} } });
    expect((await exchange.next("message.refused", { messageId: id })).data).toMatchObject({ reason: "schema" });
  });

  it("with a wrong signature, key or header is refused and has no effect", async () => {
    const { requestId, subject } = newSubject();
    const { id, text } = await exchange.message("request.submitted", subject, { payload: submission(requestId) });
    const [head = "", body = "", signature = ""] = text.split(".");
    const event = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
    const wrong = [
      `${head}.${body}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`,
      await exchange.sign(event, { kid: "somebody-else" }),
      await exchange.sign(event, { typ: "JWT" }),
    ];
    for (const copy of wrong) {
      await exchange.put(copy);
      expect((await exchange.next("message.refused", { messageId: id })).data).toMatchObject({ reason: "signature" });
    }
    expect(await effectsOf(requestId)).toEqual({});
  });

  it("that is no message at all is counted and taken off the queue", async () => {
    const before = (await api<{ unreadable: number }>("/api/effects")).unreadable;
    await exchange.put("bonjour");
    await proposed();
    expect((await api<{ unreadable: number }>("/api/effects")).unreadable).toBe(before + 1);
  });

  it("that comes before the request it is about waits for it", async () => {
    const { requestId, subject } = newSubject();
    const early = await exchange.send("request.cancelled", subject, {
      payload: { cancelledAt: new Date().toISOString() },
    });
    await exchange.send("request.submitted", subject, { payload: submission(requestId) });
    await exchange.next("message.acknowledged", { messageId: early });
    expect((await listed(requestId))?.state).toBe("ended");
  });

  it("about a request that has not come for a day is refused", async () => {
    const { subject } = newSubject();
    const time = new Date(Date.now() - 25 * 3_600_000).toISOString();
    const id = await exchange.send("request.cancelled", subject, { payload: { cancelledAt: time } }, { time });
    expect((await exchange.next("message.refused", { messageId: id })).data).toMatchObject({ reason: "unknown" });
  });
});

describe("what the processor says", () => {
  it("is erased when it is acknowledged or refused, and not sent again", async () => {
    const { subject, requestId, made } = await proposed();
    const started = await exchange.next("request.started", { subject });
    expect(await exchange.payloadExists(made)).toBe(true);
    await exchange.send("message.refused", subject, {
      data: { messageId: started.id, reason: "state" },
    });
    await acknowledge(made);
    await expect
      .poll(async () =>
        (await listed(requestId))?.sent.map(({ acknowledgedAt, refusedFor }) => [acknowledgedAt === null, refusedFor]),
      )
      .toEqual([
        [true, "state"],
        [false, null],
      ]);
    await expect.poll(() => exchange.payloadExists(made)).toBe(false);
  });

  it("is sent on demand in every wrong way", async () => {
    const { subject } = newSubject();
    const send = (body: object) =>
      api<{ messageId?: string }>("/api/send", {
        type: "concierge.request.refused.v1",
        subject,
        payload: { reason: "x", text: "y" },
        ...body,
      });
    const { messageId } = await send({ repeat: 2 });
    const first = await exchange.next("request.refused", { subject });
    expect([first.id, (await exchange.next("request.refused", { subject })).id]).toEqual([messageId, messageId]);
    await send({ fault: "digest" });
    await expect(exchange.payloadOf(await exchange.next("request.refused", { subject }))).rejects.toThrow("digest");
    await send({ fault: "missing-payload" });
    expect(await exchange.payloadExists(await exchange.next("request.refused", { subject }))).toBe(false);
    await send({ fault: "signature" });
    await expect(exchange.next("request.refused", { subject })).rejects.toThrow("signature verification failed");
  });

  it("waits while sending is paused", async () => {
    await api("/api/pause", { what: "sending" });
    const { requestId, subject } = newSubject();
    const id = await exchange.send("request.submitted", subject, { payload: submission(requestId) });
    await exchange.next("message.acknowledged", { messageId: id });
    expect((await listed(requestId))?.sent.map(({ attempts }) => attempts)).toEqual([0, 0]);
    await api("/api/resume", {});
    await exchange.next("proposal.made", { subject });
  });
});

describe("a SIGKILL", () => {
  it("at any moment loses no request and doubles none", async () => {
    const subjects = Array.from({ length: 12 }, newSubject);
    const sent = await Promise.all(
      subjects.map(async ({ requestId, subject }) =>
        exchange.message("request.submitted", subject, { payload: submission(requestId) }),
      ),
    );
    for (const [index, { text }] of sent.entries()) {
      await exchange.put(text);
      if (index % 4 !== 3) continue;
      await processor.kill("SIGKILL");
      processor = await exchange.start(data, { PROCESSOR_RESEND_SECONDS: "1" });
    }
    for (const { id } of sent) await exchange.next("message.acknowledged", { messageId: id });
    for (const { subject, requestId } of subjects) {
      await exchange.next("proposal.made", { subject });
      expect(await effectsOf(requestId)).toEqual({ "concierge.request.submitted.v1": 1 });
    }
    expect(statSync(data).mode & 0o077).toBe(0);
  });

  it("does not stop it from saying again, with the same id, what was not acknowledged", async () => {
    const { subject, made } = await proposed();
    await processor.kill("SIGKILL");
    processor = await exchange.start(data, { PROCESSOR_RESEND_SECONDS: "1" });
    expect((await exchange.next("proposal.made", { subject })).id).toBe(made.id);
    await acknowledge(made);
  });
});
