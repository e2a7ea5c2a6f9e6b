/**
 * The end of the services linked to a card, as the card issuer or the staff said it last: it starts the clock of charter
 * article 6. It is kept with the account, and follows what is said later: a corrected date, a reinstatement.
 */
import * as z from "zod";
import { plain } from "../privacy/record.ts";

const seen = ["member", "desk", "dpo", "auditor"] as const;

export const terminationSources = ["card-issuer", "staff"] as const;

export const terminationShape = z.strictObject({
  /** The last day of the services, in Paris. */
  effectiveOn: plain(z.iso.date(), seen),
  /** The services go on after all: the clock stands still. */
  isRevoked: plain(z.boolean(), seen),
  by: plain(z.enum(terminationSources), seen),
  /** The issuer's count of what it said about this card: what comes late changes nothing. Staff have none. */
  sequence: plain(z.int().min(0), ["dpo", "ops"]),
  /** The message, or the approval, that said it. */
  said: plain(z.uuid(), ["dpo", "ops"]),
  /** Of staff's word: the issuer's last message before it, which said again changes nothing. */
  issuerSaid: z.exactOptional(plain(z.uuid(), ["dpo", "ops"])),
  receivedAt: plain(z.iso.datetime(), ["dpo"]),
});
export type Termination = z.output<typeof terminationShape>;
