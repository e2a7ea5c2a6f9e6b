/**
 * The certificate: what was erased, what a law keeps and until when, what the processor said, and each kind of proof,
 * signed. It names nobody: whoever holds it knows whose it is, and nobody else can find out (GDPR articles 5(2), 12(3), 17
 * and 19). How to verify it: docs/erasure.md.
 */
import { controllers } from "../charter/controllers.ts";
import type { Jwks } from "../config.ts";
import { limit } from "../limits/limit.ts";
import { algorithmOf, jwsSigner } from "../messaging/signing.ts";
import { type RetentionRule, retentionRuleOf } from "../privacy/retention-rules.ts";
import { emptied } from "./empty-stores.ts";
import { type Erasure, keptByLaw } from "./erasure.ts";
import { done, type EngineNeeds, type Step } from "./step.ts";
import { paths } from "./steps.ts";

/** The `typ` header: a signature made for something else is no certificate. */
export const certificateType = "concierge-erasure-certificate+jws";

/** What a certificate says. Its version is raised when its shape changes. */
export type Certificate = ReturnType<typeof certificateOf>;

/** The erasure itself stays for its month, on the kept-list. */
const emptiedOfAll: readonly string[] = emptied.filter((place) => place !== "erasures");

/** Kinds of the person's records that were erased: those the model declares in a place that was emptied of the person. */
export function erasedKinds({ counters }: Erasure, records: EngineNeeds["records"]): readonly string[] {
  const there = records.filter(({ container }) => emptiedOfAll.includes(container)).map(({ record }) => record.kind);
  // What stands beside a kept record is kept with it; counters are the person's only where they could be told.
  const notTheirs: readonly string[] = [keptByLaw.kind, ...(counters === undefined ? [limit.kind] : [])];
  return [...new Set(there)].filter((kind) => !notTheirs.includes(kind)).toSorted();
}

type KeptLine = {
  readonly what: string;
  readonly rule: RetentionRule;
  readonly until?: string;
  readonly because: string;
};

export function certificateOf(doc: Erasure, records: EngineNeeds["records"], now: Date) {
  const { order } = doc;
  const { name, dataProtectionOfficer, authority } = controllers[doc.brand];
  return {
    version: 2,
    id: doc.id,
    brand: doc.brand,
    controller: name,
    dataProtectionOfficer: dataProtectionOfficer.email,
    complaints: authority.complaints,
    cause: doc.cause,
    orderedAt: doc.orderedAt,
    certifiedAt: now.toISOString(),
    /** In the order in which it was done. */
    steps: doc.steps.map(({ step, at }) => ({ step, at })),
    erased: erasedKinds(doc, records),
    kept: keptLines(doc),
    processor:
      order === undefined
        ? { ordered: false }
        : {
            ordered: true,
            firstSentAt: order.firstSentAt,
            requests: order.requestIds.length,
            confirmedAt: order.confirmed?.at,
            /** By its signed message, or on paper that two people have read. */
            confirmedBy: order.confirmed?.paperDated === undefined ? "signed-message" : "paper",
            paperDated: order.confirmed?.paperDated,
            outcome: order.confirmed?.outcome,
            ground: order.confirmed?.ground,
            until: order.confirmed?.until,
          },
    proofs: doc.proofs,
  };
}

const keptLines = (doc: Erasure): readonly KeptLine[] => [
  ...doc.kept.map(({ kind, rule, until }) => ({ what: kind, rule, until, because: becauseOf(rule) })),
  // What the law keeps without the person: entries that nothing we hold joins to anybody any more.
  ...(["audit", "proof"] as const).map((rule) => ({ what: "ledger", rule, because: becauseOf(rule) })),
  { what: "erasure", rule: "erasure-case", because: becauseOf("erasure-case") },
  {
    what: "code-counter",
    rule: "limits",
    because:
      "only codes counted for a network, for an address not known to be the person's, or since the erasure began: each for a day",
  },
  // On every certificate alike: whether there is one speaks of the others it names.
  ...(["unmatched-termination", "failure"] as const).map((rule) => ({
    what: "shared-announcement",
    rule,
    because: "only where the card issuer's announcement fits other people by the same keyed hash: it stays for them",
  })),
];

const becauseOf = (rule: RetentionRule): string => retentionRuleOf(rule).outlivesErasure ?? "";

/** What stands against certifying. Nothing is signed that was not done and seen to be done. */
export function objectionTo(doc: Erasure, stores: EngineNeeds["stores"], now: Date): string | undefined {
  const path = paths[doc.cause];
  const before = path.slice(0, path.indexOf("certificate"));
  const missing = before.find((step) => !doc.steps.some((one) => one.step === step));
  if (missing !== undefined) return `${missing} was not done`;
  const atOf = (step: string) => doc.steps.find((one) => one.step === step)?.at ?? "";
  if (!(atOf("reseal") <= atOf("key") && atOf("key") <= atOf("proof"))) return "the order was another";
  if (doc.order !== undefined && doc.order.confirmed === undefined) return "the processor has not confirmed";
  if (atOf("proof") < doc.messagesEndAt || now.toISOString() < doc.messagesEndAt) return "messages may still be there";
  const unproven = Object.keys(stores).find((place) => !doc.proofs.some((proof) => proof.place === place));
  return unproven === undefined ? undefined : `${unproven} was not searched`;
}

export const certify: Step = async ({ stores, records, signCertificate }, { doc, now }) => {
  const objection = objectionTo(doc, stores, now);
  if (objection !== undefined) throw new Error(`not to be certified: ${objection}`);
  return done(1, { certificate: await signCertificate(certificateOf(doc, records, now)) });
};

/** Signs with the first key of the set, whose public half is published. */
export const certificateSigner = (keys: Jwks) => jwsSigner(keys, certificateType);

/** The public halves, newest first: what anybody verifies a certificate with (RFC 7517). */
export const publishedKeys = ({ keys }: Jwks) => ({
  keys: keys.map((key) => {
    const { kty, crv, kid, x } = key;
    const y = key.kty === "EC" ? { y: String(key.y) } : {};
    return { kty, crv, kid, x, ...y, use: "sig" as const, alg: algorithmOf(key) };
  }),
});
