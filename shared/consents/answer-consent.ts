/**
 * The member answers what is asked of them, or takes an answer back: one commit of the record with its proof, the message to
 * the processor and the ledger's entry. Withdrawing needs no reason and no more steps than giving (GDPR article 7(3)).
 */
import * as z from "zod";
import { newLedgerRow } from "../audit/entry.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import { commitOnce, type Intent } from "../storage/commit-once.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Page, type Repository, replace } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { answersTo, consent, consentAnswers, stepped, wordingOf } from "./consent.ts";

export const answerConsentInput = declared("answer-consent", {
  answer: plain(z.enum(consentAnswers), ["member", "processor", "dpo"]),
});

const { id, status } = consent.schema.shape;
export const consentAnswered = declared("consent-answered", {
  id,
  status,
  answeredAt: plain(z.iso.datetime(), ["member", "processor", "dpo"]),
});
export type ConsentAnswered = Doc<typeof consentAnswered>;

const memberView = view(consent, "member");
/** What the member is shown: the record, and the very words that agreeing would mean. */
export const consentPage = {
  schema: z.strictObject({
    items: z.array(
      z.strictObject({ consent: memberView.schema, wording: z.string(), answers: z.array(z.enum(consentAnswers)) }),
    ),
    cursor: z.exactOptional(z.string()),
  }),
};

/** As it is shown in a language. */
export const shownConsent = (doc: Doc<typeof consent>, language: "fr" | "en") => ({
  consent: memberView.show(doc),
  wording: wordingOf(doc, language),
  answers: [...answersTo(doc)],
});

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly relaySeconds: number;
};

/** What is asked and was answered about a request of the member's own, oldest first. */
export const makeListConsents =
  ({ repository }: Pick<Needs, "repository">) =>
  (
    person: Person,
    requestId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<typeof consent>> =>
    repository.list(person, consent, { equal: { requestId }, orderBy: "askedAt", descending: false, ...page });

export const makeAnswerConsent =
  ({ repository, relay, clock, relaySeconds }: Needs) =>
  async (
    person: Person,
    intent: Intent,
    of: { readonly requestId: string; readonly consentId: string; readonly language: "fr" | "en" },
    { answer }: Doc<typeof answerConsentInput>,
  ): Promise<ConsentAnswered> => {
    const now = clock.now();
    const row = newOutboxRow(
      {
        channel: "processor",
        type: "concierge.consent.answered.v1",
        requestId: of.requestId,
        aboutId: of.consentId,
      },
      now,
      relaySeconds,
    );
    const answered = await commitOnce({ repository, clock }, person, intent, async () => {
      const found = await repository.read(person, consent, of.consentId);
      if (found === undefined || found.doc.requestId !== of.requestId) throw new Refusal("not-found");
      if (!answersTo(found.doc).includes(answer)) throw new Refusal("state-conflict");
      const next = stepped(found.doc, answer, of.language, now);
      const note = newLedgerRow(
        { event: `consent.${answer}`, actor: { role: "member" }, about: next.id, detail: next.about },
        now,
      );
      return {
        answer: { id: next.id, status: next.status, answeredAt: now.toISOString() },
        writes: [replace(consent, next, found.etag), create(outboxRow, row), create(outboxRow, note)],
      };
    });
    await relay.inline(person, [row]);
    return answered;
  };
