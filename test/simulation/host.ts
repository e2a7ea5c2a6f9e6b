/**
 * The Functions host of a simulated run: instances of the application, queue listeners and timers. A message being handled is
 * hidden; it is deleted after success, comes back after a failure, ten minutes after a crash, and goes to the poison queue
 * after the fifth try (DESIGN, section 6).
 */
import type { InvocationContext } from "@azure/functions";
import type { Concierge } from "../../shared/compose.ts";
import { maximumDequeueCount } from "../../shared/messaging/queue-handler.ts";
import { poisonQueue, type QueueName } from "../../shared/messaging/queues.ts";
import { Refusal } from "../../shared/refusal.ts";
import type { QueueMessage } from "../memory/storage-queues.ts";
import { startApplication } from "./application.ts";
import { queueFunctions, type TimerFunction, timerFunctions } from "./functions.ts";
import type { Instance } from "./scheduler.ts";
import type { World } from "./world.ts";

type Running = { readonly instance: Instance; readonly concierge: Concierge };

/** What came of an HTTP request; `undefined` where there was no answer, or one that says "try again". */
export type Reply = { readonly answer: unknown } | { readonly refusal: string } | undefined;

export type Host = ReturnType<typeof startHost>;

const hiddenAfterCrashSeconds = 600;
/** `visibilityTimeout` of host.json. */
const hiddenAfterFailureSeconds = 30;
const atOnce = 4;
const partners = ["concierge-updates"] as const;
const poisonLifeSeconds = 7 * 86_400;

export function startHost(world: World) {
  const { scheduler, queues } = world;
  let started = 0;
  const start = (): Running => {
    started += 1;
    return { instance: { name: `instance-${started}`, isDead: false }, concierge: startApplication(world.portsFor()) };
  };
  const running = Array.from({ length: world.faults.instances }, start);
  world.onCrash = (instance) => {
    running[running.findIndex((one) => one.instance === instance)] = start();
  };
  const anyInstance = (): Running => running[world.random.whole(0, running.length - 1)] as Running;

  /** What lies in the poison queues of partners; a pointer there is let go, its row is still due. */
  const poisoned = () => partners.flatMap((queue) => queues.all(poisonQueue(queue)));

  const listen = (queue: QueueName) => {
    let handling = 0;
    const act = () => {
      const isHeldLoosely = world.strikes(world.faults.lostLease);
      const hidden = isHeldLoosely ? world.random.whole(1, 600) : Number.POSITIVE_INFINITY;
      const message = queues.take(queue, hidden, (visible) =>
        world.faults.reorder && !world.isHealed ? visible[world.random.whole(0, visible.length - 1)] : visible[0],
      );
      if (message === undefined) return;
      // The host itself puts aside what was taken too often, without asking the function.
      if (message.dequeueCount > maximumDequeueCount) return putAside(queue, message);
      const { instance, concierge } = anyInstance();
      handling += 1;
      const over = (then: () => void) => {
        handling -= 1;
        then();
      };
      const run = queueFunctions(concierge)[queue];
      const content = parsed(message.text);
      const context = {
        invocationId: "simulated",
        functionName: queue,
        triggerMetadata: { dequeueCount: message.dequeueCount },
      };
      scheduler
        .start(
          queue,
          instance,
          async () => run?.(content, context as unknown as InvocationContext),
          () => over(() => queues.hide(queue, message, hiddenAfterCrashSeconds)),
          idOf(content),
        )
        .then(
          () => over(() => done(queue, message)),
          () => over(() => failed(queue, message)),
        );
    };
    world.actors.push({
      name: queue,
      next: () => (handling >= atOnce ? undefined : earliest(queues.all(queue).map(({ visibleAt }) => visibleAt))),
      act,
    });
  };

  const done = (queue: QueueName, message: QueueMessage) => {
    if (world.strikes(world.faults.lostDelete)) {
      world.record({ what: "cut", how: "lost delete", about: queue });
      queues.hide(queue, message, hiddenAfterCrashSeconds);
    } else queues.delete(queue, message);
  };

  const failed = (queue: QueueName, message: QueueMessage) => {
    if (message.dequeueCount < maximumDequeueCount) return void queues.hide(queue, message, hiddenAfterFailureSeconds);
    putAside(queue, message);
  };

  const putAside = (queue: QueueName, message: QueueMessage) => {
    queues.put(poisonQueue(queue), message.text, poisonLifeSeconds);
    if (!world.strikes(world.faults.poisonCopy)) queues.delete(queue, message);
    else queues.hide(queue, message, hiddenAfterFailureSeconds);
  };

  const tick = (timer: TimerFunction) => {
    let nextAt = world.now + timer.seconds * 1_000;
    let known = { changes: -1, due: undefined as number | undefined };
    const due = () => {
      if (timer.looksAt === "poison queues") return earliest(poisoned().map(({ visibleAt }) => visibleAt));
      if (known.changes !== world.cosmos.changes())
        known = { changes: world.cosmos.changes(), due: earliestDue(world) };
      return known.due;
    };
    const onTheTick = (time: number) =>
      nextAt + Math.ceil(Math.max(0, time - nextAt) / (timer.seconds * 1_000)) * timer.seconds * 1_000;
    world.actors.push({
      name: timer.name,
      next: () => {
        const at = due();
        return at === undefined ? undefined : onTheTick(at);
      },
      act: () => {
        nextAt = onTheTick(world.now + 1);
        const times = world.strikes(world.faults.skippedTick) ? 0 : world.strikes(world.faults.doubledTick) ? 2 : 1;
        for (let time = 0; time < times; time += 1) {
          const { instance, concierge } = anyInstance();
          // What it throws is logged by the host; the next tick is its next try.
          scheduler.start(timer.name, instance, () => timer.run(concierge)).catch(() => undefined);
        }
      },
    });
  };

  for (const queue of Object.keys(queueFunctions((running[0] as Running).concierge))) listen(queue as QueueName);
  timerFunctions.forEach(tick);

  return {
    /** One HTTP request. Its answer gets lost like any other. */
    request(operation: string, run: (concierge: Concierge) => Promise<unknown>): Promise<Reply> {
      const { instance, concierge } = anyInstance();
      const { promise, resolve } = Promise.withResolvers<Reply>();
      const lost = () => world.strikes(world.faults.lostAnswer);
      scheduler
        .start(
          operation,
          instance,
          () => run(concierge),
          () => resolve(undefined),
        )
        .then(
          (answer) => resolve(lost() ? undefined : { answer }),
          (error) => resolve(error instanceof Refusal && !lost() ? { refusal: error.code } : undefined),
        );
      return promise;
    },
    poisoned,
  };
}

/** The host hands JSON over parsed, and everything else as text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const idOf = (content: unknown): string => {
  const id = (content as { readonly id?: unknown } | null)?.id;
  return typeof id === "string" ? id : "";
};

const earliest = (times: readonly number[]): number | undefined =>
  times.length === 0 ? undefined : Math.min(...times);

function earliestDue(world: World): number | undefined {
  const times: number[] = [];
  for (const name of world.cosmos.containersInUse()) {
    // Its dates are those of `keep-ledger`, which is left out.
    if (name === "ledger") continue;
    for (const { item } of world.cosmos.all(name)) {
      if (typeof item.dueAt === "string") times.push(Date.parse(item.dueAt));
    }
  }
  return earliest(times);
}
