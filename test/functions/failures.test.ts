/**
 * What fails for good: read back from the poison queues, tried again, shown to operators without a word of what it says,
 * replayed once however often it is asked, discarded by a person, and each act of theirs in the ledger.
 */
import { randomUUID } from "node:crypto";
import { QueueServiceClient } from "@azure/storage-queue";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Concierge } from "../../shared/compose.ts";
import { type FailureQueue, failure, failureQueues } from "../../shared/messaging/failure.ts";
import { maximumDequeueCount } from "../../shared/messaging/queue-handler.ts";
import { poisonQueue, queues } from "../../shared/messaging/queues.ts";
import type { KeyedHash } from "../../shared/privacy/formats.ts";
import { metered } from "../../shared/storage/meter.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { confirmationPayload, conversationPayload } from "../fixtures/payloads.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { failureOf, itemsOf } from "../fixtures/stored.ts";
import { type Person, processorMessage, signedUp, submitted } from "./person.ts";

const functions = useFunctions();
let person: Person;
let concierge: Concierge;
beforeAll(async () => {
  ({ concierge } = await import("../../shared/compose.ts"));
});

// Each test moves the clock, and a session ends in time.
beforeEach(async () => {
  person = await signedUp(functions.of);
});

const operator = { role: "ops", id: "0f8fad5b-d9cb-469f-a165-70867728950e" } as const;
const seconds = (count: number) => functions.of.clock.move({ advanceMs: count * 1_000 });
const poisonOf = (queue: FailureQueue) =>
  QueueServiceClient.fromConnectionString(functions.of.connectionString(queues[queue].account)).getQueueClient(
    poisonQueue(queue),
  );
const waitingIn = async (queue: FailureQueue) => (await poisonOf(queue).peekMessages()).peekedMessageItems.length;
const started = "concierge.request.started.v1";
const statusOf = async (requestId: string) =>
  (await person.ask("read-request", { params: { requestId } })).json<{ status: string }>().status;

async function requestWith(type = started) {
  const requestId = await submitted(functions.of, person);
  const subject = `${person.subjectId}/${requestId}`;
  return { requestId, ...(await processorMessage(functions.of, { subject, type, data: {} })) };
}

/** A message for a request that is not there: parked, and failing each time. */
async function parked() {
  const about = { subject: `${person.subjectId}/${randomUUID()}`, type: started, data: {} };
  const message = await processorMessage(functions.of, about);
  await functions.of.take("take-update", message.text, maximumDequeueCount);
  return message;
}

it("every queue the application reads can be read back and tried again", () => {
  const read = functions.of
    .registered("queueTrigger")
    .map((name) => String((functions.of.bindingOf(name) as { queueName?: string } | undefined)?.queueName));
  expect(concierge.readQueues.toSorted()).toEqual(read.toSorted());
  const ours = Object.entries(queues).flatMap(([name, { to }]) => (to === "application" ? [name] : []));
  expect(ours.toSorted()).toEqual([...failureQueues].toSorted());
});

