/**
 * A consent of the member: asked, given, refused or withdrawn, with the proof of each step (GDPR article 7). Two things call
 * for one: a provider that wants data for purposes of its own (charter article 5, article 6(1)(a)), and words of the member
 * that likely tell of what article 9 protects. Nothing it stands for leaves before it is given; withdrawing is as easy.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { specialCategories, specialCategoryNames } from "../free-text/special-categories.ts";
import { categories } from "../privacy/catalogues.ts";
import { code, digest } from "../privacy/formats.ts";
import { type Doc, type Personal, personal, plain, record } from "../privacy/record.ts";
import { freeText } from "../requests/request.ts";

const seen = ["member", "processor", "dpo"] as const;

const asked = {
  category: "proof",
  purposes: ["accountability"],
  source: "processor",
  seenBy: ["member", "processor", "dpo"],
  kept: "consent",
  protection: "sealed",
} as const satisfies Personal;

/** What a provider may be given beside what carrying out the request needs. Never a birth date, never a card's digits. */
export const askableCategories = ["identity", "contact", "request", "conversation", "third-party"] as const;
export type AskableCategory = (typeof askableCategories)[number];

export const consentStatuses = ["asked", "given", "refused", "withdrawn"] as const;
export type ConsentStatus = (typeof consentStatuses)[number];
export const consentAnswers = ["given", "refused", "withdrawn"] as const;
export type ConsentAnswer = (typeof consentAnswers)[number];

/** Rows: as it stands. Columns: what the member says. Absent: not possible from there. */
export const consentSteps: Readonly<Record<ConsentStatus, readonly ConsentAnswer[]>> = {
  asked: ["given", "refused"],
  given: ["withdrawn"],
  refused: ["given"],
  withdrawn: ["given"],
};

/** One more than may be used before a yes: whatever was given can be withdrawn (GDPR article 7(3)). */
const maximumProofs = 50;

/** What the member may say now. At the end of the record's room a yes would be one that could not be taken back. */
export const answersTo = ({ status, proofs }: Pick<Consent, "status" | "proofs">): readonly ConsentAnswer[] =>
  consentSteps[status].filter((answer) => answer !== "given" || proofs.length < maximumProofs - 1);

/** What a provider asks for: as its processor sends it, and as it is kept. */
export const askedShape = {
  provider: personal(freeText(200), asked),
  /** In the provider's words, shown to the member as they are. */
  purpose: personal(freeText(500), asked),
  categories: z
    .array(plain(z.enum(askableCategories), seen))
    .min(1)
    .max(askableCategories.length),
};

export const consent = record(
  "consent",
  1,
  {
    id: plain(z.uuid(), seen),
    requestId: plain(z.uuid(), seen),
    about: plain(z.enum(["provider", "special-categories"]), seen),
    status: plain(z.enum(consentStatuses), seen),
    askedAt: plain(z.iso.datetime(), seen),
    provider: z.exactOptional(askedShape.provider),
    purpose: z.exactOptional(askedShape.purpose),
    categories: z.exactOptional(askedShape.categories),
    /** What the words likely tell of, and the rules that said so. */
    special: z.exactOptional(
      z
        .array(plain(z.enum(specialCategoryNames), seen))
        .min(1)
        .max(specialCategoryNames.length),
    ),
    rules: z.exactOptional(z.array(plain(code(), ["member", "dpo"])).max(50)),
    /** The message of the conversation that holds the words; absent: the request itself. */
    messageId: z.exactOptional(plain(z.uuid(), seen)),
    /** Every step, oldest first: what was said, when, in which language, and the digest of the words it was said to. */
    proofs: z
      .array(
        z.strictObject({
          answer: plain(z.enum(consentAnswers), ["member", "dpo"]),
          at: plain(z.iso.datetime(), ["member", "dpo"]),
          language: plain(z.enum(["fr", "en"]), ["member", "dpo"]),
          wording: plain(digest(), ["member", "dpo"]),
        }),
      )
      .max(maximumProofs),
  },
  { kept: "consent" },
);
export type Consent = Doc<typeof consent>;

type Language = "fr" | "en";
const list = (words: readonly string[], language: Language) =>
  new Intl.ListFormat(language, { type: "conjunction" }).format(words);

/** The exact words a consent is asked in. What is kept as proof is their digest: the same record gives the same words. */
export function wordingOf(
  {
    about,
    provider,
    purpose,
    categories: wanted = [],
    special = [],
  }: Pick<Consent, "about" | "provider" | "purpose" | "categories" | "special">,
  language: Language,
): string {
  if (about === "special-categories") {
    const what = list(
      special.map((name) => specialCategories[name][language]),
      language,
    );
    return language === "fr"
      ? `J'accepte expressément que mon texte, qui peut révéler ${what}, soit transmis au concierge pour exécuter ma demande. S'il parle d'une autre personne, elle m'a donné son accord. Je peux revenir sur cet accord à tout moment.`
      : `I expressly agree that my text, which may reveal ${what}, is passed to the concierge to carry out my request. Where it speaks of somebody else, they have agreed. I can take this back at any time.`;
  }
  const what = list(
    wanted.map((name) => categories[name][language]),
    language,
  );
  return language === "fr"
    ? `J'accepte que ${provider} reçoive ces données : ${what}, pour ses propres besoins : ${purpose} Ma demande est exécutée aussi si je refuse. Je peux revenir sur cet accord à tout moment.`
    : `I agree that ${provider} receives these data: ${what}, for purposes of its own: ${purpose} My request is carried out also if I refuse. I can take this back at any time.`;
}

/** The record after a step, with its proof. */
export function stepped(doc: Consent, answer: ConsentAnswer, language: Language, now: Date): Consent {
  const wording = createHash("sha256").update(wordingOf(doc, language)).digest("base64url");
  return { ...doc, status: answer, proofs: [...doc.proofs, { answer, at: now.toISOString(), language, wording }] };
}

/** Explicit consent to words that likely tell of what article 9 protects, given with the words themselves. */
export const consentToWords = (
  of: Pick<Consent, "id" | "requestId"> &
    Pick<Required<Consent>, "special" | "rules"> & { readonly messageId?: string },
  language: Language,
  now: Date,
): Consent =>
  stepped(
    { ...of, about: "special-categories", status: "asked", askedAt: now.toISOString(), proofs: [] },
    "given",
    language,
    now,
  );
