/**
 * What a message to the processor says, read from the person's records through the processor's view at the moment it is
 * first sent. A field the processor may not see does not compile here.
 */
import { type Consent, consent } from "../consents/consent.ts";
import { member } from "../members/member.ts";
import type { OutboxRow, ProcessorMessageType } from "../messaging/outbox.ts";
import { view } from "../privacy/view.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import * as contract from "./contract.ts";
import { message, type Request, request } from "./request.ts";

const memberForProcessor = view(member, "processor");
const requestForProcessor = view(request, "processor");
const messageForProcessor = view(message, "processor");
const consentForProcessor = view(consent, "processor");

/** What the row is about is not there (any more, or yet as far as this read can tell). */
export class SourceMissing extends Error {
  override readonly name = "SourceMissing";
}

/** In place of words that were taken back before they left, so that the processor can ask for others. */
const takenBack = {
  fr: "(Ces mots ont été retirés avant leur envoi. Merci de redemander ce qui est souhaité.)",
  en: "(These words were taken back before they were sent. Please ask again what is wanted.)",
} as const;

/**
 * Whether the words still have the consent they needed, where they needed one (GDPR article 9(2)(a)).
 * @param messageId of the conversation; absent: the request's own words.
 */
async function areAllowed(repository: Repository, person: Person, requestId: string, messageId?: string) {
  let cursor: string | undefined;
  do {
    const listing = { equal: { requestId }, orderBy: "askedAt", descending: false, limit: 100, cursor };
    const page = await repository.list(person, consent, listing);
    const isTakenBack = ({ about, status, messageId: of }: Consent) =>
      about === "special-categories" && of === messageId && status !== "given";
    if (page.items.some(({ doc }) => isTakenBack(doc))) return false;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return true;
}

type Composer = (needs: {
  repository: Repository;
  person: Person;
  row: OutboxRow;
  request: Request;
}) => Promise<object>;

const composers: Readonly<Record<ProcessorMessageType, Composer>> = {
  "concierge.request.submitted.v1": async ({ repository, person, request: doc }) => {
    const found = await repository.read(person, member, person.subjectId);
    if (found === undefined) throw new SourceMissing("member");
    const { title, lastName, firstName } = memberForProcessor.show(found.doc);
    const {
      status: _s,
      updatedAt: _u,
      proposals: _p,
      confirmation: _c,
      ending: _e,
      ...wish
    } = requestForProcessor.show(doc);
    const { email, mobile } = memberForProcessor.show(found.doc);
    const { where: _where, wishes: _wishes, ...wordless } = wish;
    return contract.requestSubmitted.schema.parse({
      request: (await areAllowed(repository, person, doc.id)) ? wish : { ...wordless, what: takenBack[doc.language] },
      member: {
        title,
        lastName,
        firstName,
        ...(contract.needsContact[doc.category] ? { contact: { email, mobile } } : {}),
      },
    });
  },

  "concierge.conversation.posted.v1": async ({ repository, person, row, request: doc }) => {
    const found = await repository.read(person, message, row.aboutId ?? "");
    if (found === undefined) throw new SourceMissing("message");
    const { id, text, postedAt } = messageForProcessor.show(found.doc);
    const isAllowed = await areAllowed(repository, person, doc.id, id);
    return contract.conversationPosted.schema.parse({
      messageId: id,
      text: isAllowed ? text : takenBack[doc.language],
      postedAt,
    });
  },

  "concierge.proposal.accepted.v1": async ({ row, request: doc }) => {
    const { id, answered } = answeredProposal(doc, row);
    return contract.proposalAccepted.schema.parse({
      proposalId: id,
      optionId: answered.optionId,
      answeredAt: answered.answeredAt,
    });
  },

  "concierge.proposal.declined.v1": async ({ row, request: doc }) => {
    const { id, answered } = answeredProposal(doc, row);
    return contract.proposalDeclined.schema.parse({ proposalId: id, answeredAt: answered.answeredAt });
  },

  "concierge.request.cancelled.v1": async ({ row }) =>
    contract.requestCancelled.schema.parse({ cancelledAt: row.createdAt }),

  "concierge.request.expired.v1": async ({ row }) => contract.requestExpired.schema.parse({ expiredAt: row.createdAt }),

  "concierge.consent.answered.v1": async ({ repository, person, row }) => {
    const found = await repository.read(person, consent, row.aboutId ?? "");
    const last = found?.doc.proofs.at(-1);
    if (found === undefined || last === undefined) throw new SourceMissing("consent");
    const { id, about, messageId, categories = [] } = consentForProcessor.show(found.doc);
    // As it stands now: a consent that was taken back before this is sent sends nothing.
    const isDue = about === "provider" && last.answer === "given" && categories.includes("contact");
    const who = isDue ? await repository.read(person, member, person.subjectId) : undefined;
    if (isDue && who === undefined) throw new SourceMissing("member");
    const contact = who === undefined ? undefined : memberForProcessor.show(who.doc);
    return contract.consentAnswered.schema.parse({
      consentId: id,
      about,
      answer: last.answer,
      answeredAt: last.at,
      ...(messageId === undefined ? {} : { messageId }),
      ...(contact === undefined ? {} : { contact: { email: contact.email, mobile: contact.mobile } }),
    });
  },
};

function answeredProposal(doc: Request, { aboutId }: OutboxRow) {
  const proposal = doc.proposals.find(({ id }) => id === aboutId);
  if (proposal?.answered === undefined) throw new SourceMissing("proposal");
  return { ...proposal, answered: proposal.answered };
}

const isProcessorMessage = (type: OutboxRow["type"]): type is ProcessorMessageType => Object.hasOwn(composers, type);

/** @throws SourceMissing where something it speaks of is not to be found. */
export async function composeMessage(
  repository: Repository,
  person: Person,
  row: OutboxRow,
): Promise<{ readonly payload: object; readonly request: { readonly doc: Request; readonly etag: string } }> {
  if (!isProcessorMessage(row.type)) throw new Error(`not a message to the processor: ${row.type}`);
  const found = await repository.read(person, request, row.requestId ?? "");
  if (found === undefined) throw new SourceMissing("request");
  return { payload: await composers[row.type]({ repository, person, row, request: found.doc }), request: found };
}
