/**
 * Data that the law protects more than others (GDPR article 9(1)), as a closed list, and the data of a person that are found
 * in free words. A text that likely tells of one of them leaves only with the person's explicit consent (article 9(2)(a)).
 */
import type { Text } from "../privacy/catalogues.ts";

export const specialCategories = {
  health: { en: "health or disability", fr: "la santé ou un handicap" },
  religion: { en: "religious or philosophical beliefs", fr: "les convictions religieuses ou philosophiques" },
  politics: { en: "political opinions", fr: "les opinions politiques" },
  union: { en: "trade union membership", fr: "l'appartenance syndicale" },
  sexuality: { en: "sex life or sexual orientation", fr: "la vie ou l'orientation sexuelle" },
  origin: { en: "racial or ethnic origin", fr: "l'origine raciale ou ethnique" },
  biometrics: { en: "genetic or biometric data", fr: "des données génétiques ou biométriques" },
} as const satisfies Record<string, Text>;
export type SpecialCategory = keyof typeof specialCategories;
export const specialCategoryNames = Object.keys(specialCategories) as [SpecialCategory, ...SpecialCategory[]];
