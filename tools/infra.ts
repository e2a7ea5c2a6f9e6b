/**
 * `npm run infra`: format, lint without a warning, compilation, evaluated snapshot of each parameter file, and drift of every
 * generated file. `npm run infra -- --write` formats and writes them instead. The assertions on what is deployed are tests
 * (test/infra). Without a Bicep compiler, and with no way to fetch one, what needs it is skipped aloud.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type Bicep, bicepVersion, findBicep, openBicep } from "./infra/bicep.ts";
import { filesFromBicep, filesFromCode, type GeneratedFile, infraFolder, parameterFiles } from "./infra/generated.ts";

const write = process.argv.includes("--write");
const faults: string[] = [];
const name = (path: string) => relative(process.cwd(), path);
const readIfThere = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

/** Compares a file with what it should be; writes it, or counts the difference as a fault. */
const settle = (path: string, expected: string, remedy: string) => {
  if (readIfThere(path) === expected) return;
  if (write) {
    writeFileSync(path, expected);
    console.log(`infra: wrote ${name(path)}`);
  } else faults.push(`${name(path)} ${remedy}: run \`npm run infra -- --write\``);
};

const settleGenerated = async (files: readonly GeneratedFile[]) => {
  for (const { path, make } of files) settle(path, await make(), "differs from its sources");
};

const sources = (): string[] =>
  globSync("**/*.bicep", { cwd: infraFolder })
    .sort()
    .map((file) => join(infraFolder, file));

const format = async (bicep: Bicep) => {
  for (const file of [...sources(), ...parameterFiles()]) settle(file, await bicep.format(file), "is not formatted");
};

/**
 * Compiles the template, which brings in every module, and each parameter file; any diagnostic of the compiler or its
 * linter is a fault, and so is a module that nothing uses.
 */
const lint = async (bicep: Bicep) => {
  const template = await bicep.compile(join(infraFolder, "main.bicep"));
  const parameters = await Promise.all(parameterFiles().map((file) => bicep.compileParameters(file)));
  const texts = [template, ...parameters].flatMap(({ diagnostics }) =>
    diagnostics.map(({ source, level, code, message }) => `${name(source)}: ${level} ${code}: ${message}`),
  );
  faults.push(...new Set(texts));
  const main = readFileSync(join(infraFolder, "main.bicep"), "utf8");
  const unused = sources().filter((file) => basename(file) !== "main.bicep" && !main.includes(basename(file)));
  faults.push(...unused.map((file) => `${name(file)} is used by nothing`));
};

await settleGenerated(filesFromCode);

const found = findBicep();
if ("missing" in found) {
  console.warn(`infra: SKIPPED format, lint, build and snapshots. ${found.missing}.`);
} else {
  const bicep = openBicep(found.path);
  try {
    await format(bicep);
    await lint(bicep);
    if (faults.length === 0) await settleGenerated(filesFromBicep(bicep));
  } finally {
    bicep.close();
  }
}

for (const fault of faults) console.error(`infra: ${fault}`);
if (faults.length > 0) process.exit(1);
console.log(
  `infra: ${sources().length} Bicep files and ${parameterFiles().length} parameter files hold (Bicep ${bicepVersion})`,
);
