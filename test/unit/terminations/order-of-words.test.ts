/** Who said what last about the end of somebody's services: the issuer's count keeps its order when staff decide or correct. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { type Said, termined } from "../../../shared/terminations/apply-termination.ts";
import { isPlausible, type Termination } from "../../../shared/terminations/termination.ts";

const at = "2027-03-01T09:00:00.000Z";
const issuer = (sequence: number, effectiveOn: string): Said => ({
  effectiveOn,
  isRevoked: false,
  by: "card-issuer",
  said: randomUUID(),
  sequence,
});
/** What the desk makes of an announcement that fitted nobody for certain. */
const decided = (announced: Said): Said => ({ ...announced, by: "staff" });
const staff = (effectiveOn: string): Said => ({ effectiveOn, isRevoked: false, by: "staff", said: randomUUID() });
const back = (effectiveOn: string): Said => ({ ...staff(effectiveOn), isRevoked: true });
const after = (...words: readonly Said[]): Termination => {
  const known = words.reduce<Termination | undefined>((known, said) => {
    const next = termined(known, said, at);
    return typeof next === "string" ? known : next;
  }, undefined);
  if (known === undefined) throw new Error("nothing was said");
  return known;
};

test("an announcement that the desk decided keeps the issuer's count: an older one that comes after it is late", () => {
  const known = after(decided(issuer(5, "2027-02-05")));
  expect(known.sequence).toBe(5);
  expect(termined(known, issuer(3, "2027-02-03"), at)).toBe("late");
});

test("an older announcement that the desk decides changes nothing that is newer", () => {
  const known = after(issuer(2, "2027-02-02"));
  expect(termined(known, decided(issuer(1, "2027-02-01")), at)).toBe("late");
});

test("of two words that contradict each other the desk may choose", () => {
  const known = after(issuer(1, "2027-02-01"));
  expect(termined(known, issuer(1, "2027-02-09"), at)).toBe("contradiction");
  expect(termined(known, decided(issuer(1, "2027-02-09")), at)).toMatchObject({ effectiveOn: "2027-02-09" });
});

test("delivered again after staff corrected it, the issuer's message contradicts nothing and undoes nothing", () => {
  const first = issuer(1, "2027-02-01");
  const known = after(first, staff("2027-02-15"));
  expect(known).toMatchObject({ effectiveOn: "2027-02-15", sequence: 1 });
  expect(termined(known, first, at)).toBe("again");
  expect(termined(known, issuer(2, "2027-02-20"), at)).toMatchObject({ effectiveOn: "2027-02-20", sequence: 2 });
});

test("staff take back what is known, once; the issuer's message of before, said again, does not bring it back", () => {
  const [first, taken] = [issuer(1, "2027-02-01"), back("2027-02-10")];
  expect(termined(undefined, taken, at)).toBe("nothing-to-revoke");
  const known = after(first, taken);
  expect(known).toMatchObject({ isRevoked: true, by: "staff", sequence: 1 });
  expect(termined(known, taken, at)).toBe("again");
  expect(termined(known, back("2027-02-10"), at)).toBe("nothing-to-revoke");
  expect(termined(known, first, at)).toBe("again");
  expect(termined(known, issuer(2, "2027-02-20"), at)).toMatchObject({ isRevoked: false, sequence: 2 });
});

test("the issuer's reinstatement may come before what it takes back", () => {
  const known = after({ ...issuer(2, "2027-02-02"), isRevoked: true });
  expect(termined(known, issuer(1, "2027-02-01"), at)).toBe("late");
});

test("a day from 2000 on and two calendar years ahead, in Paris, can be meant", () => {
  const now = new Date("2026-02-28T23:30:00.000Z");
  expect(["2000-01-01", "2026-03-01", "2028-03-01"].map((day) => isPlausible(day, now))).toEqual([true, true, true]);
  const others = ["0001-01-01", "1999-12-31", "2028-03-02", "2206-03-01", "9999-12-31"];
  expect(others.filter((day) => isPlausible(day, now))).toEqual([]);
  expect(isPlausible("2026-02-28", new Date("2024-02-29T12:00:00.000Z"))).toBe(true);
});
