/**
 * A simulated world: one clock, one random source, one history, and the things outside the application (store, blobs, queues,
 * mail, keys), whose every call is parked with the scheduler. What is picked next, and what becomes of it, is decided here.
 */

import { brandIds } from "../../shared/charter/brands.ts";
import type { Ports } from "../../shared/compose-ports.ts";
import { poisonQueue } from "../../shared/messaging/queues.ts";
import type { Logger } from "../../shared/privacy/log.ts";
import type { ListedBlobs } from "../../shared/storage/blobs.ts";
import type { BlobContainerName } from "../../shared/storage/containers.ts";
import { Unavailable } from "../../shared/storage/unavailable.ts";
import { type Random, randomFrom } from "../faults/random.ts";
import { documents } from "../memory/accounts.ts";
import { memoryBlobs } from "../memory/blobs.ts";
import { type Committed, memoryCosmos, type Session } from "../memory/cosmos.ts";
import { brandKeysOf, newBrandKey } from "../memory/person-keys.ts";
import { memoryStorageQueues } from "../memory/storage-queues.ts";
import type { Profile } from "./faults.ts";
import type { Entry, Happening } from "./history.ts";
import { startMailProvider } from "./mail-provider.ts";
import { type Instance, type Parked, Scheduler } from "./scheduler.ts";
import { eventIn } from "./signature.ts";

/** Somebody who does something by themselves when their time has come: the host, the processor, a timer. */
export type Actor = {
  readonly name: string;
  /** The time of the next thing to do, in milliseconds; undefined where there is none. */
  next(): number | undefined;
  act(): void;
};

/** Where the crash sweep strikes: at the n-th port call of the application, before or after it took effect. */
export type Strike = { readonly call: number; readonly when: "before" | "after" };

type Late = { readonly at: number; readonly perform: () => unknown };
type PortName = "store" | "queue" | "blobs" | "keys" | "mail";

/** `functionTimeout` of host.json. */
const functionTimeoutMs = 300_000;
const noon = Date.parse("2026-11-23T10:00:00.000Z");
const brandKeys = brandKeysOf(Object.fromEntries(brandIds.map((brand) => [brand, [newBrandKey("1")]])));
const silent: Logger = { event() {}, warn() {}, error() {}, with: () => silent } as Logger;

export class World {
  readonly scheduler = new Scheduler(() => this.now);
  readonly random: Random;
  readonly faults: Profile;
  readonly history: Entry[] = [];
  readonly actors: Actor[] = [];
  readonly cosmos;
  readonly queues;
  readonly blobs = new Map<BlobContainerName, ReturnType<typeof memoryBlobs>>();
  /** Every port call of the application, as `port.operation`, while nobody has crashed. */
  readonly calls: string[] = [];
  now = noon;
  /** By how much the application's clock is wrong. */
  skewMs = 0;
  steps = 0;
  isHealed = false;
  /** Subject ids of members who asked for erasure. */
  readonly erased = new Set<string>();
  /** Called when an instance has died, to start another. */
  onCrash: (instance: Instance) => void = () => undefined;
  readonly #late: Late[] = [];
  readonly #strike: Strike | undefined;
  readonly #mail;
  #throttled = 0;

