/**
 * The contract with the card issuer: what it says about the end of the services linked to a card, and what it is answered.
 * No name travels: the holder is named by a keyed hash that both sides can compute (holder-join.ts). Whether anybody was
 * found is never answered, because who uses the concierge is nothing the issuer is told (charter article 5).
 */
import * as z from "zod";
import { brandIds } from "../charter/brands.ts";
import { keyedHash } from "../privacy/formats.ts";
import { type Doc, message as payload, personal, plain } from "../privacy/record.ts";

const parties = ["card-issuer", "desk", "dpo", "auditor"] as const;

/** The holder of a card, for those who have the key. */
export const holder = personal(keyedHash(), {
  category: "card-eligibility",
  purposes: ["identification"],
  source: "card-issuer",
  seenBy: ["dpo"],
  kept: "unmatched-termination",
  protection: "keyed hash",
});

const said = {
  /** On whose site the holder would be. */
  brand: plain(z.enum(brandIds), parties),
  join: holder,
  /** `terminated`, `corrected`: the last day of the services. `reinstated`: the day from which they go on. */
  effectiveOn: plain(z.iso.date(), parties),
  /** Counts what the issuer says about one holder's card, from 1: what comes late is known by it. */
  sequence: plain(z.int().min(1).max(1_000_000), parties),
};

export const servicesTerminated = payload("card.services.terminated", 1, said);
export const servicesReinstated = payload("card.services.reinstated", 1, said);
export const servicesCorrected = payload("card.services.corrected", 1, said);

export const announcements = [servicesTerminated, servicesReinstated, servicesCorrected] as const;
export type Announcement = Doc<typeof servicesTerminated>;
export const announcementTypes = announcements.map(({ type }) => type);

export const cardRefusals = ["source", "schema", "key-version"] as const;
const messageId = plain(z.uuid(), parties);
export const cardMessageAcknowledged = payload("card.message.acknowledged", 1, { messageId });
export const cardMessageRefused = payload("card.message.refused", 1, {
  messageId,
  reason: plain(z.enum(cardRefusals), parties),
});
