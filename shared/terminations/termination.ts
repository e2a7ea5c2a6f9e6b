/**
 * The end of the services linked to a card, as the card issuer or the staff said it last: it starts the clock of charter
 * article 6. It is kept with the account, and follows what is said later: a corrected date, a reinstatement.
 */
import * as z from "zod";
import { plain } from "../privacy/record.ts";
import { parisDay } from "../time/calendar.ts";
import { type Day, lastDayOf } from "../time/legal-periods.ts";

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

/** Our choice: services that end are announced within a card's ordinary notice. What lies further off is a slip, or the end of time. */
const furthest = { years: 2 } as const;
/** No programme is older. */
const earliest: Day = "2000-01-01";

/** Whether a day said for the end of services can be meant: a slip in its year would keep data for as many years, or for ever. */
export const isPlausible = (day: Day, now: Date): boolean =>
  earliest <= day && day <= lastDayOf(parisDay(now), furthest);
export const plausibleRule = "must be a day from 2000 on, and two years ahead at most";
