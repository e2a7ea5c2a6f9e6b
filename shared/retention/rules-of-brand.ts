/**
 * A brand's retention rules: the common table (privacy/retention-rules.ts), and where a brand's charter or its controller
 * says otherwise, its own period with a source of its own. Only periods of accounts and of what they leave in the archive can
 * be a brand's own: the clock asks here. Technical ones are one for all, and another one does not compile.
 */
import type { BrandId } from "../charter/brands.ts";
import { type RetentionEntry, type RetentionRule, retentionRuleOf } from "../privacy/retention-rules.ts";

export type OwnRule = Pick<RetentionEntry, "period" | "by" | "source">;
/** Rules that the clock of an account applies (clock.ts). */
type OfAccounts = Extract<
  RetentionRule,
  "account" | "inactive-account" | "interests" | "request" | "acceptance" | "consent" | "disclosure"
>;
export type OwnRules = Readonly<Partial<Record<BrandId, Readonly<Partial<Record<OfAccounts, OwnRule>>>>>>;

/** Both charters say the same today. */
export const ownRules: OwnRules = {};

export const ruleOfBrand = (brand: BrandId, name: RetentionRule, own: OwnRules = ownRules): RetentionEntry => ({
  ...retentionRuleOf(name),
  ...(own[brand] as Readonly<Partial<Record<RetentionRule, OwnRule>>> | undefined)?.[name],
});
