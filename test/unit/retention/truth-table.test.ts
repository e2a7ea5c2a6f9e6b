/**
 * Every retention rule, day by day over eight years with a 29 February and every change of the clocks: never early, at most
 * one day late. Then the same with planted bugs, each of which has to be caught.
 */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clockwork, checks, quickChecks } from "./truth-table.ts";

const root = resolve(import.meta.dirname, "../../..");
const parts = [
  "shared/retention/clock.ts",
  "shared/retention/rules-of-brand.ts",
  "shared/privacy/retention-rules.ts",
  "shared/time/legal-periods.ts",
  "shared/time/calendar.ts",
];

const load = async (directory = root): Promise<Clockwork> => {
  const at = (file: string) => import(pathToFileURL(join(directory, "shared/retention", file)).href);
  return { clock: await at("clock.ts"), rules: await at("rules-of-brand.ts") };
};

const clockFile = "shared/retention/clock.ts";
const periodsFile = "shared/time/legal-periods.ts";
const mutants = [
  {
    fault: "off by one day: the last day does not count whole",
    file: periodsFile,
    from: "return endOfDay(lastDayOf(parisDay(startedAt), period));",
    to: "return startOfDay(lastDayOf(parisDay(startedAt), period));",
  },
  {
    fault: "off by one day: a day too long",
    file: periodsFile,
    from: "startOfDay(daysAfter(day, 1))",
    to: "startOfDay(daysAfter(day, 2))",
  },
  {
    fault: "month ends overflow into the next month",
    file: periodsFile,
    from: '.add({ years, months, days }, { overflow: "constrain" })',
    to: ".with({ day: 1 }).add({ years, months }).add({ days: days + Temporal.PlainDate.from(from).day - 1 })",
  },
  {
    fault: "years are 365 days",
    file: periodsFile,
    from: '.add({ years, months, days }, { overflow: "constrain" })',
    to: ".add({ months, days: days + years * 365 })",
  },
  { fault: "the calendar is kept in UTC", file: periodsFile, from: '"Europe/Paris";', to: '"UTC";' },
  {
    fault: "a clock that counts from the last write: a warning extends the account's life",
    file: clockFile,
    from: "const from = lastSignedInAt ?? signedUpAt;",
    to: "const from = standing.lastWarnedAt ?? standing.firstWarnedAt ?? standing.lastSignedInAt ?? standing.signedUpAt;",
    also: {
      from: "export function inactivityOf({ brand, lastSignedInAt, signedUpAt }: Standing, own?: OwnRules) {",
      to: "export function inactivityOf(standing: Standing, own?: OwnRules) { const { brand } = standing;",
    },
  },
  {
    fault: "the five years run from the closing even where the end of the services is known",
    file: clockFile,
    from: "return termination === undefined || termination.isRevoked ? closedAt : startOfDay(termination.effectiveOn);",
    to: "return termination === undefined ? closedAt : closedAt;",
  },
  {
    fault: "a reinstatement is not heard",
    file: clockFile,
    from: "if (termination !== undefined && !termination.isRevoked) {",
    to: "if (termination !== undefined) {",
  },
  {
    fault: "a legal hold is not looked at",
    file: clockFile,
    from: "else if (standing.hold === undefined) yield* archiveSteps(standing, own);",
    to: "else yield* archiveSteps(standing, own);",
  },
  {
    fault: "deleted too much: everything goes with the first rule that ends",
    file: clockFile,
    from: "new Date(Math.max(...ends",
    to: "new Date(Math.min(...ends",
  },
  {
    fault: "what has a shorter period is left lying",
    file: clockFile,
    from: "at < last && !(standing.gone ?? []).includes(rule)",
    to: "at > last && !(standing.gone ?? []).includes(rule)",
  },
  {
    fault: "an old warning is taken for a new one",
    file: clockFile,
    from: "at !== undefined && at >= from ? at : undefined",
    to: "from !== undefined ? at : undefined",
  },
  {
    fault: "after missed days an account is closed unwarned",
    file: clockFile,
    from: "at: notice > end ? notice : end",
    to: "at: notice > end ? end : end",
  },
  {
    fault: "requests go after four years",
    file: "shared/privacy/retention-rules.ts",
    from: 'request: {\n    starts: "services-terminated",\n    period: { years: 5 }',
    to: 'request: {\n    starts: "services-terminated",\n    period: { years: 4 }',
  },
] as const;

describe("the truth table of the retention rules", () => {
  it.each(Object.entries(checks))("%s", async (_, check) => {
    check(await load());
  });
});

describe("a planted bug is caught", () => {
  let shop: string;
  beforeAll(async () => {
    shop = await mkdtemp(join(tmpdir(), "concierge-retention-"));
    await symlink(join(root, "node_modules"), join(shop, "node_modules"));
    await writeFile(join(shop, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => rm(shop, { recursive: true, force: true }));

  const copyWith = async (name: string, changes: readonly { file: string; from: string; to: string }[]) => {
    const directory = join(shop, name);
    for (const part of parts) {
      await mkdir(dirname(join(directory, part)), { recursive: true });
      await cp(join(root, part), join(directory, part));
    }
    for (const { file, from, to } of changes) {
      const source = await readFile(join(directory, file), "utf8");
      if (source.split(from).length !== 2) throw new Error(`not there exactly once: ${from}`);
      await writeFile(
        join(directory, file),
        source.replace(from, () => to),
      );
    }
    return load(directory);
  };
  const run = (clockwork: Clockwork) => {
    for (const check of quickChecks) check(clockwork);
  };

  it("and a copy without one is not", async () => {
    run(await copyWith("unchanged", []));
  });

  it.each(mutants.map((mutant, index) => ({ ...mutant, index })))("$fault", async (mutant) => {
    const { file, from, to, index } = mutant;
    const also = "also" in mutant ? [{ file, ...mutant.also }] : [];
    const clockwork = await copyWith(`m${index}`, [{ file, from, to }, ...also]);
    expect(() => run(clockwork)).toThrow();
  });
});
