/** What the last full run of the tests said, from the report that `npm test` leaves in .cache. */
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

export type TestResult = { readonly file: string; readonly name: string; readonly status: string };

const root = resolve(import.meta.dirname, "../..");

type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
};

/** @returns undefined where no run has left a report. */
export function lastRun(file = resolve(root, ".cache/test-report.json")): readonly TestResult[] | undefined {
  if (!existsSync(file)) return undefined;
  const { testResults } = JSON.parse(readFileSync(file, "utf8")) as Report;
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      file: relative(root, name).replaceAll("\\", "/"),
      name: fullName,
      status,
    })),
  );
}
