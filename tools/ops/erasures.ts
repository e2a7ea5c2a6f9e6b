/** Erasures as an operator sees them: ids, states and days, never whose they are; and erasing again after a restore. */
import type { Erasure } from "../../shared/erasure/erasure.ts";
import { asWord, type Commands, UsageError } from "./command.ts";

const stateOf = ({ step, endedAt, waitsFor, failedWith, attempts }: Erasure): string =>
  endedAt !== undefined
    ? `ended ${endedAt}`
    : failedWith !== undefined
      ? `${step}: failed ${attempts} times with ${failedWith}`
      : waitsFor !== undefined
        ? `${step}: waits for ${waitsFor}`
        : step;

const lineOf = (doc: Erasure): string =>
  [doc.id, doc.brand, doc.cause, `ordered ${doc.orderedAt}`, stateOf(doc), `next ${doc.dueAt}`].join("  ");

function detailsOf({ order, steps, kept, proofs, rounds, certificate }: Erasure): readonly string[] {
  return [
    ...steps.map(({ step, at, count }) => `  ${at}  ${step}${count > 0 ? `  ${count}` : ""}`),
    order === undefined
      ? "  processor: nothing was ever sent"
      : `  processor: ordered ${order.times} times, ${order.confirmed === undefined ? "not confirmed" : `${order.confirmed.outcome} ${order.confirmed.at}`}${
          order.refusedFor === undefined ? "" : `, refused the order (${order.refusedFor})`
        }`,
    ...kept.map(({ kind, rule, until }) => `  kept: ${kind} under ${rule} until ${until}`),
    ...(rounds > 0 ? [`  found more ${rounds} times and emptied again`] : []),
    `  proofs: ${proofs.length}; certificate: ${certificate === undefined ? "none yet" : "signed"}`,
  ];
}

const pageSize = 100;

export const erasureCommands: Commands = {
  "erasures list": {
    usage: `erasures list ${asWord}`,
    does: "every erasure that runs or has ended in the last month, and what it waits for",
    isAudited: true,
    async run({ concierge, operator }) {
      await concierge.audited.looked({ event: "erasures.listed", actor: operator });
      let cursor: string | undefined;
      let count = 0;
      do {
        const page = await concierge.listErasures({ limit: pageSize, cursor });
        cursor = page.cursor;
        for (const doc of page.items) console.log(lineOf(doc));
        count += page.items.length;
      } while (cursor !== undefined);
      console.log(`${count} erasures`);
    },
  },
  "erasures show": {
    usage: `erasures show ID ${asWord}`,
    does: "one erasure, step by step",
    isAudited: true,
    async run({ concierge, words: [id], operator }) {
      if (id === undefined) throw new UsageError("name an erasure by its id");
      const found = await concierge.readErasure(id);
      if (found === undefined) throw new UsageError("there is no such erasure (any more)");
      const { brand } = found.doc;
      await concierge.audited.looked({ event: "erasure.shown", actor: operator, brand, about: id });
      for (const line of [lineOf(found.doc), ...detailsOf(found.doc)]) console.log(line);
    },
  },
  "restore replay": {
    usage: `restore replay ${asWord}`,
    does: "after a backup was restored: erases again everybody whose key no longer exists",
    isAudited: true,
    async run({ concierge, operator }) {
      const { people, erased, payloads } = await concierge.audited.changed(
        // A database is restored whole: it concerns every brand, and stands in the ledger of each.
        { actor: operator, event: "restore.replayed" },
        () => concierge.replayRestore(),
        () => "done",
      );
      console.log(`${people} people in what was restored, ${erased} of them without a key: erased again`);
      console.log(`${payloads} payloads that no message waits for: erased`);
      console.log("The erasures go on by themselves; npm run ops -- erasures list shows when they have ended.");
    },
  },
};
