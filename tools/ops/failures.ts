/** Failed messages, for an operator: what is printed are ids, states, closed words and dates. Each act is in the ledger. */
import { brandIds } from "../../shared/charter/brands.ts";
import type { ShownFailure } from "../../shared/failures/shown.ts";
import { failureQueues, failureStates } from "../../shared/messaging/failure.ts";
import { asWord, brandWord, type Commands } from "./command.ts";
import { attempted, optionOf, printed, wordOf } from "./shown.ts";

const line = ({ state, id, queue, brand, reason, attempts, firstAt, dueAt }: ShownFailure) =>
  `${state.padEnd(8)} ${id}  ${queue} ${brand ?? "unknown brand"}  ${reason}, ${attempts} ${attempts === 1 ? "try" : "tries"} since ${firstAt}${
    dueAt === undefined ? "" : `, ${state === "resolved" ? "goes" : "next"} ${dueAt}`
  }`;

export const failureCommands: Commands = {
  "failures list": {
    usage: `failures list [--brand ${brandWord}] [--state ${failureStates.join("|")}] [--queue NAME] [--json] ${asWord}`,
    does: "messages that could not be handled: waiting for a person, tried again, or resolved in the last 30 days",
    isAudited: true,
    async run({ concierge, options, operator }) {
      const wanted = {
        brand: optionOf(options, "brand", brandIds),
        state: optionOf(options, "state", failureStates),
        queue: optionOf(options, "queue", failureQueues),
      };
      const { items, more } = await concierge.failures.list(wanted, operator);
      printed(items, options, line, "No failures.");
      if (more) console.error("There are more: ask by brand, state or queue.");
    },
  },
  "failures show": {
    usage: `failures show ID ${asWord}`,
    does: "one of them: ids, reason, tries and dates, never what it says",
    isAudited: true,
    run: ({ concierge, words, operator }) =>
      attempted(async () => {
        console.log(JSON.stringify(await concierge.failures.show(wordOf(words, "ID"), operator), null, 2));
      }),
  },
  "failures replay": {
    usage: `failures replay ID ${asWord}`,
    does: "handles it now; what it has done already it does not do twice",
    isAudited: true,
    run: ({ concierge, words, operator }) =>
      attempted(async () => {
        const { outcome, reason } = await concierge.failures.replay(wordOf(words, "ID"), operator);
        console.log(outcome === "handled" ? "Handled." : `Failed again: ${reason ?? "unknown"}.`);
        if (outcome !== "handled") process.exitCode = 1;
      }),
  },
  "failures discard": {
    usage: `failures discard ID ${asWord}`,
    does: "tries it no more; it stays listed as resolved for 30 days",
    isAudited: true,
    run: ({ concierge, words, operator }) =>
      attempted(async () => {
        await concierge.failures.discard(wordOf(words, "ID"), operator);
        console.log("Discarded. It goes in 30 days.");
      }),
  },
};
