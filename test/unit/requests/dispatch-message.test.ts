/** A row becomes a signed message and a blob, again and again until it is acknowledged; with the processor's view and no more. */

import { describe, expect, test } from "vitest";
import { disclosure } from "../../../shared/disclosures/disclosure.ts";
import { digestOf } from "../../../shared/messaging/cloud-event.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { needsContact, requestSubmitted } from "../../../shared/requests/contract.ts";
import { requestCategories } from "../../../shared/requests/request.ts";
import { replace } from "../../../shared/storage/repository.ts";
import { wish } from "./fixtures.ts";
import { guarded, scene, verify } from "./scene.ts";

async function submitted(category: (typeof requestCategories)[number] = "restaurant") {
  const at = await scene();
  const { id } = await at.submit(at.person, at.intent(), { ...wish, category, language: "fr" });
  const row = at.rows().find(({ channel }) => channel === "processor")!;
  const inbox = () => at.queues.sent.filter(({ queue }) => queue === "concierge-inbox");
  return { ...at, id, row, inbox };
}

describe("a message", () => {
  test("is signed, names its blob and the blob's digest, and lives as long as its interval", async () => {
    const { dispatch, person, row, inbox, blobs, id } = await submitted();
    await dispatch(person, row.id);
    const [sent] = inbox();
    const event = await verify(sent?.text ?? "");
    expect(event).toMatchObject({
      id: row.id,
      type: "concierge.request.submitted.v1",
      subject: `${person.subjectId}/${id}`,
    });
    const [, name = ""] = /^to-processor\/(.+)$/.exec(event.dataref ?? "") ?? [];
    expect(event.datadigest).toBe(digestOf(blobs.contents.get(name)!));
    expect(sent?.lifeSeconds).toBe(900);
  });

  test("says what the processor needs and nothing more of the member", async () => {
    for (const category of requestCategories) {
      const { dispatch, person, row, blobs, queues } = await submitted(category);
      await dispatch(person, row.id);
      const [content] = [...blobs.contents.values()].map(String);
      const payload = requestSubmitted.schema.parse(JSON.parse(content ?? ""));
      expect(payload.member.contact !== undefined).toBe(needsContact[category]);
      expect(content).not.toContain(guarded.birthDate);
      expect(content).not.toContain(guarded.cardDigits);
      expect(content).not.toContain("milleis-infinite");
      expect(content?.includes(guarded.email)).toBe(needsContact[category]);
      expect(content?.includes(guarded.mobile)).toBe(needsContact[category]);
      expect(JSON.stringify(queues.sent)).not.toMatch(/Zoé|Durand|Lyon/);
    }
  });

  test("is sent again with the same id and the same blob, ever more rarely, and the request is forwarded once", async () => {
    const { dispatch, person, row, inbox, blobs, clock, rows, read, id } = await submitted();
    for (const seconds of [900, 1_800, 3_600]) {
      await dispatch(person, row.id);
      expect(inbox().at(-1)?.lifeSeconds).toBe(seconds);
      const due = rows().find((one) => one.id === row.id)?.dueAt;
      expect(Date.parse(due ?? "") - clock.now().getTime()).toBe(seconds * 1_000);
      clock.move(seconds);
    }
    const events = await Promise.all(inbox().map(({ text }) => verify(text)));
    expect(new Set(events.map((event) => event.id)).size).toBe(1);
    expect(new Set(events.map((event) => event.datadigest)).size).toBe(1);
    expect(blobs.contents.size).toBe(1);
    const { doc } = await read(id);
    expect([doc.status, doc.updatedAt]).toEqual(["forwarded", "2026-11-23T10:00:00.000Z"]);
  });

  test("keeps what it said first, even if the member's data change before it is sent again", async () => {
    const { dispatch, person, row, blobs } = await submitted();
    await dispatch(person, row.id);
    const before = String([...blobs.contents.values()][0]);
    const putOnce = blobs.putOnce.bind(blobs);
    blobs.putOnce = (name, content, type) => putOnce(name, Buffer.from(String(content).replace("Zoé", "Zoë")), type);
    await dispatch(person, row.id);
    expect([...blobs.contents.values()].map(String)).toEqual([before]);
  });
});

