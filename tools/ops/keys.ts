/** Keys and look-ups: which version wraps how many, rotation, and addresses hashed anew. */
import { asWord, brandFrom, brandWord, type Commands } from "./command.ts";

export const keyCommands: Commands = {
  "keys status": {
    usage: "keys status",
    does: "which version of each brand's key wraps how many people's keys",
    async run({ concierge }) {
      for (const { brand, newest, people } of await concierge.keyStatus()) {
        console.log(`${brand}: wraps with version ${newest}`);
        for (const [version, count] of Object.entries(people).toSorted()) {
          console.log(
            `  version ${version}: ${count} ${count === 1 ? "person" : "people"}${version === newest ? "" : ", to be re-wrapped"}`,
          );
        }
      }
    },
  },
  "keys rotate": {
    usage: `keys rotate ${brandWord} ${asWord}`,
    does: "a new version of the brand's key, then every key wrapped with it",
    isAudited: true,
    async run({ concierge, words: [of], operator }) {
      const brand = brandFrom(of);
      const act = { brand, actor: operator } as const;
      const rotate = () => concierge.rotateBrandKey(brand);
      const version = await concierge.audited.changed({ ...act, event: "key.rotated" }, rotate, () => "done");
      console.log(`${brand}: new version ${version}`);
      const rewrap = () => concierge.rewrapKeys(brand);
      const count = await concierge.audited.changed({ ...act, event: "keys.rewrapped" }, rewrap, () => "done");
      console.log(`${brand}: ${count} keys wrapped anew`);
    },
  },
  "keys rewrap": {
    usage: `keys rewrap ${brandWord} ${asWord}`,
    does: "the second half alone, to finish a run that was cut short",
    isAudited: true,
    async run({ concierge, words: [of], operator }) {
      const brand = brandFrom(of);
      const rewrap = () => concierge.rewrapKeys(brand);
      const act = { brand, actor: operator, event: "keys.rewrapped" } as const;
      console.log(`${brand}: ${await concierge.audited.changed(act, rewrap, () => "done")} keys wrapped anew`);
    },
  },
  "addresses reindex": {
    usage: `addresses reindex ${brandWord} ${asWord}`,
    does: "after a new look-up key: every address hashed anew",
    isAudited: true,
    async run({ concierge, words: [of], operator }) {
      const brand = brandFrom(of);
      const act = { brand, actor: operator, event: "addresses.reindexed" } as const;
      const { changed, again, conflicts } = await concierge.audited.changed(
        act,
        () => concierge.reindexAddresses(brand),
        (found) => (found.again + found.conflicts > 0 ? "not-all" : "done"),
      );
      console.log(
        `${brand}: ${changed} addresses hashed anew${again > 0 ? `, ${again} changed meanwhile: run it again` : ""}${
          conflicts > 0 ? `, ${conflicts} belong to two accounts: keep the old key until one of them is closed` : ""
        }`,
      );
      if (again + conflicts > 0) process.exitCode = 1;
    },
  },
};
