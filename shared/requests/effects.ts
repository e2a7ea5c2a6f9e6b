/**
 * What each message of the processor does to a request: the event of the state table it stands for, the payload it must
 * carry, the change, and the e-mail that points the member to it. A new message type is a new entry.
 */
import type { MailType } from "../messaging/outbox.ts";
import type { Declared, Doc } from "../privacy/record.ts";
import { create, type Write } from "../storage/repository.ts";
import * as contract from "./contract.ts";
import { maximumProposals, message, type Request } from "./request.ts";
import type { RequestEvent } from "./states.ts";

export type Applied = { readonly request: Request; readonly also?: readonly Write[] };

export type Effect<D extends Declared = Declared> = {
  readonly event: RequestEvent;
  readonly payload: D;
  readonly mail?: MailType;
  /** A rule about the payload that JSON Schema could not say: refused like any other fault of its shape. */
  readonly isSound?: (payload: Doc<D>) => boolean;
  /** A pure function. `contradiction`: the content does not fit this request, whatever its state. */
  readonly apply: (request: Request, payload: Doc<D>, now: Date) => Applied | "contradiction" | undefined;
};

const effect = <D extends Declared>(definition: Effect<D>): Effect => definition as unknown as Effect;

const ending = (by: "processor", payload: { reason?: string; text?: string }, now: Date) => ({
  by,
  endedAt: now.toISOString(),
  ...payload,
});

export const effects: ReadonlyMap<string, Effect> = new Map([
  [
    contract.requestStarted.type,
    effect({ event: "start", payload: contract.requestStarted, apply: (request) => ({ request }) }),
  ],
  [
    contract.proposalMade.type,
    effect({
      event: "propose",
      payload: contract.proposalMade,
      mail: "proposal-made",
      // The member accepts an option by its id: two of one id could be told apart by nobody.
      isSound: ({ proposal: { options } }) => new Set(options.map(({ id }) => id)).size === options.length,
      apply: (request, { proposal }, now) => {
        if (request.proposals.some(({ id }) => id === proposal.id)) return undefined;
        if (request.proposals.length >= maximumProposals) return "contradiction";
        return {
          request: { ...request, proposals: [...request.proposals, { ...proposal, madeAt: now.toISOString() }] },
        };
      },
    }),
  ],
  [
    contract.requestConfirmed.type,
    effect({
      event: "confirm",
      payload: contract.requestConfirmed,
      mail: "request-confirmed",
      // Nothing is booked without acceptance: what is confirmed must be what was accepted.
      apply: (request, confirmation) => {
        const answered = request.proposals.find(({ id }) => id === confirmation.proposalId)?.answered;
        const isAccepted = answered?.answer === "accepted" && answered.optionId === confirmation.optionId;
        return isAccepted ? { request: { ...request, confirmation } } : "contradiction";
      },
    }),
  ],
  [
    contract.requestCompleted.type,
    effect({ event: "complete", payload: contract.requestCompleted, apply: (request) => ({ request }) }),
  ],
  [
    contract.requestRefused.type,
    effect({
      event: "refuse",
      payload: contract.requestRefused,
      mail: "request-refused",
      apply: (request, payload, now) => ({ request: { ...request, ending: ending("processor", payload, now) } }),
    }),
  ],
  [
    contract.requestCancelledByProcessor.type,
    effect({
      event: "cancel",
      payload: contract.requestCancelledByProcessor,
      mail: "request-cancelled",
      apply: (request, payload, now) => ({ request: { ...request, ending: ending("processor", payload, now) } }),
    }),
  ],
  [
    contract.conversationPosted.type,
    effect({
      event: "converse",
      payload: contract.conversationPosted,
      mail: "message-posted",
      // The conversation stands in the order in which it reached us: the sender's own time puts nothing before or after.
      apply: (request, { messageId, text }, now) => ({
        request,
        also: [
          create(message, {
            id: messageId,
            requestId: request.id,
            from: "concierge",
            postedAt: now.toISOString(),
            text,
          }),
        ],
      }),
    }),
  ],
]);
