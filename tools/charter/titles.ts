/** The titles of the tests that a file would run, read from its syntax: a word in a comment or a text is no test. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

const root = resolve(import.meta.dirname, "../..");

// biome-ignore lint/suspicious/noExplicitAny: nodes of every kind are walked down.
type Node = any;

/** `it`, `test`, with whatever is said of it (`.each([…])`, `.skipIf(…)`), unless it is left out. */
function isTest(callee: Node): boolean {
  if (callee.type === "Identifier") return callee.name === "it" || callee.name === "test";
  if (callee.type === "CallExpression") return isTest(callee.callee);
  if (callee.type !== "MemberExpression") return false;
  return !["skip", "todo"].includes(callee.property.name) && isTest(callee.object);
}

function titleOf(argument: Node): string | undefined {
  if (argument?.type === "Literal" && typeof argument.value === "string") return argument.value;
  if (argument?.type !== "TemplateLiteral") return undefined;
  return argument.quasis.map(({ value }: Node) => value.cooked).join("");
}

export function titlesIn(file: string, text = readFileSync(resolve(root, file), "utf8")): readonly string[] {
  const titles: string[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [first] }: Node) {
      const title = titleOf(first);
      if (title !== undefined && isTest(callee)) titles.push(title);
    },
  }).visit(parseSync(file, text).program);
  return titles;
}
