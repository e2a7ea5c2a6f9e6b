/**
 * What happens to words that likely tell of what GDPR article 9 protects: the member says them in other words, or confirms
 * each kind, which is their explicit consent (article 9(2)(a)) and is kept as one, in the same commit as the words.
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { newLedgerRow } from "../audit/entry.ts";
import { type Consent, consent, consentToWords } from "../consents/consent.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { create, type Write } from "../storage/repository.ts";
import { faultsOf, findings } from "./look-through.ts";
import { type SpecialCategory, specialCategoryNames } from "./special-categories.ts";

/** In a body that holds free words: the kinds the member agrees to tell. */
export const confirmsSpecialCategories = z.exactOptional(
  z
    .array(plain(z.enum(specialCategoryNames), ["member", "dpo"]))
    .min(1)
    .max(specialCategoryNames.length),
);

type Confirmed = { readonly confirmsSpecialCategories?: readonly SpecialCategory[] };
type Said = Pick<Consent, "requestId" | "messageId">;

/**
 * @param body the words, and what the member confirms.
 * @returns the writes that keep the consent, none where nothing was found.
 * @throws Refusal special-category-likely, naming each place, kind and rule that is not confirmed.
 */
export function consentIn<B extends Confirmed>(body: B, of: Said, language: "fr" | "en", now: Date): readonly Write[] {
  const { confirmsSpecialCategories: confirmed = [], ...words } = body;
  const found = findings(words);
  const open = found.filter(({ category }) => !confirmed.includes(category));
  if (open.length > 0) throw new Refusal("special-category-likely", { fields: faultsOf(open) });
  if (found.length === 0) return [];
  const doc = consentToWords(
    {
      ...of,
      id: randomUUID(),
      special: [...new Set(found.map(({ category }) => category))],
      rules: [...new Set(found.map(({ rule }) => rule))],
    },
    language,
    now,
  );
  const note = { event: "consent.given", actor: { role: "member" }, about: doc.id, detail: doc.about } as const;
  return [create(consent, doc), create(outboxRow, newLedgerRow(note, now))];
}
