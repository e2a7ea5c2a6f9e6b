/**
 * Whether one more code may be asked for: counted before it is sent, by conditional writes, so that the limits are exact
 * however many ask at once. The same calls and the same answer for known and unknown addresses (OWASP ASVS 5, 6.3.8).
 * What is refused is not counted: waiting always helps, and nothing that others do lasts longer than they keep doing it.
 */
import type { KeyRing } from "../config.ts";
import { normaliseEmail } from "../members/address.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import { Refusal } from "../refusal.ts";
import type { Clock } from "../time/clock.ts";
import { type AllowCode, entriesAt, type LimitRow, type LimitRows, rowWithOneMore } from "./limit.ts";
import { counterUnder, mailboxCounter } from "./mailbox-counter.ts";
import { codeLimits, secondsToWait } from "./rules.ts";

type Needs = {
  readonly limitRows: Pick<LimitRows, "read" | "write">;
  readonly clock: Clock;
  readonly lookupKeys: KeyRing;
};
type Taken = LimitRow["taken"][number];

/** Other instances that may be first, one after the other, before this one gives up. */
const rounds = 16;

export function makeAllowCode({ limitRows, clock, lookupKeys }: Needs): AllowCode {
  const [newest] = lookupKeys;
  if (newest === undefined) throw new Error("no look-up key");
  const inTurn = turns();

  /** @param wait seconds that have to pass before one more is taken. */
  const take = (id: KeyedHash, by: KeyedHash | undefined, wait: (taken: readonly Taken[], now: number) => number) =>
    // One after the other within this instance: parallel ones would only lose races with each other.
    inTurn(id, async () => {
      for (let round = 0; round < rounds; round += 1) {
        const found = await limitRows.read(id);
        const at = clock.now();
        const now = Math.floor(at.getTime() / 1_000);
        const taken = found === undefined ? [] : entriesAt(found.doc, at);
        const seconds = wait(taken, now);
        if (seconds > 0) throw new Refusal("too-many-requests", { retryAfter: seconds });
        if (await limitRows.write(rowWithOneMore(id, taken, at, by), found?.etag)) return;
      }
      throw new Refusal("too-many-requests", { retryAfter: 1 });
    });

  return async ({ brand, email, network }) => {
    // The network first: whoever has used theirs up must not use up somebody's mailbox.
    if (network !== undefined) {
      await take(counterUnder(newest, "codes from a network", brand, network), undefined, (taken, now) =>
        secondsToWait(times(taken), now, codeLimits.network),
      );
    }
    const mailbox = normaliseEmail(email);
    const by = counterUnder(newest, "network asking for a mailbox", brand, mailbox, network ?? "");
    await take(mailboxCounter(newest, brand, mailbox), by, (taken, now) =>
      Math.max(
        secondsToWait(times(taken.filter((one) => one.by === by)), now, codeLimits.mailboxFromNetwork),
        secondsToWait(times(taken), now, codeLimits.mailbox),
      ),
    );
  };
}

const times = (taken: readonly Taken[]) => taken.map(({ at }) => at);

/** Runs what concerns one id one after the other, and keeps nothing once it is done. */
function turns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(id: string, run: () => Promise<T>): Promise<T> => {
    const before = last.get(id) ?? Promise.resolve();
    const mine = before.then(run, run);
    last.set(id, mine);
    try {
      return await mine;
    } finally {
      if (last.get(id) === mine) last.delete(id);
    }
  };
}
