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

async function ran(endings: { readonly endShortLived?: EndAtOnce; readonly endCases?: EndAtOnce }) {
  const clock = standingClock("2032-01-10T10:00:00.000Z");
  const repository = memoryRepository();
  const entries: { readonly brand: string; readonly detail?: string }[] = [];
  const sent: string[] = [];
  const sweep = makeSweep({
    repository,
    clock,
    log: keptLog().log,
    queues: { send: async (_queue, text) => void sent.push(text) },
    ledger: { append: async ({ brand, detail = "" }) => void entries.push({ brand, detail }) },
    cap: 1,
    messageSeconds: 60,
    endShortLived: nothing,
    endCases: nothing,
    endUnproven: nothing,
    endLookUps: async () => 0,
    ...endings,
  });
  return { repository, entries, sent, sweep };
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
  const { repository, entries, sent, sweep } = await ran({});
  for (let count = 0; count < 3; count += 1) {
    const subjectId = randomUUID();
    await repository.commit({ brand: "milleis", subjectId }, [
      create(closure, {
        id: subjectId,
        cause: "member",
        closedAt: "2026-12-01T10:00:00.000Z",
        openedAt: "2026-01-01T10:00:00.000Z",
        stage: "erasing",
        gone: [],
        dueAt: "2032-01-10T09:00:00.000Z",
      }),
    ]);
  }
  const { steps, postponed } = await sweep();
  expect(steps).toMatchObject({ erase: 0, look: 3 });
  expect(postponed).toBe(0);
  expect(sent).toHaveLength(3);
  expect(entries).toEqual([{ brand: "milleis", detail: "look:3" }]);
});