test("what the timer took up in vain is forgotten once it is sent", async () => {
  const { dispatch, person, row, repository, rows } = await submitted();
  const { doc, etag } = (await repository.read(person, outboxRow, row.id))!;
  await repository.commit(person, [replace(outboxRow, { ...doc, takeUps: 7 }, etag)]);
  await dispatch(person, row.id);
  const sent = rows().find(({ id }) => id === row.id);
  expect(sent).toMatchObject({ attempts: 1, dueAt: "2026-11-23T10:15:00.000Z" });
  expect(sent).not.toHaveProperty("takeUps");
});

describe("nothing is sent", () => {
  test("for a row that is gone or refused", async () => {
    const { dispatch, settle, person, row, inbox } = await submitted();
    await settle.refused(person, row.id, "schema");
    await dispatch(person, row.id);
    await dispatch(person, "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11");
    expect(inbox()).toEqual([]);
  });

  test("when the row cannot be kept up: the next try sends the same", async () => {
    const { dispatch, person, row, inbox, repository, blobs } = await submitted();
    let commits = 0;
    repository.before = (operation) => {
      if (operation === "commit") commits += 1;
      // The first one is the disclosure's, before anything is sent.
      if (operation === "commit" && commits > 1) throw new Error("store away");
    };
    await expect(dispatch(person, row.id)).rejects.toThrow("store away");
    delete repository.before;
    await dispatch(person, row.id);
    expect(repository.all(person, disclosure)).toHaveLength(1);
    const events = await Promise.all(inbox().map(({ text }) => verify(text)));
    expect(events.map(({ id }) => id)).toEqual([row.id, row.id]);
    expect(new Set(events.map(({ datadigest }) => datadigest)).size).toBe(1);
    expect(blobs.contents.size).toBe(1);
  });

  test("where what is passed on cannot be written down for the person", async () => {
    const { dispatch, person, row, inbox, repository, blobs } = await submitted();
    repository.before = (operation) => {
      if (operation === "commit") throw new Error("store away");
    };
    await expect(dispatch(person, row.id)).rejects.toThrow("store away");
    expect([inbox(), blobs.contents.size]).toEqual([[], 0]);
  });

  test("when the queue is away: nothing is counted as tried", async () => {
    const { dispatch, person, row, rows, queues, inbox } = await submitted();
    queues.fail = () => true;
    await expect(dispatch(person, row.id)).rejects.toThrow();
    expect(rows().find(({ id }) => id === row.id)).toMatchObject({ attempts: 0 });
    expect(inbox()).toEqual([]);
  });
});

