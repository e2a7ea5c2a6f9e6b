/** Messages of the processor on the rules alone: what comes again changes nothing and is told the same as before. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { CloudEvent } from "../../../shared/messaging/cloud-event.ts";
import { digestOf } from "../../../shared/messaging/cloud-event.ts";
import { makeActOnRequest } from "../../../shared/requests/act-on-request.ts";
import { makeApplyUpdate, UnknownRequest } from "../../../shared/requests/apply-update.ts";
import { maximumPayloadBytes } from "../../../shared/requests/read-payload.ts";
import { message, type Request, received, request } from "../../../shared/requests/request.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { Unavailable } from "../../../shared/storage/unavailable.ts";
import { memoryBlobs } from "../../memory/blobs.ts";
import { standingClock } from "../../memory/clock.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryRepository } from "../../memory/repository.ts";

const person: Person = { brand: "milleis", subjectId: randomUUID() };
const confirmation = {
  proposalId: "p1",
  optionId: "a",
  supplier: "Maison Lise",
  reference: "ML-1",
  startsAt: "2026-12-04T20:30:00+01:00",
  confirmedAt: "2026-11-23T10:00:00.000Z",
};
const proposal = (id: string) => ({
  id,
  options: [
    { id: "a", title: "Table près de la fenêtre", price: { amount: "120.00", currency: "EUR" }, inclusions: [] },
  ],
  expiresAt: "2026-12-01T10:00:00.000Z",
});

async function scene() {
  const clock = standingClock();
  const repository = memoryRepository();
  const incoming = memoryBlobs();
  const { log, lines } = keptLog();
  const relay = { inline: async () => undefined, due: async () => 0 };
  const asked: Request = {
    id: randomUUID(),
    status: "acknowledged",
    language: "fr",
    submittedAt: clock.now().toISOString(),
    updatedAt: clock.now().toISOString(),
    category: "restaurant",
    what: "Une table",
    proposals: [],
  };
  await repository.commit(person, [create(request, asked)]);
  const needs = { repository, incoming, relay, clock, log, relaySeconds: 60 };
  const apply = makeApplyUpdate(needs);
  const eventOf = async (type: string, payload?: object): Promise<CloudEvent> => {
    const id = randomUUID();
    const content = payload instanceof Buffer ? payload : Buffer.from(JSON.stringify(payload ?? {}));
    if (payload !== undefined) await incoming.putOnce(id, content, "application/json");
    return {
      specversion: "1.0",
      id,
      source: "urn:concierge-processor:gconcierges",
      type,
      subject: `${person.subjectId}/${asked.id}`,
      time: clock.now().toISOString(),
      ...(payload === undefined ? {} : { dataref: `from-processor/${id}`, datadigest: digestOf(content) }),
    };
  };
  const state = async () => (await repository.read(person, request, asked.id))?.doc;
  return { ...needs, lines, apply, eventOf, asked, state };
}

describe("a message that comes again", () => {
  test("after the state has moved on is acknowledged, as it was the first time", async () => {
    const { apply, eventOf, asked, state, repository, relay, clock } = await scene();
    const made = await eventOf("concierge.proposal.made.v1", { proposal: proposal("p1") });
    expect(await apply(person, asked.id, made)).toEqual({ outcome: "acknowledged" });
    const act = makeActOnRequest({ repository, relay, clock, relaySeconds: 60 });
    const etag = (await repository.read(person, request, asked.id))?.etag ?? "";
    const intent = { id: "i".repeat(43), fingerprint: "f".repeat(43) };
    await act.acceptProposal(
      person,
      intent,
      { requestId: asked.id, proposalId: "p1", ifMatch: etag },
      { optionId: "a" },
    );

    expect(await apply(person, asked.id, made)).toEqual({ outcome: "acknowledged" });
    expect(await state()).toMatchObject({ status: "accepted", proposals: [{ id: "p1" }] });
    expect(repository.all(person, received)).toMatchObject([{ id: made.id, outcome: "applied" }]);
  });

  test("and contradicted the first time is refused each time", async () => {
    const { apply, eventOf, asked, repository, lines } = await scene();
    const confirmed = await eventOf("concierge.request.confirmed.v1", confirmation);
    for (let time = 0; time < 2; time += 1) {
      expect(await apply(person, asked.id, confirmed)).toEqual({ outcome: "refused", reason: "state" });
    }
    expect(repository.all(person, received)).toMatchObject([
      { outcome: "contradiction", contradicted: { type: confirmed.type, state: asked.status } },
    ]);
    expect(lines.filter(({ event }) => event === "update.contradicts-state")).toHaveLength(2);
  });
});

describe("a message that was refused", () => {
  async function acceptedScene() {
    const at = await scene();
    const { apply, eventOf, asked, repository, relay, clock } = at;
    const early = await eventOf("concierge.request.completed.v1");
    const confirmed = await eventOf("concierge.request.confirmed.v1", confirmation);
    await apply(person, asked.id, await eventOf("concierge.proposal.made.v1", { proposal: proposal("p1") }));
    for (const event of [confirmed, early]) {
      expect(await apply(person, asked.id, event)).toEqual({ outcome: "refused", reason: "state" });
    }
    const act = makeActOnRequest({ repository, relay, clock, relaySeconds: 60 });
    const etag = (await repository.read(person, request, asked.id))?.etag ?? "";
    const intent = { id: "i".repeat(43), fingerprint: "f".repeat(43) };
    await act.acceptProposal(
      person,
      intent,
      { requestId: asked.id, proposalId: "p1", ifMatch: etag },
      { optionId: "a" },
    );
    return { ...at, confirmed, early };
  }

  test("is refused again where the state would take it by now, and has no effect", async () => {
    const { apply, asked, state, confirmed } = await acceptedScene();
    expect(await apply(person, asked.id, confirmed)).toEqual({ outcome: "refused", reason: "state" });
    expect(await state()).toMatchObject({ status: "accepted" });
  });

  test("is refused again where it would be early or late by now", async () => {
    const { apply, asked, eventOf, state, confirmed, early } = await acceptedScene();
    expect(await apply(person, asked.id, early)).toEqual({ outcome: "refused", reason: "state" });
    const another = await eventOf("concierge.request.confirmed.v1", confirmation);
    expect(await apply(person, asked.id, another)).toEqual({ outcome: "acknowledged" });
    expect(await apply(person, asked.id, confirmed)).toEqual({ outcome: "refused", reason: "state" });
    expect(await state()).toMatchObject({ status: "confirmed" });
  });
});

describe("a message whose blob its sender has erased at the receipt", () => {
  test("is told what it was told before", async () => {
    const { apply, asked, eventOf, incoming, repository } = await scene();
    const made = await eventOf("concierge.proposal.made.v1", { proposal: proposal("p1") });
    const word = await eventOf("concierge.request.confirmed.v1", confirmation);
    const answers = [
      [made, { outcome: "acknowledged" }],
      [word, { outcome: "refused", reason: "state" }],
    ] as const;
    for (const [event, answer] of answers) expect(await apply(person, asked.id, event)).toEqual(answer);
    for (const [event, answer] of answers) {
      await incoming.erase(event.id);
      expect(await apply(person, asked.id, event)).toEqual(answer);
    }
    expect(repository.all(person, received)).toHaveLength(2);
  });
});

describe("a message that was taken in, where this read does not see it yet", () => {
  test("is neither refused for its blob nor told another answer: it is tried again", async () => {
    const { apply, asked, eventOf, incoming, repository } = await scene();
    const made = await eventOf("concierge.proposal.made.v1", { proposal: proposal("p1") });
    const word = await eventOf("concierge.request.confirmed.v1", confirmation);
    for (const event of [made, word]) await apply(person, asked.id, event);
    const read = repository.read.bind(repository);
    repository.read = async (who, record, id) => (record.kind === received.kind ? undefined : read(who, record, id));
    await incoming.erase(made.id);
    await expect(apply(person, asked.id, made)).rejects.toThrow(Unavailable);
    await expect(apply(person, asked.id, word)).rejects.toThrow(Unavailable);
    repository.read = read;
    expect(await apply(person, asked.id, made)).toEqual({ outcome: "acknowledged" });
    expect(await apply(person, asked.id, word)).toEqual({ outcome: "refused", reason: "state" });
  });
});

describe("a message that contradicts a version which is not the newest any more", () => {
  /** The next reads of this kind give what was there before. */
  async function behind() {
    const at = await scene();
    const { apply, eventOf, asked, repository, relay, clock } = at;
    await apply(person, asked.id, await eventOf("concierge.proposal.made.v1", { proposal: proposal("p1") }));
    const old = await repository.read(person, request, asked.id);
    const act = makeActOnRequest({ repository, relay, clock, relaySeconds: 60 });
    const intent = { id: "i".repeat(43), fingerprint: "f".repeat(43) };
    const target = { requestId: asked.id, proposalId: "p1", ifMatch: old?.etag ?? "" };
    await act.acceptProposal(person, intent, target, { optionId: "a" });
    const read = repository.read.bind(repository);
    const lag = (reads: number) => {
      let left = reads;
      repository.read = async (who, record, id) => {
        if (record.kind !== request.kind || left === 0) return read(who, record, id);
        left -= 1;
        return old as never;
      };
    };
    return { ...at, lag };
  }

  test("is decided again, and taken in", async () => {
    const { apply, asked, eventOf, lag, state, repository } = await behind();
    const confirmed = await eventOf("concierge.request.confirmed.v1", confirmation);
    lag(1);
    expect(await apply(person, asked.id, confirmed)).toEqual({ outcome: "acknowledged" });
    expect(await state()).toMatchObject({ status: "confirmed" });
    expect(repository.all(person, received)).toContainEqual(expect.objectContaining({ outcome: "applied" }));
  });

  test("is tried again later where that version does not come into sight: nothing is refused, nothing kept", async () => {
    const { apply, asked, eventOf, lag, repository } = await behind();
    const confirmed = await eventOf("concierge.request.confirmed.v1", confirmation);
    lag(100);
    await expect(apply(person, asked.id, confirmed)).rejects.toThrow("kept changing");
    expect(repository.all(person, received).map(({ id }) => id)).not.toContain(confirmed.id);
  });

  test("is refused where it contradicts the newest one too, and leaves the request as it is", async () => {
    const { apply, asked, eventOf, lag, state } = await behind();
    const before = await state();
    lag(1);
    expect(
      await apply(
        person,
        asked.id,
        await eventOf("concierge.request.confirmed.v1", { ...confirmation, optionId: "b" }),
      ),
    ).toEqual({
      outcome: "refused",
      reason: "state",
    });
    expect(await state()).toEqual(before);
  });

  test("that names a message not to be read yet is tried again", async () => {
    const { apply, asked, eventOf, repository, clock } = await scene();
    const posted = { id: randomUUID(), requestId: asked.id, from: "member", unreadBy: "concierge" } as const;
    const doc = { ...posted, postedAt: clock.now().toISOString(), text: "Merci" };
    await repository.commit(person, [create(message, doc)]);
    const [read, list] = [repository.read.bind(repository), repository.list.bind(repository)];
    repository.read = async (who, record, id) => (record.kind === message.kind ? undefined : read(who, record, id));
    repository.list = async () => ({ items: [], cursor: undefined });
    const seen = await eventOf("concierge.conversation.read.v1", { messageId: posted.id });
    await expect(apply(person, asked.id, seen)).rejects.toThrow(Unavailable);
    Object.assign(repository, { read, list });
    expect(await apply(person, asked.id, seen)).toEqual({ outcome: "acknowledged" });
    expect(repository.all(person, message)).toMatchObject([{ readAt: clock.now().toISOString() }]);
  });
});

