/**
 * The checks of `npm run infra` on one checkout: format, lint without a warning, compilation, evaluated snapshots, and drift of
 * every generated file; or, when asked to write, the files put right.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Bicep } from "./bicep.ts";
import { filesFromBicep, filesFromCode, type GeneratedFile, parameterFiles } from "./generated.ts";

export type InfraReport = {
  readonly faults: readonly string[];
  readonly written: readonly string[];
  readonly checked: string;
};

/** @param bicep undefined where there is no compiler: then only what is made from the code is checked */
export const checkInfra = async (root: string, bicep: Bicep | undefined, write: boolean): Promise<InfraReport> => {
  const faults: string[] = [];
  const written: string[] = [];
  const folder = join(root, "infra");
  const name = (path: string) => relative(root, path).replaceAll("\\", "/");

  /** Compares a file with what it should be; writes it, or counts the difference as a fault. */
  const settle = (path: string, expected: string, complaint: string) => {
    if (existsSync(path) && readFileSync(path, "utf8") === expected) return;
    if (!write) {
      faults.push(`${name(path)} ${complaint}: run \`npm run infra -- --write\``);
      return;
    }
    writeFileSync(path, expected);
    written.push(name(path));
  };

  const settleGenerated = async (files: readonly GeneratedFile[]) => {
    for (const { path, make } of files) settle(path, await make(), "differs from its sources");
  };

  const sources = globSync("**/*.bicep", { cwd: folder })
    .sort()
    .map((file) => join(folder, file));
  const parameters = parameterFiles(root);

  const format = async (compiler: Bicep) => {
    for (const file of [...sources, ...parameters]) settle(file, await compiler.format(file), "is not formatted");
  };

  /** The template brings in every module; any diagnostic is a fault, and so is a module that nothing uses. */
  const lint = async (compiler: Bicep) => {
    const results = [await compiler.compile(join(folder, "main.bicep"))];
    for (const file of parameters) results.push(await compiler.compileParameters(file));
    const texts = results.flatMap(({ diagnostics }) =>
      diagnostics.map(({ source, level, code, message }) => `${name(source)}: ${level} ${code}: ${message}`),
    );
    const main = readFileSync(join(folder, "main.bicep"), "utf8");
    const unused = sources.filter((file) => basename(file) !== "main.bicep" && !main.includes(basename(file)));
    faults.push(...new Set(texts), ...unused.map((file) => `${name(file)} is used by nothing`));
  };

  await settleGenerated(filesFromCode(root));
  if (bicep) {
    await format(bicep);
    const before = faults.length;
    await lint(bicep);
    // What does not compile has no snapshot.
    if (faults.length === before) await settleGenerated(filesFromBicep(root, bicep));
  }
  return { faults, written, checked: `${sources.length} Bicep files and ${parameters.length} parameter files` };
};