describe("the processor's word", () => {
  test("acknowledged: row and blob go, the request is acknowledged; again, nothing", async () => {
    const { dispatch, settle, person, row, rows, blobs, read, id } = await submitted();
    await dispatch(person, row.id);
    await settle.acknowledged(person, row.id);
    await settle.acknowledged(person, row.id);
    expect(rows().filter(({ channel }) => channel === "processor")).toEqual([]);
    expect(blobs.contents.size).toBe(0);
    expect((await read(id)).doc.status).toBe("acknowledged");
  });

  test("acknowledged before we knew that it was sent: still acknowledged", async () => {
    const { settle, person, row, read, id } = await submitted();
    await settle.acknowledged(person, row.id);
    expect((await read(id)).doc.status).toBe("acknowledged");
  });

  test("acknowledged after a cancellation brings nothing back", async () => {
    const { dispatch, settle, cancelRequest, person, row, read, id, intent } = await submitted();
    await dispatch(person, row.id);
    const { etag } = await read(id);
    await cancelRequest(person, intent(), { requestId: id, ifMatch: etag });
    await settle.acknowledged(person, row.id);
    expect((await read(id)).doc.status).toBe("cancelled");
  });

  test("the blob goes first: a crash in between leaves the row to come back with", async () => {
    const { dispatch, settle, person, row, rows, repository, blobs } = await submitted();
    await dispatch(person, row.id);
    repository.before = (operation) => {
      if (operation === "commit") throw new Error("store away");
    };
    await expect(settle.acknowledged(person, row.id)).rejects.toThrow("store away");
    expect(rows().map(({ id }) => id)).toContain(row.id);
    expect(blobs.contents.size).toBe(0);
    delete repository.before;
    await settle.acknowledged(person, row.id);
    expect(rows().map(({ id }) => id)).not.toContain(row.id);
  });

  test("refused because the request had ended: what the member wrote goes with its blob, and nobody is told", async () => {
    const { dispatch, settle, cancelRequest, postMessage, person, rows, read, id, intent, blobs, lines } =
      await submitted();
    await postMessage(person, intent(), { requestId: id, language: "fr" }, { text: "Près de la fenêtre" });
    const { etag } = await read(id);
    await cancelRequest(person, intent(), { requestId: id, ifMatch: etag });
    const [posted, cancelled] = ["conversation.posted", "request.cancelled"].map((type) =>
      rows().find((row) => row.type === `concierge.${type}.v1`),
    );
    await dispatch(person, posted?.id ?? "");
    await settle.refused(person, posted?.id ?? "", "state");
    expect(rows().map((row) => row.id)).not.toContain(posted?.id);
    expect(blobs.contents.size).toBe(0);
    expect(lines.filter(({ event }) => event === "message.refused-by-processor")).toEqual([]);
    // That it has ended is no late word: a processor that will not have it is for a person to see.
    await settle.refused(person, cancelled?.id ?? "", "state");
    expect(rows().find((row) => row.id === cancelled?.id)).toMatchObject({ refusedFor: "state" });
  });

  test("refused while the request goes on: it waits for a person", async () => {
    const { settle, postMessage, person, rows, id, intent } = await submitted();
    await postMessage(person, intent(), { requestId: id, language: "fr" }, { text: "Près de la fenêtre" });
    const posted = rows().find(({ type }) => type === "concierge.conversation.posted.v1");
    await settle.refused(person, posted?.id ?? "", "state");
    expect(rows().find((row) => row.id === posted?.id)).toMatchObject({ refusedFor: "state" });
  });

  test("under somebody else's name settles nothing and erases nothing, before and after the row has gone", async () => {
    const { dispatch, settle, person, row, rows, blobs } = await submitted();
    const other = { ...person, subjectId: "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" };
    await dispatch(person, row.id);
    await settle.acknowledged(other, row.id);
    expect(blobs.contents.size).toBe(1);
    expect(rows().map(({ id }) => id)).toContain(row.id);
  });

  test("about an e-mail of ours settles nothing", async () => {
    const { settle, person, rows } = await submitted();
    const mail = rows().find(({ channel }) => channel === "mail");
    await settle.acknowledged(person, mail?.id ?? "");
    await settle.refused(person, mail?.id ?? "", "state");
    expect(rows().find(({ id }) => id === mail?.id)).toEqual(mail);
  });

  test("refused: the row stays, without a date, with the reason; ops are told once", async () => {
    const { settle, person, row, rows, lines } = await submitted();
    await settle.refused(person, row.id, "schema");
    await settle.refused(person, row.id, "digest");
    const kept = rows().find(({ id }) => id === row.id);
    expect(kept).toMatchObject({ refusedFor: "schema" });
    expect(kept).not.toHaveProperty("dueAt");
    expect(lines.filter(({ event }) => event === "message.refused-by-processor")).toHaveLength(1);
  });
});
