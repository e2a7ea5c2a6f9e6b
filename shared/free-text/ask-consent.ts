/**
 * What happens to words that likely tell of what GDPR article 9 protects: the member says them in other words, or confirms
 * each kind, which is their explicit consent (article 9(2)(a)) and is kept as one, in the same commit as the words. The rules
 * are loaded with the first text that has to be looked through: most requests bring none.
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { newLedgerRow } from "../audit/entry.ts";
import { type Consent, consent, consentToWords } from "../consents/consent.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { create, type Write } from "../storage/repository.ts";
import { type SpecialCategory, specialCategoryNames } from "./special-categories.ts";

/** In a body that holds free words: the kinds the member agrees to tell. */
export const confirmsSpecialCategories = z.exactOptional(
  z
    .array(plain(z.enum(specialCategoryNames), ["member", "dpo"]))
    .min(1)
    .max(specialCategoryNames.length),
);

type Confirmed = { readonly confirmsSpecialCategories?: readonly SpecialCategory[] | undefined };
type Said = Pick<Consent, "requestId" | "messageId">;
export type Special = { readonly special: SpecialCategory[]; readonly rules: string[] };

/**
 * @param body the words, and what is confirmed.
 * @returns what was found, all of it confirmed; undefined where nothing was.
 * @throws Refusal special-category-likely, naming each place, kind and rule that is not confirmed.
 */
export async function confirmedIn<B extends Confirmed>(body: B): Promise<Special | undefined> {
  const { faultsOf, findings } = await import("./look-through.ts");
  const { confirmsSpecialCategories: confirmed = [], ...words } = body;
  const found = findings(words);
  const open = found.filter(({ category }) => !confirmed.includes(category));
  if (open.length > 0) throw new Refusal("special-category-likely", { fields: faultsOf(open) });
  if (found.length === 0) return undefined;
  return {
    special: [...new Set(found.map(({ category }) => category))],
    rules: [...new Set(found.map(({ rule }) => rule))],
  };
}

/**
 * @returns the writes that keep the consent, none where nothing was found.
 * @throws Refusal special-category-likely
 */
export async function consentIn<B extends Confirmed>(
  body: B,
  of: Said,
  language: "fr" | "en",
  now: Date,
): Promise<readonly Write[]> {
  const found = await confirmedIn(body);
  if (found === undefined) return [];
  const doc = consentToWords({ ...of, id: randomUUID(), ...found }, language, now);
  const note = { event: "consent.given", actor: { role: "member" }, about: doc.id, detail: doc.about } as const;
  return [create(consent, doc), create(outboxRow, newLedgerRow(note, now))];
}
