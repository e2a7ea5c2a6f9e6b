/**
 * `node tools/schemas/write.ts`: writes the generated descriptions. Shapes of records and golden documents are written once
 * and never again; `--unreleased KIND` writes those of a version that nothing has been stored in yet anew.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { schemaFiles } from "./files.ts";
import { goldenFolder, goldenOf, records, shapeFaults, shapeFiles, shapesFolder } from "./records.ts";

const { unreleased = [] } = parseArgs({ options: { unreleased: { type: "string", multiple: true } } }).values;
const root = fileURLToPath(new URL("../../", import.meta.url));
const write = (path: string, content: string) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

const files = await schemaFiles();
rmSync(`${root}docs/schemas/messages`, { recursive: true, force: true });
for (const [path, content] of files) write(root + path, content);

for (const record of records) {
  const file = `${record.kind}.v${record.v}.json`;
  const isAnew = unreleased.includes(record.kind);
  const shape = shapeFiles([record]).get(file) ?? "";
  if (isAnew || !existsSync(shapesFolder + file)) write(shapesFolder + file, shape);
  if (isAnew || !existsSync(goldenFolder + file)) {
    write(goldenFolder + file, `${JSON.stringify(goldenOf(record), null, 2)}\n`);
  }
}

const faults = shapeFaults();
for (const fault of faults) console.error(fault);
console.log(`wrote ${files.size} descriptions and the shapes of ${records.length} records`);
// The SDKs that the functions load keep timers of their own.
process.exit(faults.length === 0 ? 0 : 1);
