/** The guide, the alerts and the scripts say the same: what one names, the others have. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { committedDeployment } from "./evaluated.ts";

const root = join(import.meta.dirname, "../..");
const text = (path: string) => readFileSync(join(root, path), "utf8");
const guide = text("docs/ops.md");
const pipelines = [".github/workflows/deploy.yml", "infra/pipelines/azure-devops.yml", "azure.yaml"];
const scripts = globSync("infra/scripts/*.sh", { cwd: root });

type Alert = { id: string; query?: string };
const { metric, log, activity } = JSON.parse(text("infra/alerts.json")) as Record<
  "metric" | "log" | "activity",
  Alert[]
>;
const alertIds = [...metric, ...log, ...activity].map(({ id }) => id);

const sources = globSync("{shared,functions}/**/*.ts", { cwd: root }).map(text).join("\n");

describe("the guide", () => {
  test("has a runbook for each alert, and none for alerts that are no more", () => {
    const runbooks = /## Alerts and what to do([\s\S]*?)\n## /.exec(guide)?.[1] ?? "";
    expect([...runbooks.matchAll(/^### (.+)$/gm)].map(([, id]) => id).sort()).toEqual([...alertIds].sort());
  });

  test.each(["docs/ops.md", "docs/transfers.md", ...pipelines])("%s names files that exist", (page) => {
    const named = [...text(page).matchAll(/(?<![\w/])(?:infra|tools|shared|docs|test|\.github)\/[\w./-]*\w/g)].map(
      ([path]) => path,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(
      [...new Set(named)].filter(
        (path) => !existsSync(join(root, path)) && globSync(`${path}*`, { cwd: root }).length === 0,
      ),
    ).toEqual([]);
  });

  test("has a finding for every type that is deployed in no region", () => {
    const transfers = text("docs/transfers.md");
    const types = new Set(
      committedDeployment("production")
        .resources.filter(({ location }) => location === "global")
        .map(({ type }) => type),
    );
    expect(types.size).toBeGreaterThan(3);
    const named = (type: string) =>
      [type, type.split("/").slice(1).join("/"), type.split("/").at(-1) ?? ""].some(
        (form) => transfers.includes(`\`${form}\``) || transfers.includes(`/${form}\``),
      );
    expect([...types].filter((type) => !named(type))).toEqual([]);
  });
});

describe("alerts on logs", () => {
  const quoted = (query: string, pattern: RegExp) =>
    [...query.matchAll(pattern)].flatMap(([, list]) =>
      [...(list ?? "").matchAll(/'([^']+)'/g)].map(([, name]) => name ?? ""),
    );

  test("ask for events that the code logs", () => {
    const events = log.flatMap(({ query = "" }) => quoted(query, /Event in \(([^)]*)\)/g));
    expect(events.length).toBeGreaterThan(4);
    // By the logger: some are events of the ledger too, which no alert sees.
    const isLogged = (event: string) => new RegExp(`\\.(?:event|warn|error)\\(\\s*"${event}"`).test(sources);
    expect(events.filter((event) => !isLogged(event))).toEqual([]);
    expect(isLogged("hold.reminded")).toBe(false);
  });

  test("see every way in which a partner breaks the contract", () => {
    const { query = "" } = log.find(({ id }) => id === "contract-broken") ?? {};
    expect(quoted(query, /Event in \(([^)]*)\)/g)).toEqual(
      expect.arrayContaining(["queue.message-rejected", "message.refused-by-processor", "update.contradicts-state"]),
    );
  });

  test("ask for functions that exist", () => {
    const functions = log.flatMap(({ query = "" }) => quoted(query, /OperationName == ('[^']+')/g));
    expect(functions).not.toEqual([]);
    expect(functions.filter((name) => !sources.includes(`app.timer("${name}"`))).toEqual([]);
  });
});

describe("scripts and pipelines", () => {
  test.each(scripts)("%s is well formed", (script) => {
    execFileSync("sh", ["-n", join(root, script)]);
    expect(text(script)).toMatch(/^#!\/bin\/sh\n(?:#.*\n)+set -eu\n/);
  });

  test.each([...pipelines, ...scripts])("%s holds no secret and no place outside the EEA", (file) => {
    expect(text(file)).not.toMatch(
      /\$\{\{ *secrets\.|client-secret|AZURE_CREDENTIALS|password|uksouth|eastus|switzerland/i,
    );
  });

  test.each(pipelines.slice(0, 2))("%s tests before it deploys, and tests the site afterwards", (file) => {
    const order = [
      "npm run infra",
      "npm test",
      "what-if.sh",
      "deployment group create",
      "config-zip",
      "smoke-test.ts",
    ].map((step) => text(file).indexOf(step));
    expect(order.every((at, i) => at > (order[i - 1] ?? 0))).toBe(true);
  });
});
