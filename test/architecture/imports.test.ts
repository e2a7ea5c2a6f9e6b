/**
 * The import rules of the design, checked on the real tree: who may import whom, no cycles, no banned names. Every
 * rule is also shown a violation, so that none of them is a check that cannot fail.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const posixPath = (path: string) => path.replaceAll("\\", "/");

type Import = { readonly from: string; readonly to: string; readonly isTypeOnly: boolean };

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mts|mjs|cjs)$/.test(entry.name))
    .map((entry) => posixPath(relative(root, join(entry.parentPath, entry.name))));
}

function importsOf(file: string): Import[] {
  const { module, program } = parseSync(file, readFileSync(join(root, file), "utf8"));
  const target = (specifier: string) =>
    specifier.startsWith(".") ? posix.normalize(posix.join(posix.dirname(file), specifier)) : specifier;
  const fixed = module.staticImports.map(({ moduleRequest, entries }) => ({
    from: file,
    to: target(moduleRequest.value),
    isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const again = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [{ from: file, to: target(moduleRequest.value), isTypeOnly: isType }],
    );
  const source = readFileSync(join(root, file), "utf8");
  const late = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = /^["'](.+)["']$/.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[1];
    return literal === undefined ? [] : [{ from: file, to: target(literal), isTypeOnly: false }];
  });
  expect(program.type).toBe("Program");
  return [...fixed, ...again, ...late];
}

const files = ["functions", "shared"].flatMap(sources);
const imports = files.flatMap(importsOf);

const folderOf = (file: string) => dirname(file);
const isNoun = (file: string) => nouns.has(file);

/** Noun files: schemas, states and rules that other capabilities may use. */
const nouns = new Set([
  "shared/audit/audited.ts",
  "shared/audit/entry.ts",
  "shared/audit/entry-fields.ts",
  "shared/audit/events.ts",
  "shared/archive/archive.ts",
  "shared/archive/archived.ts",
  "shared/disclosures/disclosure.ts",
  "shared/disclosures/disclosure-rules.ts",
  "shared/retention/legal-hold.ts",
  "shared/staff/staff.ts",
  "shared/staff/need-to-know.ts",
  "shared/staff/file.ts",
  "shared/staff/opening.ts",
  "shared/staff/opening-rows.ts",
  "shared/staff/approval.ts",
  "shared/staff/review.ts",
  "shared/staff/joint-decision.ts",
  "shared/retention/closure.ts",
  "shared/retention/coming-end.ts",
  "shared/terminations/termination.ts",
  "shared/terminations/holder-join.ts",
  "shared/terminations/undecided.ts",
  "shared/members/member.ts",
  "shared/members/address.ts",
  "shared/members/card-number.ts",
  "shared/members/lookup.ts",
  "shared/members/email-change.ts",
  "shared/members/interest.ts",
  "shared/sessions/session.ts",
  "shared/sessions/code.ts",
  "shared/sessions/new-ticket.ts",
  "shared/sessions/end-sessions.ts",
  "shared/limits/limit.ts",
  "shared/limits/rules.ts",
  "shared/notifications/choices.ts",
  "shared/documents/announcement.ts",
  "shared/retention/clock.ts",
  "shared/retention/standing.ts",
  "shared/sessions/ending.ts",
  "shared/documents/document.ts",
  "shared/documents/acceptance.ts",
  "shared/erasure/contract.ts",
  "shared/erasure/erasure.ts",
  "shared/requests/payload-blob.ts",
  "shared/requests/request.ts",
  "shared/consents/consent.ts",
  "shared/free-text/special-categories.ts",
  "shared/free-text/ask-consent.ts",
  "shared/free-text/confirm-need.ts",
  "shared/requests/states.ts",
]);

/** Folders every capability may use: ports, vocabulary, time. */
const ports = ["shared/privacy/", "shared/charter/", "shared/storage/", "shared/messaging/", "shared/time/"];
const portFiles = new Set(["shared/refusal.ts", "shared/config.ts"]);
const notCapabilities = new Set(["privacy", "charter", "storage", "messaging", "time", "http"]);
const capabilityOf = (file: string) => {
  const name = /^shared\/([^/]+)\//.exec(file)?.[1];
  return name === undefined || notCapabilities.has(name) ? undefined : name;
};

