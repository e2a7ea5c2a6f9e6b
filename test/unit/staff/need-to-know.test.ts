/** Need to know: the table against the data model's own views, cell by cell, and nothing beside it. */
import { describe, expect, test } from "vitest";
import { member } from "../../../shared/members/member.ts";
import { categories, type Purpose, purposes } from "../../../shared/privacy/catalogues.ts";
import { leaves } from "../../../shared/privacy/record.ts";
import { message, request } from "../../../shared/requests/request.ts";
import { fourEyes } from "../../../shared/staff/approval.ts";
import { categoriesSeen, memberViews, messageViews, requestViews } from "../../../shared/staff/file.ts";
import {
  archiveNeedToKnow,
  behindGlass,
  isReasonFor,
  needToKnow,
  openingReasons,
} from "../../../shared/staff/need-to-know.ts";
import { staffRoles } from "../../../shared/staff/staff.ts";
import { sampleOf } from "../../../tools/schemas/sample-records.ts";

const purposeNames = Object.keys(purposes) as Purpose[];
const cells = staffRoles.flatMap((role) => purposeNames.map((purpose) => [role, purpose] as const));

test("says for every function and purpose what is seen: the whole table, written out once more", () => {
  const open = cells.flatMap(([role, purpose]) =>
    [needToKnow[role][purpose], behindGlass[role][purpose]].flatMap((view, glass) =>
      view === undefined ? [] : [`${role} ${purpose} ${view}${glass === 1 ? " behind glass" : ""}`],
    ),
  );
  expect(open).toEqual([
    "desk concierge-requests desk",
    "desk communication desk",
    "desk security dpo behind glass",
    "desk rights dpo behind glass",
    "dpo rights dpo",
    "dpo accountability dpo",
    "dpo legal-claims dpo",
    "ops security dpo behind glass",
  ]);
});

test("the archive is the officer's, for legal claims, and nobody else's", () => {
  expect(cells.flatMap(([role, purpose]) => (archiveNeedToKnow[role][purpose] ? [`${role} ${purpose}`] : []))).toEqual([
    "dpo legal-claims",
  ]);
});

test("what is behind glass is what the function does not see anyway", () => {
  for (const [role, purpose] of cells) expect(needToKnow[role][purpose] && behindGlass[role][purpose]).toBeUndefined();
});

test("whoever has something behind glass can propose to open it", () => {
  const able = staffRoles.filter((role) => Object.keys(behindGlass[role]).length > 0);
  expect([...fourEyes["break-glass"].proposes].toSorted()).toEqual(able.toSorted());
});

test("every purpose somebody may open a file for has a reason, and every reason such a purpose", () => {
  const used = new Set(
    cells.flatMap(([role, purpose]) => (needToKnow[role][purpose] || behindGlass[role][purpose] ? [purpose] : [])),
  );
  for (const purpose of used)
    expect(Object.keys(openingReasons).some((reason) => isReasonFor(reason as never, purpose))).toBe(true);
  for (const { for: purposesOf } of Object.values(openingReasons))
    expect(purposesOf.every((purpose) => used.has(purpose))).toBe(true);
});

describe("a view shows what the model lets that recipient see, and no more", () => {
  test.each([
    ["member", member, memberViews],
    ["request", request, requestViews],
    ["message", message, messageViews],
  ] as const)("%s", (_, record, views) => {
    const whole = sampleOf(record);
    for (const view of ["desk", "dpo"] as const) {
      const shown = views[view].show(whole as never) as Readonly<Record<string, unknown>>;
      const seen = [...leaves(record.schema)].filter(({ note }) => note.seenBy.includes(view));
      const top = new Set(seen.map(({ pointer }) => pointer.split("/")[1]));
      expect(Object.keys(shown).toSorted()).toEqual([...top].toSorted());
    }
  });

  test("the desk does not see birth date, card digits or hashes; the categories say so", () => {
    const shown = memberViews.desk.show(sampleOf(member) as never);
    for (const hidden of ["birthDate", "cardDigits", "addressHash"]) expect(shown).not.toHaveProperty(hidden);
    expect(categoriesSeen("desk").every((category) => category in categories)).toBe(true);
    expect(categoriesSeen("desk")).toEqual(expect.arrayContaining(["identity", "contact", "request", "conversation"]));
  });
});
