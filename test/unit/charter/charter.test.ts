/**
 * `npm run charter` judges: a kept clause needs code that exists and tests that passed. Each way of being wrong is planted
 * and must be a fault; the generated pages are the committed ones.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Clause } from "../../../shared/charter/clause.ts";
import { clauses } from "../../../shared/charter/clauses.ts";
import { controllers } from "../../../shared/charter/controllers.ts";
import { findings } from "../../../shared/charter/findings.ts";
import { judge } from "../../../tools/charter/judge.ts";
import { charterPage, countsLine, countsOf, findingsPage } from "../../../tools/charter/pages.ts";
import { printed } from "../../../tools/charter/print.ts";
import { tables } from "../../../tools/registers/tables.ts";

const root = resolve(import.meta.dirname, "../../..");
const file = "test/unit/charter/charter.test.ts";
const good: Clause = {
  id: "3.example",
  article: 3,
  promise: { fr: "x", en: "x" },
  state: "kept",
  controls: [{ file: "shared/members/card.ts", symbol: "programmeOf" }],
  proofs: [{ file, name: "judges" }],
};
const run = [{ file, name: "the charter judges", status: "passed" }];
const kept = good as Extract<Clause, { state: "kept" }>;

describe("the judge", () => {
  it("calls a clause kept where control and proof exist and passed", () => {
    expect(judge([good], run)).toMatchObject([{ state: "kept", faults: [] }]);
  });

  it.each<[string, Clause, typeof run | undefined, string]>([
    ["an orphan clause", { ...kept, controls: [] as never }, run, "no control"],
    ["a clause without test", { ...kept, proofs: [] as never }, run, "no test proves"],
    [
      "a control whose file is gone",
      { ...kept, controls: [{ file: "shared/gone.ts", symbol: "x" }] },
      run,
      "does not exist",
    ],
    [
      "a control that was removed",
      { ...kept, controls: [{ file: "shared/members/card.ts", symbol: "gone" }] },
      run,
      "not export",
    ],
    [
      "a test file that is gone",
      { ...kept, proofs: [{ file: "test/gone.test.ts", name: "judges" }] },
      run,
      "does not exist",
    ],
    ["a test that did not run", { ...kept, proofs: [{ file, name: "another" }] }, run, "ran in"],
    ["a test that failed", kept, [{ file, name: "the charter judges", status: "failed" }], "did not pass"],
    ["a test that was skipped", kept, [{ file, name: "the charter judges", status: "pending" }], "did not pass"],
    ["no run at all", kept, undefined, "npm test"],
  ])("finds %s", (_name, clause, report, fault) => {
    const [verdict] = judge([clause], report);
    expect(verdict?.state).toBe("broken");
    expect(verdict?.faults.join()).toContain(fault);
  });

  it("finds an id that stands there twice", () => {
    expect(judge([good, good], run).flatMap(({ faults }) => faults)).toHaveLength(2);
  });

  it("never shows an open clause as kept", () => {
    const open: Clause = {
      id: "8.x",
      article: 8,
      promise: { fr: "x", en: "x" },
      state: "open",
      awaits: { fr: "x", en: "x" },
    };
    expect(judge([open], run)).toMatchObject([{ state: "open", controls: [], proofs: [] }]);
    expect(printed(judge([open, good], run))).toContain("2 clauses, 1 kept, 1 open, 0 broken");
  });
});

describe("the charter", () => {
  it("has clauses for each of its articles, with ids that name them", () => {
    expect([...new Set(clauses.map(({ article }) => article))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { id, article } of clauses) expect(id.startsWith(`${article}.`), id).toBe(true);
    expect(new Set(clauses.map(({ id }) => id)).size).toBe(clauses.length);
  });

  it("names controls that exist", () => {
    const proofless = clauses.map(
      (clause): Clause => (clause.state === "kept" ? { ...clause, proofs: [{ file, name: "" }] } : clause),
    );
    expect(judge(proofless, run).flatMap(({ id, faults }) => faults.map((fault) => `${id}: ${fault}`))).toEqual([]);
  });

  it("has findings with a source, each once", () => {
    expect(findings.length).toBeGreaterThanOrEqual(12);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    for (const { source } of findings) expect(source).not.toBe("");
  });

  it("has the committed pages", () => {
    const read = (name: string) => readFileSync(resolve(root, "docs", name), "utf8");
    expect(read("charter.md"), "run npm run charter -- --write").toBe(charterPage(clauses));
    expect(read("findings.md"), "run npm run charter -- --write").toBe(findingsPage(findings));
  });

  it("is counted in the officer's page as it stands, additions apart", () => {
    const page = readFileSync(resolve(root, "docs/dpo.md"), "utf8");
    expect(page).toContain(`\n${countsLine(clauses)}\n`);
    expect(charterPage(clauses)).toContain(countsLine(clauses));
    const { charter, additions } = countsOf([...clauses, { ...good, isAddition: true }]);
    expect(charter.kept + charter.open + additions.kept + additions.open).toBe(clauses.length + 1);
    expect(countsLine([...clauses, good])).not.toBe(countsLine(clauses));
  });

  it("gives the officer's page the contacts of the charter's data", () => {
    const page = readFileSync(resolve(root, "docs/dpo.md"), "utf8");
    const { dataProtectionOfficer, authority } = controllers.milleis;
    for (const fact of [
      dataProtectionOfficer.email,
      dataProtectionOfficer.address.lines.join(", "),
      authority.address.lines.join(", "),
      authority.complaints,
    ]) {
      expect(page).toContain(fact);
    }
  });

  it("takes no sentence from the published text", () => {
    const words = (text: string) =>
      text
        .toLowerCase()
        .replace(/[^a-zà-ÿ0-9 ]+/g, " ")
        .replace(/\s+/g, " ");
    const published = publishedCharter();
    if (published === undefined) return expect(clauses.length).toBeGreaterThan(0);
    const whole = words(published);
    // An address is a fact, whoever writes it.
    const postal = controllers.milleis.address.lines.join(", ");
    const ours = [
      ...clauses.flatMap(({ promise }) => [promise.fr]),
      ...clauses.flatMap((clause) => (clause.state === "open" ? [clause.awaits.fr] : [])),
      ...findings.flatMap(({ choice, reason }) => [choice.fr, reason.fr]),
      ...tables.flatMap((table) => [
        table.about.fr,
        ...table.rows("fr").flatMap((row) => Object.values(row).map((cell) => cell.replaceAll(postal, ""))),
      ]),
    ];
    const copied = (text: string) => {
      const parts = words(text).trim().split(" ");
      return parts.some(
        (_, index) => index + 9 <= parts.length && whole.includes(parts.slice(index, index + 9).join(" ")),
      );
    };
    expect(copied(words(published).split(" ").slice(200, 215).join(" "))).toBe(true);
    expect(ours.filter(copied)).toEqual([]);
  });
});

/** The operator's own text lies beside the project where it is worked on, and nowhere else. */
function publishedCharter(): string | undefined {
  try {
    return readFileSync(resolve(root, "../shared/reference/charte-milleis-fr.txt"), "utf8");
  } catch {
    return undefined;
  }
}
