/** `npm start` as a person meets it: what it prints, what it refuses, and that nothing outlives it. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { listenOnLoopback } from "../../../local/system/loopback-http.ts";
import { choosePorts, isFree, usualPorts } from "../../../local/system/ports.ts";
import { runningSystem } from "../../../local/system/running-system.ts";

const program = fileURLToPath(new URL("../../../local/start.ts", import.meta.url));
const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});
function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "start-test-"));
  directories.push(directory);
  return directory;
}

/** A site port for which every port that moves with it is free too. */
async function freeSitePort(): Promise<number> {
  for (;;) {
    const { site } = await choosePorts();
    const moved = Object.values(usualPorts).map((port) => port - usualPorts.site + site);
    if ((await Promise.all(moved.map(isFree))).every(Boolean)) return site;
  }
}

function start(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      for (const check of waiting) check();
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal)),
  );
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => output.includes(text) && resolve();
      waiting.push(check);
      check();
      void ended.then(() => reject(new Error(`It ended without printing "${text}":\n${output}`)));
    });
  return { child, ended, printed, output: () => output };
}

const placeOf = (directory: string) => {
  const place = runningSystem(directory);
  if (!place) throw new Error("No system is running");
  return place;
};
const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe("npm start", () => {
  it("says where everything is, refuses a second start, and ends on Ctrl-C", async () => {
    const directory = newDirectory();
    const port = await freeSitePort();
    const first = start("--data", directory, "--port", String(port), "--at", "2030-06-01T08:00:00Z");
    await first.printed("Ctrl-C");
    expect(first.output()).toContain(`http://localhost:${port}`);
    expect(first.output()).toContain("http://platinum.localhost");
    const place = placeOf(directory);
    expect(place).toMatchObject({ pid: first.child.pid, site: `http://localhost:${port}` });
    expect(statSync(join(directory, "system.json")).mode & 0o077).toBe(0);
    expect(await answers(place.mailbox)).toBe(true);
    const live = await fetch(`http://localhost:${port}/api/v1/health/live`);
    expect(live.status).toBe(200);

    const second = start("--data", directory, "--port", String(port));
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain("already running");

    first.child.kill("SIGINT");
    expect(await first.ended).toBe(0);
    expect(runningSystem(directory)).toBeUndefined();
    expect(existsSync(join(directory, "functions-settings.json"))).toBe(false);
    expect(await answers(place.mailbox)).toBe(false);
  });

  it("begins without old data when asked to, and leaves nothing running when it is killed", async () => {
    const directory = newDirectory();
    writeFileSync(join(directory, "mails.jsonl"), "left from before\n");
    const run = start("--data", directory, "--port", String(await freeSitePort()), "--fresh");
    await run.printed("Ctrl-C");
    expect(existsSync(join(directory, "mails.jsonl"))).toBe(false);
    const place = placeOf(directory);
    run.child.kill("SIGKILL");
    await run.ended;
    expect(runningSystem(directory)).toBeUndefined();
    for (const url of [place.site, place.mailbox, place.clock]) {
      await expect.poll(() => answers(url), { timeout: 30_000 }).toBe(false);
    }
  });

  it("names the port that is taken and what to do", async () => {
    const port = await freeSitePort();
    const other = createServer();
    await listenOnLoopback(other, port + usualPorts.mailbox - usualPorts.site);
    const run = start("--data", newDirectory(), "--port", String(port));
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(`Port ${port + 1} (mailbox) is taken`);
    expect(run.output()).toContain(`--port ${port + 1_000}`);
    await new Promise((resolve) => other.close(resolve));
  });

  it.each([
    ["--port", "80"],
    ["--at", "tomorrow"],
    ["--colour", "blue"],
  ])("refuses %s %s in one line", async (name, value) => {
    const run = start("--data", newDirectory(), name, value);
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(name);
    expect(run.output()).not.toContain("    at ");
  });
});
