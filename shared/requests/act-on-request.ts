/**
 * What a member does with a request under way: write, accept or decline a proposal, cancel. Each is one commit of the
 * request's new state with the rows that tell the processor; what the state table forbids is refused.
 * Basis: contract, GDPR article 6(1)(b).
 */
import { randomUUID } from "node:crypto";
import { confirmsSpecialCategories, consentIn } from "../free-text/ask-consent.ts";
import { type NewRow, newOutboxRow, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { opaqueId } from "../privacy/formats.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { commitOnce, type Intent } from "../storage/commit-once.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Write } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type Consequences, consequences, consequencesOf } from "./cancellation.ts";
import { dated } from "./expiry.ts";
import { findRequest } from "./follow-request.ts";
import { message, type Proposal, type Request, request } from "./request.ts";
import { isStatus, type RequestEvent, type RequestStatus, transitions } from "./states.ts";

export const postMessageInput = declared("post-message", {
  text: message.schema.shape.text,
  confirmsSpecialCategories,
});
export const acceptProposalInput = declared("accept-proposal", {
  optionId: plain(opaqueId(), ["member", "processor"]),
});

const { id, status, updatedAt } = request.schema.shape;
export const requestChanged = declared("request-changed", { id, status, updatedAt });
export type RequestChanged = Doc<typeof requestChanged>;

/** A cancellation is answered with what it means, as far as that has been stated. */
export const requestCancelled = declared("request-cancelled", { id, status, updatedAt, ...consequences.schema.shape });
export type RequestCancelled = Doc<typeof requestCancelled>;

const { id: messageId, postedAt } = message.schema.shape;
export const messagePosted = declared("message-posted", { id: messageId, postedAt });
export type MessagePosted = Doc<typeof messagePosted>;

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly relaySeconds: number;
};

/** @throws Refusal state-conflict where the table does not lead on from here. */
function after(doc: Request, event: RequestEvent): RequestStatus {
  const outcome = transitions[doc.status][event];
  if (!isStatus(outcome)) throw new Refusal("state-conflict");
  return outcome;
}

const isOpen = ({ answered, expiresAt }: Proposal, now: Date): boolean =>
  answered === undefined && Date.parse(expiresAt) > now.getTime();

/** What declining means to the request: the search goes on only when nothing is left to accept. */
const declining = (doc: Request, declined: Proposal, now: Date): RequestEvent =>
  doc.proposals.some((other) => other.id !== declined.id && isOpen(other, now)) ? "decline-one" : "decline";

/** @throws Refusal not-found, proposal-already-answered or proposal-expired. */
function openProposal(doc: Request, proposalId: string, now: Date): Proposal {
  const proposal = doc.proposals.find((candidate) => candidate.id === proposalId);
  if (proposal === undefined) throw new Refusal("not-found");
  if (proposal.answered !== undefined) throw new Refusal("proposal-already-answered");
  if (!isOpen(proposal, now)) throw new Refusal("proposal-expired");
  return proposal;
}

const answerProposal = (doc: Request, proposalId: string, answered: NonNullable<Proposal["answered"]>): Request => ({
  ...doc,
  proposals: doc.proposals.map((proposal) => (proposal.id === proposalId ? { ...proposal, answered } : proposal)),
});

type Decided<A> = { readonly answer: A; readonly row: NewRow; readonly writes: readonly Write[] };

