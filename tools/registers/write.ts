/** Writes docs/registers/ from the model: `node tools/registers/write.ts`. A test fails when the files have drifted. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { registerFiles } from "./render.ts";

const folder = new URL("../../docs/registers/", import.meta.url);
// Made before the old ones go: a label that is missing must not leave an empty folder.
const files = registerFiles();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, content] of files) writeFileSync(new URL(name, folder), content);
console.log(`wrote ${files.size} files to docs/registers/`);
