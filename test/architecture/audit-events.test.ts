/**
 * What the ledger can say, something says: an event of the catalogue that no code names is a promise of a record that never
 * comes. Named in clear, or by its first word and a value (`consent.${answer}`). And of each event a test expects the entry,
 * through the one fixture for it (test/fixtures/recorded.ts), within a test that runs: what merely names an event counts for nothing.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { auditEventNames } from "../../shared/audit/events.ts";
import { entriesIn, expectEntry } from "../fixtures/recorded.ts";

const root = resolve(import.meta.dirname, "../..");
const catalogue = join(root, "shared/audit/events.ts");

const filesOf = (folders: readonly string[], end: string) =>
  folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map((entry) => join(entry.parentPath, entry.name));

const code = filesOf(["functions", "shared", "tools/ops"], ".ts")
  .filter((path) => path !== catalogue)
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

const isNamed = (event: string, where: string) =>
  where.includes(`"${event}"`) || where.includes(`\`${event.split(".")[0]}.\${`);

it("every event of the catalogue is recorded somewhere", () => {
  expect(auditEventNames.filter((event) => !isNamed(event, code))).toEqual([]);
});

it("and one that nothing records is seen", () => {
  expect(isNamed("account.archived", code.replaceAll('"account.archived"', ""))).toBe(false);
});

type Node = { readonly type: string; readonly [field: string]: unknown };
const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** Every node with the calls around it, the nearest last. */
function* walk(node: Node, around: readonly Node[] = []): Generator<{ node: Node; around: readonly Node[] }> {
  yield { node, around };
  const within = node.type === "CallExpression" ? [...around, node] : around;
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) yield* walk(one, within);
  }
}

/** The words of what is called: `it`, `describe` and `skip`, `test` and `each`. */
const wordsOf = ({ type, ...node }: Node): readonly unknown[] =>
  type === "Identifier"
    ? [node.name]
    : type === "MemberExpression"
      ? [...wordsOf(node.object as Node), (node.property as Node).name]
      : type === "CallExpression"
        ? wordsOf(node.callee as Node)
        : [];

/** Within a test, and within nothing that is left out. */
const isRun = (around: readonly Node[]): boolean => {
  const called = around.map(wordsOf);
  const isLeftOut = called.some((words) => words.some((word) => /^(skip|todo|skipIf|runIf)$/.test(String(word))));
  return !isLeftOut && called.some(([first]) => first === "it" || first === "test");
};

/** The events whose entry is expected in a test file. */
function expectedIn(name: string, text: string): readonly string[] {
  if (!text.includes("/fixtures/recorded.ts")) return [];
  const { module, program } = parseSync(name, text);
  const isImported = module.staticImports.some(
    ({ moduleRequest, entries }) =>
      moduleRequest.value.endsWith("/fixtures/recorded.ts") &&
      entries.some(({ localName }) => localName.value === "expectEntry"),
  );
  if (!isImported) return [];
  return [...walk(program as unknown as Node)].flatMap(({ node, around }) => {
    const [event] = node.type === "CallExpression" ? (node.arguments as readonly Node[]) : [];
    const isExpected = event?.type === "Literal" && wordsOf(node).join(".") === "expectEntry" && isRun(around);
    return isExpected ? [String(event.value)] : [];
  });
}

describe("of every event a test expects the entry", () => {
  const files = filesOf(["test"], ".test.ts").filter((path) => path !== import.meta.filename);

  it("through the one fixture, in a test that runs", () => {
    const expected = new Set(files.flatMap((path) => expectedIn(path, readFileSync(path, "utf8"))));
    expect(auditEventNames.filter((event) => !expected.has(event))).toEqual([]);
  });

  const from = 'import { expectEntry } from "../fixtures/recorded.ts";\n';
  const call = 'expectEntry("account.closed", entries, { actor: { role: "system" } });';
  it.each([
    ["in a test", `${from}it("is", () => { ${call} });`, 1],
    ["in a test of many cases", `${from}describe("a", () => it.each([1, 2])("is %s", () => { ${call} }));`, 1],
    ["in a comment", `${from}it("is", () => { /* ${call} */ });`, 0],
    ["as a word only", `${from}it("is", () => { expect(events).toContain("account.closed"); });`, 0],
    ["in a text", `${from}it("is", () => { note(${JSON.stringify(call)}); });`, 0],
    ["in a test that is left out", `${from}it.skip("is", () => { ${call} });`, 0],
    ["in a group that is left out", `${from}describe.skip("a", () => it("is", () => { ${call} }));`, 0],
    ["in what no test calls", `${from}const never = () => { ${call} };`, 0],
    ["by something else of that name", `const expectEntry = () => {};\nit("is", () => { ${call} });`, 0],
  ])("one named %s counts only where it is run", (_, text, count) => {
    expect(expectedIn("a.test.ts", text)).toHaveLength(count);
  });

  const entry = { event: "account.closed", actor: { role: "desk", id: "somebody" }, detail: "misuse", at: "now" };
  const like = { actor: { role: "desk" }, detail: "misuse" } as const;
  it("and the fixture finds it", () => {
    expect(expectEntry("account.closed", [entry, { event: "account.opened" }], like)).toEqual([entry]);
    expect(entriesIn([{ entry }, {}] as never)).toEqual([entry]);
  });

  it.each<[string, readonly object[]]>([
    ["nothing was recorded", []],
    ["something else was", [{ ...entry, event: "account.opened" }]],
    ["somebody else did it", [{ ...entry, actor: { role: "system" } }]],
    ["it says something else", [{ ...entry, detail: "member" }]],
  ])("which fails where %s", (_, entries) => {
    expect(() => expectEntry("account.closed", entries, like)).toThrow();
  });
});
