/** Codes are counted before they are sent: per mailbox and network, exactly, and without holding an address. */
import { describe, expect, test } from "vitest";
import { makeAllowCode } from "../../../shared/limits/allow-code.ts";
import type { LimitRows } from "../../../shared/limits/limit.ts";
import { codeLimits } from "../../../shared/limits/rules.ts";
import { lookupKeys } from "../../memory/accounts.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryLimits } from "../../memory/limits.ts";

type Counters = Pick<LimitRows, "read" | "write">;

const [home, cafe] = ["203.0.113.7", "2001:db8:1:2::/64"];
const email = "zoe.durand@example.fr";
const limited = expect.objectContaining({ code: "too-many-requests", retryAfter: expect.any(Number) });

function start(through: (rows: Counters) => Counters = (rows) => rows) {
  const clock = standingClock();
  const rows = memoryLimits();
  const allow = makeAllowCode({ limitRows: through(rows), clock, lookupKeys });
  const ask = (of: { email?: string; network?: string | undefined } = {}) =>
    allow({ brand: "milleis", email, network: home, ...of });
  const times = async (count: number, of: Parameters<typeof ask>[0] = {}) => {
    for (let index = 0; index < count; index += 1) await ask(of);
  };
  return { clock, rows, allow, ask, times };
}
const [anHour, aDay] = codeLimits.mailboxFromNetwork;

describe("a mailbox", () => {
  test("from one network: so many an hour, so many a day, and again when the first are past", async () => {
    const { clock, ask, times } = start();
    await times(anHour.count);
    await expect(ask()).rejects.toEqual(limited);
    clock.move(anHour.seconds);
    await times(aDay.count - anHour.count);
    clock.move(anHour.seconds);
    await expect(ask()).rejects.toEqual(limited);
    clock.move(aDay.seconds - 2 * anHour.seconds);
    await ask();
  });

  test("from another network still has its own: a stranger does not lock anybody out alone", async () => {
    const { clock, ask, times } = start();
    await times(anHour.count);
    await expect(ask()).rejects.toEqual(limited);
    await ask({ network: cafe });
    // And however often the stranger goes on: what is refused is not counted.
    for (let index = 0; index < 50; index += 1) await expect(ask()).rejects.toEqual(limited);
    clock.move(anHour.seconds);
    await ask();
  });

  test("from many networks has a bound all the same, that ends by itself", async () => {
    const { clock, ask } = start();
    const [bound] = codeLimits.mailbox;
    for (let index = 0; index < bound.count; index += 1) await ask({ network: `198.51.100.${index}` });
    await expect(ask({ network: cafe })).rejects.toEqual(limited);
    clock.move(bound.seconds);
    await ask({ network: cafe });
  });

  test("is one in any spelling, and another on another site", async () => {
    const { ask, times, allow } = start();
    await times(anHour.count);
    await expect(ask({ email: ` ${email.toUpperCase()}` })).rejects.toEqual(limited);
    await allow({ brand: "platinum", email, network: home });
  });

  test("is limited where no network is known, too", async () => {
    const { ask, times } = start();
    await times(anHour.count, { network: undefined });
    await expect(ask({ network: undefined })).rejects.toEqual(limited);
  });
});

describe("a network", () => {
  test("asks for so many mailboxes an hour; who is refused uses up nobody's mailbox", async () => {
    const { ask, rows, clock } = start();
    const [bound] = codeLimits.network;
    for (let index = 0; index < bound.count; index += 1) await ask({ email: `${index}@example.fr` });
    const before = rows.rows.size;
    await expect(ask({ email: "victim@example.fr" })).rejects.toEqual(limited);
    expect(rows.rows.size).toBe(before);
    await ask({ email: "victim@example.fr", network: cafe });
    clock.move(bound.seconds);
    await ask({ email: "victim@example.fr" });
  });
});

test("says how long to wait, to the second", async () => {
  const { clock, ask, times } = start();
  await times(1);
  clock.move(600);
  await times(anHour.count - 1);
  clock.move(60);
  await expect(ask()).rejects.toMatchObject({ retryAfter: anHour.seconds - 660 });
});

test("64 at once from ten instances: exactly as many as one after the other", async () => {
  const rows = memoryLimits();
  const clock = standingClock();
  // Slow enough that everybody has read before anybody writes.
  const slow: Counters = {
    read: async (id) => {
      const found = await rows.read(id);
      await new Promise((resolve) => setImmediate(resolve));
      return found;
    },
    write: rows.write,
  };
  const instances = Array.from({ length: 10 }, () => makeAllowCode({ limitRows: slow, clock, lookupKeys }));
  const answers = await Promise.allSettled(
    Array.from({ length: 64 }, (_, index) => instances[index % 10]?.({ brand: "milleis", email, network: home })),
  );
  const allowed = answers.filter(({ status }) => status === "fulfilled").length;
  expect(allowed).toBe(anHour.count);
});

test("a counter whose writes are not conditional is seen to allow more", async () => {
  const rows = memoryLimits();
  const forgetful: Counters = {
    read: async (id) => {
      const found = await rows.read(id);
      await new Promise((resolve) => setImmediate(resolve));
      return found;
    },
    write: async (doc) => rows.write(doc, (await rows.read(doc.id))?.etag),
  };
  const clock = standingClock();
  const instances = Array.from({ length: 10 }, () => makeAllowCode({ limitRows: forgetful, clock, lookupKeys }));
  const answers = await Promise.allSettled(
    Array.from({ length: 64 }, (_, index) => instances[index % 10]?.({ brand: "milleis", email, network: home })),
  );
  expect(answers.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(anHour.count);
});

test("nothing that is kept shows an address or a network, or lets two rows be joined", async () => {
  const { ask, rows } = start();
  await ask();
  await ask({ email: "autre@example.fr" });
  const kept = JSON.stringify([...rows.rows.values()]);
  for (const clear of [email, "zoe", "example", home, "203.0"]) expect(kept).not.toContain(clear);
  const hashes = [...kept.matchAll(/1\.[A-Za-z0-9_-]{43}/g)].map(([hash]) => hash);
  // Row ids, and what stands in mailbox rows: one network looks different from mailbox to mailbox, and from its own row.
  expect(new Set(hashes).size).toBe(5);
});

test("what is older than a day is left out of the row", async () => {
  const { clock, ask, rows } = start();
  await ask();
  clock.move(86_400);
  await ask();
  for (const { doc } of rows.rows.values()) expect(doc.taken).toHaveLength(1);
});
