/**
 * JSON Schema 2020-12 of everything that goes over the exchange queues: the event, the signature's header, and each payload
 * in its direction. One type may travel both ways with another payload, so the direction is part of the name.
 */

import type { JsonObject } from "../../shared/http/openapi-types.ts";
import { cloudEventSchema } from "../../shared/messaging/cloud-event.ts";
import { algorithms, messageType } from "../../shared/messaging/signing.ts";
import { payloads } from "../../shared/model.ts";
import { toJsonSchema } from "../../shared/privacy/derive.ts";

export type Direction = "to-processor" | "to-application";

export type MessageSchema = {
  readonly direction: Direction;
  readonly type: string;
  /** In a blob beside the message, or in the event's `data`. */
  readonly isInBlob: boolean;
  readonly schema: JsonObject;
};

const dialect = "https://json-schema.org/draft/2020-12/schema";

const described = (id: string, title: string, schema: object): JsonObject => {
  const { $schema: _dialect, ...rest } = schema as JsonObject;
  return { $schema: dialect, $id: `urn:concierge:schema:${id}`, title, ...rest };
};

export const messageSchemas: readonly MessageSchema[] = payloads.map(({ payload, to, container }) => {
  const direction: Direction = `to-${to}`;
  return {
    direction,
    type: payload.type,
    isInBlob: container !== undefined,
    schema: described(`${direction}:${payload.type}`, payload.type, toJsonSchema(payload.schema)),
  };
});

export const eventSchema = described(
  "cloud-event",
  "The signed event (CloudEvents 1.0)",
  toJsonSchema(cloudEventSchema),
);

export const signatureHeaderSchema = described("jws-header", "Protected header of the compact JWS (RFC 7515)", {
  type: "object",
  properties: {
    alg: { type: "string", enum: algorithms },
    kid: { type: "string", minLength: 1, description: "The sender's key; keys rotate by a new one beside the old." },
    typ: { type: "string", const: messageType },
  },
  required: ["alg", "kid", "typ"],
});
