/** Published texts: what is in force on a day, what must be accepted, what changed; and what a deployment may not ship. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { brandIds } from "../../../shared/charter/brands.ts";
import { acceptanceOf, refuseOutdated } from "../../../shared/documents/acceptance.ts";
import {
  difference,
  documentNames,
  documentsOf,
  hashOf,
  type PublishedDocument,
} from "../../../shared/documents/document.ts";
import { loadDocuments } from "../../../shared/documents/load-documents.ts";

const shipped = loadDocuments();
const today = "2026-11-23";
const now = new Date("2026-11-23T10:00:00Z");

const [sample] = shipped.filter(
  (one) => one.brand === "milleis" && one.document === "charter" && one.language === "fr",
);
if (sample === undefined) throw new Error("no sample");
const inBoth = (change: Partial<PublishedDocument>): readonly PublishedDocument[] =>
  (["fr", "en"] as const).map((language) => ({ ...sample, ...change, language }));

const later = [
  ...shipped,
  ...inBoth({ version: "2026-06", effectiveOn: "2026-06-01", change: "minor" }),
  ...inBoth({ version: "2027-01", effectiveOn: "2027-01-01", change: "major" }),
];

describe("the texts that ship", () => {
  it("are there for every brand, in both languages, and say that they are examples", () => {
    const documents = documentsOf(shipped, today);
    for (const brand of brandIds) {
      for (const name of documentNames) {
        for (const language of ["fr", "en"] as const) {
          expect(documents.inForce(brand, name, language, today)).toMatchObject({ brand, language, isExample: true });
        }
      }
    }
  });
});

describe("versions", () => {
  const documents = documentsOf(later, today);

  it("the one in force is the last that has begun", () => {
    expect(documents.inForce("milleis", "charter", "fr", "2026-05-31").version).toBe("2026-01");
    expect(documents.inForce("milleis", "charter", "fr", "2026-06-01").version).toBe("2026-06");
    expect(documents.inForce("milleis", "charter", "fr", "2027-01-01").version).toBe("2027-01");
  });

  it("what must have been accepted changes with a major version only, and not before it takes effect", () => {
    expect(documents.edition("milleis", "charter", "2026-06-01")).toBe("2026-01");
    expect(documents.edition("milleis", "charter", "2026-12-31")).toBe("2026-01");
    expect(documents.edition("milleis", "charter", "2027-01-01")).toBe("2027-01");
  });

  it("an acceptance names the exact text by its hash, under the edition it belongs to", () => {
    const accepted = acceptanceOf(
      documents,
      { brand: "milleis", name: "charter", language: "fr", channel: "sign-up" },
      now,
    );
    expect(accepted).toMatchObject({ id: "charter_2026-01", version: "2026-06", acceptedAt: now.toISOString() });
    expect(accepted.hash).toBe(hashOf(documents.inForce("milleis", "charter", "fr", today)));
  });

  it("an acceptance that comes too late, for a text no longer in force, is refused by field", () => {
    const given = { charter: "2026-01", terms: "2026-01" };
    expect(() => refuseOutdated(documents, "milleis", given, (name) => `/accepts/${name}`, now)).toThrow(
      expect.objectContaining({
        code: "documents-outdated",
        fields: [{ pointer: "/accepts/charter", rule: "must be the version in force" }],
      }),
    );
    expect(() => refuseOutdated(documents, "milleis", { charter: "2026-06" }, () => "", now)).not.toThrow();
  });

  it("the hash follows the words and nothing else", () => {
    expect(hashOf({ ...sample })).toBe(hashOf(sample));
    expect(hashOf({ ...sample, title: `${sample.title}.` })).not.toBe(hashOf(sample));
  });

  it("a difference tells sections added, removed and changed", () => {
    const [first, second, ...rest] = sample.sections;
    if (first === undefined || second === undefined) throw new Error("too short");
    const after = {
      ...sample,
      sections: [{ ...first, paragraphs: ["Autre."] }, { id: "new", heading: "N", paragraphs: ["x"] }, ...rest],
    };
    expect(difference(sample, after).map(({ id, change }) => [id, change])).toEqual([
      [first.id, "changed"],
      ["new", "added"],
      [second.id, "removed"],
    ]);
    expect(difference(sample, sample)).toEqual([]);
  });
});

describe("a deployment is refused", () => {
  it.each<[string, readonly PublishedDocument[], string]>([
    ["without a text in force", shipped.filter(({ document }) => document !== "terms"), "terms of milleis"],
    ["with a text in one language only", shipped.filter((one) => one !== sample), "charter of milleis"],
    [
      "with a version of which one language is missing",
      [...later, { ...sample, version: "2026-09", effectiveOn: "2026-09-01" }],
      "differ",
    ],
    ["with two versions from one day", [...shipped, ...inBoth({ version: "2026-02", change: "minor" })], "one day"],
    [
      "that starts with a minor version",
      shipped.map((one) => ({ ...one, change: "minor" as const })),
      "no major version",
    ],
    ["whose texts begin tomorrow", shipped.map((one) => ({ ...one, effectiveOn: "2026-11-24" })), "in force"],
  ])("%s", (_name, published, words) => {
    expect(() => documentsOf(published, today)).toThrow(words);
  });

  it("with a file that does not fit, or lies under another name", () => {
    const folder = mkdtempSync(join(tmpdir(), "texts-"));
    mkdirSync(join(folder, "milleis"));
    const put = (name: string, content: unknown) =>
      writeFileSync(join(folder, "milleis", name), JSON.stringify(content));
    put("charter-2026-01.fr.json", { ...sample, sections: [] });
    expect(() => loadDocuments(pathToFileURL(`${folder}/`))).toThrow(
      "content/milleis/charter-2026-01.fr.json refused. /sections",
    );
    put("charter-2026-01.fr.json", { ...sample, version: "2026-02" });
    expect(() => loadDocuments(pathToFileURL(`${folder}/`))).toThrow("Its name is not what it says it is");
  });
});
