/** How an operator reads what will have ended: counted by rule, kind and brand with the oldest date; months of the ledger by name. */
import { expect, it } from "vitest";
import type { ComingEnd } from "../../../shared/retention/coming-end.ts";
import { tally } from "../../../tools/ops/retention.ts";

const session = (day: number, brand: ComingEnd["brand"] = "milleis"): ComingEnd => ({
  rule: "session",
  kind: "session",
  ...(brand === undefined ? {} : { brand }),
  since: new Date(Date.UTC(2027, 0, day)),
  place: `subjects/somebody/session.${day}`,
});

it("counts each kind of each brand, and keeps the oldest, whatever the order they come in", () => {
  const ends = tally();
  for (const day of [9, 3, 7]) ends.add(session(day));
  ends.add({ rule: "session", kind: "session", since: new Date("2027-01-02"), place: "x" });
  ends.add(session(5, "platinum"));
  expect(ends.lines()).toEqual([
    expect.stringMatching(/^session: 24 hours after being issued \(charter art\. 10\.3/),
    "    milleis: 3 session, oldest 2027-01-03T00:00:00.000Z",
    "    platinum: 1 session, oldest 2027-01-05T00:00:00.000Z",
    "    of no brand: 1 session, oldest 2027-01-02T00:00:00.000Z",
  ]);
});

it("names each month of the ledger, the longest due first, and follows the order of the rules", () => {
  const ends = tally();
  const month = (stream: string, since: string): ComingEnd => ({
    rule: "audit",
    kind: "ledger stream",
    brand: "milleis",
    since: new Date(since),
    place: `ledger/${stream}`,
    detail: stream,
  });
  ends.add({ ...session(1), rule: "failure", kind: "failure", detail: "of some kind" });
  ends.add(month("milleis.access.2027-02", "2028-03-01"));
  ends.add(month("milleis.access.2027-01", "2028-02-01"));
  expect(ends.lines()).toEqual([
    expect.stringMatching(/^audit: 12 months after the closing of the month \(CNIL, /),
    "    ledger stream milleis.access.2027-01 since 2028-02-01T00:00:00.000Z",
    "    ledger stream milleis.access.2027-02 since 2028-03-01T00:00:00.000Z",
    expect.stringMatching(/^failure: /),
    "    milleis: 1 failure (of some kind), oldest 2027-01-01T00:00:00.000Z",
  ]);
});
