/** What carries its own end goes with the sweep, not before it and whatever the store's expiry does. */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { member } from "../../../shared/members/member.ts";
import { storedRecords } from "../../../shared/model.ts";
import { makeEndShortLived, shortLived } from "../../../shared/retention/end-short-lived.ts";
import { hashOfSecret, newSecret, session } from "../../../shared/sessions/session.ts";
import { approval } from "../../../shared/staff/approval.ts";
import { opening } from "../../../shared/staff/opening.ts";
import { review } from "../../../shared/staff/review.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryRepository } from "../../memory/repository.ts";

const began = "2026-11-23T10:00:00.000Z";
const hour = 3_600_000;
const day = 24 * hour;
const after = (milliseconds: number) => new Date(Date.parse(began) + milliseconds).toISOString();
const person: Person = { brand: "milleis", subjectId: randomUUID() };
const by = { role: "desk", id: randomUUID() } as const;

function world() {
  const clock = standingClock(began);
  const repository = memoryRepository();
  return { clock, repository, end: makeEndShortLived({ repository, clock }) };
}

it("a session, an opened file, a proposal nobody decided, a review: each at its end, none before", async () => {
  const { clock, repository, end } = world();
  const asked = { purpose: "concierge-requests", openedAt: began } as const;
  await repository.commit(person, [
    create(session, { id: hashOfSecret(newSecret()), startedAt: began, seenAt: began, expiresAt: after(12 * hour) }),
    create(opening, { ...asked, id: randomUUID(), by, view: "desk", validUntil: began, expiresAt: after(day) }),
    create(approval, {
      id: randomUUID(),
      action: "close-account",
      status: "pending",
      proposedBy: by,
      proposedAt: began,
      validUntil: after(7 * day),
      expiresAt: after(7 * day),
    }),
    create(review, {
      id: randomUUID(),
      status: "done",
      openedBy: by,
      purpose: "security",
      reason: "incident",
      approvalId: randomUUID(),
      openedAt: began,
      expiresAt: after(365 * day),
    }),
  ]);
  const left = () => [session, opening, approval, review].filter((one) => repository.all(person, one).length > 0);
  for (const [at, kinds] of [
    [day - hour, [session, opening, approval, review]],
    [day + hour, [approval, review]],
    [7 * day - hour, [approval, review]],
    [7 * day + hour, [review]],
    [365 * day - hour, [review]],
    [365 * day + hour, []],
  ] as const) {
    clock.move((Date.parse(after(at)) - clock.now().getTime()) / 1_000);
    await end();
    await end();
    expect(left(), after(at)).toEqual(kinds);
  }
});

it("knows every record that carries an end, but for a sign-up, which the clock of accounts ends", () => {
  const ending = storedRecords
    .filter(({ container, record }) => container === "subjects" && "expiresAt" in record.schema.shape)
    .map(({ record }) => record.kind)
    .filter((kind) => kind !== member.kind);
  expect(shortLived.map(({ record }) => record.kind).toSorted()).toEqual(ending.toSorted());
});
