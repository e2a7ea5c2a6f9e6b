/**
 * A request: what a member asks the concierge for, with its proposals and what came of it. Charter article 3 (dates,
 * places, services wanted); purpose: carry requests out; basis: contract, GDPR article 6(1)(b). Other people named in it
 * are third-party data, under legitimate interest (article 6(1)(f)): they are no party to that contract.
 */
import * as z from "zod";
import { code, opaqueId, reference } from "../privacy/formats.ts";
import { type Doc, type Personal, personal, plain, record } from "../privacy/record.ts";
import { requestStatuses } from "./states.ts";

export const requestData = {
  category: "request",
  purposes: ["concierge-requests"],
  source: "member",
  seenBy: ["member", "processor", "desk", "dpo"],
  kept: "request",
  protection: "sealed",
} as const satisfies Personal;

/** Free words in which other people get named: towards them the contract is no basis, they are no party to it. */
const freeWords = {
  ...requestData,
  purposes: ["concierge-requests", "requests-for-others"],
} as const satisfies Personal;

export const fromProcessor = { ...requestData, source: "processor" } as const satisfies Personal;

const seen = ["member", "processor", "desk", "dpo"] as const;

/**
 * What people write: any script and emoji. No control characters but tab and line breaks, nothing that turns the direction of
 * writing or breaks lines unseen, no half characters, and at least one letter, digit or sign that shows (the five excepted
 * ones are letters and a sign by name and blank to the eye). Full card numbers are looked for beside the schema, in
 * `members/card-number.ts`, because JSON Schema could not say that rule.
 */
export const freeText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(
      /^(?=[\s\S]*(?![\u115f\u1160\u2800\u3164\uffa0])[\p{L}\p{N}\p{P}\p{S}])(?:[\t\n\r]|[^\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069])*$/u,
      "must not be blank or hold control characters",
    );

export const requestCategories = ["restaurant", "travel", "event", "gift", "wellness", "home", "other"] as const;

export const currencies = ["EUR", "CHF", "GBP", "USD"] as const;

/** An amount in the currency's units with two decimals at most: `120.00`. Never a binary fraction. */
export const amount = () => z.string().regex(/^(?:0|[1-9]\d{0,7})(?:\.\d{2})?$/, "must be an amount like 120.00");

const memberMoney = z.strictObject({
  amount: personal(amount(), requestData),
  currency: personal(z.enum(currencies), requestData),
});

const processorMoney = z.strictObject({
  amount: personal(amount(), fromProcessor),
  currency: personal(z.enum(currencies), fromProcessor),
});

/** An instant that another party names: to the nanosecond at most, because ISO 8601 sets no end to the decimals. */
const instant = (options: { readonly offset?: true } = {}) => z.iso.datetime(options).max(35);

export const localTime = () => z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time like 20:30");

/** What the member fills in; the same shape is stored and, without more, sent to the processor. */
export const wishShape = {
  category: personal(z.enum(requestCategories), requestData),
  what: personal(freeText(2_000), freeWords),
  where: z.exactOptional(personal(freeText(200), requestData)),
  when: z.exactOptional(
    z.strictObject({
      date: personal(z.iso.date(), requestData),
      time: z.exactOptional(personal(localTime(), requestData)),
      endDate: z.exactOptional(personal(z.iso.date(), requestData)),
    }),
  ),
  party: z.exactOptional(
    z.strictObject({
      adults: personal(z.int().min(1).max(200), requestData),
      children: z.exactOptional(personal(z.int().min(0).max(200), requestData)),
    }),
  ),
  budget: z.exactOptional(memberMoney),
  /** Free words, where guests get named. */
  wishes: z.exactOptional(personal(freeText(2_000), { ...freeWords, category: "third-party" })),
};

/**
 * How much the processor may add to a request. All of it lies in one envelope, and one item, like one commit, has 2 MB at
 * most: at four bytes for a character the largest option has 9.0 kB, a proposal 45 kB, 20 of them 0.90 MB, the request with
 * all else 0.94 MB, in the envelope's base64url 1.25 MB. `test/unit/requests/request-size.test.ts` measures it.
 */
export const maximumProposals = 20;
export const maximumOptions = 5;

/**
 * What calling it off costs, in the words of who booked it: told before the member accepts, and again before they cancel.
 * 1.3 kB at most for each option, which the figures above leave room for.
 */
const cancellationTerms = z.strictObject({
  /** Free of charge until this instant. */
  freeUntil: z.exactOptional(personal(instant({ offset: true }), fromProcessor)),
  /** Due where it is called off later, or at any time where nothing is free. */
  fee: z.exactOptional(processorMoney),
  text: z.exactOptional(personal(freeText(300), fromProcessor)),
});

const optionShape = z.strictObject({
  id: plain(opaqueId(), seen),
  title: personal(freeText(200), fromProcessor),
  description: z.exactOptional(personal(freeText(1_000), fromProcessor)),
  price: processorMoney,
  inclusions: z.array(personal(freeText(100), fromProcessor)).max(10),
  cancellation: z.exactOptional(cancellationTerms),
});

