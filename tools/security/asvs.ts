/** Every row of ASVS 5.0.0, levels 1 and 2, and what is wrong with the table. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { operations } from "./asvs-crypto.ts";
import { data } from "./asvs-data.ts";
import { identity } from "./asvs-identity.ts";
import { input } from "./asvs-input.ts";
import { asked } from "./asvs-levels.ts";
import { tokens } from "./asvs-tokens.ts";
import { web } from "./asvs-web.ts";
import type { Row } from "./row.ts";

const placeOf = (id: string) => asked.indexOf(id);

/** In the order of the standard. */
export const rows: readonly Row[] = [...input, ...web, ...identity, ...tokens, ...operations, ...data].toSorted(
  (one, other) => placeOf(one.id) - placeOf(other.id),
);

const root = new URL("../../", import.meta.url);
const pathOf = (file: string) => fileURLToPath(new URL(file, root));

/** @returns each fault in a sentence; none where every row is there once and every evidence exists. */
export function faultsOf(table: readonly Row[]): readonly string[] {
  const ids = table.map(({ id }) => id);
  const read = new Map<string, string | undefined>();
  const textOf = (file: string) => {
    if (!read.has(file)) read.set(file, existsSync(pathOf(file)) ? readFileSync(pathOf(file), "utf8") : undefined);
    return read.get(file);
  };
  return [
    ...asked.filter((id) => !ids.includes(id)).map((id) => `${id} is missing`),
    ...ids.filter((id) => !asked.includes(id)).map((id) => `${id} is not asked of us`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} stands there twice`),
    ...table.filter(({ topic }) => topic === "").map(({ id }) => `${id} has no topic`),
    ...table.flatMap((row) => (row.stand !== "met" && row.why === "" ? [`${row.id} does not say why`] : [])),
    ...table.flatMap((row) =>
      (row.stand === "not applicable" ? [] : row.evidence).flatMap((evidence) => {
        const [file = "", ...rest] = evidence.split("#");
        const text = textOf(file);
        if (text === undefined) return [`${row.id}: ${file} does not exist`];
        return text.includes(rest.join("#")) ? [] : [`${row.id}: ${file} does not hold “${rest.join("#")}”`];
      }),
    ),
  ];
}
