/** The generated parts of docs/processor.md: each payload with its fields and an example, and the list of test vectors. */

import { erasureConfirmed, erasureOrdered } from "../../shared/erasure/contract.ts";
import * as contract from "../../shared/requests/contract.ts";
import { fieldTable } from "./fields.ts";
import { type Direction, journeyMessages } from "./journey-messages.ts";

const does: Readonly<Record<Direction, Readonly<Record<string, string>>>> = {
  "to-processor": {
    [contract.requestSubmitted.type]:
      "A member asks for something. `member.contact` is there for the categories `travel`, `gift` and `home` only.",
    [contract.conversationPosted.type]: "The member writes about a request.",
    [contract.proposalAccepted.type]: "The member accepts one option of a proposal. Now book it.",
    [contract.proposalDeclined.type]: "The member declines a proposal. Another may be made.",
    [contract.requestCancelled.type]:
      "The member calls the request off. What that comes to, say with `concierge.cancellation.settled.v1`.",
    [contract.requestExpired.type]:
      "Nothing has come of the request for too long, and it has ended. Nothing more is expected.",
    [contract.consentAnswered.type]:
      "The member answers a consent that was asked for, or takes an answer back. The latest `answeredAt` counts, whatever arrives last. `contact` comes only with `given`, where contact data were asked for. `about` `special-categories`: the member withdraws the consent to words of theirs that tell of health, religion and the like (those of `messageId`, or of the request): stop using them and erase them.",
    [erasureOrdered.type]:
      "A person is to be erased (GDPR articles 17 and 28(3)(g)). Erase everything you hold under the first half of `subject`, these requests among it, and confirm.",
    [contract.messageAcknowledged.type]: "A message of yours has had its effect, or never will. Do not send it again.",
    [contract.messageRefused.type]: "A message of yours was refused. Do not send it again.",
  },
  "to-application": {
    [contract.requestStarted.type]: "Somebody is working on it. No payload.",
    [contract.proposalMade.type]:
      "One to five options, each with an id of its own, good until `expiresAt`. At most 20 proposals for a request.",
    [contract.conversationPosted.type]: "The concierge writes to the member.",
    [contract.requestConfirmed.type]:
      "It is booked, with the supplier's own reference. Proposal and option must be the accepted ones.",
    [contract.requestCompleted.type]: "It has taken place. No payload.",
    [contract.requestRefused.type]: "It cannot be carried out.",
    [contract.requestCancelledByProcessor.type]: "It was called off by you or by the supplier.",
    [contract.cancellationSettled.type]:
      "What a cancellation came to, whoever called it off: at least one of the fields. Once.",
    [contract.conversationRead.type]: "You have read the member's messages up to and with this one.",
    [contract.consentRequested.type]:
      "A provider wants data for purposes of its own. The member is asked in their space; until `given` has come, it gets none of them.",
    [contract.disclosureReported.type]:
      "You passed data to a provider. The member sees it. `basis` is required outside the EEA; `consentId` where it was for the provider's own purposes, and then the member must have agreed before.",
    [erasureConfirmed.type]:
      "What became of an order to erase, under the `subject` of the order. `ground` and `until` with `kept-by-law`, and only there.",
    [contract.messageAcknowledged.type]:
      "A message of ours has been recorded. It is not sent again, its blob is erased.",
    [contract.messageRefused.type]: "A message of ours cannot be taken. It is not sent again and waits for a person.",
  },
};

const headings = { "to-processor": "To the processor", "to-application": "From the processor" } as const;

const schemas = (direction: Direction) =>
  new Map(
    Object.values({ ...contract, erasureOrdered, erasureConfirmed })
      .flatMap((value) => (typeof value === "object" && "type" in value && "schema" in value ? [value] : []))
      .filter((value) => !(direction === "to-application" && value === contract.requestCancelled))
      .filter((value) => !(direction === "to-processor" && value === contract.requestCancelledByProcessor))
      .map((value) => [value.type as string, value.schema] as const),
  );

/** The types that a party sends, in the order of the journey. */
export const typesOf = (direction: Direction): readonly string[] => Object.keys(does[direction]);

export function payloadReference(): string {
  return (["to-processor", "to-application"] as const)
    .map((direction) => {
      const parts = typesOf(direction).map((type) => {
        const example = journeyMessages().find(
          (message) => message.direction === direction && message.event.type === type,
        );
        const schema = schemas(direction).get(type);
        if (example === undefined || schema === undefined) throw new Error(`${type} has no example or no schema`);
        const shown = example.payload === undefined ? example.event.data : (JSON.parse(example.payload) as unknown);
        const table = fieldTable(schema);
        const place = example.payload === undefined ? "In the event, as `data`:" : "In the blob:";
        return [
          `#### \`${type}\``,
          does[direction][type],
          ...(table === undefined ? [] : [table]),
          ...(shown === undefined ? [] : [place, `\`\`\`json\n${JSON.stringify(shown, null, 2)}\n\`\`\``]),
        ].join("\n\n");
      });
      return [`### ${headings[direction]}`, ...parts].join("\n\n");
    })
    .join("\n\n");
}

export const vectorList = (): string =>
  [
    "| file | direction | type |",
    "|---|---|---|",
    ...journeyMessages().map(
      ({ name, direction, event }) =>
        `| [${name}.json](examples/processor/${name}.json) | ${direction} | \`${event.type}\` |`,
    ),
  ].join("\n");