  constructor(seed: number, faults: Profile, strike?: Strike) {
    this.random = randomFrom(seed);
    this.faults = faults;
    this.#strike = strike;
    const clock = { now: () => new Date(this.now) };
    this.cosmos = memoryCosmos(clock, (committed) => this.#committed(committed));
    this.queues = memoryStorageQueues(clock);
    this.#mail = startMailProvider(this);
  }

  record(happening: Happening): void {
    this.history.push({ ...happening, at: this.now, step: this.steps });
  }

  /** The brand's keys without a call, for what is there before the run begins. */
  readonly keysAtOnce = brandKeys;

  /** Whether a fault of this probability strikes now. */
  strikes(probability: number): boolean {
    return !this.isHealed && probability > 0 && this.random.fraction() < probability;
  }

  /** The ports of one instance. Each has its own session with the store; the rest of the world is shared. */
  portsFor(): Ports {
    const session: Session = new Map();
    const { scheduler } = this;
    const call = <T>(port: PortName, operation: string, perform: () => T) =>
      scheduler.call({ port, operation }, perform);
    const notSimulated = async () => {
      throw new Error("not simulated");
    };
    return {
      clock: { now: () => new Date(this.now + this.skewMs) },
      log: silent,
      container: (name) =>
        this.cosmos.open(
          name,
          (of, perform) =>
            scheduler.call({ port: "store", operation: `${of.container}.${of.kind}`, touch: of.touch }, perform),
          session,
        ),
      blobs: (name) => this.#blobsFor(name),
      queues: {
        send: (queue, text, lifeSeconds) =>
          call("queue", queue, () => {
            if (queue === "concierge-inbox") this.#dispatched(text);
            this.put(queue, text, lifeSeconds);
          }),
      },
      brandKeys: {
        ...brandKeys,
        wrap: (brand, key) => call("keys", "wrap", () => brandKeys.wrap(brand, key)) as never,
        unwrap: (brand, key) => call("keys", "unwrap", () => brandKeys.unwrap(brand, key)) as never,
        newest: notSimulated,
        rotate: notSimulated,
      },
      poison: {
        take: (queue) =>
          call("queue", `${queue}.poison`, () => {
            const name = poisonQueue(queue);
            const taken = this.queues.take(name, 120);
            const remove = () =>
              call("queue", `${queue}.poison-removed`, () => void (taken && this.queues.delete(name, taken)));
            return taken === undefined ? [] : [{ text: taken.text, remove }];
          }),
      },
      mailer: {
        send: ({ id }) => {
          const row = scheduler.subject();
          return call("mail", "send", () => this.#mail.send(id, row));
        },
        result: (id) => call("mail", "result", () => this.#mail.result(id)),
      },
      documents,
      probes: {
        store: notSimulated,
        residency: notSimulated,
        keys: notSimulated,
        exchange: notSimulated,
        queues: notSimulated,
      },
    };
  }

  /** The ports of somebody nothing happens to: each call is made at once, and no message is kept. */
  portsAtOnce(): Ports {
    return {
      ...this.portsFor(),
      container: (name) => this.cosmos.open(name),
      blobs: (name) => this.contentsOf(name),
      queues: { send: async () => undefined },
      brandKeys: { ...this.portsFor().brandKeys, ...brandKeys },
    };
  }

  /** Puts a message on a queue, sometimes more than once: a sender that got no answer sends again. */
  put(queue: string, text: string, lifeSeconds: number): void {
    const copies = this.strikes(this.faults.duplicate) ? this.random.whole(2, 5) : 1;
    for (let copy = 0; copy < copies; copy += 1) this.queues.put(queue, text, lifeSeconds);
  }

  contentsOf(name: BlobContainerName): ReturnType<typeof memoryBlobs> {
    const known = this.blobs.get(name) ?? memoryBlobs();
    this.blobs.set(name, known);
    return known;
  }

  #blobsFor(name: BlobContainerName): ListedBlobs {
    const blobs = this.contentsOf(name);
    const port: PortName = name === "person-keys" ? "keys" : "blobs";
    const call = <T>(operation: string, perform: () => Promise<T>): Promise<T> =>
      this.scheduler.call({ port, operation: `${name}.${operation}` }, perform) as unknown as Promise<T>;
    return {
      putOnce: (...given) => call("putOnce", () => blobs.putOnce(...given)),
      read: (...given) => call("read", () => blobs.read(...given)),
      erase: (...given) => call("erase", () => blobs.erase(...given)),
      readVersioned: (...given) => call("read", () => blobs.readVersioned(...given)),
      replace: (...given) => call("replace", () => blobs.replace(...given)),
      async *names(prefix) {
        yield* await call("names", async () => [...blobs.contents.keys()].filter((one) => one.startsWith(prefix)));
      },
    };
  }

  #dispatched(text: string): void {
    const { id, type } = eventIn(text);
    this.record({ what: "dispatched", messageId: String(id), type: String(type) });
  }

  #committed({ container, partition, changes }: Committed): void {
    this.record({
      what: "committed",
      container,
      partition,
      changes: changes.map(({ operation, before, after }) => {
        const item = (after ?? before) as { readonly id: string; readonly kind?: unknown };
        const kind = String(item.kind ?? container);
        const id = item.id.startsWith(`${kind}.`) ? item.id.slice(kind.length + 1) : item.id;
        return { operation, kind, id, ...(before && { before }), ...(after && { after }) };
      }),
    });
  }

