/**
 * The queues as AsyncAPI 3.0: a channel for each queue that is declared, both directions as the application does them, each
 * message as the signed event it is, with its payload and an example that the product's own schemas have parsed.
 */

import type { JsonObject } from "../../shared/http/openapi-types.ts";
import type { CloudEvent } from "../../shared/messaging/cloud-event.ts";
import { pointerTo } from "../../shared/messaging/pointer.ts";
import { type QueueName, queues } from "../../shared/messaging/queues.ts";
import { algorithms, maximumLength, messageType } from "../../shared/messaging/signing.ts";
import { journeyMessages } from "../docs/journey-messages.ts";
import { eventSchema, type MessageSchema, messageSchemas, signatureHeaderSchema } from "./message-schemas.ts";

const reference = (...path: readonly string[]) => ({ $ref: `#/${path.join("/")}` });
const inside = ({ $schema: _dialect, $id: _id, ...schema }: JsonObject) => schema;

const sentences: Readonly<Record<QueueName, string>> = {
  dispatch: "Internal: rows of the outbox whose message is due to the concierge processor. Ids only.",
  notifications: "Internal: rows of the outbox that become an e-mail. Ids only.",
  "erasure-work": "Internal: erasures that are due. Ids only.",
  "concierge-inbox": "Signed messages for the concierge processor.",
  "concierge-updates": "Signed messages of the concierge processor.",
  "card-services":
    "Signed messages of the card issuer: services terminated, reinstated, date corrected (docs/card-issuer.md).",
  "card-services-replies":
    "Signed answers to the card issuer: taken in, or refused and why. Never whether anybody was found.",
  "retention-work": "People whose retention is due: the application's own pointers, ids only.",
};

const examplePointer = pointerTo(
  { brand: "milleis", subjectId: "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10" },
  {
    id: "00000000-0000-4000-8000-000000000001",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  },
  new Date("2026-11-23T09:00:00Z"),
);
const pointerName = examplePointer.type;

const nameOf = ({ direction, type }: Pick<MessageSchema, "direction" | "type">) => `${direction}.${type}`;

/** What travels on a queue. */
function namesOn(queue: QueueName): readonly string[] {
  const { from, to } = queues[queue];
  if (from === "application" && to === "application") return [pointerName];
  if (from !== "processor" && to !== "processor") return [];
  const direction = to === "processor" ? "to-processor" : "to-application";
  return messageSchemas.filter((one) => one.direction === direction).map(nameOf);
}

const exampleOf = ({ direction, type }: MessageSchema): CloudEvent => {
  const found = journeyMessages().find((one) => one.direction === direction && one.event.type === type);
  if (found === undefined) throw new Error(`no example of ${direction} ${type}`);
  return found.event;
};

const exampleHeader = (direction: MessageSchema["direction"]) => ({
  alg: algorithms[0],
  kid: direction === "to-processor" ? "application-1" : "processor-1",
  typ: messageType,
});

function signedMessage(message: MessageSchema): JsonObject {
  const { type, isInBlob, direction } = message;
  const { required = [] } = message.schema as { readonly required?: readonly string[] };
  const carried = isInBlob
    ? { required: ["dataref", "datadigest"] }
    : required.length > 0
      ? { properties: { data: reference("components", "schemas", nameOf(message)) }, required: ["data"] }
      : {};
  return {
    name: type,
    title: type,
    contentType: "application/jose",
    headers: reference("components", "schemas", "SignatureHeader"),
    payload: {
      allOf: [
        reference("components", "schemas", "CloudEvent"),
        { type: "object", properties: { type: { const: type } } },
        ...(Object.keys(carried).length === 0 ? [] : [carried]),
      ],
    },
    // What `dataref` leads to: JSON in a blob of the same account.
    ...(isInBlob ? { "x-dataref-payload": reference("components", "schemas", nameOf(message)) } : {}),
    examples: [{ name: type, headers: exampleHeader(direction), payload: exampleOf(message) }],
  };
}

/** Whoever reaches a queue does so with an identity of its own; there are no account keys to share. */
const entra = {
  type: "oauth2",
  description:
    "Microsoft Entra ID: an identity that holds a role on this queue alone. In `tokenUrl` stands the tenant of the deployment.",
  flows: {
    clientCredentials: {
      tokenUrl: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/oauth2/v2.0/token",
      availableScopes: { "https://storage.azure.com/.default": "Azure Storage" },
    },
  },
};

const operations = Object.fromEntries(
  Object.entries(queues).flatMap(([queue, { from, to }]) =>
    (["send", "receive"] as const)
      .filter((action) => (action === "send" ? from : to) === "application")
      .map((action) => [
        `${action}-${queue}`,
        {
          action,
          channel: reference("channels", queue),
          summary: sentences[queue as QueueName],
          security: [reference("components", "securitySchemes", "entra")],
          ...(namesOn(queue as QueueName).length === 0
            ? {}
            : {
                messages: namesOn(queue as QueueName).map((name) => reference("channels", queue, "messages", name)),
              }),
        },
      ]),
  ),
);

export const asyncApiDocument = (): JsonObject => ({
  asyncapi: "3.0.0",
  info: {
    title: "Concierge messages",
    version: "1",
    description: `Storage queues with text messages (no base64). A message is a compact JWS of at most ${maximumLength} characters whose payload is the
CloudEvent described here; its protected header is described as the message's headers. What a message is about lies in a
blob named by \`dataref\` and bound by \`datadigest\`: check both before use. Delivery is at least once and in no order: handle
each id once, acknowledge every message with \`concierge.message.acknowledged.v1\` or refuse it with
\`concierge.message.refused.v1\`. Queues hold ids only, never personal data; fields marked \`x-personal-data\` lie in blobs.`,
  },
  defaultContentType: "application/json",
  channels: Object.fromEntries(
    Object.entries(queues).map(([queue]) => [
      queue,
      {
        address: queue,
        description: sentences[queue as QueueName],
        messages: Object.fromEntries(
          namesOn(queue as QueueName).map((name) => [name, reference("components", "messages", name)]),
        ),
      },
    ]),
  ),
  operations,
  components: {
    securitySchemes: { entra },
    messages: {
      ...Object.fromEntries(messageSchemas.map((message) => [nameOf(message), signedMessage(message)])),
      [pointerName]: {
        name: pointerName,
        title: pointerName,
        contentType: "application/json",
        payload: {
          allOf: [reference("components", "schemas", "CloudEvent"), { properties: { type: { const: pointerName } } }],
        },
        examples: [{ name: pointerName, payload: examplePointer }],
      },
    },
    schemas: {
      CloudEvent: inside(eventSchema),
      SignatureHeader: inside(signatureHeaderSchema),
      ...Object.fromEntries(messageSchemas.map((message) => [nameOf(message), inside(message.schema)])),
    },
  },
});
