/**
 * The member: exactly the data charter article 3 names for the account, and the state of the account. Purposes: identify
 * the person and keep the personal space; basis: contract, GDPR article 6(1)(b). Who sees what is said field by field.
 */
import * as z from "zod";
import { notificationChoicesSchema } from "../notifications/choices.ts";
import { digest, keyedHash, opaqueId } from "../privacy/formats.ts";
import { type Doc, type Personal, personal, plain, record } from "../privacy/record.ts";
import { holdShape } from "../retention/closure.ts";
import { terminationShape } from "../terminations/termination.ts";

export const identity = {
  category: "identity",
  purposes: ["identification", "personal-space", "concierge-requests"],
  source: "member",
  seenBy: ["member", "processor", "desk", "dpo"],
  kept: "account",
  protection: "sealed",
} as const satisfies Personal;

export const contact = {
  ...identity,
  category: "contact",
  purposes: ["identification", "communication"],
  // The processor, for the categories of requests that cannot be carried out without (requests/contract.ts).
  seenBy: ["member", "processor", "desk", "dpo"],
} as const satisfies Personal;

/** Letters of any script with their marks, and what joins them in names. No digits, symbols or emoji. */
export const personName = () =>
  z
    .string()
    .min(1)
    .max(80)
    .regex(/^[\p{L}\p{M}][\p{L}\p{M}\p{Pd}'’ʼ·. ]*$/u, "must be letters, spaces, hyphens and apostrophes");

export const titles = ["madame", "monsieur"] as const;

export const memberStatuses = ["pending", "active", "closed"] as const;

const acceptedDocuments = ["charter", "terms"] as const;

const join = personal(keyedHash(), {
  ...identity,
  category: "card-eligibility",
  purposes: ["identification"],
  source: "derived",
  seenBy: ["dpo"],
  protection: "keyed hash",
});

export const member = record(
  "member",
  1,
  {
    /** The same as the subject id. */
    id: plain(z.uuid(), ["member", "dpo"]),
    status: plain(z.enum(memberStatuses), ["member", "desk", "dpo"]),
    language: plain(z.enum(["fr", "en"]), ["member", "processor", "desk", "dpo"]),
    createdAt: plain(z.iso.datetime(), ["member", "dpo"]),
    activatedAt: z.exactOptional(plain(z.iso.datetime(), ["member", "dpo"])),
    /** Set with each session that opens: an account nobody uses any more ends (retention rule `inactive-account`). */
    lastSignedInAt: z.exactOptional(plain(z.iso.datetime(), ["member", "dpo"])),
    /** What the member was told about that, since the last sign-in. */
    inactivity: z.exactOptional(
      z.strictObject({
        firstWarnedAt: z.exactOptional(plain(z.iso.datetime(), ["member", "dpo"])),
        lastWarnedAt: z.exactOptional(plain(z.iso.datetime(), ["member", "dpo"])),
      }),
    ),
    termination: z.exactOptional(terminationShape),
    hold: z.exactOptional(holdShape),
    /** When the retention sweep looks at it, at the latest; a pending member: 24 hours after sign-up. */
    dueAt: z.exactOptional(plain(z.iso.datetime(), ["dpo"])),
    /** Only of a pending member: when it ends by itself. */
    expiresAt: z.exactOptional(plain(z.iso.datetime(), ["dpo"])),
    /** Only of a pending member: what was accepted with the sign-up. It ends with it, or becomes the acceptances. */
    accepted: z.exactOptional(
      z
        .array(
          z.strictObject({
            id: plain(opaqueId(), ["dpo"]),
            document: plain(z.enum(acceptedDocuments), ["dpo"]),
            version: plain(opaqueId(), ["dpo"]),
            hash: plain(digest(), ["dpo"]),
            language: plain(z.enum(["fr", "en"]), ["dpo"]),
            acceptedAt: plain(z.iso.datetime(), ["dpo"]),
          }),
        )
        .max(acceptedDocuments.length),
    ),
    title: personal(z.enum(titles), identity),
    lastName: personal(personName(), identity),
    firstName: personal(personName(), identity),
    /** Nobody who carries a request out sees it, so that is no purpose of it. */
    birthDate: personal(z.iso.date(), {
      ...identity,
      purposes: ["identification", "personal-space"],
      seenBy: ["member", "dpo"],
    }),
    email: personal(z.email().max(254), { ...contact, seenBy: [...contact.seenBy, "mail-provider"] }),
    /** When the address was last changed: codes asked for before it went to the old one. */
    addressSince: z.exactOptional(plain(z.iso.datetime(), ["member", "dpo"])),
    /** E.164. Unverified: there is no channel for text messages. */
    mobile: personal(z.e164(), contact),
    mobileVerified: plain(z.boolean(), ["member", "desk", "dpo"]),
    /** Nine leading digits of a 16-digit card, six of a 15-digit one. Never more, never the last ones. */
    cardDigits: personal(z.string().regex(/^(?:\d{6}|\d{9})$/), {
      ...identity,
      category: "card-eligibility",
      purposes: ["identification"],
      seenBy: ["member", "dpo"],
    }),
    /** Read from the first digits and the brand's table. */
    programme: personal(opaqueId(), {
      ...identity,
      source: "derived",
      category: "card-eligibility",
      purposes: ["identification", "concierge-requests"],
      seenBy: ["member", "desk", "dpo"],
    }),
    /** Keyed hash of the e-mail address: the id of its look-up row. */
    addressHash: personal(keyedHash(), {
      ...contact,
      purposes: ["identification"],
      source: "derived",
      seenBy: ["dpo"],
      protection: "keyed hash",
    }),
    /** Keyed hash of name, birth date and card digits, under the key shared with the card issuer: the id of its join row. */
    issuerJoin: z.exactOptional(join),
    /** The same under older keys, as long as they are shared: the ids of rows that hold until the issuer has changed over. */
    olderJoins: z.exactOptional(z.array(join)),
    /** What the member chose about e-mails. Absent: every service mail at any hour, no promotion. */
    notifications: z.exactOptional(notificationChoicesSchema),
    /** Set when the mail provider would not deliver to this address any more; goes when a mail gets through again. */
    undeliverable: z.exactOptional(
      z.strictObject({
        since: plain(z.iso.datetime(), ["member", "desk", "dpo"]),
        /** `suppressed`: the address bounced; `refused`: the provider would not take it at all. */
        reason: plain(z.enum(["suppressed", "refused"]), ["member", "desk", "dpo"]),
      }),
    ),
  },
  /** Until the address is confirmed, the whole record stands under this rule. */
  { kept: "pending-sign-up" },
);
export type Member = Doc<typeof member>;

/** What was accepted, in which version and language, when. Never overwritten (charter article 1). */
export const acceptance = record(
  "acceptance",
  1,
  {
    /** `{document}_{edition}`: one per major version. */
    id: plain(opaqueId(), ["member", "dpo"]),
    document: plain(z.enum(acceptedDocuments), ["member", "dpo", "auditor"]),
    version: plain(opaqueId(), ["member", "dpo", "auditor"]),
    /** SHA-256 of the text as it was published. */
    hash: plain(digest(), ["member", "dpo", "auditor"]),
    channel: plain(z.enum(["sign-up", "personal-space"]), ["member", "dpo", "auditor"]),
    language: plain(z.enum(["fr", "en"]), ["member", "dpo", "auditor"]),
    acceptedAt: plain(z.iso.datetime(), ["member", "dpo", "auditor"]),
  },
  { kept: "acceptance" },
);
export type Acceptance = Doc<typeof acceptance>;
