/** What the member's own data may look like: any script, no emoji, nothing endless. */
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { acceptance, member, personName } from "../../../shared/members/member.ts";
import { signUpInput } from "../../../shared/members/sign-up.ts";

describe("names that are names", () => {
  test.each([
    "Dupont",
    "de La Fontaine",
    "Saint-Exupéry",
    "O'Brien",
    "O’Brien",
    "Le Goff-N'Diaye",
    "Zoé",
    "Zoe\u0301",
    "Müller",
    "Ångström",
    "Nguyễn",
    "Đặng",
    "محمد بن راشد",
    "כהן־לוי".replace("־", "-"),
    "山田",
    "Владимир",
    "Γεώργιος",
    "นภา",
    "D. J.",
    "Lluís·a",
    "X",
    "a".repeat(80),
  ])("%s", (name) => {
    expect(personName().safeParse(name).success).toBe(true);
  });
});

describe("names that are none", () => {
  test.each([
    ["empty", ""],
    ["blank", " "],
    ["emoji", "Zoé 😀"],
    ["only emoji", "😀"],
    ["a family joined to one emoji", "👨‍👩‍👧"],
    ["300 characters", "a".repeat(300)],
    ["81 characters", "a".repeat(81)],
    ["digits", "Dupont 2"],
    ["a card number", "4111 1111 1111 1111"],
    ["markup", "<b>Dupont</b>"],
    ["quotes", 'Du"pont'],
    ["direction override", "Dupont\u202eeniac"],
    ["a line break", "Du\npont"],
    ["NUL", "Du\u0000pont"],
    ["zero width", "Du\u200bpont"],
    ["leading hyphen", "-Dupont"],
    ["leading space", " Dupont"],
    ["an address", "dupont@example.fr"],
    ["formula", "=HYPERLINK(1)"],
    ["underscore", "du_pont"],
  ])("%s", (_what, name) => {
    expect(personName().safeParse(name).success).toBe(false);
  });
});

const valid = {
  title: "madame",
  lastName: "Durand",
  firstName: "Zoé",
  birthDate: "1984-02-29",
  email: "zoe.durand@example.fr",
  mobile: "06 12 34 56 78",
  cardDigits: "497010123",
  language: "fr",
  accepts: { charter: "2026-01", terms: "2026-01" },
} as const;

describe("a sign-up", () => {
  const faultOf = (change: object) =>
    signUpInput.schema.safeParse({ ...valid, ...change }).error?.issues[0]?.path.join("/");

  test("with the charter's data", () => {
    expect(signUpInput.schema.safeParse(valid).success).toBe(true);
    expect(Object.keys(signUpInput.schema.shape).sort()).toEqual([...Object.keys(valid)].sort());
  });

  test.each([
    ["title", "mx"],
    ["title", ""],
    ["lastName", 3],
    ["lastName", null],
    ["firstName", ["Zoé"]],
    ["birthDate", "29/02/1984"],
    ["birthDate", "1983-02-29"],
    ["birthDate", "1984-13-01"],
    ["birthDate", "1984-02-29T00:00:00Z"],
    ["birthDate", 19840229],
    ["email", "zoe.durand"],
    ["email", "zoe durand@example.fr"],
    ["email", "zoe@@example.fr"],
    ["email", `${"a".repeat(250)}@example.fr`],
    ["email", ""],
    ["mobile", "12345"],
    ["mobile", "0".repeat(33)],
    ["mobile", 612345678],
    ["cardDigits", ""],
    ["cardDigits", "4111 1111 1111 1111 1"],
    ["cardDigits", 497010123],
    ["language", "de"],
    ["language", "FR"],
    ["accepts", {}],
    ["accepts", true],
    ["accepts", { charter: "2026-01", terms: "2026-01", newsletter: true }],
    ["accepts", { charter: "not a version!", terms: "2026-01" }],
  ] as const)("%s = %j is refused", (name, value) => {
    expect(faultOf({ [name]: value })).toMatch(new RegExp(`^${name}`));
  });

  test.each(Object.keys(valid))("without %s is refused", (name) => {
    expect(faultOf({ [name]: undefined })).toBe(name);
  });

  test.each([
    "role",
    "status",
    "id",
    "subjectId",
    "programme",
    "mobileVerified",
    "createdAt",
    "addressHash",
    "__proto__x",
  ])("with %s is refused", (name) => {
    expect(signUpInput.schema.safeParse({ ...valid, [name]: "x" }).success).toBe(false);
  });
});

test("a member's record keeps no more digits than allowed", () => {
  const digits = member.schema.shape.cardDigits;
  for (const fits of ["497010123", "374200"]) expect(z.safeParse(digits, fits).success).toBe(true);
  for (const no of ["4970101234", "3742001", "4111111111111111", "49701", ""]) {
    expect(z.safeParse(digits, no).success, no).toBe(false);
  }
});

test("an acceptance names a document, its version and its language", () => {
  const given = {
    id: "charter_2026-01",
    document: "charter",
    version: "2026-01",
    hash: "h".repeat(43),
    channel: "sign-up",
    language: "fr",
    acceptedAt: "2026-11-23T10:00:00.000Z",
  };
  expect(acceptance.schema.safeParse(given).success).toBe(true);
  for (const change of [
    { document: "cookies" },
    { language: "de" },
    { acceptedAt: "2026-11-23" },
    { version: "a b" },
    { hash: "text" },
    { channel: "phone" },
  ]) {
    expect(acceptance.schema.safeParse({ ...given, ...change }).success).toBe(false);
  }
});
