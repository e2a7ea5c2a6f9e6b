/** The description as it is served: version and 304, and the page a person reads. */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { HttpRequest } from "@azure/functions";
import { describe, expect, it } from "vitest";
import { openApiAnswer, referencePage } from "../../../shared/http/openapi-answer.ts";
import { unlessKnown } from "../../../shared/http/versioned-answer.ts";
import { registeredRoutes } from "../../../tools/docs/registered-routes.ts";

const root = resolve(import.meta.dirname, "../../..");
const routes = await registeredRoutes();
const asks = (etag?: string) =>
  new HttpRequest({
    method: "GET",
    url: "http://localhost/api/v1/openapi.json",
    headers: etag === undefined ? {} : { "if-none-match": etag },
  });

describe("GET /api/v1/openapi.json", () => {
  it("answers the committed document, and 304 to who has it", () => {
    const answer = openApiAnswer(routes);
    const committed = JSON.parse(readFileSync(join(root, "docs/schemas/openapi.json"), "utf8"));
    expect(JSON.parse(JSON.stringify(answer.body))).toEqual(committed);
    const etag = answer.headers?.etag ?? "";
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(answer.headers?.["cache-control"]).toBe("no-cache");
    expect(unlessKnown(asks(), answer).status).toBe(200);
    expect(unlessKnown(asks('"other"'), answer).status).toBe(200);
    const known = unlessKnown(asks(`"other", W/${etag}`), answer);
    expect(known).toMatchObject({ status: 304, headers: { etag } });
    expect(known.body).toBeUndefined();
  });

  it("is loaded only when it is asked for", () => {
    const importers = (text: string) => /^import (?!type)[^;]*\/openapi(?!-types)[\w-]*\.ts"/m.test(text);
    const eager = globSync("{shared,functions}/**/*.ts", { cwd: root })
      .filter((path) => !/shared.http.openapi|functions.index/.test(path))
      .filter((path) => importers(readFileSync(join(root, path), "utf8")));
    expect(eager).toEqual([]);
    expect(importers('import { openApiAnswer } from "../../shared/http/openapi-answer.ts";')).toBe(true);
  });
});

describe.each(["fr", "en"] as const)("GET /api/v1/reference (%s)", (language) => {
  const { headers = {}, body = "" } = referencePage(routes, language);

  it("names its language and has one heading, one style of its own and no script", () => {
    expect(body).toMatch(new RegExp(`^<!doctype html>\n<html lang="${language}">`));
    expect(body.match(/<h1>/g)).toHaveLength(1);
    expect(body).not.toMatch(/<script|\son\w+=|javascript:|style="/i);
    const style = /<style>([^<]*)<\/style>/.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toContain(`default-src 'none'`);
    expect(headers["content-security-policy"]).toContain(`style-src 'sha256-${hash}'`);
    expect(headers["content-language"]).toBe(language);
  });

  it("shows every operation once, in that language, and links inside itself to what is there", () => {
    for (const { name, summary } of routes) {
      expect(body.split(`<h2 id="${name}">`), name).toHaveLength(2);
      expect(body).toContain(summary[language].replaceAll("&", "&amp;"));
    }
    const ids = [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of body.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it("gives every table a caption and header cells", () => {
    const tables = body.match(/<table>/g)?.length ?? 0;
    expect(tables).toBeGreaterThan(routes.length);
    expect(body.match(/<caption>[^<]+<\/caption>/g)).toHaveLength(tables);
    expect(body.match(/<thead><tr><th scope="col">/g)).toHaveLength(tables);
    expect(body).not.toMatch(/<th[^>]*><\/th>/);
  });
});