describe("take-back-poison", () => {
  it("a store that is away for minutes loses nothing: poisoned, parked, handled once", async () => {
    const { requestId, id, text } = await requestWith();
    await functions.of.stopCosmos();
    try {
      for (let attempt = 1; attempt <= maximumDequeueCount; attempt += 1)
        await expect(functions.of.take("take-update", text, attempt)).rejects.toThrow("unavailable");
      // What the host does then.
      await poisonOf("concierge-updates").sendMessage(text);
      await expect(functions.of.runTimer("take-back-poison")).rejects.toThrow("unavailable");
    } finally {
      await functions.of.startCosmos();
    }
    // Still hidden from that run: as if it had been killed. It shows up again by itself.
    await poisonOf("concierge-updates").clearMessages();
    await poisonOf("concierge-updates").sendMessage(text);
    await functions.of.runTimer("take-back-poison");
    expect(await waitingIn("concierge-updates")).toBe(0);
    expect(await failureOf(functions.of.cosmos, id)).toMatchObject({
      reason: "poisoned",
      event: { id, type: started },
    });
    expect(await statusOf(requestId)).not.toBe("in-progress");
    await seconds(61);
    await functions.of.runTimer("relay-outbox");
    expect(await statusOf(requestId)).toBe("in-progress");
    expect(await failureOf(functions.of.cosmos, id)).toMatchObject({ outcome: "handled", attempts: 1 });
  });

  it("what is no message of its sender is recorded by its digest, and tells once that it waits", async () => {
    await poisonOf("concierge-updates").sendMessage("kanari");
    await functions.of.runTimer("take-back-poison");
    expect(await waitingIn("concierge-updates")).toBe(0);
    expect(functions.of.lines.findLast(({ event }) => event === "failure.waits-for-a-person")).toMatchObject({
      queue: "concierge-updates",
      code: "not-a-jws",
    });
    expect(JSON.stringify(functions.of.lines)).not.toContain("kanari");
  });

  it("pointers come back too, and a second copy has no second effect", async () => {
    await functions.of.drain("notifications");
    await submitted(functions.of, person);
    const pointer = (await functions.of.drain("notifications")).at(-1) ?? "";
    await poisonOf("notifications").sendMessage(pointer);
    await poisonOf("notifications").sendMessage(pointer);
    await functions.of.runTimer("take-back-poison");
    expect(await waitingIn("notifications")).toBe(0);
    await seconds(3_600);
    await functions.of.runTimer("relay-outbox");
    await functions.of.deliver("notifications", "send-notification");
    const mails = functions.of.mailbox.list(person.email, 0).filter(({ subject }) => subject.includes("enregistrée"));
    expect(mails).toHaveLength(1);
  });

  it("two runs at once park one message once", async () => {
    const { id, text } = await requestWith();
    await poisonOf("concierge-updates").sendMessage(text);
    await Promise.all([functions.of.runTimer("take-back-poison"), functions.of.runTimer("take-back-poison")]);
    expect(await failureOf(functions.of.cosmos, id)).toMatchObject({ attempts: 1 });
    expect(await waitingIn("concierge-updates")).toBe(0);
  });
});

