/**
 * Streams of the ledger: one for each brand, class and month, in UTC. An entry goes to the month in which it is written down,
 * so that a sealed month never gets another; when it happened stands in the entry itself (DESIGN, section 4).
 */
import { type BrandId, brandIds } from "../charter/brands.ts";
import { type RetentionRule, retentionRuleOf } from "../privacy/retention-rules.ts";
import { endOfPeriod } from "../time/legal-periods.ts";
import { type AuditClass, type AuditEvent, auditClasses, auditEvents } from "./events.ts";

/** `{brand}.{class}.{yyyy-mm}`. */
export type StreamName = `${BrandId}.${AuditClass}.${string}`;

const form = /^([a-z][a-z0-9-]*)\.([a-z]+)\.(\d{4})-(0[1-9]|1[0-2])$/;

export const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

export const streamOf = (brand: BrandId, event: AuditEvent, now: Date): StreamName =>
  `${brand}.${auditEvents[event].class}.${monthOf(now)}`;

type StreamParts = {
  readonly brand: BrandId;
  readonly class: AuditClass;
  /** The first instant after the month. */
  readonly endsAt: Date;
};

export const isStreamName = (text: string): text is StreamName => partsIn(text) !== undefined;

/** @throws Error for a text that names no stream. */
export function partsOf(stream: string): StreamParts {
  const parts = partsIn(stream);
  if (parts === undefined) throw new Error("not a stream");
  return parts;
}

function partsIn(stream: string): StreamParts | undefined {
  const [, brandName, className, year, month] = form.exec(stream) ?? [];
  const brand = brandIds.find((id) => id === brandName);
  const auditClass = auditClasses.find((name) => name === className);
  if (brand === undefined || auditClass === undefined) return undefined;
  return { brand, class: auditClass, endsAt: new Date(Date.UTC(Number(year), Number(month), 1)) };
}

/** Streams of the months from an instant on that are over by now: where an entry that is tried again may stand already. */
export function earlierStreams(brand: BrandId, event: AuditEvent, from: Date, now: Date): readonly StreamName[] {
  const streams: StreamName[] = [];
  for (
    let month = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1));
    monthOf(month) < monthOf(now);
    month = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1))
  ) {
    streams.push(streamOf(brand, event, month));
  }
  return streams;
}

/** The rule that ends a stream of each class. */
const streamRules = { access: "audit", proof: "proof" } as const satisfies Record<AuditClass, RetentionRule>;

export const ruleOfStream = (stream: string): RetentionRule => streamRules[partsOf(stream).class];

/** When a stream goes, whole: its rule's period, counted from the end of its month. */
export const endOfStream = (stream: string): Date =>
  endOfPeriod(partsOf(stream).endsAt, retentionRuleOf(ruleOfStream(stream)).period);

/** A stream is sealed this long after its month, in milliseconds: whoever began to write in it has long ended. */
const sealingDelay = 3_600_000;

export const sealingDue = (stream: string): Date => new Date(partsOf(stream).endsAt.getTime() + sealingDelay);
