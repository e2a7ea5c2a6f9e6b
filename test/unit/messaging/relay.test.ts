/** Outbox rows on their way: at once, later by the timer, never lost, never holding each other up. */
import { describe, expect, test } from "vitest";
import { cloudEventSchema } from "../../../shared/messaging/cloud-event.ts";
import { type NewRow, newOutboxRow, type OutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import { personOf } from "../../../shared/messaging/pointer.ts";
import { makeRelay } from "../../../shared/messaging/relay.ts";
import { traced } from "../../../shared/messaging/trace.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create, erase, replace } from "../../../shared/storage/repository.ts";
import { Unavailable } from "../../../shared/storage/unavailable.ts";
import { standingClock } from "../../memory/clock.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryQueues } from "../../memory/queues.ts";
import { memoryRepository } from "../../memory/repository.ts";

const requestId = "5d6a4c1e-7d0d-4d49-9d1f-5b0f6c1a2b3c";
const toProcessor: NewRow = { channel: "processor", type: "concierge.request.submitted.v1", requestId };
const mail: NewRow = { channel: "mail", type: "request-received", requestId };
const lookup: NewRow = { channel: "lookup", type: "address-confirmed" };
const person = (index = 0): Person => ({
  brand: index % 2 === 0 ? "milleis" : "platinum",
  subjectId: `9b2f0b52-6c1e-4b3e-9d57-${String(index).padStart(12, "0")}`,
});

function start() {
  const clock = standingClock();
  const repository = memoryRepository();
  const queues = memoryQueues();
  const { log, lines, events } = keptLog();
  const confirmed: string[] = [];
  const recorded: string[] = [];
  const carriedOut: string[] = [];
  const relay = makeRelay({
    repository,
    queues,
    clock,
    log,
    intervals: { relay: 60, dispatch: 120, notification: 180 },
    carryOut: async (of, { id }) => {
      carriedOut.push(id);
      await repository.commit(of, [erase(outboxRow, id)]);
    },
    recordEntry: async (of, { id }) => {
      recorded.push(id);
      await repository.commit(of, [erase(outboxRow, id)]);
    },
    confirmAddress: async (of, { id }) => {
      confirmed.push(id);
      await repository.commit(of, [erase(outboxRow, id)]);
    },
  });
  const commit = async (of: Person, ...rows: NewRow[]) => {
    const made = rows.map((row) => newOutboxRow(row, clock.now(), 60));
    await repository.commit(
      of,
      made.map((row) => create(outboxRow, row)),
    );
    return made;
  };
  const ids = () => queues.sent.map(({ text }) => cloudEventSchema.parse(JSON.parse(text)).id);
  return { clock, repository, queues, relay, lines, events, confirmed, recorded, commit, ids };
}

describe("a new row", () => {
  const now = new Date("2026-11-23T10:00:00.000Z");
  test("has an id of its own and is due when the timer should look", () => {
    const [one, two] = [newOutboxRow(mail, now, 60), newOutboxRow(mail, now, 60)];
    expect(one.id).not.toBe(two.id);
    expect(one).toMatchObject({ dueAt: "2026-11-23T10:01:00.000Z", createdAt: now.toISOString(), attempts: 0 });
    expect(outboxRow.schema.parse(one)).toEqual(one);
  });

  test("keeps the trace of what caused it", async () => {
    const trace = "a".repeat(32);
    const row = await traced(`00-${trace}-${"b".repeat(16)}-01`, async () => newOutboxRow(mail, now, 60));
    expect(row.traceparent).toContain(trace);
    expect(newOutboxRow(mail, now, 60)).not.toHaveProperty("traceparent");
  });

  test.each([
    { text: "Une table pour deux" },
    { type: "une demande de Zoé" },
    { aboutId: "Zoé Durand" },
    { requestId: "zoe" },
    { refusedFor: "parce que" },
    { attempts: -1 },
    { channel: "sms" },
  ])("holds ids and closed words only: %j is refused", (change) => {
    expect(outboxRow.schema.safeParse({ ...newOutboxRow(mail, now, 60), ...change }).success).toBe(false);
  });
});

describe("inline", () => {
  test("sends a pointer to each row's queue, living as long as the timer waits", async () => {
    const { relay, commit, queues, ids } = start();
    const rows = await commit(person(), toProcessor, mail);
    await relay.inline(person(), rows);
    expect(queues.sent.map(({ queue, lifeSeconds }) => [queue, lifeSeconds])).toEqual([
      ["dispatch", 60],
      ["notifications", 60],
    ]);
    expect(ids()).toEqual(rows.map(({ id }) => id));
    for (const { text } of queues.sent) expect(personOf(cloudEventSchema.parse(JSON.parse(text)))).toEqual(person());
  });

  test("confirms an address without a queue", async () => {
    const { relay, commit, queues, confirmed } = start();
    const [row] = await commit(person(), lookup);
    await relay.inline(person(), [row!]);
    expect(confirmed).toEqual([row!.id]);
    expect(queues.sent).toEqual([]);
  });

  test("never fails: what it missed is logged, the rest goes out, the row stays due", async () => {
    const { relay, commit, queues, lines, repository, ids } = start();
    const rows = await commit(person(), toProcessor, mail, lookup);
    queues.fail = ({ queue }) => queue === "dispatch";
    await expect(relay.inline(person(), rows)).resolves.toBeUndefined();
    expect(ids()).toEqual([rows[1]?.id]);
    expect(lines).toMatchObject([{ level: "error", event: "relay.inline-missed" }]);
    expect(repository.all(person(), outboxRow).map(({ id }) => id)).toContain(rows[0]?.id);
  });
});

describe("by the timer", () => {
  test("nothing before its time, everything after, however long after", async () => {
    const { relay, commit, clock, ids } = start();
    const [row] = await commit(person(), toProcessor);
    clock.move(59);
    expect(await relay.due()).toBe(0);
    expect(ids()).toEqual([]);
    clock.move(40 * 86_400);
    expect(await relay.due()).toBe(1);
    expect(ids()).toEqual([row!.id]);
  });

  test("again after its channel's interval, with the same id, until the row is gone", async () => {
    const { relay, commit, clock, ids, repository, queues } = start();
    const [first, second] = await commit(person(), toProcessor, mail);
    clock.move(60);
    await relay.due();
    clock.move(119);
    await relay.due();
    expect(ids()).toHaveLength(2);
    clock.move(1);
    await relay.due();
    expect(ids().slice(2)).toEqual([first!.id]);
    await repository.commit(person(), [erase(outboxRow, first!.id)]);
    clock.move(1_000);
    await relay.due();
    expect(ids().slice(3)).toEqual([second!.id]);
    expect(repository.all(person(), outboxRow)).toMatchObject([{ takeUps: 2 }]);
    const lives = queues.sent.map(({ queue, lifeSeconds }) => [queue, lifeSeconds]);
    expect(lives.filter(([queue]) => queue === "dispatch")).toEqual([
      ["dispatch", 120],
      ["dispatch", 240],
    ]);
    expect(lives.filter(([queue]) => queue === "notifications")).toEqual([
      ["notifications", 180],
      ["notifications", 360],
    ]);
  });

  test.each([
    ["processor", toProcessor, 120],
    ["mail", mail, 180],
  ])(
    "ever more rarely, at last once a day, where the effect of a %s row does not come",
    async (_channel, row, first) => {
      const { relay, commit, clock, repository, queues } = start();
      await commit(person(), row);
      clock.move(60);
      const waits: number[] = [];
      for (let time = 0; time < 12; time += 1) {
        expect(await relay.due()).toBe(1);
        const [{ dueAt = "" } = {}] = repository.all(person(), outboxRow);
        const wait = (Date.parse(dueAt) - clock.now().getTime()) / 1_000;
        expect(queues.sent.at(-1)?.lifeSeconds).toBe(wait);
        waits.push(wait);
        clock.move(wait - 1);
        expect(await relay.due()).toBe(0);
        clock.move(1);
      }
      expect(waits.slice(0, 4)).toEqual([first, 2 * first, 4 * first, 8 * first]);
      expect(waits.slice(-2)).toEqual([86_400, 86_400]);
    },
  );

  test("an entry of the ledger is the timer's: nobody waits for it, and no queue knows of it", async () => {
    const { relay, commit, recorded, ids, repository } = start();
    const rows = await commit(person(), { channel: "ledger", type: "ledger-entry" });
    await relay.inline(person(), rows);
    expect(recorded).toEqual([]);
    expect(repository.all(person(), outboxRow)).toHaveLength(1);
    expect(ids()).toEqual([]);
  });

  test("an address that cannot be confirmed is tried ever more rarely, each failure logged", async () => {
    const { commit, clock, repository, queues } = start();
    const { log, lines } = keptLog();
    let tries = 0;
    const relay = makeRelay({
      repository,
      queues,
      clock,
      log,
      intervals: { relay: 60, dispatch: 120, notification: 180 },
      recordEntry: async () => undefined,
      carryOut: async () => undefined,
      confirmAddress: async (of, { id }) => {
        tries += 1;
        if (tries < 3) throw new Error("member not found");
        await repository.commit(of, [erase(outboxRow, id)]);
      },
    });
    const [row] = await commit(person(), lookup);
    for (const wait of [60, 180, 360]) {
      clock.move(wait - 1);
      expect(await relay.due()).toBe(0);
      clock.move(1);
      await relay.due();
    }
    expect(tries).toBe(3);
    expect(repository.all(person(), outboxRow)).toEqual([]);
    expect(lines).toMatchObject([
      { level: "error", event: "relay.row-failed", messageId: row?.id },
      { level: "error", event: "relay.row-failed", messageId: row?.id },
    ]);
  });

  test("a row that has waited for a day is told, once at each time it is taken up", async () => {
    const { relay, commit, clock, lines } = start();
    const [row] = await commit(person(), toProcessor);
    const told = () => lines.filter(({ event }) => event === "relay.row-old");
    for (let hour = 0; hour < 23; hour += 1) {
      clock.move(3_600);
      await relay.due();
    }
    expect(told()).toEqual([]);
    for (let hour = 0; hour < 7 * 24; hour += 1) {
      clock.move(3_600);
      await relay.due();
    }
    expect(told().length).toBeGreaterThanOrEqual(6);
    expect(told().length).toBeLessThanOrEqual(8);
    expect(told()[0]).toMatchObject({ level: "warn", messageId: row?.id, type: toProcessor.type });
  });

  test("page after page", async () => {
    const { relay, commit, clock, ids } = start();
    for (let index = 0; index < 250; index += 1) await commit(person(index), toProcessor);
    clock.move(60);
    expect(await relay.due()).toBe(250);
    expect(new Set(ids()).size).toBe(250);
  });

  test("a row that fails holds up no other, and is taken up next time", async () => {
    const { relay, commit, clock, queues, ids, lines } = start();
    const rows: OutboxRow[] = [];
    for (let index = 0; index < 5; index += 1) rows.push(...(await commit(person(index), toProcessor)));
    const bad = rows[2]?.id ?? "";
    queues.fail = ({ text }) => text.includes(bad);
    clock.move(60);
    expect(await relay.due()).toBe(4);
    expect(ids().sort()).toEqual(
      rows
        .map(({ id }) => id)
        .filter((id) => id !== bad)
        .sort(),
    );
    expect(lines).toMatchObject([{ level: "error", event: "relay.row-failed" }]);
    delete queues.fail;
    await relay.due();
    expect(ids().at(-1)).toBe(bad);
  });

  test("queues that are away are asked for one group of rows; what needs none goes on, and nothing is lost", async () => {
    const { relay, commit, queues, clock, confirmed, ids } = start();
    const rows = await commit(person(), ...Array.from({ length: 150 }, () => toProcessor));
    const [address] = await commit(person(2), lookup);
    clock.move(60);
    let asked = 0;
    queues.fail = () => {
      asked += 1;
      throw new Unavailable("queue", new Error("away"));
    };
    expect(await relay.due()).toBe(1);
    expect(confirmed).toEqual([address?.id]);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(rows.length / 2);
    delete queues.fail;
    expect(await relay.due()).toBe(rows.length);
    expect(new Set(ids())).toEqual(new Set(rows.map(({ id }) => id)));
  });

  test("a run ends after a minute, and the next goes on where rows are due", async () => {
    const { relay, commit, repository, clock, ids } = start();
    const rows = await commit(person(), ...Array.from({ length: 150 }, () => toProcessor));
    clock.move(60);
    // Each row takes seconds.
    repository.before = (operation) => {
      if (operation === "commit") clock.move(3);
    };
    const first = await relay.due();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(rows.length);
    delete repository.before;
    expect(first + (await relay.due())).toBeGreaterThanOrEqual(rows.length);
    expect(new Set(ids())).toEqual(new Set(rows.map(({ id }) => id)));
  });

  test("a row refused by the processor waits for a person", async () => {
    const { relay, commit, clock, repository, ids } = start();
    const [row] = await commit(person(), toProcessor);
    const found = await repository.read(person(), outboxRow, row!.id);
    const { dueAt: _, ...kept } = found!.doc;
    await repository.commit(person(), [replace(outboxRow, { ...kept, refusedFor: "schema" }, found!.etag)]);
    clock.move(10_000);
    expect(await relay.due()).toBe(0);
    expect(ids()).toEqual([]);
  });

  test("two timers at once do no harm", async () => {
    const { relay, commit, clock, ids, repository, events } = start();
    const [row] = await commit(person(), toProcessor);
    clock.move(60);
    await Promise.all([relay.due(), relay.due()]);
    expect(new Set(ids())).toEqual(new Set([row!.id]));
    expect(repository.all(person(), outboxRow)).toMatchObject([{ dueAt: "2026-11-23T10:03:00.000Z" }]);
    expect(events()).toEqual([]);
  });

  test("that cannot scan says so", async () => {
    const { relay, repository } = start();
    repository.before = (operation) => {
      if (operation === "due") throw new Error("store away");
    };
    await expect(relay.due()).rejects.toThrow("store away");
  });
});

test("what goes on a queue or into the log names nobody", async () => {
  const { relay, commit, queues, lines } = start();
  queues.fail = ({ queue }) => queue === "notifications";
  await relay.inline(person(), await commit(person(), toProcessor, mail));
  const [pointer] = queues.sent.map(({ text }) => JSON.parse(text) as object);
  expect(Object.keys(pointer ?? {}).sort()).toEqual(["id", "source", "specversion", "subject", "time", "type"]);
  expect(JSON.stringify(lines)).not.toContain(person().subjectId);
});
