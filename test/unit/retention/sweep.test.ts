/** What a run of the sweep says of itself in the ledger: all that went, and an erasure that runs already not again. */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { closure } from "../../../shared/retention/closure.ts";
import { makeSweep } from "../../../shared/retention/sweep.ts";
import { create } from "../../../shared/storage/repository.ts";
import { standingClock } from "../../memory/clock.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryRepository } from "../../memory/repository.ts";

type EndAtOnce = Parameters<typeof makeSweep>[0]["endCases"];
const nothing: EndAtOnce = async () => 0;

type Needs = Parameters<typeof makeSweep>[0];
type Endings = Partial<Pick<Needs, "endShortLived" | "endCases" | "endUnproven" | "endLookUps" | "cap">>;

async function ran(endings: Endings) {
  const clock = standingClock("2032-01-10T10:00:00.000Z");
  const repository = memoryRepository();
  const { log, lines } = keptLog();
  const entries: { readonly brand: string; readonly detail?: string }[] = [];
  const sent: string[] = [];
  const sweep = makeSweep({
    repository,
    clock,
    log,
    queues: { send: async (_queue, text) => void sent.push(text) },
    ledger: { append: async ({ brand, detail = "" }) => void entries.push({ brand, detail }) },
    cap: 1,
    messageSeconds: 60,
    endShortLived: nothing,
    endCases: nothing,
    endUnproven: async () => 0,
    endLookUps: async () => 0,
    ...endings,
  });
  const due = async (stage: "archived" | "erasing") => {
    const subjectId = randomUUID();
    await repository.commit({ brand: "milleis", subjectId }, [
      create(closure, {
        id: subjectId,
        cause: "member",
        closedAt: "2026-12-01T10:00:00.000Z",
        openedAt: "2026-01-01T10:00:00.000Z",
        stage,
        gone: [],
        dueAt: "2032-01-10T09:00:00.000Z",
      }),
    ]);
  };
  return { due, entries, lines, sent, sweep };
}

it("names what is short-lived and what was decided, brand by brand, also where nothing else was due", async () => {
  const { entries, sweep } = await ran({
    endShortLived: async (ended) => {
      ended("milleis");
      ended("milleis");
      ended("platinum");
      return 3;
    },
    endCases: async (ended) => {
      ended("milleis");
      return 1;
    },
  });
  expect(await sweep()).toMatchObject({ shortLived: 3, cases: 1 });
  expect(entries).toEqual([
    { brand: "milleis", detail: "short-lived:2/cases:1" },
    { brand: "platinum", detail: "short-lived:1" },
  ]);
});

it("looks at an erasure that runs already, and counts it against no cap", async () => {
  const { due, entries, sent, sweep } = await ran({});
  for (let count = 0; count < 3; count += 1) await due("erasing");
  const { steps, postponed } = await sweep();
  expect(steps).toMatchObject({ erase: 0, look: 3 });
  expect(postponed).toBe(0);
  expect(sent).toHaveLength(3);
  expect(entries).toEqual([{ brand: "milleis", detail: "look:3" }]);
});

it("a part that fails holds up no other, nor what the run says of itself, and is not swallowed", async () => {
  const { due, entries, sent, sweep } = await ran({
    endShortLived: async (ended) => {
      ended("milleis");
      throw new Error("away");
    },
    endLookUps: async () => {
      throw new Error("away too");
    },
    endCases: async (ended) => {
      ended("platinum");
      return 1;
    },
  });
  await due("archived");
  await expect(sweep()).rejects.toThrow("parts of the sweep");
  expect(sent).toHaveLength(1);
  expect(entries).toEqual([
    { brand: "milleis", detail: "short-lived:1" },
    { brand: "milleis", detail: "erase:1" },
    { brand: "platinum", detail: "cases:1" },
  ]);
});

it("one cap holds for accounts and for sign-ups of which only a key is left; what it leaves is told", async () => {
  const rooms: number[] = [];
  const { due, entries, lines, sweep } = await ran({
    cap: 3,
    endUnproven: async ({ room, postponed }) => {
      rooms.push(room);
      for (const _ of [1, 2]) postponed?.("platinum");
      return 0;
    },
  });
  for (let count = 0; count < 4; count += 1) await due("archived");
  expect(await sweep()).toMatchObject({ postponed: 3, steps: { erase: 3 } });
  expect(rooms).toEqual([0]);
  expect(lines).toMatchObject([{ event: "retention.cap-reached", count: 3 }]);
  expect(entries).toEqual([
    { brand: "milleis", detail: "erase:3/postponed:1" },
    { brand: "platinum", detail: "postponed:2" },
  ]);
});
