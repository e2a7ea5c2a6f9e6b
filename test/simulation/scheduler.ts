/**
 * Runs concurrent invocations one port call at a time. A call is parked when it is made; whoever runs the simulation picks the
 * one that happens next, and whether it does. Between two picks everything runs until each invocation waits for a call again.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as turn } from "node:timers/promises";

/** A process that can die; what it runs dies with it. */
export type Instance = { readonly name: string; isDead: boolean };

export type Invocation = {
  readonly name: string;
  /** The id of the message it handles; empty where it handles none. */
  readonly subject: string;
  readonly instance: Instance | undefined;
  /** When it began, by the world's clock. */
  readonly startedAt: number;
  /** Calls it waits for. */
  waiting: number;
  onDeath: (() => void) | undefined;
};

export type Parked = {
  readonly number: number;
  readonly port: string;
  readonly operation: string;
  /** Of a conditional write: somebody else's write in between. */
  readonly touch: (() => void) | undefined;
  readonly perform: (lag: number) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly invocation: Invocation;
  /** Not picked before this time. */
  notBefore: number;
};

const longestWait = 20_000;
/** Turns without any sign of life after which one invocation counts as waiting for another one's call. */
const longestSilence = 100;

export class Scheduler {
  readonly #current = new AsyncLocalStorage<Invocation>();
  readonly #running = new Set<Invocation>();
  readonly #now: () => number;
  parked: Parked[] = [];
  #calls = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Starts an invocation. The promise never settles where its instance dies. */
  start<T>(
    name: string,
    instance: Instance | undefined,
    run: () => Promise<T>,
    onDeath?: () => void,
    subject = "",
  ): Promise<T> {
    const invocation: Invocation = { name, subject, instance, startedAt: this.#now(), waiting: 0, onDeath };
    this.#running.add(invocation);
    return this.#current.run(invocation, run).finally(() => void this.#running.delete(invocation));
  }

  /** A port call of the invocation that runs now. */
  call<T>(
    of: {
      readonly port: string;
      readonly operation: string;
      readonly touch?: (() => void) | undefined;
      readonly notBefore?: number;
    },
    perform: (lag: number) => T,
  ): Promise<T> {
    const invocation = this.#current.getStore();
    if (invocation === undefined) throw new Error(`${of.port}.${of.operation} outside of an invocation`);
    return new Promise<T>((resolve, reject) => {
      if (invocation.instance?.isDead === true) return;
      this.#calls += 1;
      invocation.waiting += 1;
      const back =
        <V>(settle: (value: V) => void) =>
        (value: V) => {
          invocation.waiting -= 1;
          settle(value);
        };
      this.parked.push({
        number: this.#calls,
        port: of.port,
        operation: of.operation,
        touch: of.touch,
        perform,
        resolve: back(resolve as (value: unknown) => void),
        reject: back(reject),
        invocation,
        notBefore: of.notBefore ?? 0,
      });
    });
  }

  /** Waits for something another invocation does. */
  async awaiting<T>(promise: Promise<T>): Promise<T> {
    const invocation = this.#current.getStore() as Invocation;
    invocation.waiting += 1;
    try {
      return await promise;
    } finally {
      invocation.waiting -= 1;
    }
  }

  /** The id of the message that the current invocation handles. */
  subject = (): string => this.#current.getStore()?.subject ?? "";

  take(call: Parked): void {
    this.parked = this.parked.filter((one) => one !== call);
  }

  /** Ends an instance: nothing of it goes on. @returns the calls that were on their way. */
  kill(instance: Instance): readonly Parked[] {
    instance.isDead = true;
    const [lost, kept] = [
      this.parked.filter((call) => call.invocation.instance === instance),
      this.parked.filter((call) => call.invocation.instance !== instance),
    ];
    this.parked = kept;
    for (const invocation of [...this.#running]) {
      if (invocation.instance !== instance) continue;
      this.#running.delete(invocation);
      invocation.onDeath?.();
    }
    return lost;
  }

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  running = (): readonly string[] => [...this.#running].map(({ name }) => name);

  /** Lets everything run until each invocation waits for a call, of its own or of another one, or is over. */
  async settle(): Promise<void> {
    let sign = "";
    for (let turns = 0, silent = 0; turns < longestWait; turns += 1) {
      await turn();
      if ([...this.#running].every(({ waiting }) => waiting > 0)) return;
      const now = `${this.#calls} ${this.#running.size} ${this.parked.length}`;
      silent = now === sign ? silent + 1 : 0;
      sign = now;
      if (silent > longestSilence && this.parked.length > 0) return;
    }
    throw new Error(`waits for something that is no port call: ${this.running().join(", ")}`);
  }
}
