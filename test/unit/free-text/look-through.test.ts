/** The guard against protected data in free words: both its errors bounded by a corpus, in both languages, rule by rule. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { categoryOf, faultsOf, findings, legible, rulesFor } from "../../../shared/free-text/look-through.ts";
import { specialCategoryNames } from "../../../shared/free-text/special-categories.ts";
import { wordRules } from "../../../shared/free-text/word-rules.ts";
import { seed } from "../seed.ts";
import { heldOutHonest, heldOutTelling } from "./held-out.corpus.ts";
import { honestEnglish, honestFrench } from "./honest.corpus.ts";
import { telling } from "./telling.corpus.ts";

const honest = [...honestFrench, ...honestEnglish];
const idsOf = (text: string) => rulesFor(text).map(({ id }) => id);

test("the corpus of honest texts is large, and no line of it is stopped", () => {
  expect(honest.length).toBeGreaterThanOrEqual(300);
  expect(new Set(honest).size).toBe(honest.length);
  const stopped = honest.flatMap((line) => (idsOf(line).length === 0 ? [] : [`${idsOf(line).join()}: ${line}`]));
  expect(stopped).toEqual([]);
});

test("every line that tells of something protected is asked about, under its category", () => {
  const missed = specialCategoryNames.flatMap((category) =>
    telling[category].filter((line) => !rulesFor(line).some((rule) => categoryOf(rule) === category)),
  );
  expect(Object.values(telling).flat().length).toBeGreaterThanOrEqual(150);
  expect(missed).toEqual([]);
});

test("lines no rule was made with: few are stopped, few are missed", () => {
  const stopped = heldOutHonest.filter((line) => idsOf(line).length > 0);
  const missed = heldOutTelling.filter((line) => idsOf(line).length === 0);
  // Measured, not tuned: written after the rules, in words chosen to be rare. A list of words knows no list of all illnesses.
  expect(stopped.length / heldOutHonest.length).toBeLessThanOrEqual(0.05);
  expect(missed.length / heldOutTelling.length).toBeLessThanOrEqual(0.6);
});

describe("a rule", () => {
  test("has an id of its own, under its category, a reason in both languages, and terms in the form they are compared in", () => {
    expect(new Set(wordRules.map(({ id }) => id)).size).toBe(wordRules.length);
    for (const rule of wordRules) {
      expect(specialCategoryNames).toContain(categoryOf(rule));
      expect(rule.why.fr && rule.why.en).toBeTruthy();
      for (const term of [...rule.terms, ...(rule.near ?? []), ...(rule.unless ?? [])]) {
        expect(term, rule.id).toBe(legible(term));
        expect(term, rule.id).toMatch(/^[a-z0-9* ]+$/);
      }
    }
  });

  test.each(wordRules.map((rule) => [rule.id, rule] as const))(
    "%s speaks for each of its terms in a text",
    (id, rule) => {
      const near = rule.near === undefined ? "" : "je suis ";
      for (const term of rule.terms) {
        const text = `Bonjour. ${near}${term.replaceAll("*", "s")} voyez-vous. Merci.`;
        // A term may hold a word that excuses another one; it must not excuse itself in every text.
        expect(idsOf(text), term).toContain(id);
      }
    },
  );

  test("is not got round by accents, case, apostrophes or what is not seen", () => {
    for (const text of [
      "ALLERGIE AUX NOIX",
      "allergie aux noix",
      "Al\u00adlergie aux noix",
      "aller\u200bgie aux noix",
      "ａllergie aux noix",
    ]) {
      expect(idsOf(text), text).toEqual(["health.allergy"]);
    }
    for (const text of ["l'Aïd", "l’Aïd", "l' aïd"])
      expect(idsOf(`Nous fêtons ${text} dimanche`)).toContain("religion.practice");
  });

  test("is excused by a negation in the same breath, and by none in another", () => {
    expect(idsOf("Pas d'allergie.")).toEqual([]);
    expect(idsOf("Pas de sel ; allergie aux noix.")).toEqual(["health.allergy"]);
    expect(idsOf("Sans gluten, allergie aux noix.")).toEqual(["health.allergy"]);
  });
});

describe("what is found", () => {
  test("names the field, the category and the rule, at any depth, and never the words", () => {
    const body = { what: "Un dîner", wishes: "Ma femme est diabétique kanari", when: { note: ["menu casher"] } };
    expect(findings(body)).toEqual([
      { pointer: "/wishes", category: "health", rule: "health.illness" },
      { pointer: "/when/note/0", category: "religion", rule: "religion.diet" },
    ]);
    const told = JSON.stringify(faultsOf(findings(body)));
    expect(told).toContain("health.illness");
    expect(told).not.toMatch(/kanari|diab|casher/i);
  });

  test("never takes long, whatever the text", () => {
    fc.assert(
      fc.property(fc.constantFrom("allerg ", "a", "no ", "d' ", "- ", "sans ", "operation de la ", "é"), (piece) => {
        const text = piece.repeat(Math.ceil(4_000 / piece.length));
        const before = performance.now();
        rulesFor(text);
        // Not a figure of speed: a rule that backtracks would take minutes.
        expect(performance.now() - before).toBeLessThan(5_000);
      }),
      { seed, numRuns: 8 },
    );
  });
});
