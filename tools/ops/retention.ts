/**
 * Retention in an operator's hands: a dry run of the sweep and of the timers beside it, which changes nothing. People are named
 * by their ids only; what is short-lived is counted by its rule, because one by one it would say nothing.
 */
import { ledgerStream } from "../../shared/audit/keep-streams.ts";
import { brandIds } from "../../shared/charter/brands.ts";
import { type RetentionRule, retentionRuleOf, retentionRules } from "../../shared/privacy/retention-rules.ts";
import type { ComingEnd } from "../../shared/retention/coming-end.ts";
import type { Foreseen } from "../../shared/retention/preview.ts";
import { duration } from "../registers/wording.ts";
import { asWord, brandFrom, brandWord, type Commands, UsageError } from "./command.ts";

const instant = (text: string | true | undefined): Date => {
  const at = typeof text === "string" ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new UsageError("say until when: --at 2032-04-01, or with a time");
  return at;
};

const nobodys = "of no brand";
type Counted = { count: number; oldest: Date };

/** What a rule ends: how much of each kind in each brand, and since when the oldest of it is due. */
export function tally() {
  const rules = new Map<RetentionRule, { readonly counts: Map<string, Counted>; readonly named: ComingEnd[] }>();
  return {
    add(end: ComingEnd): void {
      const found = rules.get(end.rule) ?? { counts: new Map<string, Counted>(), named: [] };
      rules.set(end.rule, found);
      // Whole months of the ledger are few, and each is a decision to be looked at.
      if (end.kind === ledgerStream) {
        found.named.push(end);
        return;
      }
      const what = end.detail === undefined ? end.kind : `${end.kind} (${end.detail})`;
      const key = `${end.brand ?? nobodys}: ${what}`;
      const known = found.counts.get(key);
      if (known === undefined) found.counts.set(key, { count: 1, oldest: end.since });
      else {
        known.count += 1;
        if (end.since < known.oldest) known.oldest = end.since;
      }
    },

    /** In the order of the table of rules; brands in theirs. */
    lines(): readonly string[] {
      return (Object.keys(retentionRules) as RetentionRule[]).flatMap((rule) => {
        const found = rules.get(rule);
        if (found === undefined) return [];
        const { by, source } = retentionRuleOf(rule);
        return [
          `${rule}: ${duration(rule, "en")} (${source.startsWith(by) ? source : `${by}: ${source}`})`,
          ...[...found.counts]
            .toSorted(([one], [other]) => placeOf(one) - placeOf(other) || one.localeCompare(other))
            .map(
              ([key, { count, oldest }]) => `    ${key.replace(": ", `: ${count} `)}, oldest ${oldest.toISOString()}`,
            ),
          ...found.named
            .toSorted((one, other) => one.since.getTime() - other.since.getTime())
            .map(({ kind, detail, since }) => `    ${kind} ${detail} since ${since.toISOString()}`),
        ];
      });
    },
  };
}

const placeOf = (key: string): number => {
  const place = brandIds.findIndex((brand) => key.startsWith(`${brand}:`));
  return place < 0 ? brandIds.length : place;
};

const stepLines = ({ person, steps }: Foreseen): readonly string[] =>
  steps.map(({ step, detail, at, rules }) => {
    const what = detail === undefined ? step : `${step} (${detail})`;
    return `${person.brand} ${person.subjectId}: ${what} from ${at.toISOString()}, by ${rules.join(", ")}`;
  });

export const retentionCommands: Commands = {
  "retention preview": {
    usage: `retention preview --at DATE [--brand ${brandWord}] ${asWord}`,
    does: "what would have ended by then, to whom, since when and by which rule: accounts and archives one by one, the rest counted; nothing is changed",
    isAudited: true,
    async run({ concierge, options, operator }) {
      const at = instant(options.at);
      const brand = options.brand === undefined ? undefined : brandFrom(options.brand);
      await concierge.audited.looked({ event: "retention.previewed", actor: operator, brand });
      const { preview } = concierge.retention;
      const steps = new Map<string, number>();
      for await (const foreseen of preview.people(at, brand)) {
        for (const { step } of foreseen.steps) steps.set(step, (steps.get(step) ?? 0) + 1);
        for (const line of stepLines(foreseen)) console.log(line);
      }
      const total = [...steps].map(([step, count]) => `${count} ${step}`).join(", ");
      console.log(`accounts and archives by ${at.toISOString()}: ${total === "" ? "nothing" : total}`);
      const ends = tally();
      let count = 0;
      for await (const end of preview.ends(at, brand)) {
        ends.add(end);
        count += 1;
      }
      console.log(`everything else, as it stands today: ${count === 0 ? "nothing" : `${count} by their rules`}`);
      for (const line of ends.lines()) console.log(line);
      if (brand !== undefined)
        console.log("What is of no brand (failures, look-ups, counters) is left out: shown without --brand.");
      console.log(
        "Not looked at: messages, payloads, logs and backups, which end by their own age (docs/retention.md).",
      );
    },
  },
};
