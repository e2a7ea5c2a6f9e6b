/**
 * An erasure: which person, why, how far it is, what is kept by law and what proves the rest. It lies outside the partition
 * it empties, under a random id, and names the person only until the end. GDPR articles 5(1)(e), 12(3), 17 and 19; charter
 * articles 6 and 8. The one mechanism: retention starts it, and so will the member's right to erasure.
 */
import * as z from "zod";
import { brandIds } from "../charter/brands.ts";
import { code, digest, keyedHash, opaqueId, ownSignature, reference } from "../privacy/formats.ts";
import { type Doc, personal, plain, record } from "../privacy/record.ts";
import { type RetentionRule, retentionRules } from "../privacy/retention-rules.ts";
import { mostSessions } from "../sessions/session.ts";
import { firstWord } from "../staff/joint-decision.ts";
import { confirmationOutcomes, keptGrounds } from "./contract.ts";
import { stepNames } from "./steps.ts";

/** `restore`: a backup brought back somebody whose key is gone. */
export const erasureCauses = ["retention", "inactive", "member", "pending-sign-up", "restore"] as const;
export type ErasureCause = (typeof erasureCauses)[number];

/** What an erasure waits for, in a word that says who could help. */
export const waitingFor = [
  "hold",
  "running-work",
  "approval",
  "ledger",
  "processor",
  "key-caches",
  "message-lives",
] as const;
export type WaitingFor = (typeof waitingFor)[number];

/** How something is known to be gone. */
export const proofKinds = ["searched", "expired-by-construction", "taken-as-it-comes", "never-held"] as const;

const ops = ["ops", "dpo"] as const;
const seen = ["ops", "dpo", "auditor"] as const;
const ruleNames = Object.keys(retentionRules) as [RetentionRule, ...RetentionRule[]];

const keptShape = {
  /** Under which it lies now, in the archive: random, and nobody's. */
  id: plain(z.uuid(), ops),
  kind: plain(code(), seen),
  rule: plain(z.enum(ruleNames), seen),
  until: plain(z.iso.datetime(), seen),
};

const proofShape = {
  kind: plain(z.enum(proofKinds), seen),
  place: plain(code(), seen),
  at: plain(z.iso.datetime(), seen),
};

