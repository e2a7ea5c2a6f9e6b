/**
 * Looks a text through by the word rules. It says which rules spoke and where they belong, never the words: what was
 * found is as much protected as what was written. Each rule is one regular expression without nested repetition, so the
 * time it takes grows with the text and no more.
 */
import type { FieldFault } from "../refusal.ts";
import type { SpecialCategory } from "./special-categories.ts";
import { negations, type WordRule, wordRules } from "./word-rules.ts";

/** As the rules read it: lower case, no accents, nothing unseen, ligatures written out, one kind of apostrophe. */
export const legible = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae");

const escaped = (word: string) => word.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
/** Between the words of a term: spaces, apostrophes and hyphens, four at most. */
const between = "[\\s'\u2019\u02bc\\-\u2010-\u2015]{1,4}";
const sourceOf = (term: string) =>
  term
    .split(" ")
    .map((word) => escaped(word).replaceAll("*", "\\p{L}{0,15}"))
    .join(between);
const anyOf = (terms: readonly string[], flags = "u") =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${terms.map(sourceOf).join("|")})(?![\\p{L}\\p{N}])`, flags);

type Compiled = {
  readonly rule: WordRule;
  readonly terms: RegExp;
  readonly near: RegExp | undefined;
  readonly unless: RegExp | undefined;
};

const compile = (rule: WordRule): Compiled => ({
  rule,
  terms: anyOf(rule.terms, "gu"),
  near: rule.near && anyOf(rule.near),
  unless: rule.unless && anyOf(rule.unless),
});

const compiled: readonly Compiled[] = wordRules.map(compile);
const negation = anyOf(negations);

/** Characters to either side that count as close by. */
const close = 40;
const wide = 60;
/** Characters before a term in which a negation belongs to it, within the same breath. */
const breath = 28;

const around = (text: string, from: number, to: number, reach: number) => {
  const before = text.slice(Math.max(0, from - reach), from);
  const after = text.slice(to, to + reach);
  // Another sentence says nothing about this one.
  return `${/[^.!?;\n]*$/.exec(before)?.[0] ?? ""}${text.slice(from, to)}${/^[^.!?;\n]*/.exec(after)?.[0] ?? ""}`;
};

function speaks({ rule, terms, near, unless }: Compiled, text: string): boolean {
  for (const match of text.matchAll(terms)) {
    const { index: from, 0: found } = match;
    const to = from + found.length;
    if (unless?.test(around(text, from, to, close))) continue;
    if (near !== undefined && !near.test(around(text, from, to, wide))) continue;
    const before = /[^.,;:!?()\n]*$/.exec(text.slice(Math.max(0, from - breath), from))?.[0] ?? "";
    if (!rule.evenNegated && negation.test(before)) continue;
    return true;
  }
  return false;
}

/** The rules that speak of a text. */
export function rulesFor(text: string): readonly WordRule[] {
  const read = legible(text);
  return compiled.filter((one) => speaks(one, read)).map(({ rule }) => rule);
}

export type Finding = { readonly pointer: string; readonly category: SpecialCategory; readonly rule: WordRule["id"] };

export const categoryOf = ({ id }: Pick<WordRule, "id">): SpecialCategory => id.split(".")[0] as SpecialCategory;

/** Every place of a parsed body where a rule speaks, one finding for each rule. */
export function findings(value: unknown, pointer = ""): readonly Finding[] {
  if (typeof value === "string") {
    return rulesFor(value).map((rule) => ({ pointer, category: categoryOf(rule), rule: rule.id }));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => findings(inner, `${pointer}/${key}`));
}

/** What a refusal says: the field, the category, the rule. */
export const faultsOf = (found: readonly Finding[]): readonly FieldFault[] =>
  found.map(({ pointer, category, rule }) => ({
    pointer,
    rule: `may tell of ${category} (${rule}): confirm it in /confirmsSpecialCategories, or say it in other words`,
  }));
