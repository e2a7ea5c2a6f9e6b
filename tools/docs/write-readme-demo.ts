/**
 * `node tools/docs/write-readme-demo.ts`: runs the demo and puts what it printed into the README, and of `--years` its last stage.
 * With a name, only that part: `demo` or `years`. Needs a built bundle.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withBlock } from "./blocks.ts";

const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const demo = fileURLToPath(new URL("../demo.ts", import.meta.url));

function printedBy(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [demo, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the demo failed\n${stdout}\n${stderr}`);
  return stdout
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

/** What it printed last: its search, from the line that begins it. */
function lastStage(printed: string): string {
  const from = printed.lastIndexOf("\n\n");
  if (from < 0) throw new Error("the demo has no stages");
  return printed.slice(from).trim();
}

const parts: Readonly<Record<string, { readonly block: string; readonly run: () => string }>> = {
  demo: { block: "demo", run: () => printedBy() },
  years: { block: "demo of years", run: () => lastStage(printedBy("--years")) },
};

const [named] = process.argv.slice(2);
const wanted = named === undefined ? Object.values(parts) : [parts[named]];
for (const part of wanted) {
  if (part === undefined) throw new Error(`name one of ${Object.keys(parts).join(", ")}, or none for all`);
  const shown = part.run();
  writeFileSync(readme, withBlock(readFileSync(readme, "utf8"), part.block, `\`\`\`text\n${shown}\n\`\`\``));
}
console.log("wrote the demo's output to README.md");