describe("failures, to an operator", () => {
  it("are listed by brand and state, without what they say", async () => {
    const { id } = await parked();
    const listed = await concierge.failures.list({ brand: "milleis", state: "retrying" }, operator);
    expect(listed.items.find((one) => one.id === id)).toMatchObject({ state: "retrying", brand: "milleis" });
    const elsewhere = await concierge.failures.list({ brand: "platinum" }, operator);
    expect(elsewhere.items.map((one) => one.id)).not.toContain(id);
    expect(
      (await concierge.failures.list({ state: "waiting" }, operator)).items.every((one) => one.state === "waiting"),
    ).toBe(true);
  });

  it("one is shown: ids and closed words; of another brand it is not found", async () => {
    const { id } = await parked();
    expect(await concierge.failures.show(id, operator)).toMatchObject({
      id,
      reason: "UnknownRequest",
      brand: "milleis",
    });
    await expect(concierge.failures.show(id, operator, "platinum")).rejects.toMatchObject({ code: "not-found" });
    await expect(concierge.failures.show("nothing", operator)).rejects.toMatchObject({ code: "not-found" });
  });

  it("replayed twice have one effect, and the second time there is nothing left to do", async () => {
    const requestId = await submitted(functions.of, person);
    const about = {
      subject: `${person.subjectId}/${requestId}`,
      type: "concierge.conversation.posted.v1",
      payload: conversationPayload("Bonjour"),
    };
    const { id, text } = await processorMessage(functions.of, about);
    await poisonOf("concierge-updates").sendMessage(text);
    await functions.of.runTimer("take-back-poison");
    const both = await Promise.allSettled([
      concierge.failures.replay(id, operator),
      concierge.failures.replay(id, operator),
    ]);
    expect(both.some((one) => one.status === "fulfilled" && one.value.outcome === "handled")).toBe(true);
    await expect(concierge.failures.replay(id, operator)).rejects.toMatchObject({ code: "state-conflict" });
    const messages = (await person.ask("list-messages", { params: { requestId } })).json<{ items: unknown[] }>();
    expect(messages.items).toHaveLength(1);
    const entries = await ledgerOf(functions.of);
    for (const detail of ["intended", "handled"]) {
      expectEntry("failure.replayed", entries, { actor: operator, about: id, detail });
    }
  });

  it("that fail again say why, and count the try", async () => {
    const { id } = await parked();
    expect(await concierge.failures.replay(id, operator)).toEqual({ outcome: "failed", reason: "UnknownRequest" });
    expect(await failureOf(functions.of.cosmos, id)).toMatchObject({ attempts: 2 });
  });

  it("discarded are tried no more and go after thirty days", async () => {
    const { id } = await parked();
    await concierge.failures.discard(id, operator);
    await expect(concierge.failures.discard(id, operator)).rejects.toMatchObject({ code: "state-conflict" });
    await seconds(29 * 86_400);
    await functions.of.runTimer("relay-outbox");
    expect(await failureOf(functions.of.cosmos, id)).toMatchObject({ outcome: "discarded", attempts: 1 });
    await seconds(2 * 86_400);
    await functions.of.runTimer("relay-outbox");
    expect(await failureOf(functions.of.cosmos, id)).toBeUndefined();
  });

  it("what nobody resolves is given up after a year, the issuer's hash in it too: told, in the ledger, and gone", async () => {
    const { id } = await parked();
    const { portsOf } = await import("../../shared/compose-ports.ts");
    const container = (await portsOf(concierge.settings)).container("failures");
    const at = functions.of.clock.now().toISOString();
    const event = {
      id: randomUUID(),
      source: "urn:card-issuer:one",
      type: "card.services.terminated.v1",
      subject: randomUUID(),
      time: at,
      brand: "milleis",
      join: `1.${"k".repeat(43)}` as KeyedHash,
      effectiveOn: "2027-01-31",
      sequence: 1,
    } as const;
    const tried = { queue: "card-services", reason: "TypeError", attempts: 14, firstAt: at, lastAt: at } as const;
    const doc = failure.schema.parse({ ...tried, id: event.id, event });
    await container.items.create({ ...doc, kind: failure.kind, v: 1 });
    await seconds(364 * 86_400);
    await functions.of.runTimer("relay-outbox");
    const left = async () => (await itemsOf(functions.of.cosmos, "failures")).map((item) => item.id);
    expect(await left()).toEqual(expect.arrayContaining([id, event.id]));
    await seconds(3 * 86_400);
    await functions.of.runTimer("relay-outbox");
    expect((await left()).filter((one) => one === id || one === event.id)).toEqual([]);
    const told = functions.of.lines.filter((line) => line.event === "failure.given-up");
    expect(told.map(({ recordId }) => recordId)).toEqual(expect.arrayContaining([id, event.id]));
    const entries = await ledgerOf(functions.of);
    const like = { actor: { role: "system" }, about: event.id, detail: "TypeError" } as const;
    const streams = expectEntry("failure.given-up", entries, like).map(({ stream }) => String(stream).split(".")[0]);
    expect(streams).toEqual(["milleis"]);
    expect(JSON.stringify([...functions.of.lines, ...entries])).not.toContain(event.join);
    await functions.of.runTimer("relay-outbox");
    expect(expectEntry("failure.given-up", await ledgerOf(functions.of), like)).toHaveLength(1);
  });

  it("each act is in the ledger: a look once, a change before and after, with who it was", async () => {
    const { id } = await parked();
    await concierge.failures.show(id, operator);
    await concierge.failures.discard(id, operator);
    const { items } = await concierge.failures.list({ brand: "platinum" }, operator);
    expect(items.filter(({ brand }) => brand !== undefined)).toEqual([]);
    const entries = await ledgerOf(functions.of);
    expect(expectEntry("failure.shown", entries, { actor: operator, about: id })).toHaveLength(1);
    const discarded = expectEntry("failure.discarded", entries, { actor: operator, about: id });
    expect(discarded.map(({ detail }) => detail)).toEqual(["intended", "discarded"]);
    const listed = expectEntry("failures.listed", entries, { actor: operator });
    expect(listed.map(({ stream }) => String(stream).split(".")[0])).toContain("platinum");
  });
});

