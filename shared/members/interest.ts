/**
 * An interest: declared by the member and by nobody else, never inferred, visible and erasable one by one. From a closed
 * list, or in the member's own words. The list holds nothing that tells of health, belief, opinion, origin or intimate
 * life (GDPR article 9). Purpose: personalisation; basis: legitimate interest (charter articles 3 and 4).
 */
import * as z from "zod";
import { type SpecialCategory, specialCategories, specialCategoryNames } from "../free-text/special-categories.ts";
import type { Text } from "../privacy/catalogues.ts";
import { digest } from "../privacy/formats.ts";
import { type Doc, type Personal, personal, plain, record } from "../privacy/record.ts";

export const topics = {
  gastronomy: { fr: "gastronomie", en: "fine dining" },
  wine: { fr: "vins et spiritueux", en: "wine and spirits" },
  cooking: { fr: "cuisine", en: "cooking" },
  theatre: { fr: "théâtre", en: "theatre" },
  opera: { fr: "opéra et danse", en: "opera and dance" },
  concerts: { fr: "concerts", en: "concerts" },
  cinema: { fr: "cinéma", en: "cinema" },
  museums: { fr: "musées et expositions", en: "museums and exhibitions" },
  art: { fr: "art et antiquités", en: "art and antiques" },
  books: { fr: "livres", en: "books" },
  fashion: { fr: "mode", en: "fashion" },
  watches: { fr: "horlogerie et joaillerie", en: "watches and jewellery" },
  motoring: { fr: "automobile", en: "motoring" },
  golf: { fr: "golf", en: "golf" },
  tennis: { fr: "tennis", en: "tennis" },
  football: { fr: "football", en: "football" },
  rugby: { fr: "rugby", en: "rugby" },
  skiing: { fr: "ski", en: "skiing" },
  sailing: { fr: "voile et nautisme", en: "sailing" },
  riding: { fr: "équitation", en: "riding" },
  cities: { fr: "séjours en ville", en: "city breaks" },
  beaches: { fr: "séjours à la mer", en: "seaside holidays" },
  mountains: { fr: "séjours à la montagne", en: "mountain holidays" },
  cruises: { fr: "croisières", en: "cruises" },
  gardens: { fr: "jardins et nature", en: "gardens and nature" },
  technology: { fr: "technologie", en: "technology" },
} as const satisfies Record<string, Text>;
export type Topic = keyof typeof topics;
export const topicNames = Object.keys(topics) as [Topic, ...Topic[]];

const declaredInterest = {
  category: "interests",
  purposes: ["personalisation"],
  source: "member",
  seenBy: ["member", "desk", "dpo"],
  kept: "interests",
  protection: "sealed",
} as const satisfies Personal;

/** What the person agreed to where the words may tell of what article 9 protects, and the proof of it (article 7(1)). */
const agreed = z.strictObject({
  special: z
    .array(personal(z.enum(specialCategoryNames), { ...declaredInterest, seenBy: ["member", "dpo"] }))
    .min(1)
    .max(specialCategoryNames.length),
  language: plain(z.enum(["fr", "en"]), ["member", "dpo"]),
  /** Digest of the very words that were agreed to. There are few of them, so in clear it would tell. */
  wording: personal(digest(), { ...declaredInterest, seenBy: ["member", "dpo"] }),
});

/** The exact words of that agreement. Erasing the interest takes it back, and is all that it takes. */
export function wordingOfInterest(special: readonly SpecialCategory[], language: "fr" | "en"): string {
  const names = special.map((name) => specialCategories[name][language]);
  const what = new Intl.ListFormat(language, { type: "conjunction" }).format(names);
  return language === "fr"
    ? `J'accepte expressément que ce centre d'intérêt, qui peut révéler ${what}, soit conservé pour personnaliser les services. Je peux l'effacer à tout moment.`
    : `I expressly agree that this interest, which may reveal ${what}, is kept to personalise the services. I can erase it at any time.`;
}

/** Either a topic or words, never both (declare-interest.ts). */
export const interest = record("interest", 1, {
  id: plain(z.uuid(), ["member", "desk", "dpo"]),
  topic: personal(z.enum(topicNames), declaredInterest).optional(),
  words: personal(z.string().min(1).max(80), declaredInterest).optional(),
  declaredAt: plain(z.iso.datetime(), ["member", "dpo"]),
  agreed: z.exactOptional(agreed),
});
export type Interest = Doc<typeof interest>;
