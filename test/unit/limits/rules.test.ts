/** The figures, and how long somebody has to wait: looking back from now, never longer than a day. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keptSeconds } from "../../../shared/limits/limit.ts";
import { codeLimits, secondsToWait } from "../../../shared/limits/rules.ts";
import { ticketRules } from "../../../shared/sessions/session.ts";
import { seed } from "../seed.ts";

const limits = [
  { count: 2, seconds: 100 },
  { count: 3, seconds: 1_000 },
];

describe("waiting", () => {
  test.each([
    ["nothing taken", [], 0],
    ["one less than allowed", [950], 0],
    ["the shorter window is full", [950, 960], 50],
    ["the first of it leaves at this very second", [900, 960], 0],
    ["the longer window is full", [10, 700, 800], 10],
    ["both are: the later end counts", [100, 950, 960], 100],
    ["more than allowed, as after the figures were lowered", [400, 500, 600, 700], 500],
  ])("%s", (_, taken, expected) => {
    expect(secondsToWait(taken, 1_000, limits)).toBe(expected);
  });

  test("is over when it is said to be, and never allows more than the figures in any window", () => {
    const steps = fc.array(fc.nat({ max: 120 }), { maxLength: 80 });
    fc.assert(
      fc.property(steps, (pauses) => {
        const taken: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          const wait = secondsToWait(taken, now, limits);
          if (wait === 0) taken.push(now);
          else expect(secondsToWait(taken, now + wait, limits)).toBe(0);
        }
        for (const { count, seconds } of limits)
          for (const end of taken)
            expect(taken.filter((at) => at <= end && at > end - seconds).length).toBeLessThanOrEqual(count);
      }),
      { seed },
    );
  });
});

describe("the figures", () => {
  test("look back a day at most, as the retention rule says", () => {
    const looksBack = Object.values(codeLimits).flatMap((limits) => limits.map(({ seconds }) => seconds));
    expect(Math.max(...looksBack)).toBe(keptSeconds);
  });

  test("leave a person room that somebody elsewhere cannot use up", () => {
    const { mailbox, mailboxFromNetwork, network } = codeLimits;
    for (const [index, { count }] of mailboxFromNetwork.entries()) {
      expect(count).toBeLessThan(mailbox[index]?.count ?? 0);
      expect(mailbox[index]?.count).toBeLessThan(network[index]?.count ?? 0);
    }
  });

  test("keep guessing at one mailbox below two in ten thousand a day", () => {
    const codes = codeLimits.mailbox[1].count;
    expect((codes * ticketRules.tries) / 1_000_000).toBeLessThan(2 / 10_000);
  });
});