/** One proposal as the processor makes it. */
export const proposalShape = {
  id: plain(opaqueId(), seen),
  options: z.array(optionShape).min(1).max(maximumOptions),
  expiresAt: plain(instant(), seen),
};

const answerShape = z.strictObject({
  answer: personal(z.enum(["accepted", "declined"]), requestData),
  optionId: z.exactOptional(plain(opaqueId(), seen)),
  answeredAt: plain(z.iso.datetime(), seen),
});

/** What was booked. It counts as confirmed only with the supplier's own reference. */
export const confirmationShape = {
  proposalId: plain(opaqueId(), seen),
  optionId: plain(opaqueId(), seen),
  supplier: personal(freeText(200), fromProcessor),
  reference: personal(freeText(100), fromProcessor),
  startsAt: personal(instant({ offset: true }), fromProcessor),
  endsAt: z.exactOptional(personal(instant({ offset: true }), fromProcessor)),
  place: z.exactOptional(personal(freeText(300), fromProcessor)),
  confirmedAt: personal(instant(), fromProcessor),
  cancellation: z.exactOptional(cancellationTerms),
};

/** What a cancellation came to in the end. */
export const settlementShape = {
  fee: z.exactOptional(processorMoney),
  refund: z.exactOptional(processorMoney),
  text: z.exactOptional(personal(freeText(1_000), fromProcessor)),
};

/** Why it ended without being carried out, and through whom; `time`: nothing had come of it for too long;
 * `closure`: the account was closed. */
export const endingShape = {
  by: plain(z.enum(["member", "processor", "time", "closure"]), seen),
  reason: z.exactOptional(personal(freeText(100), fromProcessor)),
  text: z.exactOptional(personal(freeText(2_000), fromProcessor)),
  endedAt: plain(z.iso.datetime(), seen),
  settlement: z.exactOptional(
    z.strictObject({ ...settlementShape, settledAt: plain(z.iso.datetime(), ["member", "desk", "dpo"]) }),
  ),
};

export const request = record("request", 1, {
  id: plain(z.uuid(), seen),
  status: plain(z.enum(requestStatuses), seen),
  language: plain(z.enum(["fr", "en"]), seen),
  submittedAt: plain(z.iso.datetime(), seen),
  updatedAt: plain(z.iso.datetime(), seen),
  /** When time has something to say about it (`expiry.ts`). */
  dueAt: z.exactOptional(plain(z.iso.datetime(), ["dpo"])),
  ...wishShape,
  proposals: z
    .array(
      z.strictObject({
        ...proposalShape,
        madeAt: plain(z.iso.datetime(), seen),
        answered: z.exactOptional(answerShape),
      }),
    )
    .max(maximumProposals),
  confirmation: z.exactOptional(z.strictObject(confirmationShape)),
  ending: z.exactOptional(z.strictObject(endingShape)),
});
export type Request = Doc<typeof request>;
export type Proposal = Request["proposals"][number];

/** One contribution to the conversation about a request. */
export const message = record("message", 1, {
  id: plain(z.uuid(), ["member", "processor", "desk", "dpo"]),
  requestId: plain(z.uuid(), ["member", "processor", "desk", "dpo"]),
  from: plain(z.enum(["member", "concierge"]), ["member", "desk", "dpo"]),
  /** By our clock, whoever wrote it: when it was written here, or reached us. */
  postedAt: plain(z.iso.datetime(), ["member", "processor", "desk", "dpo"]),
  text: personal(freeText(4_000), { ...freeWords, category: "conversation" }),
  /** Until it is read: whose eyes it waits for. */
  unreadBy: z.exactOptional(plain(z.enum(["member", "concierge"]), ["member", "desk", "dpo"])),
  /** When the other side read it. What the member has read is not told to the processor, which has no need of it. */
  readAt: z.exactOptional(plain(z.iso.datetime(), ["member", "desk", "dpo"])),
});
export type Message = Doc<typeof message>;

/** A message of the processor that was taken in: its id, so that the same one has no second effect. */
export const received = record(
  "received",
  1,
  {
    id: plain(z.uuid(), ["dpo", "ops"]),
    requestId: plain(z.uuid(), ["dpo", "ops"]),
    receivedAt: plain(z.iso.datetime(), ["dpo", "ops"]),
    /** Where its payload lay, `{container}/{name}`: an erasure looks there too. */
    payload: z.exactOptional(plain(reference(), ["dpo", "ops"])),
    /** What it did: applied, or nothing because it was late or contradicted the state. */
    outcome: plain(z.enum(["applied", "late", "contradiction"]), ["dpo", "ops"]),
    /** Of a contradiction, which is to be cleared up with its sender: when (it is found by that), what, and in which state. */
    contradicted: z.exactOptional(
      z.strictObject({
        at: plain(z.iso.datetime(), ["dpo", "ops"]),
        type: plain(code(), ["dpo", "ops"]),
        state: plain(z.enum(requestStatuses), ["dpo", "ops"]),
      }),
    ),
  },
  { kept: "request" },
);
