/**
 * Stored records over time: no version changes its shape, and what was stored in any version opens with the current code.
 * Each check is shown a change it must catch.
 */
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type AnyRecord, personal, plain, record } from "../../../shared/privacy/record.ts";
import {
  type Golden,
  goldenFaults,
  goldenOf,
  openGolden,
  readGolden,
  records,
  shapeFaults,
  shapeFiles,
} from "../../../tools/schemas/records.ts";
import { sampleOf } from "../../../tools/schemas/sample-records.ts";

const golden = readGolden();
const kindOf = (kind: string): AnyRecord => {
  const found = records.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no record ${kind}`);
  return found;
};

const nickname = personal(z.string().max(20), {
  category: "identity",
  purposes: ["personal-space"],
  source: "member",
  seenBy: ["member"],
  kept: "account",
  protection: "sealed",
});
const first = record("planted", 1, { id: plain(z.uuid()), nickname });
const second = record(
  "planted",
  2,
  { id: plain(z.uuid()), names: nickname.array() },
  { upcast: { 1: ({ nickname: only, ...rest }) => ({ ...rest, names: [only] }) } },
);

describe("shapes of stored records", () => {
  it("are those that were kept", () => {
    expect(shapeFaults()).toEqual([]);
  });

  it("a field more, a narrower rule or a field that leaves the envelope is found", () => {
    const { kind, schema } = kindOf("session");
    const withMore = record(kind, 1, { ...schema.shape, device: plain(z.boolean()) } as never, { kept: "session" });
    expect(shapeFaults([withMore])).toEqual([
      expect.stringContaining("session.v1.json has changed: raise its version"),
    ]);
    const narrower = record(kind, 1, { ...schema.shape, id: plain(z.uuid()) } as never, { kept: "session" });
    expect(shapeFaults([narrower])).toHaveLength(1);
    const status = plain(z.enum(["a", "b"]));
    const inside = record("planted", 1, { id: plain(z.uuid()), part: z.strictObject({ nickname, status }) });
    const outside = record(
      "planted",
      1,
      { id: plain(z.uuid()), part: z.strictObject({ status }) },
      { kept: "session" },
    );
    expect([...shapeFiles([inside]).values()]).not.toEqual([...shapeFiles([outside]).values()]);
    expect(shapeFiles([inside]).get("planted.v1.json")).toMatch(/"x-clear": \[\s*"id"\s*\]/);
    expect(shapeFaults([first])).toEqual([expect.stringContaining("planted.v1.json is not kept")]);
  });

  it("do not change with who may see a field", () => {
    const shown = record("planted", 1, { id: plain(z.uuid(), ["member"]), nickname });
    expect(shapeFiles([shown])).toEqual(shapeFiles([first]));
  });
});

describe("golden records", () => {
  it("are there for every kind and version, and open", () => {
    expect(goldenFaults(golden)).toEqual([]);
    expect(golden.size).toBeGreaterThanOrEqual(records.length);
  });

  it("hold no personal value in clear", () => {
    const { stored, document } = golden.get("member.v1.json") as Golden & { document: { lastName: string } };
    expect(JSON.stringify(stored)).not.toContain(document.lastName);
  });

  it("an older one opens by its upcaster", () => {
    const old = goldenOf(first);
    expect(openGolden(second, old)).toEqual({ id: old.document.id, names: [sampleOf(first).nickname] });
    expect(goldenFaults(new Map([["planted.v1.json", old]]), [second])).toEqual([
      expect.stringContaining("planted.v2.json is not kept"),
    ]);
    expect(
      goldenFaults(
        new Map([
          ["planted.v1.json", old],
          ["planted.v2.json", goldenOf(second)],
        ]),
        [second],
      ),
    ).toEqual([]);
  });

  it("one that no longer opens, opens as something else, is missing or is of nothing is found", () => {
    const kept = new Map([["planted.v1.json", goldenOf(first)]]);
    const other = record("planted", 1, { id: plain(z.uuid()), name: nickname });
    expect(goldenFaults(kept, [other])).toEqual([expect.stringContaining("planted.v1.json does not open")]);
    const less = record("planted", 1, { id: plain(z.uuid()) }, { kept: "session" });
    expect(goldenFaults(kept, [less])).toEqual([expect.stringContaining("planted.v1.json opens as something else")]);
    const forgetful = record(
      "planted",
      2,
      { id: plain(z.uuid()), names: nickname.array() },
      { upcast: { 1: (old) => ({ ...old }) } },
    );
    expect(goldenFaults(kept, [forgetful])[0]).toContain("planted.v1.json does not open");
    expect(goldenFaults(kept, [])).toEqual(["planted.v1.json is of no record or version"]);
    expect(goldenFaults(new Map(), [first])).toEqual([expect.stringContaining("planted.v1.json is not kept")]);
  });
});

describe("samples", () => {
  it("fill in every field, so that a golden record holds them all", () => {
    const empties = (value: unknown): number =>
      value === undefined
        ? 1
        : typeof value === "object" && value !== null
          ? Object.values(value).reduce((n: number, one) => n + empties(one), 0)
          : 0;
    for (const one of records) {
      const sample = sampleOf(one);
      expect(Object.keys(sample).toSorted(), one.kind).toEqual(Object.keys(one.schema.shape).toSorted());
      expect(empties(sample)).toBe(0);
    }
  });
});
