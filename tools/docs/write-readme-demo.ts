/** `node tools/docs/write-readme-demo.ts`: runs the demo and puts what it printed into the README. Needs a built bundle. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withBlock } from "./blocks.ts";

const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const demo = fileURLToPath(new URL("../demo.ts", import.meta.url));

const { status, stdout, stderr } = spawnSync(process.execPath, [demo], { encoding: "utf8" });
if (status !== 0) throw new Error(`the demo failed\n${stdout}\n${stderr}`);
const shown = stdout
  .split("\n")
  .map((line) => line.trimEnd())
  .join("\n")
  .trim();
writeFileSync(readme, withBlock(readFileSync(readme, "utf8"), "demo", `\`\`\`text\n${shown}\n\`\`\``));
console.log("wrote the demo's output to README.md");
