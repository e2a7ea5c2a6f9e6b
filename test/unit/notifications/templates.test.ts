/** The e-mails: pointers only, complete in both languages. Nothing a member or the processor wrote can get into one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mailTypes } from "../../../shared/messaging/outbox.ts";
import { type TemplateName, writeMail } from "../../../shared/notifications/templates.ts";
import { seed } from "../seed.ts";

const names: readonly TemplateName[] = [...mailTypes, "address-taken", "address-wanted"];
const facts = {
  brand: "Milleis Conciergerie",
  site: "https://conciergerie.milleis.example",
  code: "042137",
  minutes: 10,
  officer: "dpo@milleis.example",
};

describe.each(names)("%s", (name) => {
  test("is there in both languages, in words of its own", () => {
    const [fr, en] = [writeMail(name, "fr", facts), writeMail(name, "en", facts)];
    for (const { subject, text } of [fr, en]) {
      expect(subject).toContain(facts.brand);
      expect(subject.length).toBeLessThan(100);
      expect(text).not.toMatch(/undefined|\[object|\$\{|null/);
      expect(text.endsWith("\n")).toBe(true);
    }
    expect(fr.subject).not.toBe(en.subject);
    expect(fr.text).not.toBe(en.text);
  });

  test("shows the code only where the code is the point", () => {
    for (const language of ["fr", "en"] as const) {
      expect(writeMail(name, language, facts).text.includes(facts.code)).toBe(name === "code");
      expect(writeMail(name, language, facts).subject).not.toContain(facts.code);
    }
  });

  test("leads to the site, or carries the code", () => {
    const { text } = writeMail(name, "fr", facts);
    expect(text.includes(facts.site) || text.includes(facts.code)).toBe(true);
    expect(text.match(/https?:\/\/\S+/g) ?? []).toEqual(name === "code" ? [] : [facts.site]);
  });
});

test("the mail that says an address is taken is not told from a code by its envelope alone: only its owner reads it", () => {
  expect(writeMail("address-taken", "fr", facts).text).not.toContain(facts.code);
});

test("nothing but the facts can get in: a mail's text is theirs and the template's", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom("fr" as const, "en" as const),
      fc.lorem(),
      (name, language, words) => {
        // Whatever else is handed over, as a record spread by mistake would.
        const more = {
          ...facts,
          what: words,
          lastName: words,
          firstName: words,
          email: words,
          text: words,
          proposals: [words],
        };
        expect(writeMail(name, language, more)).toEqual(writeMail(name, language, facts));
      },
    ),
    { seed },
  );
  // @ts-expect-error a field of the request is no fact of a mail
  const wrong: Parameters<typeof writeMail>[2] = { ...facts, what: "Une table pour deux" } satisfies Parameters<
    typeof writeMail
  >[2];
  expect(Object.keys(facts).sort()).toEqual(["brand", "code", "minutes", "officer", "site"]);
  expect(wrong).toBeDefined();
});
