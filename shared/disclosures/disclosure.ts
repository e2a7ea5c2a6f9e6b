/**
 * A disclosure: who saw or received which data of a person, for which purpose, on which ground, when. One record for every
 * origin: staff opening a file, what a provider got, what the law or a business transfer called for. The member reads them
 * as a timeline. Charter articles 3 and 5; GDPR articles 5(2), 15(1)(c) and 19.
 */
import * as z from "zod";
import { staffId } from "../audit/entry-fields.ts";
import { type DisclosureGround, disclosureGrounds } from "../charter/disclosures.ts";
import { isPersonal } from "../privacy/annotation.ts";
import {
  type Category,
  categories,
  type Purpose,
  purposes,
  type Recipient,
  recipients,
} from "../privacy/catalogues.ts";
import { code } from "../privacy/formats.ts";
import { type Declared, type Doc, leaves, type Personal, personal, plain, record } from "../privacy/record.ts";
import { freeText } from "../requests/request.ts";

const seen = ["member", "dpo", "auditor"] as const;

const trace = {
  category: "proof",
  purposes: ["accountability"],
  source: "observed",
  seenBy: ["member", "dpo"],
  kept: "disclosure",
  protection: "sealed",
} as const satisfies Personal;

const names = <T extends string>(of: Readonly<Record<T, unknown>>) => Object.keys(of) as [T, ...T[]];

/**
 * How it came about. `opening`: staff opened the file; `dispatched`: a request went to the concierge processor; `reported`: the
 * processor says what a provider got; `registered`: staff wrote down what the law or a transfer called for.
 */
export const disclosureOrigins = ["opening", "dispatched", "reported", "registered"] as const;

/** On what data may go to a provider outside the EEA (charter article 7; GDPR articles 45, 46 and 49). */
export const transferBases = ["adequacy", "standard-clauses", "article-49"] as const;

export const disclosure = record(
  "disclosure",
  1,
  {
    id: plain(z.uuid(), seen),
    origin: plain(z.enum(disclosureOrigins), seen),
    /** When it happened, not when it was written down. */
    at: plain(z.iso.datetime(), seen),
    to: plain(z.enum(names<Recipient>(recipients)), seen),
    /** A provider's or an authority's name. Never a staff member's. */
    name: z.exactOptional(personal(freeText(200), trace)),
    purpose: plain(z.enum(names<Purpose>(purposes)), seen),
    categories: z
      .array(plain(z.enum(names<Category>(categories)), seen))
      .min(1)
      .max(names<Category>(categories).length),
    /** The closed ground of charter article 5, where data left the controller. */
    ground: z.exactOptional(plain(z.enum(names<DisclosureGround>(disclosureGrounds)), seen)),
    /** The closed reason staff gave. */
    reason: z.exactOptional(plain(code(), seen)),
    /** Their own words beside it. */
    words: z.exactOptional(personal(freeText(1_000), { ...trace, source: "staff", seenBy: ["dpo"] })),
    /** Who of the staff: known to the officer, never told to the member. */
    by: z.exactOptional(personal(staffId.id(), { ...staffId.note, kept: "disclosure" })),
    /** Staff opened it outside their function, with a second person's agreement. */
    isExceptional: z.exactOptional(plain(z.literal(true), seen)),
    requestId: z.exactOptional(plain(z.uuid(), seen)),
    /** ISO 3166, where a provider got them, and the basis outside the EEA. */
    country: z.exactOptional(personal(z.string().regex(/^[A-Z]{2}$/), trace)),
    transferBasis: z.exactOptional(plain(z.enum(transferBases), seen)),
    /** The member's consent it rests on. */
    consentId: z.exactOptional(plain(z.uuid(), seen)),
    /** The reference of a court order, a deed of transfer. */
    reference: z.exactOptional(personal(freeText(200), { ...trace, source: "staff", seenBy: ["dpo"] })),
    /** The law forbids telling the person before this day. */
    hiddenUntil: z.exactOptional(plain(z.iso.date(), ["dpo"])),
  },
  { kept: "disclosure" },
);
export type Disclosure = Doc<typeof disclosure>;

/** The categories of personal data that a document holds, by its declaration: what somebody who gets it receives. */
export function categoriesIn(declaration: Declared, document: object): readonly Category[] {
  const found = [...leaves(declaration.schema)].flatMap(({ pointer, note }) =>
    isPersonal(note) && isThere(document, pointer.split("/").slice(1)) ? [note.category] : [],
  );
  return [...new Set(found)];
}

function isThere(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return value !== undefined && value !== null;
  if (typeof value !== "object" || value === null) return false;
  if (step === "*") return Object.values(value).some((inner) => isThere(inner, rest));
  return isThere((value as Readonly<Record<string, unknown>>)[step], rest);
}
