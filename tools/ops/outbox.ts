/** Messages on their way, for an operator: what is printed are ids, states, closed words and dates. Each act is in the ledger. */
import { brandIds } from "../../shared/charter/brands.ts";
import { rowStates, type ShownRow } from "../../shared/failures/shown.ts";
import { asWord, brandWord, type Commands, UsageError } from "./command.ts";
import { attempted, optionOf, printed, wordOf } from "./shown.ts";

const line = ({ state, subjectId, id, brand, channel, type, createdAt, attempts, takeUps, refusedFor }: ShownRow) =>
  `${state.padEnd(7)} ${subjectId}/${id}  ${brand} ${channel} ${type}  since ${createdAt}, sent ${attempts} times, taken up in vain ${takeUps ?? 0} times${
    refusedFor === undefined ? "" : `, refused: ${refusedFor}`
  }`;

function addressIn(words: readonly string[]): { readonly subjectId: string; readonly id: string } {
  const [subjectId = "", id = ""] = wordOf(words, "SUBJECT_ID/ROW_ID").split("/");
  if (id === "") throw new UsageError("name a row as it is listed: SUBJECT_ID/ROW_ID");
  return { subjectId, id };
}

export const outboxCommands: Commands = {
  "outbox list": {
    usage: `outbox list [--brand ${brandWord}] [--state ${rowStates.join("|")}] [--json] ${asWord}`,
    does: "messages on their way: refused by their receiver and waiting for a person, stuck for a day or more, or open",
    isAudited: true,
    async run({ concierge, options, operator }) {
      const wanted = { brand: optionOf(options, "brand", brandIds), state: optionOf(options, "state", rowStates) };
      const rows: ShownRow[] = [];
      let cursor: string | undefined;
      do {
        const page = await concierge.outbox.list({ ...wanted, cursor }, operator);
        cursor = page.cursor;
        rows.push(...page.items);
      } while (cursor !== undefined);
      printed(
        rows.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)),
        options,
        line,
        "No rows.",
      );
    },
  },
  "outbox show": {
    usage: `outbox show SUBJECT_ID/ROW_ID ${asWord}`,
    does: "one of them, never what it says",
    isAudited: true,
    run: ({ concierge, words, operator }) =>
      attempted(async () => {
        console.log(JSON.stringify(await concierge.outbox.show(addressIn(words), operator), null, 2));
      }),
  },
  "outbox replay": {
    usage: `outbox replay SUBJECT_ID/ROW_ID ${asWord}`,
    does: "sends it now, under the same id, and starts over with its intervals",
    isAudited: true,
    run: ({ concierge, words, operator }) =>
      attempted(async () => {
        await concierge.outbox.replay(addressIn(words), operator);
        console.log("On its way again.");
      }),
  },
  "outbox discard": {
    usage: `outbox discard SUBJECT_ID/ROW_ID ${asWord}`,
    does: "ends a message that its receiver refused, and erases its payload",
    isAudited: true,
    run: ({ concierge, words, operator }) =>
      attempted(async () => {
        await concierge.outbox.discard(addressIn(words), operator);
        console.log("Discarded.");
      }),
  },
};
