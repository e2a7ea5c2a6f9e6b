/**
 * What the concierge of a simulated run decides: it proposes, chats, marks what it has read, asks a consent for a provider, books
 * what is accepted, reports to whom it gave what, refuses or calls off, and tells what a cancellation came to. What it says is
 * sound: it follows from what it was told.
 */
import { randomUUID } from "node:crypto";
import type { Random } from "../faults/random.ts";

export type Case = {
  proposals: number;
  isOver: boolean;
  isConfirmed: boolean;
  isSettled: boolean;
  /** What the member last answered to each consent, and when. */
  readonly consents: Map<string, { readonly answer: string; readonly answeredAt: string }>;
  readonly asked: Map<string, readonly string[]>;
};

export type Say = (subject: string, type: string, payload?: object) => void;
type Fields = Readonly<Record<string, unknown>>;

const day = 86_400_000;
const provider = "Maison des Voyages";
const options = [{ id: "a", title: "Chez Paul", price: { amount: "180.00", currency: "EUR" }, inclusions: [] }];

export const newCase = (): Case => ({
  proposals: 0,
  isOver: false,
  isConfirmed: false,
  isSettled: false,
  consents: new Map(),
  asked: new Map(),
});

export function startDesk({
  random,
  now,
  say,
}: {
  readonly random: Random;
  readonly now: () => number;
  readonly say: Say;
}) {
  const chance = (probability: number) => random.fraction() < probability;
  const at = () => new Date(now()).toISOString();

  const propose = (subject: string, of: Case) => {
    of.proposals += 1;
    const expiresAt = new Date(now() + 90 * day).toISOString();
    say(subject, "concierge.proposal.made.v1", { proposal: { id: `p-${of.proposals}`, options, expiresAt } });
  };
  const refuse = (subject: string, of: Case) => {
    of.isOver = true;
    say(subject, "concierge.request.refused.v1", { reason: "not possible" });
  };
  const settle = (subject: string, of: Case) => {
    if (of.isSettled) return;
    of.isSettled = true;
    say(subject, "concierge.cancellation.settled.v1", { fee: { amount: "36.00", currency: "EUR" } });
  };
  const callOff = (subject: string, of: Case) => {
    of.isOver = true;
    say(subject, "concierge.request.cancelled.v1", { reason: "no-alternative" });
    // May well come before the cancellation does.
    if (chance(0.5)) settle(subject, of);
  };
  const chat = (subject: string) =>
    say(subject, "concierge.conversation.posted.v1", { messageId: randomUUID(), text: "Bonjour", postedAt: at() });
  const askConsent = (subject: string, of: Case) => {
    const categories = chance(0.5) ? ["identity", "contact"] : ["identity"];
    const consent = { id: randomUUID(), provider, purpose: "Vous proposer ses voyages.", categories };
    of.asked.set(consent.id, categories);
    say(subject, "concierge.consent.requested.v1", { consent });
  };
  const report = (subject: string, more: Fields = {}) =>
    say(subject, "concierge.disclosure.reported.v1", {
      disclosure: { id: randomUUID(), provider, country: "FR", categories: ["identity"], at: at(), ...more },
    });

  const book = (subject: string, of: Case, { proposalId, optionId }: Fields) => {
    of.isConfirmed = true;
    say(subject, "concierge.request.confirmed.v1", {
      proposalId,
      optionId,
      supplier: "Chez Paul",
      reference: "BRZ-4812",
      startsAt: "2027-03-01T20:30:00+01:00",
      confirmedAt: at(),
    });
    if (chance(0.4)) report(subject);
    if (chance(0.15)) return callOff(subject, of);
    // May well come before the confirmation does.
    say(subject, "concierge.request.completed.v1");
    of.isOver = true;
  };

  /** What a message of the member leads to. */
  return (subject: string, of: Case, type: string, payload: Fields) => {
    if (type === "concierge.consent.answered.v1") {
      const { consentId, answer, answeredAt } = payload as Record<string, string>;
      const known = of.consents.get(String(consentId));
      if (known === undefined || known.answeredAt < String(answeredAt))
        of.consents.set(String(consentId), { answer: String(answer), answeredAt: String(answeredAt) });
      // Passed on only while the member agrees, as far as is known here.
      if (of.consents.get(String(consentId))?.answer === "given" && chance(0.7)) {
        report(subject, { consentId, categories: of.asked.get(String(consentId)) ?? ["identity"] });
      }
      return;
    }
    if (type === "concierge.conversation.posted.v1" && chance(0.6))
      say(subject, "concierge.conversation.read.v1", { messageId: payload.messageId });
    const wasConfirmed = of.isConfirmed;
    if (/\.request\.cancelled\./.test(type) && wasConfirmed && chance(0.8)) settle(subject, of);
    if (of.isOver) return;
    if (chance(0.2)) chat(subject);
    if (chance(0.12) && of.asked.size < 2) askConsent(subject, of);
    if (type === "concierge.request.submitted.v1") {
      if (chance(0.7)) say(subject, "concierge.request.started.v1");
      if (chance(0.1)) return refuse(subject, of);
      propose(subject, of);
      if (chance(0.2)) propose(subject, of);
    }
    if (type === "concierge.proposal.declined.v1") {
      if (of.proposals < 4 && !chance(0.1)) propose(subject, of);
      else if (chance(0.5)) refuse(subject, of);
      else callOff(subject, of);
    }
    if (type === "concierge.proposal.accepted.v1") {
      if (chance(0.1)) return refuse(subject, of);
      if (chance(0.05)) return callOff(subject, of);
      book(subject, of, payload);
    }
    if (/\.request\.(cancelled|expired)\./.test(type)) of.isOver = true;
  };
}
