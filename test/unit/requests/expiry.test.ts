/** What time does to a request: when it is due, what becomes of it, who is told, and that twice is no more than once. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../../shared/messaging/cloud-event.ts";
import { makeApplyUpdate } from "../../../shared/requests/apply-update.ts";
import { makeExpireRequests } from "../../../shared/requests/expire-requests.ts";
import { dated, eventDue } from "../../../shared/requests/expiry.ts";
import { type Request, request } from "../../../shared/requests/request.ts";
import { requestStatuses } from "../../../shared/requests/states.ts";
import { accepted, proposal, requestAs } from "./fixtures.ts";
import { scene } from "./scene.ts";

const madeAt = "2026-11-23T10:00:00.000Z";
const open = (expiresAt: string, id = "p1") => ({ ...proposal(id, expiresAt), madeAt });

describe("the date of a request", () => {
  test.each<[string, Partial<Request>, string | undefined]>([
    ["submitted, without a day", {}, "2027-02-21T23:00:00.000Z"],
    ["submitted, for a day soon", { when: { date: "2026-11-27" } }, "2027-02-21T23:00:00.000Z"],
    ["submitted, for a day in summer", { when: { date: "2027-07-14" } }, "2027-07-21T22:00:00.000Z"],
    ["until a last day", { when: { date: "2027-07-14", endDate: "2027-08-01" } }, "2027-08-08T22:00:00.000Z"],
    ["proposed", { status: "proposed", proposals: [open("2026-11-25T10:00:00.000Z")] }, "2026-11-25T10:00:00.000Z"],
    [
      "proposed twice",
      { status: "proposed", proposals: [open("2026-11-27T10:00:00.123456789Z"), open("2026-11-25T10:00:00Z", "p2")] },
      "2026-11-27T10:00:00.123Z",
    ],
    ["completed", { status: "completed" }, undefined],
    ["expired", { status: "expired" }, undefined],
  ])("%s", (_, change, dueAt) => {
    const { when: _w, ...plain } = requestAs();
    expect(dated({ ...plain, ...change } as Request).dueAt).toBe(dueAt);
  });

  test("what was accepted has none: it may be booked already", () => {
    expect(dated(accepted()).dueAt).toBeUndefined();
    expect(eventDue(accepted(), new Date("2036-01-01T00:00:00Z"))).toBeUndefined();
  });

  test("every state says whether it has one, and a date of before is taken away", () => {
    for (const status of requestStatuses) {
      const doc = dated({ ...requestAs({ status, proposals: [open("2026-11-25T10:00:00Z")] }), dueAt: madeAt });
      const has = ["submitted", "forwarded", "acknowledged", "in-progress", "proposed"].includes(status);
      expect(doc.dueAt !== undefined && doc.dueAt !== madeAt, status).toBe(has);
    }
  });
});

describe("the timer", () => {
  const at = async (doc: Request) => {
    const here = await scene();
    const expire = makeExpireRequests({ ...here, log: here.log, relaySeconds: 60 });
    await here.put(dated(doc));
    return { ...here, expire, now: async () => (await here.read(doc.id)).doc };
  };
  const days = (count: number) => count * 86_400;

  test("lets proposals lapse: the search goes on, the member is told, the processor knew", async () => {
    const here = await at(requestAs({ status: "proposed", proposals: [open("2026-11-24T10:00:00.000Z")] }));
    here.clock.move(days(0.5));
    expect(await here.expire()).toBe(0);
    here.clock.move(days(1));
    expect(await here.expire()).toBe(1);
    expect(await here.expire()).toBe(0);
    expect(await here.now()).toMatchObject({ status: "in-progress" });
    expect(here.rows().map(({ type }) => type)).toEqual(["proposals-expired"]);
  });

  test("ends what nobody answers, after a month of absence has done nothing", async () => {
    const { when: _w, ...plain } = requestAs({ status: "acknowledged" });
    const here = await at(plain as Request);
    here.clock.move(days(30));
    expect(await here.expire()).toBe(0);
    here.clock.move(days(62));
    const both = await Promise.all([here.expire(), here.expire()]);
    expect(both.reduce((sum, count) => sum + count)).toBe(1);
    expect(await here.now()).toMatchObject({ status: "expired", ending: { by: "time" } });
    expect((await here.now()).dueAt).toBeUndefined();
    expect(here.rows().map(({ type }) => type)).toEqual(["concierge.request.expired.v1", "request-expired"]);
    const row = here.rows().find(({ channel }) => channel === "processor");
    await here.dispatch(here.person, row?.id ?? "");
    const [payload] = [...here.blobs.contents.values()].map(String);
    expect(JSON.parse(payload ?? "")).toEqual({ expiredAt: row?.createdAt });
  });

  test("does not call silent what is talked about: ninety days count from the last message, of either side", async () => {
    const { when: _w, ...plain } = requestAs({ status: "in-progress" });
    const here = await at(plain as Request);
    const apply = makeApplyUpdate({ ...here, incoming: here.blobs, relaySeconds: 60 });
    const say = async () => {
      const text = "Nous cherchons toujours.";
      const payload = { messageId: randomUUID(), text, postedAt: here.clock.now().toISOString() };
      const id = randomUUID();
      const content = await here.blobs.putOnce(id, Buffer.from(JSON.stringify(payload)), "application/json");
      await apply(here.person, plain.id, {
        specversion: "1.0",
        id,
        source: "urn:concierge-processor:gconcierges",
        type: "concierge.conversation.posted.v1",
        subject: `${here.person.subjectId}/${plain.id}`,
        time: payload.postedAt,
        dataref: `from-processor/${id}`,
        datadigest: digestOf(content),
      });
    };
    for (let week = 0; week < 30; week += 1) {
      here.clock.move(days(7));
      if (week % 2 === 0) await say();
      else
        await here.postMessage(here.person, here.intent(), { requestId: plain.id, language: "fr" }, { text: "Merci" });
      expect(await here.expire()).toBe(0);
      expect((await here.now()).status).toBe("in-progress");
    }
    here.clock.move(days(89));
    expect(await here.expire()).toBe(0);
    here.clock.move(days(2));
    expect(await here.expire()).toBe(1);
  });

  test("leaves alone what was answered in time", async () => {
    const doc = requestAs({ status: "proposed", proposals: [open("2026-11-24T10:00:00.000Z")] });
    const here = await at(doc);
    const { etag } = await here.read(doc.id);
    await here.acceptProposal(
      here.person,
      here.intent(),
      { requestId: doc.id, proposalId: "p1", ifMatch: etag },
      { optionId: "a" },
    );
    here.clock.move(days(400));
    expect(await here.expire()).toBe(0);
    expect(here.repository.all(here.person, request)[0]).toMatchObject({ status: "accepted" });
  });
});
