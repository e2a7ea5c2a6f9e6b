/**
 * Requests survive the end of the processes that carry them: host and Cosmos endpoint are cut off at seeded moments while members
 * submit, and everything accepted reaches the processor once. Each planted bug shows that such a run would tell.
 */
import { expect, it } from "vitest";
import { ratesSchema } from "../../local/processor/misbehaviour.ts";
import { plantedToday } from "../fixtures/planted-share.ts";
import { buildApplication, type PlantedBug } from "./application.ts";
import { type FaultReport, type FaultRun, faultsIn, realProcessFaults, reportLines } from "./real-processes.ts";

const processes = ["host", "cosmos"] as const;
const timeout = 240_000;

async function play(run: Omit<FaultRun, "appDir" | "intervalSeconds">, bug?: PlantedBug): Promise<FaultReport> {
  await using application = await buildApplication(bug);
  const report = await realProcessFaults({ ...run, intervalSeconds: 8, appDir: application.path });
  console.log([bug?.name ?? "as it is", ...reportLines(report)].join("\n  "));
  return report;
}

it("loses and doubles nothing: 60 requests while host and endpoint are cut off", { timeout }, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  const report = await play({ seed, requests: 60, kills: 4, processes });
  expect(faultsIn(report), `again with SEED=${seed}`).toEqual([]);
  expect(report).toMatchObject({ accepted: 60, lost: [], doubled: [], kills: { host: 2, cosmos: 2 } });
});

/** Makes the moment that matters so long that the kills of the plan cannot miss it. */
const lasting = (milliseconds: number) => `await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));`;

type Planted = {
  readonly name: string;
  readonly edits: PlantedBug["edits"];
  readonly run: Omit<FaultRun, "appDir" | "intervalSeconds" | "seed">;
  readonly shows: "lost" | "doubled";
};

const planted: readonly Planted[] = [
  {
    name: "only the inline relay sends",
    edits: [
      {
        file: "shared/messaging/relay.ts",
        text: "if (found?.doc.dueAt === undefined ||",
        replacement: 'if (found?.doc.channel === "processor" || found?.doc.dueAt === undefined ||',
      },
      {
        file: "shared/requests/dispatch-message.ts",
        text: "const found = await repository.read(person, outboxRow, rowId);",
        replacement: `${lasting(300)} const found = await repository.read(person, outboxRow, rowId);`,
      },
    ],
    run: { requests: 40, kills: 2, processes: ["host"], drainSeconds: 20 },
    shows: "lost",
  },
  {
    name: "a message gets a new id at each send",
    edits: [
      {
        file: "shared/requests/dispatch-message.ts",
        text: "    id: row.id,\n    source:",
        replacement: "    id: crypto.randomUUID(),\n    source:",
      },
    ],
    run: { requests: 5, kills: 0, processes: [], drainSeconds: 60 },
    shows: "doubled",
  },
  {
    name: "the idempotency key is not part of the commit",
    edits: [
      {
        file: "shared/storage/commit-once.ts",
        text: [
          "      await repository.commit(person, [",
          "        ...writes,",
          "        overwritten === undefined ? create(idempotencyRow, row) : replace(idempotencyRow, row, overwritten),",
          "      ]);",
        ].join("\n"),
        replacement: `      await repository.commit(person, row === undefined || overwritten === "" ? [] : writes); ${lasting(700)}`,
      },
    ],
    run: { requests: 40, kills: 2, processes: ["host"], drainSeconds: 60 },
    shows: "doubled",
  },
];

it.each(plantedToday(planted))("tells when $name", { timeout }, async ({ name, edits, run, shows }) => {
  const report = await play({ seed: 1, ...run }, { name, edits });
  expect(report[shows].length).toBeGreaterThan(0);
  expect(faultsIn(report).join()).toContain(shows);
});

it("fails where nothing was shown: kills that were not made, misdeeds that never came", () => {
  const run: FaultRun = { seed: 1, requests: 600, kills: 4, processes, intervalSeconds: 8, misbehaving: 0.03 };
  const once = Object.fromEntries(Object.keys(ratesSchema.shape).map((kind) => [kind, 1]));
  const fine: FaultReport = {
    ...{ lost: [], doubled: [], rows: 0, unanswered: 0, wrong: [], parked: 0, strange: 0, poisoned: 0 },
    ...{ run, accepted: 600, booked: 40, retried: 0, submitSeconds: 1, drainSeconds: 1, calmSeconds: 1 },
    kills: { host: 2, cosmos: 2 },
    misbehaved: once,
  };
  expect(faultsIn(fine)).toEqual([]);
  expect(faultsIn({ ...fine, booked: 0 }).join()).toContain("up to a confirmation");
  expect(faultsIn({ ...fine, kills: {} }).join()).toContain("4 of 4 kills were never made");
  expect(faultsIn({ ...fine, kills: { host: 4 } }).join()).toContain("never killed: cosmos");
  expect(faultsIn({ ...fine, misbehaved: { ...once, repeat: 0 } }).join()).toContain("never did this: repeat");
  // Within a box that ends it early there may be fewer, but not none.
  const boxed = { ...fine, run: { ...run, submitSeconds: 30 } };
  expect(faultsIn({ ...boxed, kills: { host: 1 } })).toEqual([]);
  expect(faultsIn({ ...boxed, kills: {} })).toEqual(["nothing was killed"]);
});

it("does not run with a planted bug that is none", async () => {
  const edit = { file: "shared/messaging/relay.ts", text: "no such text", replacement: "" };
  await expect(buildApplication({ name: "none", edits: [edit] })).rejects.toThrow("0 times");
  const elsewhere = { ...edit, file: "shared/no-such-file.ts" };
  await expect(buildApplication({ name: "none", edits: [elsewhere] })).rejects.toThrow("not part of");
});
