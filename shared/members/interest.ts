/**
 * An interest: declared by the member and by nobody else, never inferred, visible and erasable one by one. From a closed
 * list, or in the member's own words. The list holds nothing that tells of health, belief, opinion, origin or intimate
 * life (GDPR article 9). Purpose: personalisation; basis: legitimate interest (charter articles 3 and 4).
 */
import * as z from "zod";
import type { Text } from "../privacy/catalogues.ts";
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

/** Either a topic or words, never both (declare-interest.ts). */
export const interest = record("interest", 1, {
  id: plain(z.uuid(), ["member", "desk", "dpo"]),
  topic: personal(z.enum(topicNames), declaredInterest).optional(),
  words: personal(z.string().min(1).max(80), declaredInterest).optional(),
  declaredAt: plain(z.iso.datetime(), ["member", "dpo"]),
});
export type Interest = Doc<typeof interest>;
