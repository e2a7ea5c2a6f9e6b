/** Whose message a signed text is: keys that rotate and end, sources, brands, and the time a message says. */
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { CloudEvent } from "../../../shared/messaging/cloud-event.ts";
import { partnerOf } from "../../../shared/messaging/partner.ts";
import { messageSigner } from "../../../shared/messaging/signing.ts";
import { standingClock } from "../../memory/clock.ts";

const source = "urn:concierge-processor:example";
const keyPair = (kid: string) => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { d, ...known } = { ...privateKey.export({ format: "jwk" }), kid } as { d?: string; kid: string };
  return { whole: { ...known, d }, known: { ...known, source } };
};
const [older, newer, foreign] = [keyPair("older"), keyPair("newer"), keyPair("foreign")];
const clock = standingClock();
const seconds = () => Math.floor(clock.now().getTime() / 1_000);
const after = (days: number) => new Date(clock.now().getTime() + days * 86_400_000).toISOString();
const event = (over: Partial<CloudEvent> = {}): CloudEvent => ({
  specversion: "1.0",
  id: randomUUID(),
  source,
  type: "concierge.request.started.v1",
  subject: `${randomUUID()}/${randomUUID()}`,
  time: clock.now().toISOString(),
  ...over,
});
const signed = ({ whole }: typeof older, over: Partial<CloudEvent> = {}) =>
  messageSigner({ keys: [whole] } as never)(event(over));
const partner = (...keys: object[]) => partnerOf({ keys } as never, clock);
const rejected = (reason: string) => expect.objectContaining({ name: "MessageRejected", reason });

describe("rotation", () => {
  test("the old key and the new one count while both stand; the old one ends on its day, whatever date is written", async () => {
    const both = partner(newer.known, { ...older.known, exp: seconds() + 60 });
    await both.verify(await signed(older));
    await both.verify(await signed(newer));
    const ended = partner(newer.known, { ...older.known, exp: seconds() });
    await ended.verify(await signed(newer));
    await expect(ended.verify(await signed(older, { time: after(-30) }))).rejects.toEqual(rejected("retired-key"));
  });

  test("a key does not count before its day", async () => {
    const early = partner({ ...newer.known, nbf: seconds() + 3_600 });
    await expect(early.verify(await signed(newer))).rejects.toEqual(rejected("unknown-key"));
  });

  test("a foreign key never counts, under its own name or under another's", async () => {
    await expect(partner(newer.known).verify(await signed(foreign))).rejects.toEqual(rejected("unknown-key"));
    const posing = await messageSigner({ keys: [{ ...foreign.whole, kid: "newer" }] } as never)(event());
    await expect(partner(newer.known).verify(posing)).rejects.toEqual(rejected("bad-signature"));
  });
});

describe("a good signature is not enough", () => {
  test("to speak under another source, or ours", async () => {
    for (const other of ["urn:concierge-processor:other", "urn:concierge:milleis"]) {
      const text = await signed(newer, { source: other });
      await expect(partner(newer.known).verify(text)).rejects.toEqual(rejected("foreign-source"));
    }
  });

  const both = (speaksFor: ReturnType<typeof partner>["speaksFor"], of: CloudEvent) =>
    (["milleis", "platinum"] as const).map((brand) => speaksFor(of, brand));

  test("to speak about a brand that the signing key was not given for, whatever another key of that source may", async () => {
    const { verify, speaksFor } = partner({ ...newer.known, brands: ["milleis"] }, older.known);
    expect(both(speaksFor, await verify(await signed(newer)))).toEqual([true, false]);
    expect(both(speaksFor, await verify(await signed(older)))).toEqual([true, true]);
  });

  test("once the key is no longer known, because the message was parked: the source's keys of the day speak", () => {
    const retired = { ...older.known, exp: seconds() };
    const { speaksFor } = partner({ ...newer.known, brands: ["milleis"] }, retired);
    expect(both(speaksFor, event())).toEqual([true, false]);
    expect(both(speaksFor, event({ source: "urn:nobody" }))).toEqual([false, false]);
  });

  test("to come from the future; ten minutes are the clocks'", async () => {
    const at = (ahead: number) => signed(newer, { time: new Date((seconds() + ahead) * 1_000).toISOString() });
    await partner(newer.known).verify(await at(599));
    await expect(partner(newer.known).verify(await at(700))).rejects.toEqual(rejected("from-the-future"));
  });
});

test("a month on the way is no age, five weeks and a day is", () => {
  const { isStale } = partner(newer.known);
  for (const [days, stale] of [
    [0, false],
    [30, false],
    [34.9, false],
    [36, true],
  ] as const) {
    expect(isStale(event({ time: after(-days) })), `${days} days`).toBe(stale);
  }
});