const dataSdks = /^@azure\/(cosmos|storage-blob|storage-queue|identity|keyvault-keys)$/;

/** Each rule: whether an import breaks it, and an import that does. */
const rules: readonly { readonly name: string; readonly breaks: (at: Import) => boolean; readonly example: Import }[] =
  [
    {
      name: "the product never imports stand-ins, tests or tools",
      breaks: ({ to }) => /^(local|test|tools|web)\//.test(to),
      example: { from: "shared/compose.ts", to: "local/system/system.ts", isTypeOnly: false },
    },
    {
      name: "a function imports the composition root, the HTTP edge, messaging, declared storage and input schemas only",
      breaks: ({ from, to }) =>
        from.startsWith("functions/") &&
        to.startsWith("shared/") &&
        !/^shared\/(compose|refusal)\.ts$|^shared\/(http|messaging)\/|^shared\/storage\/containers\.ts$/.test(to) &&
        capabilityOf(to) === undefined,
      example: { from: "functions/members/sign-up.ts", to: "shared/storage/blobs.ts", isTypeOnly: false },
    },
    {
      name: "only storage and messaging import Azure data SDKs",
      breaks: ({ from, to, isTypeOnly }) =>
        dataSdks.test(to) && !isTypeOnly && !/^shared\/(storage|messaging)\//.test(from),
      example: { from: "shared/members/sign-up.ts", to: "@azure/cosmos", isTypeOnly: false },
    },
    {
      name: "only functions, the HTTP edge and messaging import @azure/functions",
      breaks: ({ from, to }) =>
        to === "@azure/functions" && !/^(functions|shared\/http|shared\/messaging)\//.test(from),
      example: { from: "shared/members/sign-up.ts", to: "@azure/functions", isTypeOnly: true },
    },
    {
      name: "a capability imports ports, its own folder and other capabilities' nouns only",
      breaks: ({ from, to }) =>
        capabilityOf(from) !== undefined &&
        to.startsWith("shared/") &&
        folderOf(to) !== folderOf(from) &&
        !ports.some((port) => to.startsWith(port)) &&
        !portFiles.has(to) &&
        !isNoun(to),
      example: { from: "shared/requests/request.ts", to: "shared/members/sign-up.ts", isTypeOnly: false },
    },
    {
      name: "a capability does not know HTTP",
      breaks: ({ from, to }) => capabilityOf(from) !== undefined && to.startsWith("shared/http/"),
      example: { from: "shared/requests/request.ts", to: "shared/http/problem.ts", isTypeOnly: false },
    },
  ];

describe("import rules", () => {
  it("finds the tree's imports", () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it.each(rules)("$name", ({ breaks, example }) => {
    expect(breaks(example), "the rule sees a violation").toBe(true);
    expect(imports.filter(breaks).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("every noun file exists", () => {
    expect([...nouns].filter((noun) => !files.includes(noun))).toEqual([]);
  });

  it("has no cycles at run time", () => {
    const edges = imports.filter(({ isTypeOnly }) => !isTypeOnly);
    expect(cycleIn(edges)).toBeUndefined();
    const [first] = edges.filter(({ to }) => to.startsWith("shared/"));
    expect(cycleIn([...edges, { from: first?.to ?? "", to: first?.from ?? "", isTypeOnly: false }])).toBeDefined();
  });

  it("names no file after nothing in particular", () => {
    const vague = /(^|[/-])(utils?|helpers?|services?|managers?|common|misc)([./-]|$)/;
    expect(vague.test("shared/http/utils.ts")).toBe(true);
    const everywhere = [...files, ...["local", "tools", "test"].flatMap(sources)];
    expect(everywhere.filter((file) => vague.test(file))).toEqual([]);
  });

  it("registers every function file", () => {
    const index = importsOf("functions/index.ts").map(({ to }) => to);
    const declared = sources("functions").filter((file) => file !== "functions/index.ts");
    expect(declared.filter((file) => !index.includes(file))).toEqual([]);
  });
});

/** Depth-first: a file met again on the way down closes a cycle. */
function cycleIn(edges: readonly Import[]): readonly string[] | undefined {
  const next = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const { to } of next.get(file) ?? []) {
      const cycle = visit(to, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
