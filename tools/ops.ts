/**
 * `npm run ops`: what an operator does, through the same capabilities as everything else. It reads the same settings as the
 * application: those of the running local system (`npm start`), or those in the environment.
 *
 *   npm run ops -- keys status                 which version of each brand's key wraps how many people's keys
 *   npm run ops -- keys rotate BRAND           a new version of the brand's key, then every key wrapped with it
 *   npm run ops -- keys rewrap BRAND           the second half alone, to finish a run that was cut short
 *   npm run ops -- addresses reindex BRAND     after a new look-up key: every address hashed anew
 *   npm run ops -- failures|outbox …           failed messages and those on their way (tools/ops/failures.ts)
 */
import { brandIds } from "../shared/charter/brands.ts";
import { failedWork, failedWorkUsage } from "./ops/failures.ts";
import { useRunningSettings } from "./ops/settings.ts";

try {
  useRunningSettings();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
// After the settings: composing reads them.
const { concierge } = await import("../shared/compose.ts");

const [subject, verb, argument] = process.argv.slice(2);
const brand = brandIds.find((id) => id === argument);

const usage = `npm run ops -- keys status
npm run ops -- keys rotate|rewrap ${brandIds.join("|")}
npm run ops -- addresses reindex ${brandIds.join("|")}
${failedWorkUsage}`;

async function status(): Promise<void> {
  for (const { brand: of, newest, people } of await concierge.keyStatus()) {
    console.log(`${of}: wraps with version ${newest}`);
    for (const [version, count] of Object.entries(people).toSorted()) {
      console.log(
        `  version ${version}: ${count} ${count === 1 ? "person" : "people"}${version === newest ? "" : ", to be re-wrapped"}`,
      );
    }
  }
}

const commands = {
  "keys rotate": async (of: (typeof brandIds)[number]) => {
    console.log(`${of}: new version ${await concierge.rotateBrandKey(of)}`);
    console.log(`${of}: ${await concierge.rewrapKeys(of)} keys wrapped anew`);
  },
  "keys rewrap": async (of: (typeof brandIds)[number]) => {
    console.log(`${of}: ${await concierge.rewrapKeys(of)} keys wrapped anew`);
  },
  "addresses reindex": async (of: (typeof brandIds)[number]) => {
    const { changed, again, conflicts } = await concierge.reindexAddresses(of);
    console.log(
      `${of}: ${changed} addresses hashed anew${again > 0 ? `, ${again} changed meanwhile: run it again` : ""}${
        conflicts > 0 ? `, ${conflicts} belong to two accounts: keep the old key until one of them is closed` : ""
      }`,
    );
    if (again + conflicts > 0) process.exitCode = 1;
  },
} as const;

const command = commands[`${subject} ${verb}` as keyof typeof commands];
if (subject === "keys" && verb === "status") await status();
else if (subject === "failures" || subject === "outbox")
  process.exitCode = await failedWork(concierge, process.argv.slice(2));
else if (command !== undefined && brand !== undefined) await command(brand);
else {
  console.error(usage);
  process.exitCode = 2;
}
if ("close" in concierge.clock) (concierge.clock as { close: () => void }).close();