export function makeActOnRequest({ repository, relay, clock, relaySeconds }: Needs) {
  /** Reads, lets `decide` change the request, commits with one row to the processor, relays. */
  const act = async <A>(
    person: Person,
    intent: Intent,
    requestId: string,
    decide: (doc: Request, now: Date, etag: string) => Decided<A> | Promise<Decided<A>>,
  ): Promise<A> => {
    const sent: OutboxRow[] = [];
    const answer = await commitOnce({ repository, clock }, person, intent, async () => {
      const { doc, etag } = await findRequest(repository, person, requestId);
      const now = clock.now();
      const { answer, row, writes } = await decide(doc, now, etag);
      const outgoing = newOutboxRow({ ...row, requestId }, now, relaySeconds);
      sent.push(outgoing);
      return { answer, writes: [...writes, create(outboxRow, outgoing)] };
    });
    // Replayed: the row never got there, and its pointer finds nothing. That costs a message, not an effect.
    await relay.inline(person, sent);
    return answer;
  };

  /** A change of the request itself: the version the member has seen must be the one that changes. */
  const change = <A extends object>(
    person: Person,
    intent: Intent,
    { requestId, ifMatch }: { readonly requestId: string; readonly ifMatch: string },
    row: NewRow,
    next: (doc: Request, now: Date) => Request,
    tell: (changed: Request, now: Date) => A,
  ): Promise<RequestChanged & A> =>
    act(person, intent, requestId, (doc, now, etag) => {
      const changed = dated({ ...next(doc, now), updatedAt: now.toISOString() });
      if (etag !== ifMatch) throw new Refusal("stale-version");
      return {
        answer: { id: changed.id, status: changed.status, updatedAt: changed.updatedAt, ...tell(changed, now) },
        row,
        writes: [replace(request, changed, etag)],
      };
    });
  const nothingMore = () => ({});

  return {
    postMessage: (
      person: Person,
      intent: Intent,
      { requestId, language }: { readonly requestId: string; readonly language: "fr" | "en" },
      input: Doc<typeof postMessageInput>,
    ) =>
      act(person, intent, requestId, async (doc, now): Promise<Decided<MessagePosted>> => {
        after(doc, "converse");
        const { text } = input;
        const posted = {
          id: randomUUID(),
          requestId,
          from: "member",
          unreadBy: "concierge",
          postedAt: now.toISOString(),
          text,
        } as const;
        return {
          answer: { id: posted.id, postedAt: posted.postedAt },
          row: { channel: "processor", type: "concierge.conversation.posted.v1", aboutId: posted.id },
          writes: [
            create(message, posted),
            ...(await consentIn(input, { requestId, messageId: posted.id }, language, now)),
          ],
        };
      }),

    acceptProposal: (
      person: Person,
      intent: Intent,
      target: { requestId: string; proposalId: string; ifMatch: string },
      { optionId }: Doc<typeof acceptProposalInput>,
    ): Promise<RequestChanged> =>
      change(
        person,
        intent,
        target,
        { channel: "processor", type: "concierge.proposal.accepted.v1", aboutId: target.proposalId },
        (doc, now) => {
          const proposal = openProposal(doc, target.proposalId, now);
          if (!proposal.options.some((option) => option.id === optionId)) {
            throw new Refusal("invalid-input", {
              fields: [{ pointer: "/optionId", rule: "must be an option of the proposal" }],
            });
          }
          const answered = { answer: "accepted", optionId, answeredAt: now.toISOString() } as const;
          return { ...answerProposal(doc, proposal.id, answered), status: after(doc, "accept") };
        },
        nothingMore,
      ),

    declineProposal: (
      person: Person,
      intent: Intent,
      target: { requestId: string; proposalId: string; ifMatch: string },
    ): Promise<RequestChanged> =>
      change(
        person,
        intent,
        target,
        { channel: "processor", type: "concierge.proposal.declined.v1", aboutId: target.proposalId },
        (doc, now) => {
          const proposal = openProposal(doc, target.proposalId, now);
          const answered = { answer: "declined", answeredAt: now.toISOString() } as const;
          return {
            ...answerProposal(doc, proposal.id, answered),
            status: after(doc, declining(doc, proposal, now)),
          };
        },
        nothingMore,
      ),

    cancelRequest: (
      person: Person,
      intent: Intent,
      target: { requestId: string; ifMatch: string },
    ): Promise<RequestCancelled> =>
      change(
        person,
        intent,
        target,
        { channel: "processor", type: "concierge.request.cancelled.v1" },
        (doc, now) => ({
          ...doc,
          status: after(doc, "cancel"),
          ending: { by: "member", endedAt: now.toISOString() },
        }),
        (changed, now): Consequences => consequencesOf(changed, now),
      ),
  };
}
