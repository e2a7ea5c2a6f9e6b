/**
 * What each message of the processor does to a request: the event of the state table it stands for, the payload it must
 * carry, the change, and the e-mail that points the member to it. A new message type is a new entry.
 */
import { newLedgerRow } from "../audit/entry.ts";
import { eeaCountries } from "../charter/transfers.ts";
import { type Consent, consent } from "../consents/consent.ts";
import { disclosure } from "../disclosures/disclosure.ts";
import { type MailType, outboxRow } from "../messaging/outbox.ts";
import type { Declared, Doc } from "../privacy/record.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Write } from "../storage/repository.ts";
import { readSurely } from "../storage/sure-read.ts";
import * as contract from "./contract.ts";
import { readMessages, writesOf } from "./mark-read.ts";
import { maximumProposals, message, type Request } from "./request.ts";
import type { RequestEvent } from "./states.ts";

export type Applied = { readonly request: Request; readonly also?: readonly Write[] };

/** Where an effect looks at more than the request. */
export type Scope = { readonly repository: Repository; readonly person: Person; readonly requestId: string };

export type Effect<D extends Declared = Declared, F = unknown> = {
  readonly event: RequestEvent;
  readonly payload: D;
  readonly mail?: MailType;
  /** A rule about the payload that JSON Schema could not say: refused like any other fault of its shape. */
  readonly isSound?: (payload: Doc<D>) => boolean;
  /** What it must know beside the request, read before it is decided. */
  readonly find?: (scope: Scope, payload: Doc<D>) => Promise<F>;
  /** A pure function. `contradiction`: the content does not fit this request, whatever its state. */
  readonly apply: (request: Request, payload: Doc<D>, now: Date, found: F) => Applied | "contradiction" | undefined;
};

const effect = <D extends Declared, F>(definition: Effect<D, F>): Effect => definition as unknown as Effect;

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
      isSound: isOnACalendar,
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
            unreadBy: "member",
            postedAt: now.toISOString(),
            text,
          }),
        ],
      }),
    }),
  ],
  [
    contract.conversationRead.type,
    effect({
      event: "note",
      payload: contract.conversationRead,
      find: async ({ repository, person, requestId }, { messageId }) => {
        const named = { repository, person, requestId, reader: "concierge", messageId } as const;
        const found = await readMessages(named);
        // Refused for good: not because the message is not to be read yet.
        if (found !== "unknown" || (await readSurely(repository, person, message, messageId)) === undefined)
          return found;
        return readMessages(named);
      },
      apply: (request, _payload, now, found) =>
        found === "unknown"
          ? "contradiction"
          : found.length === 0
            ? undefined
            : { request, also: writesOf(found, now) },
    }),
  ],
  [
    contract.cancellationSettled.type,
    effect({
      event: "settle",
      payload: contract.cancellationSettled,
      mail: "cancellation-settled",
      isSound: (payload) => Object.keys(payload).length > 0,
      apply: (request, payload, now) => {
        if (request.ending === undefined) return "contradiction";
        if (request.ending.settlement !== undefined) return undefined;
        const settlement = { ...payload, settledAt: now.toISOString() };
        return { request: { ...request, ending: { ...request.ending, settlement } } };
      },
    }),
  ],
  [
    contract.consentRequested.type,
    effect({
      // Like a message: the member is asked something about a request that is not over.
      event: "converse",
      payload: contract.consentRequested,
      mail: "consent-requested",
      isSound: ({ consent: { categories } }) => new Set(categories).size === categories.length,
      apply: (request, { consent: asked }, now) => ({
        request,
        also: [
          create(consent, {
            ...asked,
            requestId: request.id,
            about: "provider",
            status: "asked",
            askedAt: now.toISOString(),
            proofs: [],
          }),
          ledgerNote("consent.asked", asked.id, now),
        ],
      }),
    }),
  ],
  [
    contract.disclosureReported.type,
    effect({
      event: "note",
      payload: contract.disclosureReported,
      // Outside the EEA nothing goes without a basis (charter article 7), so nothing is said to have gone without one.
      isSound: ({ disclosure: { country, basis } }) => isInEea(country) || basis !== undefined,
      find: ({ repository, person }, { disclosure: { consentId } }) =>
        consentId === undefined ? Promise.resolve(undefined) : readSurely(repository, person, consent, consentId),
      apply: (request, { disclosure: told }, now, rested) => {
        const { provider, basis, consentId, ...rest } = told;
        // What happened is written down even where it ought not to have happened: the member and the officer see it.
        const isFounded = consentId === undefined || (rested !== undefined && allowed(rested.doc, told));
        return {
          request,
          also: [
            create(disclosure, {
              ...rest,
              origin: "reported",
              to: "provider",
              name: provider,
              purpose: "concierge-requests",
              ground: consentId === undefined ? "carrying-out-a-request" : "providers-own-purpose",
              requestId: request.id,
              at: new Date(told.at).toISOString(),
              ...(basis === undefined ? {} : { transferBasis: basis }),
              ...(consentId === undefined ? {} : { consentId }),
            }),
            ledgerNote(isFounded ? "disclosure.reported" : "disclosure.without-consent", told.id, now),
            // Nobody is said to have gone without a consent because its giving is not to be read yet.
            ...(isFounded || rested === undefined ? [] : [replace(consent, rested.doc, rested.etag)]),
          ],
        };
      },
    }),
  ],
]);

/** What is confirmed takes some time, in years that a calendar file can say. */
function isOnACalendar({ startsAt, endsAt }: { readonly startsAt: string; readonly endsAt?: string }): boolean {
  const inYears = (instant: string) => instant > "2000" && new Date(instant).getUTCFullYear() < 2_200;
  return inYears(startsAt) && (endsAt === undefined || (inYears(endsAt) && Date.parse(endsAt) > Date.parse(startsAt)));
}

const isInEea = (country: string): boolean => (eeaCountries as readonly string[]).includes(country);

/** Whether the member had agreed to it when it happened: to this provider, for at least these data. */
function allowed({ about, provider, categories = [], proofs }: Consent, told: Told): boolean {
  const before = proofs.filter(({ at }) => Date.parse(at) <= Date.parse(told.at)).at(-1);
  return (
    about === "provider" &&
    before?.answer === "given" &&
    provider === told.provider &&
    told.categories.every((category) => categories.includes(category))
  );
}
type Told = Doc<typeof contract.disclosureReported>["disclosure"];

const ledgerNote = (
  event: "consent.asked" | "disclosure.reported" | "disclosure.without-consent",
  id: string,
  now: Date,
) => create(outboxRow, newLedgerRow({ event, actor: { role: "processor" }, about: id }, now));
