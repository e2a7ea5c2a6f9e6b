/** One simulated run from its seed: faults for a while, then everybody does their part until all is at rest. */
import { randomFrom } from "../faults/random.ts";
import { enrol } from "./enrol.ts";
import { calm, lagging, type Profile, profileFrom } from "./faults.ts";
import type { Fields, History } from "./history.ts";
import { startHost } from "./host.ts";
import { askErasure, followRequest, type Habits, restless } from "./member.ts";
import { judge } from "./model.ts";
import { startOperator } from "./operator.ts";
import { startProcessor } from "./processor.ts";
import { type Strike, World } from "./world.ts";

export type Run = {
  readonly seed: number;
  /** What the model found wrong; none is as it should be. */
  readonly wrong: readonly string[];
  /** What it has shown, in the model's words. */
  readonly seen: readonly string[];
  readonly history: History;
  readonly steps: number;
  /** The application's port calls, in order. */
  readonly calls: readonly string[];
};

const hour = 3_600_000;
/** Simulated hours until everything is final once nothing goes wrong any more and the processor is there. */
const hoursToRest = 24;
/** An erasure waits until the last message about the person must have ended: the outbox's longest interval, and once more. */
const hoursToErase = 96;
/** Simulated hours of trouble at most. */
const hoursOfFaults = 72;
const mostSteps = 50_000;

/** @param kind `lagging`: of all faults only reads that lag, and members who write, look and decline often. */
export const simulate = (seed: number, kind: "drawn" | "lagging" = "drawn"): Promise<Run> =>
  kind === "drawn" ? runWith(seed, profileFrom(randomFrom(seed))) : runWith(seed, lagging(), busy);

const busy: Habits = { twice: false, writes: 0.1, cancels: 0, declines: 0.1, minutes: 10, looks: 0.5 };

/** @param habits of every member; drawn from the seed where there are none. */
export async function runWith(seed: number, profile: Profile, habits?: Habits, strike?: Strike): Promise<Run> {
  const world = new World(seed, profile, strike);
  const people = [await enrol(world, "zoe"), await enrol(world, "paul", { from: "12:00", to: "19:00" })];
  const host = startHost(world);
  const processor = startProcessor(world);
  const operator = startOperator(world, host);
  let under = profile.journeys;
  const journeys = Array.from({ length: profile.journeys }, (_, index) => {
    const person = people[index % 2 === 0 ? 0 : 1] as (typeof people)[number];
    return world.scheduler
      .start(`member ${index}`, undefined, () => followRequest(world, host, person, habits ?? restless(world)))
      .finally(() => {
        under -= 1;
      });
  });

  const [erasing] = people;
  if (profile.erasure && erasing !== undefined) {
    under += 1;
    const asked = world.scheduler.start("member who goes", undefined, () => askErasure(world, host, erasing));
    journeys.push(
      asked.finally(() => {
        under -= 1;
      }),
    );
  }

  const open = (): readonly string[] => [
    ...(under > 0 ? [`${under} members still wait`] : []),
    ...processor.waiting().map(({ type, id }) => `the processor waits to hear about ${type} ${id}`),
    ...host.poisoned().map(({ id }) => `message ${id} lies in a poison queue`),
    ...[...world.cosmos.all("erasures")]
      .filter(({ item }) => item.kind === "erasure" && item.endedAt === undefined)
      .map(({ item }) => `an erasure is at ${item.step}`),
    ...(operator.isPaused() ? ["dispatch is still paused"] : []),
    ...rowsLeft(world, processor.knows),
  ];
  const isAtRest = () =>
    under === 0 &&
    world.scheduler.isIdle &&
    !world.hasLateEffects &&
    world.queues.names().every((name) => name.endsWith("-poison") || world.queues.all(name).length === 0) &&
    open().length === 0;

  const began = world.now;
  const hours = profile.erasure ? hoursToErase : hoursToRest;
  const restFrom = (time: number) => Math.max(time, processor.awayUntil) + hours * hour;
  let restBy = restFrom(profile.steps === 0 ? began : Number.POSITIVE_INFINITY);
  for (;;) {
    if (
      !world.isHealed &&
      profile.steps > 0 &&
      (world.steps >= profile.steps || world.now > began + hoursOfFaults * hour)
    ) {
      world.heal();
      restBy = restFrom(world.now);
    }
    if (!(await world.step())) break;
    if (world.steps > mostSteps) throw new Error(`seed ${seed}: no end after ${mostSteps} steps`);
    if (world.now > restBy || (world.steps % 8 === 0 && isAtRest())) break;
  }
  await world.scheduler.settle();
  world.record({ what: "ended", open: open(), requests: itemsOf(world, "request"), left: leftOf(world) });
  if (under === 0) await Promise.all(journeys);
  const { history, steps, calls } = world;
  return { seed, ...judge(history), history, steps, calls };
}

/** Containers and stores where an erased person still stands. The ledger names nobody. */
function leftOf(world: World): readonly string[] {
  const places: string[] = [];
  for (const subjectId of world.erased) {
    for (const name of world.cosmos.containersInUse()) {
      for (const { partition, item } of world.cosmos.all(name)) {
        if (`${partition} ${JSON.stringify(item)}`.includes(subjectId)) places.push(`${name} (${String(item.kind)})`);
      }
    }
    for (const name of world.contentsOf("person-keys").contents.keys())
      if (name.includes(subjectId)) places.push("person-keys");
  }
  return places;
}

/** The profile of a run without any fault, with as many members. */
export const calmWith = (journeys: number): Profile => ({ ...calm, journeys });

const itemsOf = (world: World, kind: string): readonly Fields[] =>
  [...world.cosmos.all("subjects")].map(({ item }) => item).filter((item) => item.kind === kind);

/** Outbox rows that are still under way or wait for a person, and parked messages still to be tried again. */
const rowsLeft = (world: World, isSound: (messageId: string) => boolean): readonly string[] => [
  ...itemsOf(world, "outbox")
    .filter(({ dueAt, refusedFor }) => dueAt !== undefined || refusedFor !== undefined)
    .map(({ id, type }) => `row ${type} ${id} is still there`),
  ...[...world.cosmos.all("failures")]
    .filter(({ item }) => item.dueAt !== undefined && item.resolvedAt === undefined && isSound(item.id))
    .map(({ item }) => `parked ${item.reason} ${item.id}`),
];
