/** The cookies table and the grounds of disclosure: closed lists that what the application does is held against. */
import { describe, expect, it } from "vitest";
import { brandIds } from "../../../shared/charter/brands.ts";
import { type CookieEntry, cookieLimits, cookies } from "../../../shared/charter/cookies.ts";
import { disclosureGrounds } from "../../../shared/charter/disclosures.ts";
import { transfers } from "../../../shared/charter/transfers.ts";
import { bearerCookie, clearedCookie, cookieNames } from "../../../shared/http/cookies.ts";
import { storedRecords } from "../../../shared/model.ts";
import { recipients } from "../../../shared/privacy/catalogues.ts";
import { registerRows } from "../../../shared/privacy/derive.ts";

const minutesOf = ({ lasts }: Pick<CookieEntry, "lasts">): number => {
  if (lasts === "session") return 0;
  if ("minutes" in lasts) return lasts.minutes;
  return ((lasts.years ?? 0) * 366 + (lasts.months ?? 0) * 31 + (lasts.days ?? 0)) * 1_440;
};
const limit = minutesOf({ lasts: cookieLimits.longest });

describe("cookies", () => {
  it.each(brandIds)("%s: what the application sets is what the table says it sets", (brand) => {
    const listed = cookies[brand].filter(({ setBy }) => setBy === "application").map(({ name }) => name);
    expect(listed.toSorted()).toEqual(Object.values(cookieNames).toSorted());
  });

  it.each(brandIds)("%s: none lives longer than thirteen months, and each stands there once", (brand) => {
    for (const entry of cookies[brand]) expect(minutesOf(entry), entry.name).toBeLessThanOrEqual(limit);
    expect(minutesOf({ lasts: { months: 14 } })).toBeGreaterThan(limit);
    expect(new Set(cookies[brand].map(({ name }) => name)).size).toBe(cookies[brand].length);
  });

  it("ours end with the browser's session and are closed to scripts and other sites", () => {
    const bearer = { subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11", secret: "s".repeat(43) };
    for (const name of Object.values(cookieNames)) {
      const cookie = bearerCookie(name, bearer);
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
      expect(cookie.maxAge).toBeUndefined();
      expect(cookie.expires).toBeUndefined();
      expect(clearedCookie(name).maxAge).toBe(0);
    }
  });

  it("no measurement goes without consent, whatever the published table calls it", () => {
    for (const brand of brandIds) {
      const measuring = cookies[brand].filter(({ provider }) => provider === "Piwik PRO");
      expect(measuring.length).toBeGreaterThan(0);
      expect(measuring.every(({ consent }) => consent === "needed")).toBe(true);
    }
  });
});

describe("disclosures", () => {
  it("every ground names known recipients and its source", () => {
    for (const { to, source } of Object.values(disclosureGrounds)) {
      expect(to.filter((recipient) => !Object.hasOwn(recipients, recipient))).toEqual([]);
      expect(source).toContain("charter art.");
    }
  });

  it("whoever outside gets a stored field stands in the transfers register with a basis", () => {
    const outside = new Set(Object.values(disclosureGrounds).flatMap(({ to }) => to as readonly string[]));
    const seeing = registerRows(...storedRecords.map(({ record }) => record)).flatMap((row) => row.recipients);
    const without = (register: readonly { readonly recipient: string }[]) =>
      [...new Set(seeing)].filter((one) => outside.has(one) && !register.some(({ recipient }) => recipient === one));
    expect(without(transfers)).toEqual([]);
    expect(without(transfers.filter(({ recipient }) => recipient !== "mail-provider"))).toEqual(["mail-provider"]);
  });
});
