/**
 * The sweep: whose work is due becomes one message each on `retention-work`; what is short-lived and over goes at once. It is
 * a function of the data: interrupted, doubled or forty days late it finds the same and loses nothing. What would end
 * accounts or data is limited to so many a run; more than that is told and waits for the next. Charter article 6.
 */

import { randomUUID } from "node:crypto";
import type { AppendEntry } from "../audit/entry.ts";
import { type BrandId, brandIds } from "../charter/brands.ts";
import { member } from "../members/member.ts";
import type { QueueSender } from "../messaging/queue-sender.ts";
import type { Logger } from "../privacy/log.ts";
import { KeyShredded, type Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { nextStep, type Step } from "./clock.ts";
import { closure } from "./closure.ts";
import { personDue } from "./due-person.ts";
import type { makeEndUnproven } from "./end-unproven.ts";
import { knownOf } from "./standing.ts";

type Needs = {
  readonly repository: Repository;
  readonly queues: QueueSender;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ledger: { readonly append: AppendEntry };
  /** How many accounts or people's data one run may end. */
  readonly cap: number;
  /** Seconds until the next sweep brings up again what a message did not reach. */
  readonly messageSeconds: number;
  readonly endShortLived: EndAtOnce;
  readonly endCases: EndAtOnce;
  readonly endUnproven: ReturnType<typeof makeEndUnproven>;
  /** Rows under a keyed hash are no brand's, so no brand's ledger counts them. */
  readonly endLookUps: () => Promise<number>;
};

/** Ends what is over without a message of its own. @param ended told of each. @returns how many. */
type EndAtOnce = (ended: (brand: BrandId) => void) => Promise<number>;

export type SweepReport = {
  readonly runId: string;
  /** People with due work, by what is to be done; `look`: only the date of the next look. */
  readonly steps: Readonly<Record<Step["name"] | "look", number>>;
  /** Due, and left for the next run. */
  readonly postponed: number;
  readonly shortLived: number;
  readonly cases: number;
  /** Sign-ups of which only a key was left. */
  readonly unproven: number;
  /** Look-up rows and counters of which something went. */
  readonly lookUps: number;
};

type Counts = Readonly<Record<string, number>>;

const pageSize = 100;

/** Steps after which something is gone or shut that cannot be had back. */
const isEnding = (name: Step["name"] | "look") =>
  name === "end-sign-up" || name === "close" || name === "drop" || name === "erase";

const noSteps = () => ({
  look: 0,
  "end-sign-up": 0,
  close: 0,
  warn: 0,
  archive: 0,
  drop: 0,
  erase: 0,
  "remind-of-hold": 0,
});

export const makeSweep = (needs: Needs) => {
  const { repository, queues, clock, log, ledger, cap, messageSeconds } = needs;
  const { endShortLived, endCases, endUnproven, endLookUps } = needs;

  const dueStep = async (person: Person, now: Date): Promise<Step["name"] | "look" | undefined> => {
    try {
      const known = await knownOf(repository, person);
      const planned = known === undefined ? undefined : nextStep(known.standing, now);
      if (planned === undefined) return undefined;
      // An erasure that was ordered has its own clock and is ordered once: here it is only looked at.
      const isOrdered = known?.standing.status === "erasing" && planned.step.name === "erase";
      return planned.at <= now && !isOrdered ? planned.step.name : "look";
    } catch (error) {
      if (error instanceof KeyShredded) return undefined;
      throw error;
    }
  };

  async function* duePeople(now: Date): AsyncGenerator<Person> {
    for (const record of [closure, member]) {
      let cursor: string | undefined;
      do {
        const page = await repository.due(record, now, { limit: pageSize, cursor });
        cursor = page.cursor;
        for (const { person } of page.items) yield person;
      } while (cursor !== undefined);
    }
  }

  /** An entry of the run: what came to how many. Nothing is said of nothing. */
  const report = async (
    of: { readonly id: string; readonly brand: BrandId; readonly about: string },
    counts: Counts,
  ) => {
    const parts = Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [`${name}:${count}`] : []));
    if (parts.length === 0) return;
    await ledger.append({ ...of, event: "retention.run", actor: { role: "system" }, detail: parts.join("/") });
  };

  return async (): Promise<SweepReport> => {
    const runId = randomUUID();
    const now = clock.now();
    const steps = new Map(brandIds.map((brand) => [brand, noSteps()]));
    const postponed = new Map(brandIds.map((brand) => [brand, 0]));
    let room = cap;
    let left = 0;
    const postpone = (brand: BrandId) => {
      left += 1;
      postponed.set(brand, (postponed.get(brand) ?? 0) + 1);
    };
    const failures: unknown[] = [];
    /** One part's trouble must not hold up the others, nor what the run says of itself: it is thrown at the end. */
    const apart = async (run: () => Promise<number>): Promise<number> => {
      try {
        return await run();
      } catch (error) {
        failures.push(error);
        return 0;
      }
    };
    const handOn = async (person: Person): Promise<void> => {
      try {
        const name = await dueStep(person, now);
        if (name === undefined) return;
        if (isEnding(name)) {
          if (room === 0) return postpone(person.brand);
          room -= 1;
        }
        await queues.send("retention-work", JSON.stringify(personDue(person, now)), messageSeconds);
        const counted = steps.get(person.brand);
        if (counted !== undefined) counted[name] += 1;
      } catch (error) {
        // One person's trouble must not hold up the others; they stay due and come up again.
        log.error("retention.person-failed", error, { subjectId: person.subjectId });
      }
    };
    await apart(async () => {
      for await (const person of duePeople(now)) await handOn(person);
      return 0;
    });
    const ended = new Map<BrandId, Counts>();
    const counting = (what: string) => (brand: BrandId) => {
      const counts = ended.get(brand) ?? {};
      ended.set(brand, { ...counts, [what]: (counts[what] ?? 0) + 1 });
    };
    const shortLived = await apart(() => endShortLived(counting("short-lived")));
    const cases = await apart(() => endCases(counting("cases")));
    const unproven = await apart(() => endUnproven({ room, ended: counting("unproven"), postponed: postpone }));
    const lookUps = await apart(endLookUps);
    if (left > 0) log.warn("retention.cap-reached", { count: left });
    for (const brand of brandIds) {
      // What went in the run itself has an entry of its own: a detail is short. What was handed on has one more each, once
      // it is done.
      await report({ id: `${runId}-${brand}-ended`, brand, about: runId }, ended.get(brand) ?? {});
      const handedOn = { ...steps.get(brand), postponed: postponed.get(brand) ?? 0 };
      await report({ id: `${runId}-${brand}`, brand, about: runId }, handedOn);
    }
    const total = noSteps();
    for (const counted of steps.values()) {
      for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += counted[name];
    }
    if (failures.length > 0)
      throw failures.length === 1 ? failures[0] : new AggregateError(failures, "parts of the sweep");
    return { runId, steps: total, postponed: left, shortLived, cases, unproven, lookUps };
  };
};
