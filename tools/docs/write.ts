/**
 * `node tools/docs/write.ts`: writes the generated parts of the documentation: test vectors, API reference, state diagram.
 * Run `capture-examples.ts` first where a route or its answers changed.
 */
import { writeFileSync } from "node:fs";
import { pages } from "./pages.ts";
import { writeVectors } from "./vectors.ts";

await writeVectors();
for (const { path, now, wanted } of await pages()) {
  if (now !== wanted) writeFileSync(path, wanted);
}
// The SDKs keep timers of their own.
process.exit(0);
