/** What a member may ask for, field by field: any words, no nonsense. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { amount, freeText, localTime, message, request } from "../../../shared/requests/request.ts";
import { submitRequestInput } from "../../../shared/requests/submit-request.ts";
import { seed } from "../seed.ts";
import { requestAs, wish } from "./fixtures.ts";

const fits = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe("free text", () => {
  test.each([
    "Une table pour deux",
    "😀 🎂 👨‍👩‍👧",
    "مطعم هادئ من فضلك",
    "שולחן לשניים",
    "静かなレストラン",
    "ligne 1\nligne 2\r\n\tligne 3",
    "a\u0301\u0301\u0301\u0301\u0301",
    "x".repeat(200),
    "<script>alert(1)</script>",
    "'; DROP TABLE --",
    "?",
    "7",
    "€",
    "a\u3164b",
    "می\u200cخواهم",
    "क्\u200dष",
  ])("%j", (text) => {
    expect(fits(freeText(200), text)).toBe(true);
  });

  test.each([
    ["empty", ""],
    ["blank", "   "],
    ["only line breaks", "\n\r\n\t"],
    ["no-break spaces only", "\u00a0\u202f\u3000"],
    ["too long", "x".repeat(201)],
    ["too long in emoji", "😀".repeat(201)],
    ["NUL", "a\u0000b"],
    ["escape", "a\u001b[31mb"],
    ["delete", "a\u007f"],
    ["backspace", "a\bb"],
    ["vertical tab", "a\u000bb"],
    ["direction override", "abc\u202ecba"],
    ["isolate", "abc\u2066cba"],
    ["embedding", "abc\u202acba"],
    ["direction mark", "abc\u200fcba"],
    ["Arabic letter mark", "abc\u061ccba"],
    ["next line", "a\u0085b"],
    ["control sequence introducer", "a\u009b31mb"],
    ["line separator", "a\u2028b"],
    ["paragraph separator", "a\u2029b"],
    ["half an emoji", "a\ud83d"],
    ["the other half", "\ude00b"],
    ["spaces of no width only", "\u200b\u200b"],
    ["joiners only", "\u200d\ufe0f"],
    ["fillers only", "\u3164 \uffa0\u115f\u1160"],
    ["blank Braille only", "\u2800"],
    ["an accent without a letter", "\u0301"],
  ])("%s is refused", (_what, text) => {
    expect(fits(freeText(200), text)).toBe(false);
  });

  test("no control character gets through, wherever it stands", () => {
    const control = fc.constantFrom(
      ...[0, 1, 7, 8, 11, 12, 14, 27, 31, 127, 0x80, 0x85, 0x9f, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202d]
        .concat([0x202e, 0x2066, 0x2069])
        .map((code) => String.fromCharCode(code)),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), control, fc.string({ maxLength: 50 }), (before, bad, after) => {
        expect(fits(freeText(200), `x${before}${bad}${after}`)).toBe(false);
      }),
      { seed },
    );
  });
});

describe("amounts and times", () => {
  test.each(["0", "0.00", "1", "120.00", "99999999.99"])("amount %s", (text) =>
    expect(fits(amount(), text)).toBe(true),
  );
  test.each([
    "",
    "-1",
    "+1",
    "01",
    "1.5",
    "1.234",
    "1,50",
    "1e3",
    "NaN",
    "Infinity",
    " 1",
    "1 ",
    "100000000",
    ".50",
    "１２",
  ])("amount %j is refused", (text) => expect(fits(amount(), text)).toBe(false));
  test("an amount is no number: binary fractions lose cents", () => {
    expect(fits(amount(), 120)).toBe(false);
  });

  test.each(["00:00", "09:05", "20:30", "23:59"])("time %s", (text) => expect(fits(localTime(), text)).toBe(true));
  test.each(["", "24:00", "9:05", "20:60", "20h30", "20:30:00", "8:30pm", "20:30Z", "-1:00"])(
    "time %j is refused",
    (text) => expect(fits(localTime(), text)).toBe(false),
  );
});

describe("a wish", () => {
  const input = { ...wish, language: "fr" };
  const faultAt = (value: unknown) => submitRequestInput.schema.safeParse(value).error?.issues[0]?.path.join("/");

  test("with everything, and with the least", () => {
    expect(faultAt(input)).toBeUndefined();
    expect(faultAt({ category: "other", what: "x", language: "en" })).toBeUndefined();
  });

  test.each([
    ["category", { category: "yacht" }],
    ["category", { category: "Restaurant" }],
    ["category", { category: undefined }],
    ["what", { what: undefined }],
    ["what", { what: "" }],
    ["what", { what: "x".repeat(2_001) }],
    ["what", { what: ["une table"] }],
    ["where", { where: "x".repeat(201) }],
    ["where", { where: null }],
    ["when", { when: "2026-11-27" }],
    ["when/date", { when: {} }],
    ["when/date", { when: { date: "27/11/2026" } }],
    ["when/date", { when: { date: "2026-02-30" } }],
    ["when/time", { when: { date: "2026-11-27", time: "25:00" } }],
    ["when/endDate", { when: { date: "2026-11-27", endDate: "soon" } }],
    ["when", { when: { date: "2026-11-27", flexible: true } }],
    ["party/adults", { party: {} }],
    ["party/adults", { party: { adults: 10_000_000 } }],
    ["party/adults", { party: { adults: 0 } }],
    ["party/adults", { party: { adults: -2 } }],
    ["party/adults", { party: { adults: 2.5 } }],
    ["party/adults", { party: { adults: "2" } }],
    ["party/adults", { party: { adults: Number.NaN } }],
    ["party/children", { party: { adults: 2, children: 201 } }],
    ["party", { party: { adults: 2, guests: ["Zoé"] } }],
    ["budget/amount", { budget: { amount: 240, currency: "EUR" } }],
    ["budget/amount", { budget: { amount: "240,00", currency: "EUR" } }],
    ["budget/currency", { budget: { amount: "240.00" } }],
    ["budget/currency", { budget: { amount: "240.00", currency: "BTC" } }],
    ["wishes", { wishes: "x".repeat(2_001) }],
    ["language", { language: "de" }],
  ])("fault at %s: %j", (pointer, change) => {
    expect(faultAt({ ...input, ...change })).toBe(pointer);
  });

  test.each(["id", "status", "proposals", "confirmation", "priority", "cardNumber", "submittedAt", "from"])(
    "%s is not for the member to say",
    (name) => {
      expect(submitRequestInput.schema.safeParse({ ...input, [name]: "x" }).success).toBe(false);
    },
  );

  test.each([null, [], "text", 1, true, [wish]])("%j is no wish", (value) => {
    expect(submitRequestInput.schema.safeParse(value).success).toBe(false);
  });
});

describe("stored records", () => {
  test("are strict when written", () => {
    expect(request.schema.safeParse(requestAs()).success).toBe(true);
    expect(request.schema.safeParse({ ...requestAs(), note: "x" }).success).toBe(false);
    expect(request.schema.safeParse({ ...requestAs(), status: "booked" }).success).toBe(false);
    expect(request.schema.safeParse({ ...requestAs(), proposals: [{ id: "p" }] }).success).toBe(false);
  });

  test("a message is the member's or the concierge's", () => {
    const said = {
      id: "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11",
      requestId: requestAs().id,
      from: "member",
      postedAt: "2026-11-23T10:00:00.000Z",
      text: "Merci",
    };
    expect(message.schema.safeParse(said).success).toBe(true);
    for (const change of [{ from: "processor" }, { text: "" }, { text: "x".repeat(4_001) }, { requestId: "1" }]) {
      expect(message.schema.safeParse({ ...said, ...change }).success).toBe(false);
    }
  });
});
