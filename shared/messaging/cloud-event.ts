/**
 * The envelope of every message between the application, the concierge processor and the card issuer: a CloudEvents 1.0
 * event with ids only. What it is about travels beside it, in a blob named by `dataref` and bound by `datadigest`.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { brandIds } from "../charter/brands.ts";
import { keyedHash } from "../privacy/formats.ts";

const traceparent = z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);

export const cloudEventSchema = z.strictObject({
  specversion: z.literal("1.0"),
  id: z.uuid(),
  source: z.string().regex(/^urn:[a-z0-9][a-z0-9:-]{1,100}$/),
  /** Versioned, past tense: `concierge.request.submitted.v1`. */
  type: z.string().regex(/^[a-z][a-z-]*(\.[a-z][a-z-]*){2,4}\.v[1-9][0-9]?$/),
  /** `{subjectId}/{requestId}`: opaque to the receiver, who gives it back as it is. */
  subject: z.string().regex(/^[0-9a-f-]{36}(\/[0-9a-f-]{36})?$/),
  time: z.iso.datetime(),
  datacontenttype: z.literal("application/json").exactOptional(),
  /** `{container}/{blob}` in the exchange account. */
  dataref: z
    .string()
    .regex(/^[a-z0-9-]{3,63}\/[A-Za-z0-9._/-]{1,200}$/)
    .exactOptional(),
  /** `sha-256:` and the digest of the blob's bytes in base64url. */
  datadigest: z
    .string()
    .regex(/^sha-256:[A-Za-z0-9_-]{43}$/)
    .exactOptional(),
  /** Ids and closed values only, never what a person said. */
  data: z
    .strictObject({
      messageId: z.uuid().exactOptional(),
      reason: z
        .string()
        .regex(/^[a-z-]{1,32}$/)
        .exactOptional(),
      /** Of the card issuer: a brand, a keyed hash, a day and a count (terminations/contract.ts). */
      brand: z.enum(brandIds).exactOptional(),
      join: z.exactOptional(keyedHash()),
      effectiveOn: z.iso.date().exactOptional(),
      sequence: z.int().min(1).exactOptional(),
    })
    .exactOptional(),
  traceparent: traceparent.exactOptional(),
});
export type CloudEvent = z.output<typeof cloudEventSchema>;

export const digestOf = (content: Uint8Array): string =>
  `sha-256:${createHash("sha256").update(content).digest("base64url")}`;
