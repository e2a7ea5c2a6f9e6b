/**
 * What comes to its end by its rule without a clock of a person: one record, or one whole (a stream, what is kept of somebody).
 * Whatever ends such things offers what it would end at an instant, by the selection it ends them with: so what is foreseen and
 * what is done cannot differ. Charter article 6; GDPR article 5(2).
 */
import type { BrandId } from "../charter/brands.ts";
import type { RetentionRule } from "../privacy/retention-rules.ts";

export type ComingEnd = {
  readonly rule: RetentionRule;
  /** The record's, or the name of the whole. */
  readonly kind: string;
  /** Absent: it is no brand's. */
  readonly brand?: BrandId;
  /** Since when its rule has ended. */
  readonly since: Date;
  /** Where it lies: container, partition and, where it is not the whole partition, item. Ids only. */
  readonly place: string;
  /** What is to be known of it besides, in a word. */
  readonly detail?: string;
};

/** Everything of its sort that is due at an instant. Reads only. */
export type ComingEnds = (at: Date) => AsyncGenerator<ComingEnd>;
