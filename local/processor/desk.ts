/**
 * What the stand-in concierge does with a message: a pure decision from what it knows of the request. It starts and proposes at
 * once, confirms what is accepted and reports which supplier got what, proposes once more after a refusal, reads and answers
 * politely, and stops when the member cancels or time is up, saying what a cancelled booking costs.
 */
import { createHash } from "node:crypto";
import { optionsFor } from "./catalogue.ts";
import type { Incoming, Option, Outgoing, RefusalReason, SubmittedRequest } from "./contract.ts";

/** What the processor remembers of a request. What the member said is forgotten when the request ends. */
export type Case = {
  readonly state: "proposed" | "confirmed" | "ended";
  readonly request?: SubmittedRequest;
  readonly salutation?: string;
  readonly proposals: readonly { readonly id: string; readonly options: readonly (Option & { supplier: string })[] }[];
};

export type Decision =
  | { readonly case: Case; readonly messages: readonly Outgoing[] }
  | { readonly refuse: RefusalReason }
  /** Builds on something that has not arrived yet: looked at again later. */
  | { readonly early: true };

export type Circumstances = { readonly now: Date; readonly newId: () => string };

const proposalLifeMs = 48 * 3_600_000;

/** What is about one request; an order to erase is about a person (erasure.ts). */
type Asked = Exclude<Incoming, { readonly type: "concierge.erasure.ordered.v1" }>;

export function decide({ type, payload }: Asked, known: Case | undefined, { now, newId }: Circumstances): Decision {
  if (type === "concierge.request.submitted.v1") {
    // A second submission under another id is not carried out again; that it came is seen in the effects.
    if (known) return { case: known, messages: [] };
    const { request, member } = payload;
    const opened: Case = {
      state: "proposed",
      request,
      salutation: `${member.title} ${member.lastName}`,
      proposals: [],
    };
    const proposed = propose(opened, request, 0, { now, newId });
    return { ...proposed, messages: [{ type: "concierge.request.started.v1", data: {} }, ...proposed.messages] };
  }
  if (!known) return { early: true };
  if (type === "concierge.request.cancelled.v1") {
    return { case: ended(known), messages: known.state === "confirmed" ? [settled(known)] : [] };
  }
  if (type === "concierge.request.expired.v1") return { case: ended(known), messages: [] };
  // What the member agrees to or takes back counts whatever has become of the request.
  if (type === "concierge.consent.answered.v1") return { case: known, messages: [] };
  // It was under way when the request ended: recorded, and nothing follows.
  if (known.state === "ended") return { case: known, messages: [] };

  switch (type) {
    case "concierge.conversation.posted.v1":
      return {
        case: known,
        messages: [
          { type: "concierge.conversation.read.v1", data: { messageId: payload.messageId } },
          reply(known, { now, newId }),
        ],
      };
    case "concierge.proposal.accepted.v1": {
      const proposal = known.proposals.find(({ id }) => id === payload.proposalId);
      const option = proposal?.options.find(({ id }) => id === payload.optionId);
      if (!proposal || !option || known.state !== "proposed") return { refuse: "state" };
      return {
        case: { ...known, state: "confirmed" },
        messages: [confirm(known, proposal.id, option, now), disclosed(option, { now, newId })],
      };
    }
    case "concierge.proposal.declined.v1": {
      if (known.proposals.at(-1)?.id !== payload.proposalId || known.state !== "proposed") return { refuse: "state" };
      if (known.proposals.length === 1 && known.request) return propose(known, known.request, 1, { now, newId });
      return { case: ended(known), messages: [{ type: "concierge.request.cancelled.v1", payload: noAlternative }] };
    }
  }
}

const noAlternative = {
  reason: "no-alternative",
  text: "Nous n'avons pas d'autre solution à vous proposer pour cette demande. Nous restons à votre disposition.",
};

const ended = (known: Case): Case => ({
  state: "ended",
  proposals: known.proposals.map(({ id }) => ({ id, options: [] })),
});

function propose(known: Case, request: SubmittedRequest, round: 0 | 1, { now, newId }: Circumstances) {
  const proposal = { id: newId(), options: optionsFor(request, round, newId) };
  const offered = proposal.options.map(({ supplier: _, ...option }) => option);
  const expiresAt = new Date(now.getTime() + proposalLifeMs).toISOString();
  const messages: Outgoing[] = [
    { type: "concierge.proposal.made.v1", payload: { proposal: { id: proposal.id, options: offered, expiresAt } } },
  ];
  return { case: { ...known, proposals: [...known.proposals, proposal] }, messages };
}

function confirm(known: Case, proposalId: string, option: Option & { supplier: string }, now: Date): Outgoing {
  const { when, where } = known.request ?? {};
  const start = when
    ? `${when.date}T${when.time ?? "12:00"}:00`
    : new Date(now.getTime() + 7 * 86_400_000).toISOString().slice(0, 19);
  return {
    type: "concierge.request.confirmed.v1",
    payload: {
      proposalId,
      optionId: option.id,
      supplier: option.supplier,
      reference: `GC-${createHash("sha256").update(option.id).digest("hex").slice(0, 8).toUpperCase()}`,
      startsAt: inParis(start),
      ...(when?.endDate === undefined || when.endDate <= when.date
        ? {}
        : { endsAt: inParis(`${when.endDate}T12:00:00`) }),
      ...(where === undefined ? {} : { place: where }),
      confirmedAt: now.toISOString(),
    },
  };
}

/** A fifth of the price, rounded down, where a booking is called off. */
const feeOf = ({ price }: Option) => ({ ...price, amount: Math.floor(Number(price.amount) / 5).toFixed(2) });

/** What the supplier got to know: who comes, and what for. */
const disclosed = (option: Option & { supplier: string }, { now, newId }: Circumstances): Outgoing => ({
  type: "concierge.disclosure.reported.v1",
  payload: {
    disclosure: {
      id: newId(),
      provider: option.supplier,
      country: "FR",
      categories: ["identity", "request"],
      at: now.toISOString(),
    },
  },
});

function settled(known: Case): Outgoing {
  const booked = known.proposals.flatMap(({ options }) => options)[0];
  return {
    type: "concierge.cancellation.settled.v1",
    payload: {
      ...(booked === undefined ? {} : { fee: feeOf(booked) }),
      text: "Le fournisseur a confirmé l'annulation.",
    },
  };
}

function reply(known: Case, { now, newId }: Circumstances): Outgoing {
  const greeting = known.salutation === undefined ? "Bonjour" : `Bonjour ${known.salutation}`;
  const text =
    known.state === "confirmed"
      ? `${greeting}, merci de votre message. Votre réservation est confirmée et nous transmettons votre remarque à l'établissement.`
      : `${greeting}, merci de votre message. Nous en tenons compte et revenons vers vous très vite.`;
  return {
    type: "concierge.conversation.posted.v1",
    payload: { messageId: newId(), text, postedAt: now.toISOString() },
  };
}

const parisOffset = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", timeZoneName: "longOffset" });

/** A local time of Paris with its offset on that day. */
function inParis(local: string): string {
  const parts = parisOffset.formatToParts(new Date(`${local}Z`));
  return `${local}${parts.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "") || "Z"}`;
}
