/** Retention in an operator's hands: a dry run of the sweep, which changes nothing and names people by their ids only. */
import { asWord, brandFrom, brandWord, type Commands, UsageError } from "./command.ts";

const instant = (text: string | true | undefined): Date => {
  const at = typeof text === "string" ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new UsageError("say until when: --at 2032-04-01, or with a time");
  return at;
};

export const retentionCommands: Commands = {
  "retention preview": {
    usage: `retention preview --at DATE [--brand ${brandWord}] ${asWord}`,
    does: "what the sweep would do by then, to whom, since when and by which rule; nothing is changed",
    isAudited: true,
    async run({ concierge, options, operator }) {
      const at = instant(options.at);
      const brand = options.brand === undefined ? undefined : brandFrom(options.brand);
      await concierge.audited.looked({ event: "retention.previewed", actor: operator, brand });
      const counts = new Map<string, number>();
      for await (const { person, steps } of concierge.retention.preview(at, brand)) {
        for (const { step, detail, at: since, rules } of steps) {
          const what = detail === undefined ? step : `${step} (${detail})`;
          counts.set(step, (counts.get(step) ?? 0) + 1);
          console.log(
            `${person.brand} ${person.subjectId}: ${what} from ${since.toISOString()}, by ${rules.join(", ")}`,
          );
        }
      }
      const total = [...counts].map(([step, count]) => `${count} ${step}`).join(", ");
      console.log(total === "" ? `nothing is due by ${at.toISOString()}` : `by ${at.toISOString()}: ${total}`);
    },
  },
};