  /** One step: something that is possible now happens, or time goes on until something is. @returns false where nothing ever will be. */
  async step(): Promise<boolean> {
    await this.scheduler.settle();
    const calls = this.scheduler.parked.filter(({ notBefore }) => notBefore <= this.now);
    const times = this.actors.map((actor) => actor.next());
    const actors = this.actors.filter((_, index) => (times[index] ?? Number.POSITIVE_INFINITY) <= this.now);
    const late = this.#late.filter(({ at }) => at <= this.now);
    const possible = [
      ...calls.map((call) => () => this.#complete(call)),
      ...actors.map((actor) => () => actor.act()),
      ...late.map((effect) => () => this.#happenLate(effect)),
    ];
    if (possible.length === 0) {
      const next = Math.min(
        ...this.scheduler.parked.map(({ notBefore }) => notBefore),
        ...times.map((time) => time ?? Number.POSITIVE_INFINITY),
        ...this.#late.map(({ at }) => at),
      );
      if (!Number.isFinite(next)) return false;
      this.now = Math.max(this.now + 1, next);
      return true;
    }
    this.steps += 1;
    this.now += this.random.whole(1, 20);
    if (this.strikes(this.faults.clockStep)) this.skewMs = this.random.whole(-180_000, 180_000);
    const index = this.faults.reorder && !this.isHealed ? this.random.whole(0, possible.length - 1) : 0;
    possible[index]?.();
    return true;
  }

  /** Faults end. What was late happens in its time. */
  heal(): void {
    this.isHealed = true;
    this.skewMs = 0;
    for (const call of this.scheduler.parked) if (call.invocation.instance !== undefined) call.notBefore = this.now;
    this.record({ what: "healed" });
  }

  #complete(call: Parked) {
    const { instance } = call.invocation;
    if (instance === undefined) {
      this.scheduler.take(call);
      return call.resolve(call.perform(0));
    }
    this.calls.push(`${call.invocation.name} ${call.port}.${call.operation}`);
    if (this.#strike?.call === this.calls.length) return this.crash(instance, call, this.#strike.when);
    if (this.isHealed) return this.#succeed(call, 0);
    const { faults } = this;
    // The host ends a function that takes longer, and with it the instance.
    if (this.now - call.invocation.startedAt > functionTimeoutMs) return this.crash(instance, call, "before");
    if (this.strikes(faults.slow)) {
      this.record({ what: "cut", how: "slow", about: `${call.invocation.name} ${call.port}` });
      // The mail adapter gives up after 30 seconds; nothing else does.
      call.notBefore = this.now + this.random.whole(1_000, call.port === "mail" ? 30_000 : 600_000);
      return;
    }
    if (this.strikes(faults.crash))
      return this.crash(instance, call, this.random.fraction() < 0.5 ? "before" : "after");
    if (call.port === "store" && (this.#throttled > 0 || this.strikes(faults.throttle))) {
      this.#throttled = this.#throttled > 0 ? this.#throttled - 1 : this.random.whole(1, 8);
      return this.#fail(call, 429);
    }
    if (this.strikes(faults.unavailable)) return this.#fail(call, 503);
    if (this.strikes(faults.lostAnswer)) {
      this.record({ what: "cut", how: "lost answer", about: `${call.invocation.name} ${call.port}` });
      call.perform(0);
      return this.#fail(call, 408);
    }
    if (this.strikes(faults.lateEffect)) {
      this.record({ what: "cut", how: "late effect", about: `${call.invocation.name} ${call.port}` });
      this.#late.push({ at: this.now + this.random.whole(100, 300_000), perform: () => call.perform(0) });
      return this.#fail(call, 408);
    }
    if (call.touch !== undefined && this.strikes(faults.stale412)) call.touch();
    this.#succeed(call, this.strikes(faults.staleRead) ? this.random.whole(1, 8) : 0);
  }

  #succeed(call: Parked, lag: number): void {
    this.scheduler.take(call);
    try {
      call.resolve(call.perform(lag));
    } catch (error) {
      call.reject(error as Error);
    }
  }

  #fail(call: Parked, status: number): void {
    this.scheduler.take(call);
    if (status !== 408)
      this.record({ what: "cut", how: `failed ${status}`, about: `${call.invocation.name} ${call.port}` });
    const error = Object.assign(new Error(`simulated ${status}`), { code: status });
    call.reject(call.port === "store" ? error : new Unavailable(call.port as PortName, error));
  }

  /** The instance dies at a call. What else it had on its way is lost, or happens all the same. */
  crash(instance: Instance, at: Parked, when: "before" | "after"): void {
    this.record({ what: "cut", how: `crash ${when} ${at.port}.${at.operation}`, about: at.invocation.name });
    if (when === "after") this.#late.push({ at: 0, perform: () => at.perform(0) });
    for (const other of this.scheduler.kill(instance)) {
      if (other !== at && this.random.fraction() < 0.5)
        this.#late.push({ at: this.now + this.random.whole(0, 60_000), perform: () => other.perform(0) });
    }
    for (const effect of this.#late.filter((one) => one.at === 0)) this.#happenLate(effect);
    this.onCrash(instance);
  }

  #happenLate(effect: Late): void {
    this.#late.splice(this.#late.indexOf(effect), 1);
    this.record({ what: "cut", how: "crash or time-out before: it happens now" });
    try {
      effect.perform();
    } catch {
      // Nobody waits for it any more.
    }
  }

  get hasLateEffects(): boolean {
    return this.#late.length > 0;
  }
}
