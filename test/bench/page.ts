/** The page `docs/bench.md`: the figures of one run, what they mean, and which targets they meet. */
import { cpus } from "node:os";
import type { Row, Section } from "./figures.ts";

export function benchPage(sections: readonly Section[], at: Date, seconds: number): string {
  return `# Figures

Written by \`npm run bench\` on ${at.toISOString().slice(0, 10)}, in one run of ${Math.round(seconds)} s: ${cpus().length} cores, Node ${process.versions.node}, everything on
one machine over loopback, clients included. Absolute figures belong to that machine and to what else it was doing; compare
ratios, and figures of the same run. The stand-ins (local host, local Cosmos endpoint, Azurite) are slower than Azure in most
ways and have no network: nothing here predicts Azure.

${targets(sections)}
${sections.map(sectionText).join("\n")}`;
}

const isMet = ({ value, atMost }: Row) => atMost !== undefined && value <= atMost;

function targets(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) => section.rows).filter(({ atMost }) => atMost !== undefined);
  const line = (row: Row) =>
    `| ${row.name} | ${row.atMost} | ${row.value} ${row.unit} | ${isMet(row) ? "met" : "**missed**"} |`;
  return `## Targets

| figure | at most | here | |
|---|---:|---:|---|
${rows.map(line).join("\n")}
`;
}

function sectionText({ title, text, rows }: Section): string {
  const line = ({ name, value, unit, note = "" }: Row) => `| ${name} | ${value} | ${unit} | ${note} |`;
  return `## ${title}

${text}

| figure | value | unit | |
|---|---:|---|---|
${rows.map(line).join("\n")}
`;
}
