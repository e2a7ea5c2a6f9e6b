/** The head of a request: what is as large as it may be passes, one more does not. */
import { HttpRequest } from "@azure/functions";
import { describe, expect, test } from "vitest";
import { refuseOversized, requestLimits } from "../../../shared/http/request-limits.ts";

const site = "https://conciergerie.milleis.example/";
const refusalOf = (url: string, headers: Record<string, string> = {}) => {
  try {
    refuseOversized(new HttpRequest({ method: "GET", url, headers }));
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};
const { urlCharacters, headerNames, headerCharacters, cookieCharacters } = requestLimits;
const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, "1"]));

describe("the head of a request", () => {
  test("its address", () => {
    const path = "a".repeat(urlCharacters - site.length);
    expect(refusalOf(site + path)).toBeUndefined();
    expect(refusalOf(`${site}${path}a`)).toBe("uri-too-long");
  });

  test("how many headers", () => {
    expect(refusalOf(site, names(headerNames))).toBeUndefined();
    expect(refusalOf(site, names(headerNames + 1))).toBe("headers-too-large");
  });

  test("how large they are together", () => {
    const half = "a".repeat(headerCharacters / 2 - 3);
    expect(refusalOf(site, { "x-a": half, "x-b": half })).toBeUndefined();
    expect(refusalOf(site, { "x-a": half, "x-b": `${half}a` })).toBe("headers-too-large");
  });

  test("its cookies", () => {
    expect(refusalOf(site, { cookie: "a".repeat(cookieCharacters) })).toBeUndefined();
    expect(refusalOf(site, { cookie: "a".repeat(cookieCharacters + 1) })).toBe("headers-too-large");
  });
});
