/** The verdicts as a person reads them in a terminal: per article, totals last. */
import type { Finding } from "../../shared/charter/clause.ts";
import type { Verdict } from "./judge.ts";

const marks = { kept: "✓ kept  ", open: "○ open  ", broken: "✗ BROKEN" } as const;

function lines({ id, state, promise, controls, proofs, awaits, faults }: Verdict): string[] {
  return [
    `  ${marks[state]} ${id}  ${promise.en}`,
    ...controls.map(({ file, symbol }) => `             kept by    ${file} · ${symbol}`),
    ...proofs.map(({ file, name, passed }) => `             proved by  ${file} · ${name} (${passed} passed)`),
    ...(awaits === undefined ? [] : [`             waits for  ${awaits.en}`]),
    ...faults.map((fault) => `             FAULT      ${fault}`),
  ];
}

const count = (verdicts: readonly Verdict[], state: Verdict["state"]) =>
  verdicts.filter((verdict) => verdict.state === state).length;

export function printed(verdicts: readonly Verdict[]): string {
  const articles = [...Map.groupBy(verdicts, ({ article }) => article)].toSorted(([a], [b]) => a - b);
  return [
    ...articles.flatMap(([article, group]) => [
      `Article ${article}: ${count(group, "kept")} kept, ${count(group, "open")} open, ${count(group, "broken")} broken`,
      ...group.flatMap(lines),
      "",
    ]),
    `Charter: ${verdicts.length} clauses, ${count(verdicts, "kept")} kept, ${count(verdicts, "open")} open, ${count(verdicts, "broken")} broken.`,
  ].join("\n");
}

export const printedFindings = (findings: readonly Finding[]): string =>
  findings
    .map(({ id, article, defect, choice, reason, source }) =>
      [
        `${id} (article ${article})`,
        `  ${defect.fr}`,
        `  Choix : ${choice.fr}`,
        `  Raison : ${reason.fr} [${source}]`,
      ].join("\n"),
    )
    .join("\n\n");
