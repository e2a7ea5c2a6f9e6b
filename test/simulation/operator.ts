/**
 * Whoever operates the service in a simulated run: pauses dispatch for hours, and decides about each message that the processor
 * has refused, by the product's own verbs. Who looks whether it has worked sees the store as it is, and asks again if it has not.
 */
import type { Concierge } from "../../shared/compose.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

const brand = "milleis";
const minute = 60_000;
const operator = { role: "ops", id: "5f0f9f3c-6a0e-4a53-9d0e-3c6b1b1f7a10" } as const;

export type Operator = ReturnType<typeof startOperator>;

export function startOperator(world: World, host: Host) {
  const { random, faults } = world;
  let isAsking = false;
  const ask = (operation: string, run: (concierge: Concierge) => Promise<unknown>) => {
    isAsking = true;
    host.request(operation, run).finally(() => {
      isAsking = false;
    });
  };

  /** Pauses as they are planned: from, until. */
  let begin = world.now + random.whole(0, 20) * minute;
  const pauses = Array.from({ length: faults.pauses }, () => {
    const from = begin;
    const until = from + random.whole(30, 720) * minute;
    begin = until + random.whole(30, 600) * minute;
    return { from, until };
  });
  const isToBePaused = () =>
    !world.isHealed && pauses.some(({ from, until }) => from <= world.now && world.now < until);
  const isPaused = () => [...world.cosmos.all("controls")].some(({ item }) => item.isPaused === true);
  let triedAt = 0;
  world.actors.push({
    name: "ops pauses",
    next: () => {
      if (pauses.length === 0 || isAsking) return undefined;
      const again = triedAt + minute;
      if (isPaused() !== isToBePaused()) return Math.max(world.now, again);
      const changes = world.isHealed ? [] : pauses.flatMap(({ from, until }) => [from, until]);
      const next = Math.min(...changes.filter((time) => time > world.now));
      return Number.isFinite(next) ? next : undefined;
    },
    act: () => {
      triedAt = world.now;
      const wanted = isToBePaused();
      if (isPaused() !== wanted)
        ask(wanted ? "pause" : "resume", (concierge) => concierge.switchDispatch(brand, wanted));
    },
  });

  const refused = () =>
    [...world.cosmos.all("subjects")].find(({ item }) => item.kind === "outbox" && item.refusedFor !== undefined);
  let looksAt = world.now;
  let known = { changes: -1, isRefused: false };
  world.actors.push({
    name: "ops looks at what was refused",
    next: () => {
      if (faults.processor.refuses === 0 || isAsking) return undefined;
      if (known.changes !== world.cosmos.changes())
        known = { changes: world.cosmos.changes(), isRefused: refused() !== undefined };
      return known.isRefused ? Math.max(world.now, looksAt) : undefined;
    },
    act: () => {
      looksAt = world.now + random.whole(5, 90) * minute;
      const found = refused();
      if (found === undefined) return;
      const address = { subjectId: found.partition, id: found.item.id.replace("outbox.", "") };
      const act = random.fraction() < 0.8 ? "replay" : "discard";
      world.record({ what: "ops", act, messageId: address.id });
      ask(act, ({ outbox }) => outbox[act](address, operator, brand));
    },
  });

  return { isPaused };
}
