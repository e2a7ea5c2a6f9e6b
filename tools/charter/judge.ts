/**
 * Judging the clauses: a clause counts as kept only if every control exists in the tree, every proof names a test of the
 * last run, and that test passed. Everything else is a fault with its reason.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Clause, Control, Proof } from "../../shared/charter/clause.ts";
import type { TestResult } from "./last-run.ts";

export type Verdict = {
  readonly id: string;
  readonly article: number;
  readonly promise: Clause["promise"];
  readonly state: "kept" | "open" | "broken";
  readonly controls: readonly Control[];
  readonly proofs: readonly (Proof & { readonly passed: number })[];
  readonly awaits?: { readonly fr: string; readonly en: string };
  readonly faults: readonly string[];
};

const root = resolve(import.meta.dirname, "../..");

const read = (file: string): string | undefined => {
  const path = resolve(root, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};

function controlFault({ file, symbol }: Control): string | undefined {
  const source = read(file);
  if (source === undefined) return `${file} does not exist`;
  const exported = new RegExp(
    `^export (?:default )?(?:async )?(?:const|function|class|type|interface) ${symbol}\\b`,
    "m",
  );
  return exported.test(source) ? undefined : `${file} does not export ${symbol}`;
}

export function judgeProof(proof: Proof, run: readonly TestResult[] | undefined) {
  const found = (run ?? []).filter(({ file, name }) => file === proof.file && name.includes(proof.name));
  const passed = found.filter(({ status }) => status === "passed").length;
  const fault =
    read(proof.file) === undefined
      ? `${proof.file} does not exist`
      : run === undefined
        ? "no test run has left a report: run npm test"
        : found.length === 0
          ? `no test “${proof.name}” ran in ${proof.file}`
          : passed < found.length
            ? `“${proof.name}” did not pass`
            : undefined;
  return { proof: { ...proof, passed }, fault };
}

/** @param run the last run's tests, or undefined where there was none. */
export function judge(clauses: readonly Clause[], run: readonly TestResult[] | undefined): readonly Verdict[] {
  const ids = clauses.map(({ id }) => id);
  return clauses.map((clause) => {
    const { id, article, promise } = clause;
    const twice = ids.filter((other) => other === id).length > 1 ? [`${id} stands there twice`] : [];
    if (clause.state === "open") {
      return { id, article, promise, state: "open", controls: [], proofs: [], awaits: clause.awaits, faults: twice };
    }
    const controls = clause.controls as readonly Control[];
    const proofs = (clause.proofs as readonly Proof[]).map((proof) => judgeProof(proof, run));
    const faults = [
      ...twice,
      ...(controls.length === 0 ? ["no control keeps it"] : []),
      ...(proofs.length === 0 ? ["no test proves it"] : []),
      ...controls.flatMap((control) => controlFault(control) ?? []),
      ...proofs.flatMap(({ fault }) => fault ?? []),
    ];
    return {
      id,
      article,
      promise,
      state: faults.length === 0 ? "kept" : "broken",
      controls,
      proofs: proofs.map(({ proof }) => proof),
      faults,
    };
  });
}