describe("a message that cannot be taken in", () => {
  test("of a type nobody knows, or whose payload is not the signed one, is refused with the reason", async () => {
    const { apply, eventOf, asked, state, incoming } = await scene();
    expect(await apply(person, asked.id, await eventOf("concierge.request.lost.v1"))).toMatchObject({
      reason: "schema",
    });
    const made = await eventOf("concierge.proposal.made.v1", { proposal: proposal("p1") });
    await incoming.erase(made.id);
    await incoming.putOnce(made.id, Buffer.from(JSON.stringify({ proposal: proposal("p2") })), "application/json");
    expect(await apply(person, asked.id, made)).toMatchObject({ reason: "digest" });
    expect(await state()).toEqual(asked);
  });

  const options = (...ids: string[]) => ids.map((id) => ({ ...proposal("p1").options[0], id }));
  test.each([
    ["with two options of one id", { proposal: { ...proposal("p1"), options: options("a", "b", "a") } }],
    ["nested without end", Buffer.from(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)],
    [
      "of more bytes than any message, all but spaces",
      Buffer.from(JSON.stringify({ proposal: proposal("p1") }).padEnd(maximumPayloadBytes + 1)),
    ],
    [
      "with an instant of a thousand decimals",
      { proposal: { ...proposal("p1"), expiresAt: `2026-12-01T10:00:00.${"0".repeat(1_000)}Z` } },
    ],
  ])("%s is refused before anything is kept", async (_what, payload) => {
    const { apply, eventOf, asked, state } = await scene();
    const made = await eventOf("concierge.proposal.made.v1", payload);
    expect(await apply(person, asked.id, made)).toEqual({ outcome: "refused", reason: "schema" });
    expect(await state()).toEqual(asked);
  });

  test("is not even fetched when it is too large", async () => {
    const { apply, eventOf, asked, incoming } = await scene();
    const made = await eventOf("concierge.proposal.made.v1", Buffer.alloc(maximumPayloadBytes + 1, " "));
    const limits: unknown[] = [];
    const read = incoming.read.bind(incoming);
    incoming.read = (name, limit) => {
      limits.push(limit);
      return read(name, limit);
    };
    expect(await apply(person, asked.id, made)).toMatchObject({ reason: "schema" });
    expect(limits).toEqual([{ maximumBytes: maximumPayloadBytes }]);
  });

  test("about a request that is not there is tried again, and one that is early is left for its turn", async () => {
    const { apply, eventOf, asked, repository } = await scene();
    const started = await eventOf("concierge.request.started.v1");
    await expect(apply(person, randomUUID(), started)).rejects.toThrow(UnknownRequest);
    const { doc, etag } = (await repository.read(person, request, asked.id)) ?? {};
    if (doc === undefined || etag === undefined) throw new Error("no request");
    await repository.commit(person, [
      { operation: "replace", record: request, doc: { ...doc, status: "accepted" } as Request, etag },
    ]);
    expect(await apply(person, asked.id, await eventOf("concierge.request.completed.v1"))).toEqual({
      outcome: "early",
    });
    expect(repository.all(person, received)).toEqual([]);
  });

  test("holds no card number when it is kept", async () => {
    const { apply, eventOf, asked, state } = await scene();
    const text = {
      ...proposal("p1"),
      options: [{ ...proposal("p1").options[0], description: "Carte 4111 1111 1111 1111" }],
    };
    await apply(person, asked.id, await eventOf("concierge.proposal.made.v1", { proposal: text }));
    expect(JSON.stringify(await state())).not.toContain("4111 1111");
  });
});
