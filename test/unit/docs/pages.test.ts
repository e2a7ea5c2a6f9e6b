/** What the pages name is there: scripts, files, ports; the demo's output is shown whole; decisions are short and numbered. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { usualPorts } from "../../../local/system/ports.ts";
import { poisonQueue, type QueueName, queues } from "../../../shared/messaging/queues.ts";
import { blockOf } from "../../../tools/docs/blocks.ts";

const root = resolve(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts);
const pages = ["README.md", ...globSync("docs/*.md", { cwd: root }).sort()];
const decisions = globSync("docs/decisions/[0-9]*.md", { cwd: root }).sort();
/** The later ones have forms of their own. */
const first = decisions.filter((path) => path < "docs/decisions/0030");

/** Relative links of a page, without their anchors. */
const linksOf = (path: string) =>
  [...read(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);

const brokenLinks = (path: string, links: readonly string[]) =>
  links.filter((target) => !existsSync(join(root, dirname(path), target)));

describe("README and docs", () => {
  it.each([...pages, ...decisions])("%s links to what is there", (path) => {
    expect(brokenLinks(path, linksOf(path))).toEqual([]);
  });

  it("what a data protection officer is to read of retention is two pages", () => {
    const [, ...words] = read("docs/retention.md")
      .replace(/```[\s\S]*?```/, "")
      .split(/\s+/);
    expect(words.length).toBeLessThan(1_000);
  });

  it("a link to nothing is found", () => {
    expect(brokenLinks("README.md", ["docs/nothing.md"])).toEqual(["docs/nothing.md"]);
  });

  it.each(pages)("%s names scripts that are there", (path) => {
    const named = [...read(path).matchAll(/npm run ([a-z:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it("the README gives the two commands first and lists every script", () => {
    const readme = read("README.md");
    const first = /```sh\n([\s\S]*?)```/
      .exec(readme)?.[1]
      ?.trim()
      .split("\n")
      .map((line) => line.replace(/\s+#.*/, ""));
    expect(first).toEqual(["npm ci && npm start", "npm ci && npm test"]);
    for (const name of scripts) expect(readme).toMatch(new RegExp(`\`npm (?:run )?${name}\``));
  });

  it("the README shows the demo from sign-up to the e-mails", () => {
    const shown = blockOf(read("README.md"), "demo");
    const steps = [...shown.matchAll(/^ ?(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(shown).toMatch(/référence \S+/);
    expect(shown).not.toMatch(/\/(?:home|root|Users|work)\//);
  });

  it("docs/local.md names every port", () => {
    const text = read("docs/local.md");
    for (const [name, port] of Object.entries(usualPorts)) expect(text, name).toContain(`| ${port} |`);
  });
});

describe("docs/ops.md names every queue", () => {
  const names = Object.keys(queues) as QueueName[];
  /** Queue and account, from the rows of its table. */
  const tabled = (page: string) =>
    [...page.matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \| (data|exchange) \|/gm)].flatMap(([, cell = "", account]) =>
      [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name]) => `${name} ${account}`),
    );
  const poisons = (page: string) =>
    [...(/\*\*Poison queues\*\* \(([^)]*)\)/.exec(page)?.[1] ?? "").matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);

  it("with its account, and every poison queue that is read back", () => {
    const page = read("docs/ops.md");
    expect(tabled(page).toSorted()).toEqual(names.map((name) => `${name} ${queues[name].account}`).toSorted());
    const ours = names.filter((name) => queues[name].to === "application");
    expect(poisons(page).toSorted()).toEqual(ours.map(poisonQueue).toSorted());
  });

  it("and one that is left out is found", () => {
    const page = read("docs/ops.md").replace("`erasure-work-poison`, ", "").replace("`erasure-work`, ", "");
    expect(poisons(page)).not.toContain("erasure-work-poison");
    expect(tabled(page)).not.toContain("erasure-work data");
  });
});

describe("decisions", () => {
  it.each(first)("%s is numbered, short, and says choice, cost and when to look again", (path) => {
    const text = read(path);
    const number = /(\d{4})-/.exec(path)?.[1];
    expect(text).toMatch(new RegExp(`^# ${number}\\. `));
    for (const part of ["**Context.**", "**Choice.**", "**Cost.**", "**Look again**"]) expect(text).toContain(part);
    expect(text.trim().split("\n").length).toBeLessThanOrEqual(20);
  });
});
