/** French or English, by the reader's own order; French where nothing is said. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { languages, preferredLanguage } from "../../../shared/http/language.ts";
import { seed } from "../seed.ts";

test.each([
  [null, "fr"],
  ["", "fr"],
  ["fr", "fr"],
  ["en", "en"],
  ["en-GB", "en"],
  ["EN-us", "en"],
  ["fr-CA,en;q=0.8", "fr"],
  ["en;q=0.8,fr;q=0.9", "fr"],
  ["en, fr", "en"],
  ["fr;q=0.5, en;q=0.5", "fr"],
  ["de, en;q=0.1", "en"],
  ["de, it", "fr"],
  ["*", "fr"],
  ["en;q=0", "fr"],
  ["fr;q=0, en;q=0.001", "en"],
  ["fr;q=0, en;q=0", "fr"],
  ["english", "fr"],
  ["en_GB", "fr"],
  ["en;q=abc, fr;q=0.2", "en"],
  [";;;,,,==", "fr"],
  [`${"de,".repeat(200)}en`, "fr"],
])("%j is %s", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

test("whatever a header says, it is one of ours", () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(languages).toContain(preferredLanguage(header));
    }),
    { seed },
  );
});
