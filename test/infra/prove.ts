/**
 * Proves a set of rules: each holds on every parameter file, and each of its mutants (the template with one text replaced,
 * compiled and evaluated anew) breaks it. To compile less, mutants of different rules share a template; that is sound because a
 * mutant that is not marked `alone` breaks its own rule only, which `INFRA_MUTANTS=each` proves, one template per mutant.
 * Without the compiler the mutants are skipped, aloud.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bicep, findBicep, openBicep } from "../../tools/infra/bicep.ts";
import { infraFolder } from "../../tools/infra/generated.ts";
import { plantedToday } from "../fixtures/planted-share.ts";
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

const oneByOne = process.env.INFRA_MUTANTS === "each";

/** A copy of the templates to change. The linter's configuration stays behind: a mutant may offend it. */
export const copyTemplates = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "infra-"));
  const left = /(?:\.snapshot\.json|azuredeploy\.json|bicepconfig\.json|createUiDefinition\.\w+\.json)$/;
  cpSync(infraFolder, folder, { recursive: true, filter: (source) => !left.test(basename(source)) });
  return folder;
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

type Case = { readonly rule: Rule; readonly mutant: Mutant };
type Batch = {
  readonly parameters: string;
  readonly alone: boolean;
  readonly texts: Map<string, string>;
  readonly cases: Case[];
};

const textOf = ({ texts }: Batch, file: string) => texts.get(file) ?? readFileSync(join(infraFolder, file), "utf8");

/** Adds a mutant to a batch, unless its rule is already being broken there or its text is no longer to be found once. */
const addTo = (batch: Batch, { rule, mutant }: Case): boolean => {
  const { file, from, to, all, parameters = "production" } = mutant;
  const text = textOf(batch, file);
  const count = text.split(from).length - 1;
  if (count === 0 || (count > 1 && !all)) return false;
  if (batch.parameters !== parameters || batch.cases.some((other) => other.rule === rule)) return false;
  batch.texts.set(file, text.replaceAll(from, to));
  batch.cases.push({ rule, mutant });
  return true;
};

const batchesOf = (cases: readonly Case[]): Batch[] => {
  const batches: Batch[] = [];
  for (const one of cases) {
    const alone = oneByOne || one.mutant.alone === true;
    if (!alone && batches.some((batch) => !batch.alone && addTo(batch, one))) continue;
    const batch: Batch = { parameters: one.mutant.parameters ?? "production", alone, texts: new Map(), cases: [] };
    if (!addTo(batch, one)) throw new Error(`not once in ${one.mutant.file}: ${one.mutant.from}`);
    batches.push(batch);
  }
  return batches;
};

export const proveRules = (rules: readonly Rule[]): void => {
  const compiler = useBicep();

  describe.each(rules.map((rule) => ({ rule, name: rule.name, threat: rule.threat })))(
    "$name ($threat)",
    ({ rule }) => {
      test.each(parameterFileNames)("holds for %s", (file) => {
        expect(rule.check(committedDeployment(file))).toEqual([]);
      });
      test("has a mutant", () => expect(rule.mutants.length).toBeGreaterThan(0));
    },
  );

  const cases = rules.flatMap((rule) => rule.mutants.map((mutant) => ({ rule, mutant })));
  const batches = batchesOf(plantedToday(cases));
  const title = ({ cases }: Batch) =>
    cases
      .map(({ rule, mutant }) => `${rule.name} [${mutant.from.trim().slice(0, 40).replaceAll("\n", " ")}]`)
      .join("; ");

  test.skipIf("missing" in bicep).each(batches.map((batch) => ({ batch, title: title(batch) })))(
    "mutants are noticed: $title",
    async ({ batch }) => {
      const folder = copyTemplates();
      try {
        for (const [file, text] of batch.texts) writeFileSync(join(folder, file), text);
        const file = batch.cases[0]?.mutant.parameters ?? "production";
        const deployment = readDeployment(file, await compiler.current.snapshot(parameterPath(file, folder)));
        const broken = new Set(rules.filter((rule) => rule.check(deployment).length > 0).map(({ name }) => name));
        const meant = new Set(batch.cases.map(({ rule }) => rule.name));
        expect([...meant].filter((name) => !broken.has(name))).toEqual([]);
        if (!batch.cases.some(({ mutant }) => mutant.alone))
          expect([...broken].filter((name) => !meant.has(name))).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    300_000,
  );
};
