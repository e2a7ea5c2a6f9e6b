/** The curl walk-through of docs/api.md, run as it stands against a system of its own. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type System, startSystem } from "../../../local/system/system.ts";

const root = resolve(import.meta.dirname, "../../..");
const isThere = (program: string) => spawnSync(program, ["--version"]).error === undefined;
const missing = ["bash", "curl", "jq"].filter((program) => !isThere(program));
if (missing.length > 0) console.warn(`SKIPPED: the curl walk-through needs ${missing.join(", ")}`);

describe.skipIf(missing.length > 0)("the curl walk-through", () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  it("leads from sign-up to the supplier's reference", async () => {
    const script = /```sh\n(SITE=[\s\S]*?)```/.exec(readFileSync(resolve(root, "docs/api.md"), "utf8"))?.[1] ?? "";
    const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
      env: { ...process.env, SITE: system.url, MAILBOX: system.mailboxUrl },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
    const code = await new Promise((done) => child.once("close", done));
    expect(output).toMatch(/"reference": "GC-[0-9A-F]{8}"/);
    expect(code, output).toBe(0);
  });
});
