/**
 * The two messages about an erasure: the order to the processor and the processor's word that it is done. Ids and closed
 * words only. GDPR articles 17, 19 and 28(3)(g): whoever was given the data is told, and says what became of them.
 */
import * as z from "zod";
import { message, plain } from "../privacy/record.ts";

const parties = ["processor", "desk", "dpo", "auditor"] as const;

export const erasureOrdered = message("concierge.erasure.ordered", 1, {
  erasureId: plain(z.uuid(), parties),
  /** The requests of this person that were sent. Whatever else is held under the message's subject goes too. */
  requestIds: z.array(plain(z.uuid(), parties)),
  orderedAt: plain(z.iso.datetime(), parties),
});

/** Everything is erased; nothing was held (any more); something is kept because a law says so, the rest is erased. */
export const confirmationOutcomes = ["erased", "nothing-held", "kept-by-law"] as const;

/** The laws a processor may name: GDPR article 17(3)(b) and (e). */
export const keptGrounds = ["accounting", "tax", "legal-claims", "other-legal-duty"] as const;

export const erasureConfirmed = message("concierge.erasure.confirmed", 1, {
  erasureId: plain(z.uuid(), parties),
  outcome: plain(z.enum(confirmationOutcomes), parties),
  /** With `kept-by-law`, and only there: which law, and the last day. */
  ground: z.exactOptional(plain(z.enum(keptGrounds), parties)),
  until: z.exactOptional(plain(z.iso.date(), parties)),
});

/** A rule JSON Schema could not say: what is kept has a ground and an end, what is not has neither. */
export const isSoundConfirmation = (said: z.output<typeof erasureConfirmed.schema>): boolean =>
  said.outcome === "kept-by-law"
    ? said.ground !== undefined && said.until !== undefined
    : said.ground === undefined && said.until === undefined;
