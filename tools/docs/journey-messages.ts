/**
 * Every message of the contract once, both ways, as one request could cause them: what the test vectors are made of. Parsed
 * by the product's own schemas when it is put together, so an example that is no message does not get written.
 */
import type { CloudEvent } from "../../shared/messaging/cloud-event.ts";
import { digestOf } from "../../shared/messaging/cloud-event.ts";
import type { Declared } from "../../shared/privacy/record.ts";
import * as contract from "../../shared/requests/contract.ts";

export type Direction = "to-processor" | "to-application";
export type ContractMessage = {
  readonly name: string;
  readonly direction: Direction;
  readonly event: CloudEvent;
  /** The bytes of the blob, as text. */
  readonly payload?: string;
};

const subject = "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10/8d6a1c52-0b9e-4f6a-8c3d-1e5f7a9b2c40";
const requestId = subject.slice(37);
const proposalId = "p-7Qm2xV";
const optionId = "o-quais";
const secondTitle = "Menu traditionnel, Bouchon Saint-Jean";
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const sources = {
  "to-processor": "urn:concierge:milleis",
  "to-application": "urn:concierge-processor:example",
} as const;

let count = 0;
const nextId = () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, "0")}`;
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 9, minutes)).toISOString();

type Inline = { readonly messageId: string; readonly reason?: string };

function make(
  direction: Direction,
  minutes: number,
  declared: Declared & { readonly type: string },
  content?: object | { readonly inline: Inline },
): ContractMessage {
  const id = nextId();
  const inline = content !== undefined && "inline" in content ? (content.inline as Inline) : undefined;
  const payload = content === undefined || inline !== undefined ? undefined : JSON.stringify(content);
  declared.schema.parse(inline ?? content ?? {});
  const folder = direction === "to-processor" ? "to-processor" : "from-processor";
  const event: CloudEvent = {
    specversion: "1.0",
    id,
    source: sources[direction],
    type: declared.type,
    subject,
    time: at(minutes),
    ...(inline === undefined ? {} : { data: inline }),
    ...(payload === undefined
      ? {}
      : {
          datacontenttype: "application/json" as const,
          dataref: `${folder}/${id}`,
          datadigest: digestOf(Buffer.from(payload)),
        }),
    traceparent,
  };
  const name = `${String(count).padStart(2, "0")}-${declared.type
    .replace(/^concierge\./, "")
    .replace(/\.v\d+$/, "")
    .replaceAll(".", "-")}`;
  return { name, direction, event, ...(payload === undefined ? {} : { payload }) };
}

/** In the order in which they could be sent. */
export function journeyMessages(): readonly ContractMessage[] {
  count = 0;
  const submitted = make("to-processor", 0, contract.requestSubmitted, {
    request: {
      id: requestId,
      language: "fr",
      submittedAt: at(0),
      category: "travel",
      what: "Deux nuits à Lyon pour notre anniversaire de mariage, hôtel au calme.",
      where: "Lyon, presqu'île ou Croix-Rousse",
      when: { date: "2026-12-04", time: "17:00", endDate: "2026-12-06" },
      party: { adults: 2 },
      budget: { amount: "900.00", currency: "EUR" },
      wishes: "Vue dégagée si possible. Mon mari, Antoine, ne mange pas de crustacés.",
    },
    member: {
      title: "madame",
      lastName: "Lefèvre-Marchand",
      firstName: "Hélène",
      contact: { email: "helene.lefevre@courriel.example", mobile: "+33639981234" },
    },
  });
  const receipt = (direction: Direction, minutes: number, about: ContractMessage, reason?: string) =>
    reason === undefined
      ? make(direction, minutes, contract.messageAcknowledged, { inline: { messageId: about.event.id } })
      : make(direction, minutes, contract.messageRefused, { inline: { messageId: about.event.id, reason } });
  const started = make("to-application", 1, contract.requestStarted);
  const made = make("to-application", 2, contract.proposalMade, {
    proposal: {
      id: proposalId,
      options: [
        {
          id: optionId,
          title: "Menu dégustation, La Table des Quais",
          description: "Cuisine de saison au bord de l'eau, table près des fenêtres.",
          price: { amount: "196.00", currency: "EUR" },
          inclusions: ["Menu en cinq services", "Annulation gratuite 24 h avant"],
        },
        { id: "o-bouchon", title: secondTitle, price: { amount: "93.00", currency: "EUR" }, inclusions: [] },
      ],
      expiresAt: "2026-11-25T09:02:00.000Z",
    },
  });
  const posted = make("to-processor", 3, contract.conversationPosted, {
    messageId: "5b1f0a86-2d3c-4e57-9f10-6a7b8c9d0e1f",
    text: "Pourrions-nous arriver un quart d'heure plus tôt ?",
    postedAt: at(3),
  });
  const answered = make("to-application", 4, contract.conversationPosted, {
    messageId: "6c2e1b97-3e4d-4f68-8a21-7b8c9d0e1f2a",
    text: "Bien sûr, c'est noté.",
    postedAt: at(4),
  });
  const accepted = make("to-processor", 5, contract.proposalAccepted, { proposalId, optionId, answeredAt: at(5) });
  const declined = make("to-processor", 5, contract.proposalDeclined, { proposalId, answeredAt: at(5) });
  const confirmed = make("to-application", 6, contract.requestConfirmed, {
    proposalId,
    optionId,
    supplier: "La Table des Quais",
    reference: "GC-A33EF61D",
    startsAt: "2026-12-04T20:30:00+01:00",
    place: "Quai Saint-Antoine, Lyon",
    confirmedAt: at(6),
  });
  const ending = { reason: "no-availability", text: "Complet ce soir-là ; nous restons à votre disposition." };
  return [
    submitted,
    receipt("to-application", 0, submitted),
    started,
    receipt("to-processor", 1, started),
    made,
    posted,
    answered,
    accepted,
    declined,
    confirmed,
    make("to-application", 7, contract.requestCompleted),
    make("to-application", 7, contract.requestRefused, ending),
    make("to-processor", 7, contract.requestCancelled, { cancelledAt: at(7) }),
    make("to-application", 7, contract.requestCancelledByProcessor, ending),
    receipt("to-application", 8, accepted, "state"),
    receipt("to-processor", 8, confirmed, "digest"),
  ].toSorted((a, b) => a.name.localeCompare(b.name));
}
