/**
 * `node tools/docs/capture-examples.ts`: plays every route, and every refusal that can be provoked, against a system of its
 * own, and writes what was sent and answered to docs/examples/http, secrets replaced. `write.ts` makes the reference of
 * docs/api.md from it. Needs a built bundle (`npm run build`).
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { startSystem } from "../../local/system/system.ts";
import { captureAccounts } from "./captures/accounts.ts";
import { captureEndings } from "./captures/endings.ts";
import { captureFailedWork, sendWhatFails } from "./captures/failed-work.ts";
import { captureFollowing } from "./captures/following.ts";
import { captureFourEyes } from "./captures/four-eyes.ts";
import { openMember } from "./captures/member.ts";
import { capturePersonalSpace } from "./captures/personal-space.ts";
import { capturePublic } from "./captures/public.ts";
import { captureRequests } from "./captures/requests.ts";
import { captureStaffFiles } from "./captures/staff-files.ts";
import { openStage, type Stage, startsAt } from "./captures/stage.ts";
import { captureUndecided } from "./captures/undecided.ts";
import { type Exchange, httpExamplesFolder } from "./examples.ts";

const kept = new Map<string, Exchange[]>();
const system = await startSystem({ at: startsAt });
try {
  await capture(openStage(system, kept));
} finally {
  await system.stop();
}

rmSync(httpExamplesFolder, { recursive: true, force: true });
mkdirSync(httpExamplesFolder, { recursive: true });
for (const [route, exchanges] of kept) {
  writeFileSync(`${httpExamplesFolder}${route}.json`, `${JSON.stringify(exchanges, null, 2)}\n`);
}
spawnSync("biome", ["format", "--write", httpExamplesFolder], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
console.log(`captured ${[...kept.values()].flat().length} exchanges of ${kept.size} functions`);
// The SDKs keep timers of their own.
process.exit(0);

/** One life with the service, in the order in which it happens. */
async function capture(stage: Stage): Promise<void> {
  const member = openMember(stage);
  await capturePublic(stage);
  await captureAccounts(stage, member);
  // Minutes go by until these are given up: they are looked at further on.
  const failing = await sendWhatFails(stage, member);
  await capturePersonalSpace(stage, member);
  const requests = await captureRequests(stage, member);
  await captureFollowing(stage, member, requests);
  await captureStaffFiles(stage, member, requests);
  await captureFourEyes(stage, member);
  await captureUndecided(stage, member);
  await captureFailedWork(stage, member, failing);
  await captureEndings(stage, member, requests);
}
