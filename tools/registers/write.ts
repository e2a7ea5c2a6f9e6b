/** Writes docs/registers/ from the model: `node tools/registers/write.ts`. A test fails when the files have drifted. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { registerFiles } from "./render.ts";

const folder = new URL("../../docs/registers/", import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, content] of registerFiles()) writeFileSync(new URL(name, folder), content);
console.log(`wrote ${registerFiles().size} files to docs/registers/`);
