/**
 * Stored records over time. A released version of a record never changes: its shape lies in docs/schemas/records, a document
 * as it was stored in test/fixtures/golden. A changed shape needs a new version with an upcaster, and every golden document
 * must open with the current code (DESIGN, section 3).
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { storedRecords } from "../../shared/model.ts";
import { toJsonSchema } from "../../shared/privacy/derive.ts";
import type { AnyRecord } from "../../shared/privacy/record.ts";
import { openRecord, sealRecord } from "../../shared/storage/sealing.ts";
import { sampleOf } from "./sample-records.ts";

const folder = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const shapesFolder = folder("docs/schemas/records/");
export const goldenFolder = folder("test/fixtures/golden/");

export const records: readonly AnyRecord[] = storedRecords.map(({ record }) => record);

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Without annotations: those follow the law, and what is stored does not change with them. */
const bare = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(bare)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value as { [name: string]: Json })
            .filter(([name]) => name !== "x-personal-data")
            .map(([name, inner]) => [name, bare(inner)]),
        )
      : value;

/** Which fields lie in the envelope is part of the shape: a field cannot move without an upcaster either. */
function shapeOf(record: AnyRecord): Json {
  const sealed = Object.keys(sealRecord(record, sampleOf(record) as never, contextOf(record), testKey));
  return {
    title: `${record.kind}, version ${record.v}`,
    ...(bare(toJsonSchema(record.schema) as Json) as object),
    "x-clear": Object.keys(record.schema.shape).filter((name) => sealed.includes(name)),
  };
}

const fileOf = ({ kind, v }: Pick<AnyRecord, "kind" | "v">) => `${kind}.v${v}.json`;

export const shapeFiles = (of: readonly AnyRecord[] = records): ReadonlyMap<string, string> =>
  new Map(of.map((record) => [fileOf(record), `${JSON.stringify(shapeOf(record), null, 2)}\n`]));

/** A key for tests: it protects nothing. */
const testKey = Buffer.alloc(32, 7);
const subjectId = "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10";
const contextOf = <K extends string>({ kind }: { readonly kind: K }, id = "golden") => ({
  brand: "milleis",
  subjectId,
  kind,
  id,
});

export type Golden = {
  /** As it lies in the database. */
  readonly stored: { readonly kind: string; readonly v: number; readonly id: string };
  /** What was sealed, in the shape of its own version. */
  readonly document: { readonly id: string };
};

export function goldenOf(record: AnyRecord): Golden {
  const document = sampleOf(record);
  const stored = sealRecord(record, document as never, contextOf(record, document.id), testKey);
  return { stored: stored as unknown as Golden["stored"], document };
}

/** @throws EnvelopeError where the current code cannot read it any more. */
export const openGolden = (record: AnyRecord, { stored, document }: Golden): unknown =>
  openRecord(record, stored, contextOf(record, document.id), testKey);

export const readGolden = (): ReadonlyMap<string, Golden> =>
  new Map(
    readdirSync(goldenFolder)
      .toSorted()
      .map((file) => [file, JSON.parse(readFileSync(goldenFolder + file, "utf8")) as Golden]),
  );

const howTo = "raise its version and name an upcaster, then run node tools/schemas/write.ts";

/** What is wrong with the kept shapes, in words; none when all is well. */
export function shapeFaults(of: readonly AnyRecord[] = records): readonly string[] {
  return [...shapeFiles(of)].flatMap(([file, wanted]) => {
    if (!existsSync(shapesFolder + file)) return [`${file} is not kept: run node tools/schemas/write.ts`];
    return readFileSync(shapesFolder + file, "utf8") === wanted ? [] : [`${file} has changed: ${howTo}`];
  });
}

/** What is wrong with the golden documents: one missing, one that no longer opens, one of a kind that is gone. */
export function goldenFaults(
  golden: ReadonlyMap<string, Golden>,
  of: readonly AnyRecord[] = records,
): readonly string[] {
  const wanted = of.flatMap((record) =>
    Array.from({ length: record.v }, (_, index) => ({ record, file: fileOf({ kind: record.kind, v: index + 1 }) })),
  );
  const gone = [...golden.keys()].filter((file) => !wanted.some((one) => one.file === file));
  return [
    ...gone.map((file) => `${file} is of no record or version`),
    ...wanted.flatMap(({ record, file }) => {
      const found = golden.get(file);
      if (found === undefined) return [`${file} is not kept: run node tools/schemas/write.ts`];
      try {
        const opened = JSON.stringify(openGolden(record, found));
        return found.stored.v < record.v || opened === JSON.stringify(found.document)
          ? []
          : [`${file} opens as something else`];
      } catch (error) {
        return [`${file} does not open: ${error instanceof Error ? error.message : "unknown"}`];
      }
    }),
  ];
}
