/**
 * The registers are what the model says, file by file, and the model is complete: everything declared in the tree stands in
 * it. Each check is shown a planted change that it must catch.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { lookupLife } from "../../../shared/members/lookup.ts";
import { queues } from "../../../shared/messaging/queues.ts";
import { cardMessages, payloads, storedRecords } from "../../../shared/model.ts";
import { erasurePlan, exportPlan, hiddenFrom, registerRows, retentionRulesOf } from "../../../shared/privacy/derive.ts";
import { personal, record } from "../../../shared/privacy/record.ts";
import { retentionRules } from "../../../shared/privacy/retention-rules.ts";
import { containers } from "../../../shared/storage/containers.ts";
import { clearFieldsOf } from "../../../tools/registers/clear-fields.ts";
import { labelOf, purposesOf, reasonOf } from "../../../tools/registers/labels.ts";
import { registerFiles } from "../../../tools/registers/render.ts";
import { tables } from "../../../tools/registers/tables.ts";
import { citation } from "../../../tools/registers/wording.ts";

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

  it("have no empty cell", () => {
    for (const table of tables) {
      for (const language of ["fr", "en"] as const) {
        const rows = table.rows(language);
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) {
          const empty = table.columns.filter(({ key }) => (row[key] ?? "") === "").map(({ key }) => key);
          expect(empty, `${table.id} ${JSON.stringify(row)}`).toEqual([]);
        }
      }
    }
  });
});

describe("the registers tell", () => {
  const rowsOf = (id: string, language: "fr" | "en" = "fr") =>
    tables.find((table) => table.id === id)?.rows(language) ?? [];
  const cells = (id: string) => rowsOf(id).map((row) => Object.values(row).join(" | "));

  it("a French reader nothing in English, in files a French spreadsheet opens", () => {
    const english = /charter art|\bGDPR\b|\bEEA\b|\brecital\b|\b(?:and|the|of|under)\b/i;
    const french = [...registerFiles()].filter(([name]) => name.endsWith(".fr.csv"));
    expect(french).toHaveLength(tables.length);
    for (const [name, content] of french) {
      expect(english.exec(content)?.[0], name).toBeUndefined();
      expect(content.startsWith("\u{feff}"), name).toBe(true);
      expect(content.split("\r\n")[0], name).toContain('";"');
    }
    expect(english.test(citation("charter art. 5 and 9", "en"))).toBe(true);
    expect(citation("charter art. 5 and 9", "fr")).toBe("charte, art. 5 et 9");
  });

  it("of every record what lies in clear, and of every store where it is", () => {
    const mapped = rowsOf("data-map").map(({ field = "" }) => field);
    for (const { record: kind } of storedRecords) {
      for (const field of clearFieldsOf(kind).fields) {
        expect(
          mapped.some((names) => names.split(", ").includes(`${kind.kind}/${field}`)),
          `${kind.kind}/${field}`,
        ).toBe(true);
      }
    }
    expect(clearFieldsOf(planted).fields).toEqual([]);
  });

  it("recipients and duration row by row, never merged", () => {
    const digits = rowsOf("record-of-processing").filter(({ data }) => data?.includes("premiers chiffres"));
    expect(digits.map(({ recipients }) => recipients).join()).not.toContain("sous-traitant");
    const hash = rowsOf("record-of-processing").filter(({ data }) =>
      data?.includes("recherche : empreinte cryptographique de l'adresse"),
    );
    expect(hash).toHaveLength(1);
    expect(hash[0]?.recipients).toBe("l'hébergeur, le délégué à la protection des données");
    for (const { kept, purpose } of rowsOf("record-of-processing")) expect(kept, purpose).not.toContain(", 5 ans");
  });

  it("the contract as a basis towards its parties only", () => {
    const others = rowsOf("record-of-processing").filter(({ people }) => people === "tiers nommés dans une demande");
    expect(others.length).toBeGreaterThan(0);
    for (const { basis } of others) expect(basis).toContain("6(1)(f)");
    expect(cells("notice-to-third-parties").join()).not.toContain("6(1)(b)");
  });

  it("that leaving the EEA is possible, and who is outside", () => {
    const transfer = rowsOf("notice").filter(({ subject }) => subject === "Transferts hors de l'EEE");
    for (const { answer } of transfer) expect(answer).toContain("49(1)(b)");
    for (const { recipient, basis } of rowsOf("recipients")) {
      const isInside = /délégué|auditeur|exploitation|service conciergerie/.test(recipient ?? "");
      expect(basis?.startsWith("interne"), recipient).toBe(isInside);
    }
  });

  it("a duration as applied only where something applies it", () => {
    const states = new Map(rowsOf("erasure-and-retention").map(({ kind, kept, state }) => [`${kind} ${kept}`, state]));
    expect(states.get("session 24 heures après l'émission")).toBe("appliquée aujourd'hui");
    // Short-lived records carry the end that the sweep goes by.
    for (const { record: kind } of storedRecords) {
      const isShort = retentionRulesOf(kind).some(
        (rule) => rule === "session" || rule === "ticket" || rule === "idempotency",
      );
      if (isShort) expect(Object.keys(kind.schema.shape), kind.kind).toContain("expiresAt");
    }
    expect(lookupLife.reserved).toBe(24 * 3_600);
    const waiting = rowsOf("erasure-and-retention").filter(({ state }) => state !== "appliquée aujourd'hui");
    expect(waiting.map(({ kind }) => kind)).toEqual(["dossiers d'exercice de droits"]);
  });

  it("every retention rule that is declared, built or not", () => {
    const told = cells("erasure-and-retention").join();
    for (const rule of Object.keys(retentionRules) as (keyof typeof retentionRules)[]) {
      expect(told).toContain(reasonOf(rule, "fr"));
    }
  });
});

describe("the model is complete", () => {
  it("holds every record and message declared in the tree", () => {
    const names = new Set([
      ...storedRecords.map(({ record: kind }) => kind.kind),
      ...payloads.map(({ payload }) => payload.name),
      ...cardMessages.map(({ payload }) => payload.name),
    ]);
    const declared = sources.flatMap(declaredIn);
    expect(declared.length).toBeGreaterThan(15);
    expect(declared.filter((name) => !names.has(name))).toEqual([]);
    expect(declaredIn('export const x = record("planted", 1, {').filter((name) => !names.has(name))).toEqual([
      "planted",
    ]);
  });

  it("gives every record a purpose", () => {
    for (const { record: kind } of storedRecords) expect(purposesOf(kind.kind), kind.kind).not.toEqual([]);
    expect(() => purposesOf("planted")).toThrow("planted");
  });

  it("gives every record a retention rule", () => {
    for (const { record: kind } of storedRecords) expect(retentionRulesOf(kind), kind.kind).not.toEqual([]);
    expect(() => record("bare", 1, {}, {} as never)).toThrow("retention rule");
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
    expect(functions.filter((text) => text.includes("queueName:"))).toHaveLength(6);
    expect(functions.flatMap(unknown)).toEqual([]);
    expect(unknown('queueName: "planted"')).toEqual(["planted"]);
  });
});
