/** The catalogue of problems is complete, in both languages, with the statuses the design decided. */
import { describe, expect, test } from "vitest";
import { languages } from "../../../shared/http/language.ts";
import { problemOf, problems, unknownTrouble } from "../../../shared/http/problem.ts";
import { problemCode, problemPage } from "../../../shared/http/problem-page.ts";
import { Refusal, type RefusalCode, refusalCodes } from "../../../shared/refusal.ts";

/** What DESIGN, section 8, says of each status; a code answers with one of them. */
const statuses: Readonly<Record<RefusalCode, number>> = {
  "unreadable-body": 400,
  "unexpected-body": 400,
  "uri-too-long": 414,
  "headers-too-large": 431,
  "idempotency-key-missing": 400,
  "not-signed-in": 401,
  "token-invalid": 401,
  "not-allowed": 403,
  "outside-need-to-know": 403,
  "opening-over": 403,
  "second-person-needed": 403,
  "approval-over": 409,
  "cross-site-request": 403,
  "csrf-token-invalid": 403,
  "step-up-required": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "code-expired": 409,
  "address-already-in-use": 409,
  "documents-outdated": 409,
  "proposal-expired": 409,
  "proposal-already-answered": 409,
  "state-conflict": 409,
  "erasure-in-progress": 409,
  "legal-hold": 409,
  "length-required": 411,
  "stale-version": 412,
  "body-too-large": 413,
  "unsupported-media-type": 415,
  "unknown-host": 421,
  "invalid-input": 422,
  "special-category-likely": 422,
  "card-not-eligible": 422,
  "code-rejected": 422,
  "idempotency-key-reused": 422,
  "precondition-required": 428,
  "too-many-requests": 429,
  "temporarily-unavailable": 503,
};

test("every code has an answer and every answer a code", () => {
  expect(Object.keys(problems).sort()).toEqual([...refusalCodes].sort());
  expect(Object.keys(statuses).sort()).toEqual([...refusalCodes].sort());
  expect(new Set(refusalCodes).size).toBe(refusalCodes.length);
});

test.each(refusalCodes)("%s", (code) => {
  expect(problems[code].status).toBe(statuses[code]);
  const texts = languages.flatMap((language) => [problems[code].title[language], problems[code].advice[language]]);
  for (const text of texts) expect(text.trim().length).toBeGreaterThan(5);
  expect(new Set(texts).size).toBe(texts.length);
  for (const language of languages) {
    const problem = problemOf(new Refusal(code), language, "invocation-1");
    expect(problem).toEqual({
      type: `/problems/${code}`,
      title: problems[code].title[language],
      status: statuses[code],
      instance: "urn:invocation:invocation-1",
    });
    const page = problemPage(code, language);
    expect(page.status).toBe(200);
    expect(page.body).toContain(`<html lang="${language}">`);
    expect(page.body).toContain(code);
    expect(page.headers?.["content-language"]).toBe(language);
    expect(page.headers?.etag).toMatch(/^"[\w-]+"$/);
    expect(page.headers?.["cache-control"]).toBe("no-cache");
  }
});

test("fields at fault are told by pointer and rule, and nothing else of the refusal is", () => {
  const refusal = new Refusal("invalid-input", {
    fields: [{ pointer: "/what", rule: "is required" }],
    cause: new Error("secret cause"),
    retryAfter: 7,
  });
  const problem = problemOf(refusal, "fr", "i");
  expect(problem.errors).toEqual([{ pointer: "/what", rule: "is required" }]);
  expect(JSON.stringify(problem)).not.toContain("secret");
  expect(Object.keys(problem).sort()).toEqual(["errors", "instance", "status", "title", "type"]);
});

describe("a page", () => {
  test("changes its tag with its content", () => {
    expect(problemPage("not-found", "fr").headers?.etag).not.toBe(problemPage("not-found", "en").headers?.etag);
    expect(problemPage("not-found", "fr")).toEqual(problemPage("not-found", "fr"));
  });

  test.each([undefined, "", "Not-Found", "not-found/", "__proto__", "constructor", "../not-found"])(
    "there is none for %j",
    (name) => {
      expect(problemCode(name)).toBeUndefined();
    },
  );

  test("there is one for each code", () => {
    for (const code of refusalCodes) expect(problemCode(code)).toBe(code);
  });

  test("loads nothing and runs nothing", () => {
    const { body, headers } = problemPage("not-found", "fr");
    expect(body).not.toMatch(/<script|<link|<img|src=|@import|url\(/i);
    expect(headers?.["content-security-policy"]).toMatch(/default-src 'none'.*style-src 'sha256-[\w+/=]+'/);
  });
});

test("a fault of ours says nothing about its inside", () => {
  expect(unknownTrouble("fr", "i")).toEqual({
    type: "about:blank",
    title: "Erreur interne",
    status: 500,
    instance: "urn:invocation:i",
  });
  expect(unknownTrouble("en", "i").title).toBe("Internal error");
});
