/**
 * A brand's retention rules: the common table (privacy/retention-rules.ts), and where a brand's charter or its controller
 * says otherwise, its own period with a source of its own. Everything that applies a rule asks here.
 */
import type { BrandId } from "../charter/brands.ts";
import { type RetentionEntry, type RetentionRule, retentionRuleOf } from "../privacy/retention-rules.ts";

export type OwnRule = Pick<RetentionEntry, "period" | "by" | "source">;
export type OwnRules = Readonly<Partial<Record<BrandId, Readonly<Partial<Record<RetentionRule, OwnRule>>>>>>;

/** Both charters say the same today. */
export const ownRules: OwnRules = {};

export const ruleOfBrand = (brand: BrandId, name: RetentionRule, own: OwnRules = ownRules): RetentionEntry => ({
  ...retentionRuleOf(name),
  ...own[brand]?.[name],
});
