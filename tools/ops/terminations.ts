/**
 * What waits for the desk or the DPO and has no staff route yet, in an operator's hands: the card issuer's word about nobody or
 * several people, and another review day of a legal hold. Ids, dates and closed words; each act is in the ledger.
 */
import { brandFrom, brandWord, type Commands, UsageError } from "./command.ts";
import { attempted, printed, wordOf } from "./shown.ts";

const day = /^\d{4}-\d{2}-\d{2}$/;

export const terminationCommands: Commands = {
  "terminations list": {
    usage: `terminations list ${brandWord} [--json]`,
    does: "what the card issuer announced and nobody has decided: why, the day, and the ids of those it may concern",
    async run({ concierge, words, options }) {
      const waiting = await concierge.retention.terminations.list(brandFrom(words[0]));
      const items = waiting.map(({ doc: { id, reason, type, effectiveOn, receivedAt }, candidates }) => ({
        id,
        reason,
        type,
        effectiveOn,
        receivedAt,
        candidates: candidates.map(({ subjectId }) => subjectId),
      }));
      printed(
        items,
        options,
        ({ id, reason, type, effectiveOn, candidates }) =>
          `${id}  ${type} on ${effectiveOn}: ${reason}, ${candidates.length === 0 ? "no candidate" : candidates.join(" or ")}`,
        "Nothing waits for a decision.",
      );
    },
  },
  "terminations dismiss": {
    usage: `terminations dismiss ${brandWord} ID --as OBJECT_ID`,
    does: "it concerns nobody here, or staff have recorded it on the member's file with a second person; nothing is closed by this",
    isAudited: true,
    run: ({ concierge, words: [brand, id], operator }) =>
      attempted(async () => {
        const of = brandFrom(brand);
        await concierge.retention.terminations.decide(wordOf([id ?? ""], "ID"), of, undefined, operator);
        console.log("Dismissed. It goes in a month.");
      }),
  },
  "holds review": {
    usage: `holds review ${brandWord} MEMBER_ID --on DAY --as OBJECT_ID`,
    does: "a legal hold was looked at and stands on, to be looked at again that day; it is set and lifted by two of the staff only",
    isAudited: true,
    run: ({ concierge, words: [brand, member], options: { on }, operator }) =>
      attempted(async () => {
        const of = brandFrom(brand);
        const subjectId = wordOf([member ?? ""], "MEMBER_ID");
        if (typeof on !== "string" || !day.test(on)) throw new UsageError("say on which day: --on 2027-06-30");
        await concierge.retention.holds.review({ brand: of, subjectId }, on, operator);
        console.log(`To be looked at again on ${on}.`);
      }),
  },
};
