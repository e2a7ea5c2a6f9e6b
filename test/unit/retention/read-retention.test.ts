/** What the member is told is what the sweep does: a day that a legal hold puts off is not promised. */
import { expect, it } from "vitest";
import { storedRecords } from "../../../shared/model.ts";
import { retentionRulesOf } from "../../../shared/privacy/derive.ts";
import { nextStep, type Standing } from "../../../shared/retention/clock.ts";
import { retentionOf } from "../../../shared/retention/read-retention.ts";
import { groupNames } from "../../../shared/retention/wording.ts";

const archived: Standing = {
  brand: "milleis",
  status: "archived",
  signedUpAt: new Date("2026-01-10T10:00:00.000Z"),
  closedAt: new Date("2026-12-31T10:00:00.000Z"),
};
const untilOf = (standing: Standing) =>
  Object.fromEntries(retentionOf(standing, "en").items.map(({ group, until }) => [group, until]));

it("names the last day, and none while a hold stands", () => {
  expect(untilOf(archived)).toMatchObject({ account: "2031-12-31", request: "2031-12-31" });
  const held = { ...archived, hold: { reviewOn: "2032-06-01" } };
  expect(nextStep(held, new Date("2032-01-01T10:00:00.000Z"))?.step.name).toBe("remind-of-hold");
  expect(Object.values(untilOf(held)).filter((until) => until !== undefined)).toEqual([]);
});

it("tells of interests that a hold keeps", () => {
  expect(untilOf(archived)).not.toHaveProperty("interests");
  expect(untilOf({ ...archived, hold: { reviewOn: "2032-06-01" }, isHeldBack: true })).toHaveProperty("interests");
});

it("leaves out no rule of a record in the person's partition, but for rows of minutes and of the machinery", () => {
  const technical = [
    "ticket",
    "idempotency",
    "outbox",
    "proof",
    "pending-sign-up",
    "retention-clock",
    "staff-opening",
    "erasure-mark",
  ];
  const held = storedRecords
    .filter(({ container }) => container === "subjects")
    .flatMap(({ record }) => retentionRulesOf(record))
    .filter((rule) => !technical.includes(rule));
  expect([...new Set(held)].filter((rule) => !(groupNames as readonly string[]).includes(rule))).toEqual([]);
});
