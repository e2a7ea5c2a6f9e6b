/**
 * The registers are what the model says, file by file, and the model is complete: everything declared in the tree stands in
 * it. Each check is shown a planted change that it must catch.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { queues } from "../../../shared/messaging/queues.ts";
import { payloads, storedRecords } from "../../../shared/model.ts";
import { erasurePlan, exportPlan, hiddenFrom, registerRows, retentionRulesOf } from "../../../shared/privacy/derive.ts";
import { personal, record } from "../../../shared/privacy/record.ts";
import { containers } from "../../../shared/storage/containers.ts";
import { labelOf } from "../../../tools/registers/labels.ts";
import { registerFiles } from "../../../tools/registers/render.ts";
import { tables } from "../../../tools/registers/tables.ts";

const root = resolve(import.meta.dirname, "../../..");
const folder = join(root, "docs/registers");

/** Every `record(` and `message(` in the product, by its first argument. */
function declaredIn(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:record|payload)\(\s*"([^"]+)"/g)].map(([, name = ""]) => name);
}

const sources = readdirSync(join(root, "shared"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.parentPath.includes("privacy"))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

const planted = record("planted", 1, {
  nickname: personal(z.string(), {
    category: "identity",
    purposes: ["personal-space"],
    source: "member",
    seenBy: ["member"],
    kept: "account",
    protection: "sealed",
  }),
});

describe("registers", () => {
  it("are the committed files, to the letter", () => {
    const files = registerFiles();
    expect(readdirSync(folder).toSorted()).toEqual([...files.keys()].toSorted());
    for (const [name, content] of files) {
      expect(readFileSync(join(folder, name), "utf8"), `${name}: run node tools/registers/write.ts`).toBe(content);
    }
  });

  it("name every field for a reader, and refuse one without a name", () => {
    for (const { data } of registerRows(...storedRecords.map(({ record: kind }) => kind))) {
      expect(labelOf(data, "fr")).not.toBe("");
      expect(labelOf(data, "en")).not.toBe("");
    }
    const [row] = registerRows(planted);
    expect(() => labelOf(row?.data ?? "", "fr")).toThrow("planted/nickname");
  });

  it("have no empty cell but where nothing is to be said", () => {
    for (const table of tables) {
      for (const language of ["fr", "en"] as const) {
        const rows = table.rows(language);
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) {
          const empty = table.columns.filter(({ key }) => (row[key] ?? "") === "").map(({ key }) => key);
          expect(empty.filter((key) => !["name", "country", "data"].includes(key))).toEqual([]);
        }
      }
    }
  });
});

describe("the model is complete", () => {
  it("holds every record and message declared in the tree", () => {
    const names = new Set([
      ...storedRecords.map(({ record: kind }) => kind.kind),
      ...payloads.map(({ payload }) => payload.name),
    ]);
    const declared = sources.flatMap(declaredIn);
    expect(declared.length).toBeGreaterThan(15);
    expect(declared.filter((name) => !names.has(name))).toEqual([]);
    expect(declaredIn('export const x = record("planted", 1, {').filter((name) => !names.has(name))).toEqual([
      "planted",
    ]);
  });

  it("gives every record a retention rule", () => {
    for (const { record: kind } of storedRecords) expect(retentionRulesOf(kind), kind.kind).not.toEqual([]);
    expect(retentionRulesOf(record("bare", 1, {}))).toEqual([]);
  });

  it("exports and plans the erasure of every personal field", () => {
    for (const { record: kind } of storedRecords) {
      const personalFields = new Set(registerRows(kind).map(({ data }) => data.slice(kind.kind.length)));
      expect(new Set(exportPlan(kind).map(({ pointer }) => pointer))).toEqual(personalFields);
      expect(new Set(erasurePlan(kind).flatMap(({ pointers }) => pointers))).toEqual(personalFields);
    }
  });

  it("sends the processor nothing it may not see", () => {
    for (const { payload, to } of payloads) {
      if (to === "processor") expect(hiddenFrom(payload, "processor"), payload.name).toEqual([]);
    }
    expect(hiddenFrom(planted, "processor")).toEqual(["/nickname"]);
  });

  it("knows every container and queue that is declared", () => {
    const used = new Set(storedRecords.map(({ container }) => container));
    const later = ["archive", "erasures", "ledger", "statistics"];
    expect(Object.keys(containers).filter((name) => !used.has(name as never) && !later.includes(name))).toEqual([]);
    for (const [name, { from, to }] of Object.entries(queues)) {
      expect([from, to], name).toContain("application");
    }
  });

  it("lets no function read a queue that is not declared", () => {
    const unknown = (text: string) =>
      [...text.matchAll(/queueName: (?:"([^"]+)"|queue\b)/g)]
        .map(([, name]) => name ?? /const queue = "([^"]+)"/.exec(text)?.[1] ?? "?")
        .filter((name) => !Object.hasOwn(queues, name));
    const functions = readdirSync(join(root, "functions"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(functions.filter((text) => text.includes("queueName:"))).toHaveLength(3);
    expect(functions.flatMap(unknown)).toEqual([]);
    expect(unknown('queueName: "planted"')).toEqual(["planted"]);
  });
});
