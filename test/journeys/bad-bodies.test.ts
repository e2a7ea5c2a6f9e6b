/** What is sent wrongly and how each is answered: bodies, fields, cards, dates, numbers, texts. Nothing sent comes back. */
import { randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import type { BrandId } from "../../shared/charter/brands.ts";
import { csrfHeader } from "../../shared/http/cross-site.ts";
import { type Expected, expectOurHeaders, expectProblem } from "../fixtures/answers.ts";
import { dayAfter, requestBody, signUpBody } from "../fixtures/inputs.ts";
import { type Member, openCheckedBrowser, signUp } from "../fixtures/member.ts";
import { useSystem, usualStart } from "../fixtures/system.ts";

const under = useSystem();
let member: Member;
beforeAll(async () => {
  member = await signUp(under.system);
});

const canary = `kanari-${randomUUID()}`;
const fullCard = "4970 1012 3456 7893";
const invalid = (pointer: string, rule: string): Expected => ({
  status: 422,
  code: "invalid-input",
  errors: [{ pointer, rule }],
});

type Over = Readonly<Record<string, unknown>>;

const signUpWith = async (over: Over, brand: BrandId = "milleis") => {
  const body = { ...signUpBody(brand), ...over };
  const browser = openCheckedBrowser(under.system.origins[brand] ?? "");
  return { reply: await browser.ask("POST", "/api/v1/sign-ups", { body }), sent: body };
};
const submitWith = async (over: Over) => {
  const body = { ...requestBody(usualStart), ...over };
  return { reply: await member.change("POST", "/api/v1/requests", { body }), sent: body };
};

describe("a sign-up", () => {
  const name = "must be letters, spaces, hyphens and apostrophes";
  const amex = "a card starting with 34 or 37 gives its first six digits, never more";
  const notOurs: Expected = {
    status: 422,
    code: "card-not-eligible",
    errors: [{ pointer: "/cardDigits", rule: "must belong to a programme of this site" }],
  };
  it.each<[string, Over, Expected, BrandId?]>([
    ["an unknown field", { [canary]: canary }, invalid("", "has a field that is not known here")],
    ["a number for a name", { lastName: 1_234_567_890_123 }, invalid("/lastName", "must be text")],
    ["a list for a name", { firstName: [canary] }, invalid("/firstName", "must be text")],
    ["no birth date", { birthDate: undefined }, invalid("/birthDate", "is required")],
    ["a title we do not know", { title: canary }, invalid("/title", "must be one of madame, monsieur")],
    ["no address", { email: canary }, invalid("/email", "must be an e-mail address")],
    ["no telephone", { mobile: canary.slice(0, 32) }, invalid("/mobile", "must be a telephone number")],
    ["a birth date tomorrow", { birthDate: dayAfter(usualStart, 1) }, invalid("/birthDate", "must be in the past")],
    [
      "someone under 18 by one day",
      { birthDate: "2009-01-15" },
      invalid("/birthDate", "must be an adult's: 18 years or more"),
    ],
    ["an impossible day", { birthDate: "1979-02-30" }, invalid("/birthDate", "must be a date like 2026-11-23")],
    ["nobody's age", { birthDate: "1880-01-01" }, invalid("/birthDate", "must be a living person's")],
    ["an emoji name", { firstName: `Hélène 🎉${canary}` }, invalid("/firstName", name)],
    [
      "a name of 300 characters",
      { lastName: "é".repeat(300) },
      invalid("/lastName", "must have at most 80 characters"),
    ],
    ["a name that turns the text around", { lastName: "\u202eCamille Martin" }, invalid("/lastName", name)],
    ["a full card number as a name", { lastName: fullCard }, invalid("/lastName", name)],
    [
      "a full card number as card digits",
      { cardDigits: fullCard },
      invalid("/cardDigits", "must not hold a full card number"),
    ],
    [
      "eight card digits",
      { cardDigits: "49701012" },
      invalid("/cardDigits", "must be the first nine digits of the card"),
    ],
    ["letters for card digits", { cardDigits: canary.slice(0, 19) }, invalid("/cardDigits", "must be digits only")],
    ["nine digits of an Amex card", { cardDigits: "374200123" }, invalid("/cardDigits", amex), "platinum"],
    ["a card outside the programmes", { cardDigits: "411111111" }, notOurs],
    ["the other brand's card", { cardDigits: "374200" }, notOurs],
    [
      "another text field inside",
      { accepts: { charter: "2026-01", terms: "2026-01", [canary]: 1 } },
      invalid("/accepts", "has a field that is not known here"),
    ],
    [
      "an old charter",
      { accepts: { charter: "1999-01", terms: "2026-01" } },
      {
        status: 409,
        code: "documents-outdated",
        errors: [{ pointer: "/accepts/charter", rule: "must be the version in force" }],
      },
    ],
  ])("with %s is refused", async (_, over, expected, brand) => {
    const { reply, sent } = await signUpWith(over, brand);
    expectProblem(reply, expected, sent);
  });

  it("names every field at fault at once, in the language asked for", async () => {
    const browser = openCheckedBrowser(under.system.url);
    const body = {
      ...signUpBody("milleis"),
      mobile: canary.slice(0, 20),
      birthDate: dayAfter(usualStart, 1),
      cardDigits: "1",
    };
    const headers = { "accept-language": "de, en;q=0.7, fr;q=0.3" };
    const reply = await browser.ask("POST", "/api/v1/sign-ups", { body, headers });
    expectProblem(
      reply,
      {
        status: 422,
        code: "invalid-input",
        language: "en",
        errors: [
          { pointer: "/mobile", rule: "must be a telephone number" },
          { pointer: "/birthDate", rule: "must be in the past" },
          { pointer: "/cardDigits", rule: "must be the first nine digits of the card" },
        ],
      },
      body,
    );
  });

  it.each([
    ["a person of 18 years today", { birthDate: "2009-01-14" }],
    ["a name written from right to left", { lastName: "בן־דוד", firstName: "نور الهدى" }],
    ["a name of 80 characters", { lastName: "é".repeat(80) }],
    ["digits in groups, as the card shows them", { cardDigits: "4970 1012 3" }],
  ])("of %s is taken", async (_, over) => {
    expect((await signUpWith(over)).reply.status).toBe(202);
  });
});

describe("a request", () => {
  const text = "must not be blank or hold control characters";
  const card = "must not hold a full card number";
  it.each<[string, Over, Expected]>([
    ["an unknown field", { [canary]: canary }, invalid("", "has a field that is not known here")],
    ["a text for the party", { party: canary }, invalid("/party", "must be an object")],
    ["ten million guests", { party: { adults: 10_000_000 } }, invalid("/party/adults", "must be at most 200")],
    ["half a guest", { party: { adults: 1.5 } }, invalid("/party/adults", "must be a whole number")],
    ["nobody", { party: { adults: 0 } }, invalid("/party/adults", "must be at least 1")],
    ["yesterday", { when: { date: dayAfter(usualStart, -1) } }, invalid("/when/date", "must be today or later")],
    ["the year 9999", { when: { date: "9999-01-01" } }, invalid("/when/date", "must be within three years")],
    [
      "an end before its beginning",
      { when: { date: "2027-03-02", endDate: "2027-03-01" } },
      invalid("/when/endDate", "must not be before the date"),
    ],
    [
      "a time of 25 o'clock",
      { when: { date: "2027-03-02", time: "25:00" } },
      invalid("/when/time", "must be a time like 20:30"),
    ],
    ["a full card number in a wish", { wishes: `Payez avec ${fullCard}, ${canary}` }, invalid("/wishes", card)],
    ["a full card number without spaces", { what: `${canary} 4970101234567893` }, invalid("/what", card)],
    ["a full Amex number", { where: "3742 001234 56786" }, invalid("/where", card)],
    ["a blank text", { what: " ".repeat(20) }, invalid("/what", text)],
    ["a text that turns the page around", { what: `\u202e${canary}` }, invalid("/what", text)],
    ["a text of 2,001 characters", { what: "é".repeat(2_001) }, invalid("/what", "must have at most 2000 characters")],
    ["a place of 300 characters", { where: "é".repeat(300) }, invalid("/where", "must have at most 200 characters")],
    [
      "a budget in words",
      { budget: { amount: canary, currency: "EUR" } },
      invalid("/budget/amount", "must be an amount like 120.00"),
    ],
    ["a language we do not write", { language: canary }, invalid("/language", "must be one of fr, en")],
    ["no category", { category: undefined }, invalid("/category", "is required")],
  ])("with %s is refused", async (_, over, expected) => {
    const { reply, sent } = await submitWith(over);
    expectProblem(reply, expected, sent);
  });

  it.each([
    ["for today", { when: { date: "2027-01-14" } }],
    ["with emoji and several scripts", { what: "🎂 Un gâteau pour נועה et نور, 300 g de fraises" }],
    [
      "with a telephone number, a date and a booking reference",
      { wishes: "06 39 98 12 34, le 2027-02-11, dossier 4970-12" },
    ],
    ["with 2,000 characters", { what: "é".repeat(2_000) }],
  ])("%s is taken, and read back as it was written", async (_, over) => {
    const { reply, sent } = await submitWith(over);
    expect(reply.status).toBe(201);
    expect((await member.read(String(reply.headers.location))).doc).toMatchObject(sent);
  });
});

describe("a body", () => {
  const post = (options: Parameters<Member["change"]>[2]) => member.change("POST", "/api/v1/requests", options);
  it.each([
    ["cut off", `{"what":"${canary}"`],
    ["empty", ""],
    ["a text and more", `"${canary}" {}`],
    ["not UTF-8", new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ])("that is %s cannot be read", async (_, raw) => {
    expectProblem(await post({ raw }), { status: 400, code: "unreadable-body" }, canary);
  });

  it.each<[string, unknown, Expected]>([
    ["a list", [canary], invalid("", "must be an object")],
    ["null", null, invalid("", "must be an object")],
    [
      "nested without end",
      JSON.parse(`${'{"a":'.repeat(100)}1${"}".repeat(100)}`),
      invalid("", "must not be nested so deeply"),
    ],
  ])("that is %s does not fit", async (_, body, expected) => {
    expectProblem(await post({ body }), expected, body);
  });

  it.each([307_200, 262_145])("of %i bytes is too large", async (size) => {
    const raw = `{"what":"${"a".repeat(size - 11)}"}`;
    expect(raw).toHaveLength(size);
    expectProblem(await post({ raw }), { status: 413, code: "body-too-large" }, raw);
  });

  it("of 256 KiB is read", async () => {
    const raw = `{"what":"${"a".repeat(262_144 - 11)}"}`;
    expect((await post({ raw })).status).toBe(422);
  });

  it.each([
    ["text/plain", "text/plain"],
    ["a form", "application/x-www-form-urlencoded"],
    ["JSON in another alphabet", "application/json; charset=iso-8859-1"],
    ["nothing said", undefined],
  ])("called %s is not taken", async (_, type) => {
    const reply = await post({ body: requestBody(usualStart), headers: { "content-type": type } });
    expectProblem(reply, { status: 415, code: "unsupported-media-type" }, requestBody(usualStart));
  });

  it("in chunks is asked to say its length", async () => {
    const { origin, cookies } = member.browser;
    const { promise, resolve, reject } = Promise.withResolvers<Parameters<typeof expectProblem>[0]>();
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port: new URL(origin).port,
        method: "POST",
        path: "/api/v1/requests",
        headers: {
          host: new URL(origin).host,
          origin,
          "content-type": "application/json",
          "transfer-encoding": "chunked",
          cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join("; "),
          [csrfHeader]: member.csrfToken,
          "idempotency-key": randomUUID(),
        },
      },
      (response) => {
        let whole = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          whole += part;
        });
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: whole,
            json: <T>() => JSON.parse(whole) as T,
          }),
        );
      },
    );
    request.on("error", reject);
    request.write(JSON.stringify(requestBody(usualStart)));
    request.end();
    const reply = await promise;
    expectOurHeaders(reply);
    expectProblem(reply, { status: 411, code: "length-required" }, requestBody(usualStart));
  });
});

describe("a list", () => {
  it.each([
    ["limit=0", "/limit", "must be 1 to 100"],
    ["limit=101", "/limit", "must be 1 to 100"],
    [`limit=${canary}`, "/limit", "must be 1 to 100"],
    [`cursor=${canary}`, "/cursor", "must be the cursor of a page"],
    [`cursor=${Buffer.from('{"offset":0}').toString("base64url")}`, "/cursor", "must be the cursor of a page"],
    [`cursor=${encodeURIComponent("<script>")}`, "/cursor", "must be the cursor of a page"],
    [`${canary}=1`, "/query", "has an unknown name"],
  ])("asked for with %s is refused", async (query, pointer, rule) => {
    expectProblem(await member.get(`/api/v1/requests?${query}`), invalid(pointer, rule), canary);
  });
});
