/** What the processor said against the state of requests, for an operator: ids, types, states and dates. Looking is in the ledger. */
import { brandIds } from "../../shared/charter/brands.ts";
import type { ShownContradiction } from "../../shared/failures/list-contradictions.ts";
import { asWord, brandWord, type Commands, UsageError } from "./command.ts";
import { optionOf, printed } from "./shown.ts";

/** A month: longer than it takes to clear one up with the processor. */
const usualDays = 30;

const line = ({ brand, requestId, id, contradicted }: ShownContradiction) =>
  `${contradicted?.at}  ${brand}  request ${requestId}  ${contradicted?.type} while ${contradicted?.state}  message ${id}`;

function sinceIn({ since }: Readonly<Record<string, string | true>>, now: Date): Date {
  if (since === undefined) return new Date(now.getTime() - usualDays * 86_400_000);
  const at = new Date(String(since));
  if (Number.isNaN(at.getTime())) throw new UsageError("say since when: --since 2032-04-01, or with a time");
  return at;
}

export const contradictionCommands: Commands = {
  "contradictions list": {
    usage: `contradictions list [--since DATE] [--brand ${brandWord}] [--json] ${asWord}`,
    does: "what the processor said against the state of requests: refused, and to be cleared up with it",
    isAudited: true,
    async run({ concierge, options, operator }) {
      const wanted = { brand: optionOf(options, "brand", brandIds), since: sinceIn(options, concierge.clock.now()) };
      const found: ShownContradiction[] = [];
      let cursor: string | undefined;
      do {
        const page = await concierge.listContradictions({ ...wanted, cursor }, operator);
        cursor = page.cursor;
        found.push(...page.items);
      } while (cursor !== undefined);
      printed(
        found.toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt)),
        options,
        line,
        "No contradictions.",
      );
    },
  },
};
