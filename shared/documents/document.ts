/**
 * The charter and the terms as the controller publishes them: per brand and language, in versions with a date. A major
 * change must be accepted again before the next request, a minor one is only told. Charter article 1; the hash is what an
 * acceptance is proved with.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { type BrandId, brandIds } from "../charter/brands.ts";

export const documentNames = ["charter", "terms"] as const;
export type DocumentName = (typeof documentNames)[number];
export type Language = "fr" | "en";

const paragraph = z.string().min(1).max(4_000);

/** One version in one language, as the controller supplies it (content/{brand}/{document}-{version}.{language}.json). */
export const documentSchema = z.strictObject({
  document: z.enum(documentNames),
  brand: z.enum(brandIds),
  version: z.string().regex(/^\d{4}-\d{2}$/),
  language: z.enum(["fr", "en"]),
  /** The first day it is in force, Europe/Paris. */
  effectiveOn: z.iso.date(),
  change: z.enum(["major", "minor"]),
  /** An example in the project's own words, not a controller's text. */
  isExample: z.boolean(),
  title: z.string().min(1).max(200),
  sections: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,40}$/),
        heading: z.string().min(1).max(200),
        paragraphs: z.array(paragraph).min(1),
      }),
    )
    .min(1),
});
export type PublishedDocument = z.output<typeof documentSchema>;

/** SHA-256 of what was published, base64url: fields in the schema's order, so that formatting does not count. */
export const hashOf = (document: PublishedDocument): string =>
  createHash("sha256")
    .update(JSON.stringify(documentSchema.parse(document)))
    .digest("base64url");

export type Documents = {
  /** Every version of a text, newest first, as far as it exists in a language. */
  readonly versions: (brand: BrandId, name: DocumentName, language: Language) => readonly PublishedDocument[];
  /** The text in force on a day. */
  readonly inForce: (brand: BrandId, name: DocumentName, language: Language, day: string) => PublishedDocument;
  /** The version of the last major change in force on a day: what must have been accepted. */
  readonly edition: (brand: BrandId, name: DocumentName, day: string) => string;
};

/**
 * Puts the published texts together.
 * @throws Error naming the file's brand, text and rule where something is missing or contradicts itself; `today` must have
 * every text of every brand in force, in both languages.
 */
export function documentsOf(published: readonly PublishedDocument[], today: string): Documents {
  const versions: Documents["versions"] = (brand, name, language) =>
    published
      .filter((one) => one.brand === brand && one.document === name && one.language === language)
      .toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? 1 : -1));

  const inForce: Documents["inForce"] = (brand, name, language, day) => {
    const found = versions(brand, name, language).find(({ effectiveOn }) => effectiveOn <= day);
    if (found === undefined) throw new Error(`no ${name} of ${brand} in ${language} is in force`);
    return found;
  };

  const edition: Documents["edition"] = (brand, name, day) => {
    const major = versions(brand, name, "fr").find(
      ({ effectiveOn, change }) => effectiveOn <= day && change === "major",
    );
    if (major === undefined) throw new Error(`no major version of the ${name} of ${brand} is in force`);
    return major.version;
  };

  for (const brand of brandIds) {
    for (const name of documentNames) {
      edition(brand, name, today);
      const [french, english] = (["fr", "en"] as const).map((language) =>
        versions(brand, name, language).map(
          ({ version, effectiveOn, change }) => `${version} ${effectiveOn} ${change}`,
        ),
      );
      if (french?.join() !== english?.join())
        throw new Error(`the ${name} of ${brand} differ in their versions between languages`);
      const dates = versions(brand, name, "fr").map(({ effectiveOn }) => effectiveOn);
      if (new Set(dates).size !== dates.length)
        throw new Error(`two versions of the ${name} of ${brand} start on one day`);
      inForce(brand, name, "en", today);
    }
  }
  return { versions, inForce, edition };
}

export type SectionChange = {
  readonly id: string;
  readonly heading: string;
  readonly change: "added" | "removed" | "changed";
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/** What changed between two versions, section by section. */
export function difference(before: PublishedDocument, after: PublishedDocument): readonly SectionChange[] {
  const ids = [...new Set([...after.sections, ...before.sections].map(({ id }) => id))];
  return ids.flatMap((id): readonly SectionChange[] => {
    const old = before.sections.find((section) => section.id === id);
    const now = after.sections.find((section) => section.id === id);
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [
      {
        id,
        heading: now?.heading ?? old?.heading ?? id,
        change: old === undefined ? "added" : now === undefined ? "removed" : "changed",
        before: old?.paragraphs ?? [],
        after: now?.paragraphs ?? [],
      },
    ];
  });
}