describe("what the processor says against the state of a request, to an operator", () => {
  const listed = async (brand?: "milleis" | "platinum", since = new Date(0)) => {
    const found: Awaited<ReturnType<Concierge["listContradictions"]>>["items"][number][] = [];
    let cursor: string | undefined;
    do {
      const page = await concierge.listContradictions({ brand, since, cursor }, operator);
      found.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  };

  it("is listed with request, message, type and state, once, by brand and from a day on; looking is in the ledger", async () => {
    const applied = await requestWith();
    await functions.of.take("take-update", applied.text);
    const payload = confirmationPayload(randomUUID(), randomUUID());
    const { requestId } = await requestWith();
    const about = { subject: `${person.subjectId}/${requestId}`, type: "concierge.request.confirmed.v1", payload };
    const { id, text } = await processorMessage(functions.of, about);
    const from = functions.of.clock.now();
    for (const _ of [1, 2]) await functions.of.take("take-update", text);
    const state = "submitted";
    expect(await statusOf(requestId)).toBe(state);
    const own = (await listed("milleis")).filter((one) => one.requestId === requestId);
    expect(own).toMatchObject([{ id, brand: "milleis", contradicted: { type: about.type, state } }]);
    expect((await listed()).map((one) => one.requestId)).not.toContain(applied.requestId);
    expect(await listed("platinum")).toEqual([]);
    expect((await listed("milleis", from)).map((one) => one.id)).toContain(id);
    await seconds(1);
    expect(await listed("milleis", functions.of.clock.now())).toEqual([]);
    expectEntry("contradictions.listed", await ledgerOf(functions.of), { actor: operator });
    expect(JSON.stringify(own)).not.toContain(person.email);
  });

  it("what fits the state costs the list nothing: it is found by an index", async () => {
    const cost = () =>
      metered(async (meter) => {
        await concierge.listContradictions({ since: functions.of.clock.now() }, operator);
        return meter.requestUnits;
      });
    await seconds(1);
    await cost();
    const before = await cost();
    for (let count = 0; count < 5; count += 1) await functions.of.take("take-update", (await requestWith()).text);
    // What the entry of the ledger costs varies with what stands in it, by less than a hundredth of a unit each.
    expect(await cost()).toBeCloseTo(before, 0);
  });
});

describe("the outbox, to an operator", () => {
  async function refusedRow() {
    await functions.of.drain("dispatch");
    await functions.of.drain("concierge-inbox");
    const requestId = await submitted(functions.of, person);
    const [dispatch = ""] = await functions.of.drain("dispatch");
    const { id } = JSON.parse(dispatch) as { id: string };
    await functions.of.take("dispatch-message", dispatch);
    await functions.of.drain("concierge-inbox");
    const data = { messageId: id, reason: "signature" };
    const about = { subject: `${person.subjectId}/${requestId}`, type: "concierge.message.refused.v1", data };
    await functions.of.take("take-update", (await processorMessage(functions.of, about)).text);
    return { requestId, address: { subjectId: person.subjectId, id } };
  }
  const listed = async (state: "refused" | "stuck" | "open") => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await concierge.outbox.list({ brand: "milleis", state, cursor }, operator);
      expect(page.items.every((one) => one.state === state)).toBe(true);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return ids;
  };

  it("a refused row waits for a person; sent again it is open, with its own id, and the ledger knows", async () => {
    const { address } = await refusedRow();
    expect(await listed("refused")).toContain(address.id);
    expect(await concierge.outbox.show(address, operator)).toMatchObject({ state: "refused", refusedFor: "signature" });
    await concierge.outbox.replay(address, operator);
    expect(await listed("refused")).not.toContain(address.id);
    expect(await listed("open")).toContain(address.id);
    const [pointer = ""] = await functions.of.drain("dispatch");
    await functions.of.take("dispatch-message", pointer);
    expect(await functions.of.drain("concierge-inbox")).toHaveLength(1);
    const [entries, about] = [await ledgerOf(functions.of), address.id];
    expectEntry("outbox.listed", entries, { actor: operator });
    expect(expectEntry("outbox-row.shown", entries, { actor: operator, about })).toHaveLength(1);
    expect(expectEntry("outbox-row.replayed", entries, { actor: operator, about })).toHaveLength(1);
  });

  it("a row open for a day is stuck; it cannot be discarded, a refused one can", async () => {
    const { address } = await refusedRow();
    await concierge.outbox.discard(address, operator);
    await expect(concierge.outbox.show(address, operator)).rejects.toMatchObject({ code: "not-found" });
    const like = { actor: operator, about: address.id, detail: "signature" } as const;
    expect(expectEntry("outbox-row.discarded", await ledgerOf(functions.of), like)).toHaveLength(1);
    // The relay has brought up what else was due.
    await functions.of.drain("dispatch");
    await submitted(functions.of, person);
    const [dispatch = ""] = await functions.of.drain("dispatch");
    const { id } = JSON.parse(dispatch) as { id: string };
    expect(await listed("stuck")).not.toContain(id);
    await seconds(86_400);
    expect(await listed("stuck")).toContain(id);
    const still = { subjectId: person.subjectId, id };
    await expect(concierge.outbox.discard(still, operator)).rejects.toMatchObject({ code: "state-conflict" });
    await expect(concierge.outbox.show(still, operator, "platinum")).rejects.toMatchObject({ code: "not-found" });
  });

  it("shows nothing a person said", async () => {
    const shown = JSON.stringify(await concierge.outbox.list({ brand: "milleis" }, operator));
    expect(shown).not.toContain(person.email);
    expect(shown).not.toMatch(/Lyon|Durand|497010/);
  });
});
