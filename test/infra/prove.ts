/**
 * Proves a set of rules: each holds on every parameter file, and each of its mutants (the template with one text replaced,
 * compiled and evaluated anew) breaks it. Without the compiler the mutants are skipped, aloud.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bicep, findBicep, openBicep } from "../../tools/infra/bicep.ts";
import { infraFolder } from "../../tools/infra/generated.ts";
import {
  committedDeployment,
  type Mutant,
  parameterFileNames,
  parameterPath,
  type Rule,
  readDeployment,
} from "./evaluated.ts";

export const bicep = findBicep();
if ("missing" in bicep) console.warn(`SKIPPED: tests that compile the templates. ${bicep.missing}.`);

/** A copy of the templates to change. The linter's configuration stays behind: a mutant may offend it. */
export const copyTemplates = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "infra-"));
  cpSync(infraFolder, folder, {
    recursive: true,
    filter: (source) =>
      !/(?:\.snapshot\.json|azuredeploy\.json|bicepconfig\.json|createUiDefinition\.\w+\.json)$/.test(basename(source)),
  });
  return folder;
};

const mutate = (folder: string, { file, from, to, all }: Mutant) => {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  const count = text.split(from).length - 1;
  if (count === 0 || (count > 1 && !all)) throw new Error(`the mutant's text is ${count} times in ${file}: ${from}`);
  writeFileSync(path, text.replaceAll(from, to));
};

/** Opens the compiler for the tests of one file. */
export const useBicep = (): { readonly current: Bicep } => {
  let opened: Bicep | undefined;
  beforeAll(() => {
    if ("path" in bicep) opened = openBicep(bicep.path);
  });
  afterAll(() => opened?.close());
  return {
    get current() {
      if (!opened) throw new Error("the compiler is not open");
      return opened;
    },
  };
};

const title = ({ file, from, to }: Mutant) =>
  `${file}: ${from.trim().slice(0, 60)} → ${to.trim().slice(0, 60)}`.replaceAll("\n", " ");

export const proveRules = (rules: readonly Rule[]): void => {
  const compiler = useBicep();
  describe.each(rules.map((rule) => ({ rule, name: rule.name, threat: rule.threat })))(
    "$name ($threat)",
    ({ rule }) => {
      test.each(parameterFileNames)("holds for %s", (file) => {
        expect(rule.check(committedDeployment(file))).toEqual([]);
      });

      test("has a mutant", () => expect(rule.mutants.length).toBeGreaterThan(0));

      test.skipIf("missing" in bicep).each(rule.mutants.map((mutant) => ({ mutant, title: title(mutant) })))(
        "notices $title",
        async ({ mutant }) => {
          const folder = copyTemplates();
          try {
            mutate(folder, mutant);
            const file = mutant.parameters ?? "production";
            const deployment = readDeployment(file, await compiler.current.snapshot(parameterPath(file, folder)));
            expect(rule.check(deployment)).not.toEqual([]);
          } finally {
            rmSync(folder, { recursive: true, force: true });
          }
        },
        60_000,
      );
    },
  );
};
