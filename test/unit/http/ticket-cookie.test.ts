/** The ticket's cookie: opens to what was put in, shows nothing of it, and nobody else can make one. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cookieNames } from "../../../shared/http/cookies.ts";
import { readTicket, ticketCookie } from "../../../shared/http/ticket-cookie.ts";
import { newSecret } from "../../../shared/sessions/session.ts";
import { seed } from "../seed.ts";

const older = { version: "1", key: "a".repeat(43) };
const newer = { version: "12", key: "b".repeat(43) };
const bearer = { subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11", secret: "s".repeat(43) };
const read = (value: string, keys = [older]) => readTicket(keys, `${cookieNames.ticket}=${value}`);
const madeFor = (of = bearer, keys = [older]) => ticketCookie(keys, of).value;

test("comes back as it was, and only to us", () => {
  for (let count = 0; count < 100; count += 1) {
    const given = { subjectId: randomUUID(), secret: newSecret() };
    expect(read(madeFor(given))).toEqual(given);
  }
  const cookie = ticketCookie([older], bearer);
  expect(cookie).toMatchObject({ name: "__Host-ticket", path: "/", httpOnly: true, secure: true, sameSite: "Lax" });
  for (const attribute of ["domain", "maxAge", "expires"]) expect(cookie).not.toHaveProperty(attribute);
});

test("two of one person share nothing but the version, and all have one shape", () => {
  const values = [bearer, bearer, { ...bearer, subjectId: randomUUID() }].map((of) => madeFor(of).split("."));
  expect(new Set(values.map(([, sealed]) => sealed)).size).toBe(3);
  for (const [version, sealed = "", secret] of values) {
    expect([version, sealed.length, secret]).toEqual(["1", 59, bearer.secret]);
    for (let at = 0; at + 8 <= 59; at += 1)
      expect(values.filter(([, other]) => other?.includes(sealed.slice(at, at + 8)))).toHaveLength(1);
  }
});

describe("the keys", () => {
  test("the newest seals, every one opens", () => {
    expect(madeFor(bearer, [newer, older])).toMatch(/^12\./);
    expect(read(madeFor(bearer, [older]), [newer, older])).toEqual(bearer);
    expect(read(madeFor(bearer, [newer, older]), [older])).toBeUndefined();
  });

  test("another key of the same version opens nothing", () => {
    expect(read(madeFor(), [{ ...newer, version: older.version }])).toBeUndefined();
  });

  test("there must be one", () => {
    expect(() => ticketCookie([], bearer)).toThrow("no code key");
  });
});

describe("nobody's", () => {
  test.each([
    ["none", null],
    ["an empty one", `${cookieNames.ticket}=`],
    ["a subject id and a secret", `${cookieNames.ticket}=${bearer.subjectId}.${bearer.secret}`],
    ["the session's", `${cookieNames.session}=${madeFor()}`],
    ["two", `${cookieNames.ticket}=${madeFor()}; ${cookieNames.ticket}=${madeFor()}`],
    ["one behind a comma", `theme=x,${cookieNames.ticket}=${madeFor()}`],
  ])("%s", (_which, header) => {
    expect(readTicket([older], header)).toBeUndefined();
  });

  test("one with any character changed", () => {
    const value = madeFor();
    // The last of the 59 holds two bits that mean nothing.
    const places = [...[...value].keys()].filter((at) => value[at] !== "." && at !== "1.".length + 58);
    for (const at of places) {
      const changed = value.slice(0, at) + (value[at] === "A" ? "Q" : "A") + value.slice(at + 1);
      expect(read(changed), `character ${at}`).toBeUndefined();
    }
  });

  test("one put together from two", () => {
    const [one, other] = [madeFor(), madeFor({ ...bearer, secret: newSecret() })].map((value) => value.split("."));
    expect(read([one?.[0], one?.[1], other?.[2]].join("."))).toBeUndefined();
  });

  test("anything at all", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(read(text)).toBeUndefined();
        expect(read(`1.${text.padEnd(59, "A").slice(0, 59)}.${bearer.secret}`)).toBeUndefined();
      }),
      { seed },
    );
  });
});
