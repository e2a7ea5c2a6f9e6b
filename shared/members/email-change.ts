/**
 * A new e-mail address on its way: proven at the new mailbox before anything changes, and told to the old one after. Until
 * then it ends like any code; once proven it holds the old address until it was told and its look-up row is gone.
 * Basis: contract, GDPR article 6(1)(b); security of the account, article 32.
 */
import * as z from "zod";
import { digest, keyedHash } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { contact } from "./member.ts";

const address = { ...contact, seenBy: ["member", "dpo", "mail-provider"] } as const;

export const emailChange = record("email-change", 1, {
  /** The same as its ticket's. */
  id: plain(digest(), []),
  email: personal(z.email().max(254), { ...address, kept: "ticket" }),
  /** Once proven: where it is told. */
  previousEmail: personal(z.email().max(254), { ...address, kept: "outbox" }).optional(),
  /** Once proven: the look-up row that has to go. */
  previousHash: personal(keyedHash(), {
    ...contact,
    purposes: ["identification"],
    source: "derived",
    seenBy: ["dpo"],
    kept: "outbox",
    protection: "keyed hash",
  }).optional(),
  /** Only until it is proven. */
  expiresAt: z.exactOptional(plain(z.iso.datetime(), ["dpo"])),
});
export type EmailChange = Doc<typeof emailChange>;
