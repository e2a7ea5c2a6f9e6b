/**
 * What the product never does: make code at run time, start a process, switch off the check of certificates, compare by coercion,
 * merge what was sent into objects of its own. Each rule is shown a line that breaks it (OWASP ASVS 5, 1.2.5, 1.3.2, 12.3.2, 15.3.5).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

const sources = ["functions", "shared"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name)),
);

const rules: Readonly<Record<string, { readonly pattern: RegExp; readonly broken: string }>> = {
  "makes code at run time": { pattern: /\beval\s*\(|\bnew Function\b|node:vm\b/, broken: "eval(text)" },
  "starts a process": { pattern: /child_process|worker_threads|node:cluster/, broken: 'import "node:child_process"' },
  "trusts any certificate": {
    pattern: /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/,
    broken: "{ rejectUnauthorized: false }",
  },
  "compares by coercion": { pattern: /[^=!]==[^=]|!=[^=]/, broken: "if (a == b)" },
  "reaches for a prototype": { pattern: /\.__proto__\b|Object\.setPrototypeOf\(/, broken: "value.__proto__ = other" },
  "uses a weak digest or random numbers that can be guessed": {
    pattern: /createHash\("(?:md5|sha1)"\)|Math\.random\(/,
    broken: 'createHash("md5")',
  },
};

/** Without comments and texts, which may name what is not done. */
const codeIn = (source: string) => source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:])\/\/.*$/gm, "$1");

describe.each(Object.entries(rules))("nothing in the product %s", (_, { pattern, broken }) => {
  it("in any file", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => pattern.test(codeIn(readFileSync(file, "utf8"))))).toEqual([]);
  });

  it("and a line that does is seen", () => {
    expect(pattern.test(codeIn(`const a = 1;\n${broken};\n`))).toBe(true);
  });
});
