/** A small part of `npm run fuzz`, and that it finds what was planted. Each run is a process of its own: it watches all of it. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { seed } from "../unit/seed.ts";

const program = fileURLToPath(new URL("run.ts", import.meta.url));

function fuzz(...args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [program, "--seed", String(seed), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const take = (chunk: Buffer) => {
    output += chunk.toString("utf8");
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

it("no made-up request or message is answered as it must not be", async () => {
  const { code, output } = await fuzz("--requests", "1500", "--messages", "300");
  expect(output).toContain("0 findings");
  expect(code, output).toBe(0);
}, 600_000);

it("planted bugs of every kind are found", async () => {
  const { code, output } = await fuzz("--requests", "1200", "--messages", "150", "--plant");
  expect(output).toContain("every planted bug was found");
  expect(code, output).toBe(0);
}, 600_000);
