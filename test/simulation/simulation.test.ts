/** Some hundreds of seeds, and the planted bugs; `npm run faults -- --simulate 10000` does the long run. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { plantedToday } from "../fixtures/planted-share.ts";
import { bundleSimulation, runTask } from "./bundle.ts";
import { leftOut, queueFunctions, timerFunctions } from "./functions.ts";
import { structureOf } from "./history.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { simulate } from "./run.ts";
import { fullJourney } from "./sweep.ts";
import type { Finding, Task } from "./worker.ts";

const root = join(import.meta.dirname, "../..");
const seeds = 200;
/** The most a planted bug may need; as long as the product makes the same calls, each shows at its first. */
const seedsForABug = 400;

/** @returns what was found wrong, the first of it where `isEnough`, and how many seeds or points were looked at. */
async function run(task: Task, bug?: Mutant, isEnough = false) {
  await using bundle = await bundleSimulation(bug);
  const wrong: Finding[] = [];
  const seen = new Set<string>();
  let count = 0;
  await runTask(bundle, task, (finding) => {
    count += 1;
    for (const one of finding.seen) seen.add(one);
    if (finding.wrong.length > 0) wrong.push(finding);
    return isEnough && wrong.length > 0 ? "stop" : undefined;
  });
  return { wrong, seen, count };
}

/** What some of the seeds must have shown, or their silence says nothing: whatever the processor may say, and what comes of it. */
const shown = [
  ...["started", "confirmed", "completed", "refused", "cancelled"].map(
    (what) => `concierge.request.${what}.v1 applied`,
  ),
  ...["proposal.made", "conversation.posted", "conversation.read", "consent.requested", "disclosure.reported"].map(
    (what) => `concierge.${what}.v1 applied`,
  ),
  "concierge.cancellation.settled.v1 applied",
  "concierge.request.confirmed.v1 contradiction",
  "concierge.request.started.v1 late",
  ...["completed", "refused", "cancelled"],
  ...["consent given", "consent refused", "dispatch paused"],
  ...["mail handed-over", "mail pending", "mail failed"],
];

test("under a random schedule of faults nothing is lost, doubled or led back", async () => {
  const from = Date.now() % 1_000_000_000;
  const { wrong, seen, count } = await run({ what: "seeds", from, count: seeds, step: 1 });
  expect(wrong, `seeds from ${from}; again: npm run faults -- --simulate 1 --seed N`).toEqual([]);
  expect([...seen]).toEqual(expect.arrayContaining(shown));
  expect(count).toBe(seeds);
}, 300_000);

test("the same seed is the same run", async () => {
  // What is loaded late is loaded by the first run: loading takes turns of the process that no later run sees.
  await simulate(7);
  const [one, again] = [await simulate(7), await simulate(7)];
  expect(structureOf(one.history)).toBe(structureOf(again.history));
  expect(one.history.length).toBeGreaterThan(50);
  expect(structureOf((await simulate(8)).history)).not.toBe(structureOf(one.history));
}, 60_000);

describe("killed once at every port call of a journey, before and after it", () => {
  let seed = 0;
  beforeAll(async () => {
    seed = await fullJourney();
  });

  test("nothing is lost, nothing doubled, all is final within 24 hours", async () => {
    const { wrong, count } = await run({ what: "sweep", seed, first: 0, step: 1 });
    console.info(`${count} points`);
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(200);
    // The page need not follow every call that comes or goes, but says how many there are.
    const page = readFileSync(join(root, "docs/assurance.md"), "utf8");
    const said = Number(/before and after the call: ([\d,]+) points/.exec(page)?.[1]?.replaceAll(",", ""));
    expect(Math.abs(said - count), `docs/assurance.md says ${said}, there are ${count}`).toBeLessThan(count / 4);
  }, 300_000);

  test.each(
    plantedToday(
      mutants.filter(({ name }) =>
        /^a row goes when it was sent|acknowledged before it is taken in|^the timer takes up nothing/.test(name),
      ),
    ),
  )(
    "finds: $name",
    async (bug) => {
      const { wrong } = await run({ what: "sweep", seed, first: 0, step: 1 }, bug, true);
      expect(wrong).not.toEqual([]);
    },
    300_000,
  );
});

test.each(plantedToday(mutants, 3))(
  "finds: $name",
  async (bug) => {
    const { from, kind } = bug;
    const seedsFrom = { what: "seeds", from, count: seedsForABug, step: 1 } as const;
    const { wrong, count } = await run(kind === undefined ? seedsFrom : { ...seedsFrom, kind }, bug, true);
    expect(wrong, `${count} seeds`).not.toEqual([]);
  },
  300_000,
);

describe("what the simulated host runs", () => {
  const sources = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(root, folder, name), "utf8"));
  const named = (pattern: RegExp) =>
    sources("functions").flatMap((text) => [...text.matchAll(pattern)].map((found) => found[1]));

  test("is every timer of the application, or says why not", () => {
    const declared = named(/app\.timer\("([\w-]+)"/g);
    expect([...timerFunctions.map(({ name }) => name), ...Object.keys(leftOut)].toSorted()).toEqual(
      declared.toSorted(),
    );
  });

  test("is every queue function", () => {
    const concierge = { partner: {}, issuer: {}, retention: {}, log: {} } as never;
    expect(Object.keys(queueFunctions(concierge))).toHaveLength(named(/app\.storageQueue\("([\w-]+)"/g).length);
  });
});