export const erasure = record(
  "erasure",
  1,
  {
    id: plain(z.uuid(), seen),
    brand: plain(z.enum(brandIds), seen),
    /** Whose. It goes at the end: nothing outside the kept-list names the person after that. */
    subjectId: z.exactOptional(plain(z.uuid(), ["dpo"])),
    /** How the person stands in the ledger, computed while their key was there. It goes at the end too. */
    ledgerReference: z.exactOptional(
      personal(keyedHash(), {
        category: "proof",
        purposes: ["accountability"],
        source: "derived",
        seenBy: ["dpo"],
        kept: "erasure-case",
        protection: "keyed hash",
      }),
    ),
    cause: plain(z.enum(erasureCauses), seen),
    orderedAt: plain(z.iso.datetime(), seen),
    /** What is being done, or done next; `end`: it is over. */
    step: plain(z.enum(stepNames), seen),
    steps: z.array(
      z.strictObject({
        step: plain(z.enum(stepNames), seen),
        at: plain(z.iso.datetime(), seen),
        /** How many things it dealt with. */
        count: plain(z.int().min(0), seen),
      }),
    ),
    /** When it is looked at next; at the end, when it goes itself. */
    dueAt: plain(z.iso.datetime(), ops),
    waitsFor: z.exactOptional(plain(z.enum(waitingFor), seen)),
    /** How often the present step failed in a row, and with what. */
    attempts: plain(z.int().min(0), ops),
    failedWith: z.exactOptional(plain(code(), ops)),
    /** When somebody was last told that it is stuck. */
    alertedAt: z.exactOptional(plain(z.iso.datetime(), ops)),
    /** Before this, invocations that began before the person was marked may still run. */
    quietFrom: z.exactOptional(plain(z.iso.datetime(), ops)),
    /** Before this, a message sent about the person may still lie in a queue. */
    messagesEndAt: plain(z.iso.datetime(), ops),
    /** The order to the processor. Absent: nothing was ever sent there. */
    order: z.exactOptional(
      z.strictObject({
        /** The same at each sending until it is acknowledged; a reminder after that has one of its own. */
        messageId: plain(z.uuid(), ops),
        reminders: plain(z.int().min(0), ops),
        requestIds: z.array(plain(z.uuid(), ops)),
        firstSentAt: z.exactOptional(plain(z.iso.datetime(), seen)),
        /** When it is sent again. */
        chaseAt: plain(z.iso.datetime(), ops),
        times: plain(z.int().min(0), seen),
        acknowledgedAt: z.exactOptional(plain(z.iso.datetime(), seen)),
        /** The processor refused the order. It is chased all the same, and somebody is told. */
        refusedFor: z.exactOptional(plain(code(), seen)),
        confirmed: z.exactOptional(
          z.strictObject({
            at: plain(z.iso.datetime(), seen),
            outcome: plain(z.enum(confirmationOutcomes), seen),
            ground: z.exactOptional(plain(z.enum(keptGrounds), seen)),
            until: z.exactOptional(plain(z.iso.date(), seen)),
            /** Of a confirmation that came on paper, recorded by two people: the day it bears. */
            paperDated: z.exactOptional(plain(z.iso.date(), seen)),
          }),
        ),
        /** What one person has read on paper; a second one has to have read the same. */
        paper: z.exactOptional(
          z.strictObject({
            ...firstWord("erasure-case").shape,
            outcome: plain(z.enum(confirmationOutcomes), ops),
            ground: z.exactOptional(plain(z.enum(keptGrounds), ops)),
            until: z.exactOptional(plain(z.iso.date(), ops)),
            paperDated: plain(z.iso.date(), ops),
          }),
        ),
      }),
    ),
    /** Blobs of the exchange that belong to the person's messages: `{container}/{name}`. */
    payloads: z.array(plain(reference(), ops)),
    /**
     * The keyed hashes by which the card issuer names the person, gathered from what goes: what waits for the desk, or is
     * parked, bears nothing else of the person. They go at the end.
     */
    joins: z.exactOptional(
      z.array(
        personal(keyedHash(), {
          category: "card-eligibility",
          purposes: ["identification"],
          source: "derived",
          seenBy: ["dpo"],
          kept: "erasure-case",
          protection: "keyed hash",
        }),
      ),
    ),
    /** The counters of codes for the person's proved mailbox, computed while the address could be read. They go at the end. */
    counters: z.exactOptional(
      z.array(
        personal(keyedHash(), {
          category: "security",
          purposes: ["security"],
          source: "derived",
          seenBy: ["dpo"],
          kept: "erasure-case",
          protection: "keyed hash",
        }),
      ),
    ),
    kept: z.array(z.strictObject(keptShape)),
    proofs: z.array(z.strictObject(proofShape)),
    /** How often the search found something and the stores were emptied again. */
    rounds: plain(z.int().min(0), ops),
    /** It is over: from here on nothing in it leads to the person. */
    endedAt: z.exactOptional(plain(z.iso.datetime(), seen)),
    certificate: z.exactOptional(plain(ownSignature(), ["member", "dpo", "auditor"])),
  },
  { kept: "erasure-case" },
);
export type Erasure = Doc<typeof erasure>;

/** It is over: what is left of it goes when it is due. */
export const isEnded = (doc: Erasure): doc is Erasure & { readonly endedAt: string } => doc.endedAt !== undefined;

/** Where the certificate goes. Sealed under a key of its own, because the person's goes first; erased once it was sent. */
export const erasureDelivery = record(
  "erasure-delivery",
  1,
  {
    /** The erasure's. */
    id: plain(z.uuid(), ["dpo"]),
    language: plain(z.enum(["fr", "en"]), ["dpo"]),
    email: personal(z.email().max(254), {
      category: "contact",
      purposes: ["rights", "communication"],
      source: "member",
      seenBy: ["dpo", "mail-provider"],
      kept: "erasure-case",
      protection: "sealed",
    }),
  },
  { kept: "erasure-case" },
);
export type ErasureDelivery = Doc<typeof erasureDelivery>;

/** In the archive beside what the law keeps: until when, and from which erasure. */
export const keptByLaw = record(
  "kept-by-law",
  1,
  {
    id: keptShape.id,
    erasureId: plain(z.uuid(), ["dpo"]),
    what: keptShape.kind,
    rule: keptShape.rule,
    /** When it goes. */
    dueAt: plain(z.iso.datetime(), ["dpo"]),
  },
  { kept: "erasure-case" },
);

/** In the person's partition: from now on nothing new begins here. Goes last of all that lies there. */
export const erasureMark = record(
  "erasure-mark",
  1,
  {
    /** Always the same: one erasure of a person at a time. */
    id: plain(opaqueId(), ["member", "dpo"]),
    erasureId: plain(z.uuid(), ["dpo"]),
    markedAt: plain(z.iso.datetime(), ["member", "dpo"]),
    /** The sessions that end by it: whoever shows the cookie of one is told why, and nobody who made a cookie up. */
    endedSessions: z.exactOptional(z.array(plain(digest(), [])).max(mostSessions)),
  },
  { kept: "erasure-mark" },
);
export const markId = "erasure";

/** Seconds that the longest invocation may run: the `functionTimeout` of host.json; a test holds the two together. */
export const longestInvocationSeconds = 300;
