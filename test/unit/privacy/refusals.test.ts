/**
 * The compiler refuses what it should, for the reason it should. `types.test-d.ts` is compiled without its
 * `@ts-expect-error` directives, and each line must fail with the words its directive names; with them, faults planted
 * in the types must show as directives that are no longer needed. One run of `tsc` for all.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyModel, type Fault, root, workshop } from "./model.ts";

const typesFile = "test/unit/privacy/types.test-d.ts";
const directive = /^\s*\/\/ @ts-expect-error (?<words>.+)$/;

/** Faults in the types, and the words of a refusal each of them silences. */
const mutants: readonly (Fault & { readonly fault: string; readonly silences: string })[] = [
  {
    fault: "any leaf is complete",
    file: "shared/privacy/completeness.ts",
    from: "type Fault<S, P extends string> = S extends Noted",
    to: "type Fault<S, P extends string> = S extends z.core.$ZodType",
    silences: "/name has no privacy annotation",
  },
  {
    fault: "items of arrays are not looked at",
    file: "shared/privacy/completeness.ts",
    from: '? Fault<E, At<P, "*">>',
    to: "? never",
    silences: "/people/*/home/street has no privacy annotation",
  },
  {
    fault: "options of unions are not looked at",
    file: "shared/privacy/completeness.ts",
    from: "? Fault<O, P>",
    to: "? never",
    silences: "/how/at has no privacy annotation",
  },
  {
    fault: "free text is closed",
    file: "shared/privacy/annotation.ts",
    from: "? D extends { format: ClosedFormat }\n    ? true\n    : false",
    to: "? true",
    silences: "free text is personal",
  },
  {
    fault: "transforms are still",
    file: "shared/privacy/annotation.ts",
    from: ': "a wire schema cannot transform: normalise after parsing";',
    to: ": unknown;",
    silences: "a wire schema cannot transform",
  },
  {
    fault: "every category may lie in clear",
    file: "shared/privacy/annotation.ts",
    from: '? [N["category"]] extends [ClearCategory]',
    to: '? [N["category"]] extends [Category]',
    silences: "this category never lies in clear",
  },
  {
    fault: "views carry no brand",
    file: "shared/privacy/view.ts",
    from: " & { readonly [shown]: R };",
    to: ";",
    silences: "Property '[shown]' is missing",
  },
  {
    fault: "a view's type ignores seenBy",
    file: "shared/privacy/view.ts",
    from: '? R extends N["seenBy"][number]',
    to: "? R extends R",
    silences: "Property 'email' does not exist",
  },
  {
    fault: "sealed fields are in the stored type",
    file: "shared/storage/sealing.ts",
    from: "export type Stored<R extends AnyRecord> = Omit<Doc<R>, SealedKeys<R>> & {",
    to: "export type Stored<R extends AnyRecord> = Doc<R> & {",
    silences: "Property 'lastName' does not exist",
  },
  {
    fault: "unknown names can be logged",
    file: "shared/privacy/log.ts",
    from: "}[keyof F];",
    to: "}[never];",
    silences: "lastName cannot be logged",
  },
  {
    fault: "event names may be put together",
    file: "shared/privacy/log.ts",
    from: '? "an event\'s name is a literal" : N;',
    to: "? N : N;",
    silences: "an event's name is a literal",
  },
];

type Diagnostic = { readonly file: string; readonly line: number; readonly text: string };

/** What `tsc` says, one entry for each error with its indented details. */
async function compile(directory: string): Promise<readonly Diagnostic[]> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const run = promisify(execFile)(process.execPath, [tsc, "-p", directory, "--pretty", "false"], {
    cwd: directory,
    maxBuffer: 2 ** 26,
  });
  const output = await run.then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
  return output.split(/\n(?=\S)/).flatMap((entry) => {
    const { file, line, text } =
      /^(?<file>\S+?)\((?<line>\d+),\d+\): error (?<text>[\s\S]*)$/.exec(entry)?.groups ?? {};
    return file === undefined ? [] : [{ file, line: Number(line), text: text ?? "" }];
  });
}

const directives = (source: string) =>
  source.split("\n").flatMap((text, index) => {
    const words = directive.exec(text)?.groups?.words;
    return words === undefined ? [] : [{ line: index + 1, words }];
  });

describe("the compiler", async () => {
  const source = await readFile(join(root, typesFile), "utf8");
  const page = await readFile(join(root, "docs/model.md"), "utf8");
  let shop: Awaited<ReturnType<typeof workshop>>;
  let found: readonly Diagnostic[];
  const errorsOf = (part: string) => found.filter(({ file }) => file.startsWith(`${part}/`));

  beforeAll(async () => {
    shop = await workshop();
    const at = (...path: string[]) => join(shop.directory, ...path);
    const put = async (path: string, content: string) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    };
    await copyModel(at("bare"));
    await put(at("bare", typesFile), source.replaceAll("@ts-expect-error", "expected:"));
    for (const [index, fault] of mutants.entries()) {
      await copyModel(at(`m${index}`), fault);
      await put(at(`m${index}`, typesFile), source);
    }
    const [, example] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
    await copyModel(at("page"));
    await put(at("page/docs/example.ts"), example ?? "no example");
    await cp(join(root, "tsconfig.json"), at("project.json"));
    await put(at("package.json"), '{ "type": "module" }');
    await put(
      at("tsconfig.json"),
      JSON.stringify({ extends: "./project.json", include: ["bare", "page", "m*/**/*.ts"] }),
    );
    found = await compile(shop.directory);
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  test.each(directives(source))("line $line: $words", ({ line, words }) => {
    const texts = errorsOf("bare")
      .filter((error) => error.line === line + 1)
      .map(({ text }) => text);
    expect(texts.join("\n")).toContain(words);
  });

  test("finds nothing else", () => {
    const expected = new Set(directives(source).map(({ line }) => line + 1));
    expect(errorsOf("bare").filter(({ file, line }) => !file.endsWith(typesFile) || !expected.has(line))).toEqual([]);
    expect(source.split("@ts-expect-error").length - 2).toBe(expected.size);
  });

  test("accepts the example of docs/model.md", () => {
    expect(page).toContain("```ts\n");
    expect(errorsOf("page")).toEqual([]);
  });

  test.each(mutants.map((mutant, index) => ({ ...mutant, index })))("notices when $fault", ({ index, silences }) => {
    const unused = errorsOf(`m${index}`).filter(({ text }) => text.startsWith("TS2578"));
    const silenced = directives(source).filter(({ line }) => unused.some((error) => error.line === line));
    expect(silenced.map(({ words }) => words)).toContain(silences);
  });
});
