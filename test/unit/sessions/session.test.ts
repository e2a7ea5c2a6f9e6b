/** Codes that are derived and never stored, tickets, and when a session is over. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeInput } from "../../../shared/sessions/code.ts";
import {
  codeFor,
  codesFor,
  hashOfSecret,
  isOver,
  newSecret,
  session,
  sessionRules,
  ticket,
  ticketRules,
} from "../../../shared/sessions/session.ts";
import { seed } from "../seed.ts";

const ring = [
  { version: "2", key: "b".repeat(43) },
  { version: "1", key: "a".repeat(43) },
];
const subjectId = "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11";
const of = { id: hashOfSecret("one"), issue: 1 };

describe("a code", () => {
  test("is the same each time it is derived, six digits", () => {
    expect(codeFor(ring, subjectId, of)).toBe(codeFor(ring, subjectId, { ...of }));
    fc.assert(
      fc.property(fc.uuid(), fc.string(), fc.nat(), (subject, id, issue) => {
        expect(codeFor(ring, subject, { id, issue })).toMatch(/^\d{6}$/);
      }),
      { seed },
    );
  });

  test("differs by subject, ticket, issue and key", () => {
    // Six digits collide once in a million: over twenty tickets, all of them the same by chance is out of the question.
    const codes = (change: (index: number) => Parameters<typeof codeFor>) =>
      Array.from({ length: 20 }, (_, index) => codeFor(...change(index))).join();
    const all = [
      codes((index) => [ring, subjectId, { id: `t${index}`, issue: 1 }]),
      codes((index) => [ring, subjectId, { id: `t${index}`, issue: 2 }]),
      codes((index) => [ring, "other", { id: `t${index}`, issue: 1 }]),
      codes((index) => [ring, subjectId, { id: `u${index}`, issue: 1 }]),
      codes((index) => [ring.slice(1), subjectId, { id: `t${index}`, issue: 1 }]),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test("does not run together: a digit more of the id is not a digit of the issue", () => {
    const pairs = Array.from({ length: 20 }, (_, index) => [
      codeFor(ring, subjectId, { id: `x${index}`, issue: 11 }),
      codeFor(ring, subjectId, { id: `x${index}1`, issue: 1 }),
    ]);
    expect(pairs.every(([one, other]) => one === other)).toBe(false);
  });

  test("is made with the newest key and good under every key of the ring", () => {
    expect(codesFor(ring, subjectId, of)).toEqual([
      codeFor(ring, subjectId, of),
      codeFor(ring.slice(1), subjectId, of),
    ]);
  });

  test("spreads over all digits", () => {
    const codes = Array.from({ length: 2_000 }, (_, index) =>
      codeFor(ring, subjectId, { id: of.id, issue: index + 1 }),
    );
    for (const digit of "0123456789") expect(codes.some((code) => code.startsWith(digit))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(1_950);
  });

  test("needs a key", () => {
    expect(() => codeFor([], subjectId, of)).toThrow("no code key");
    expect(codesFor([], subjectId, of)).toEqual([]);
  });

  test.each(["", "12345", "1234567", "12345a", " 123456", "123456\n", "１２３４５６", 123456, null, "٠١٢٣٤٥"])(
    "%j cannot even be given",
    (code) => {
      expect(codeInput.schema.safeParse({ code }).success).toBe(false);
    },
  );
});

describe("a secret", () => {
  test("has 256 bits and is new each time; its hash does not show it", () => {
    const secrets = Array.from({ length: 100 }, newSecret);
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) {
      expect(Buffer.from(secret, "base64url")).toHaveLength(32);
      expect(hashOfSecret(secret)).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(hashOfSecret(secret)).not.toContain(secret.slice(0, 8));
      expect(hashOfSecret(secret)).toBe(hashOfSecret(secret));
    }
  });
});

describe("a session is over", () => {
  const started = Date.parse("2026-11-23T10:00:00.000Z");
  const at = {
    seenAt: new Date(started).toISOString(),
    expiresAt: new Date(started + sessionRules.absolute).toISOString(),
  };
  const isOverAfter = (milliseconds: number, change: Partial<typeof at> = {}) =>
    isOver({ ...at, ...change }, new Date(started + milliseconds));

  test.each([
    [0, false],
    [sessionRules.idle - 1, false],
    [sessionRules.idle, true],
    [sessionRules.idle + 1, true],
    [10 * sessionRules.absolute, true],
  ])("%d ms without a request: %s", (milliseconds, over) => {
    expect(isOverAfter(milliseconds)).toBe(over);
  });

  test("after twelve hours in any case, however busy", () => {
    const seenAt = new Date(started + sessionRules.absolute - 1).toISOString();
    expect(isOverAfter(sessionRules.absolute - 1, { seenAt })).toBe(false);
    expect(isOverAfter(sessionRules.absolute, { seenAt })).toBe(true);
  });

  test("the idle time is written more often than it ends", () => {
    expect(sessionRules.refresh * 2).toBeLessThanOrEqual(sessionRules.idle);
    expect(sessionRules.idle).toBeLessThan(sessionRules.absolute);
  });
});

test("a code lives ten minutes and five tries", () => {
  expect(ticketRules).toEqual({ life: 600_000, tries: 5 });
});

test("neither record holds a secret or a code", () => {
  expect(Object.keys(session.schema.shape).sort()).toEqual([
    "codesAskedAt",
    "expiresAt",
    "id",
    "seenAt",
    "startedAt",
    "steppedUpAt",
  ]);
  expect(Object.keys(ticket.schema.shape)).not.toContain("code");
  expect(Object.keys(ticket.schema.shape)).not.toContain("secret");
});
