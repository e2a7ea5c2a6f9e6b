/** What the closing of an account does to each kind of record, read from the rules. Charter article 6. */
import { retentionRulesOf } from "../privacy/derive.ts";
import type { AnyRecord } from "../privacy/record.ts";
import { type RetentionEntry, retentionRuleOf } from "../privacy/retention-rules.ts";

/** The most careful of what a record's rules say. */
export function fateOf(record: AnyRecord): RetentionEntry["onClosure"] {
  const fates = new Set(retentionRulesOf(record).map((rule) => retentionRuleOf(rule).onClosure));
  const order = ["stay", "archive", "settle", "erase"] as const;
  return order.find((fate) => fates.has(fate)) ?? "nothing";
}
