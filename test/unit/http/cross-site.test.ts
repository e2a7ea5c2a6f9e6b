/** Requests forged by other sites: both defences, over every combination of what a browser or an attacker can send. */
import { describe, expect, test } from "vitest";
import { csrfHeader, issueCsrfToken, refuseCrossSite, refuseForgery } from "../../../shared/http/cross-site.ts";
import { hashOfSecret } from "../../../shared/sessions/session.ts";

const origin = "https://conciergerie.milleis.example";
const refused = (code: string) => expect.objectContaining({ name: "Refusal", code });

describe("where a request comes from", () => {
  const sites = [null, "same-origin", "same-site", "cross-site", "none", "", "SAME-ORIGIN", "same-origin, cross-site"];
  const origins = [
    null,
    origin,
    "null",
    "",
    `${origin}/`,
    `${origin}:443`,
    origin.replace("https", "http"),
    "https://evil.example",
    `${origin}.evil.example`,
  ];
  const matrix = sites.flatMap((site) => origins.map((from) => [site, from] as const));
  const allowed = (site: string | null, from: string | null) =>
    (site === "same-origin" && (from === null || from === origin)) || (site === null && from === origin);

  test.each(matrix)("Sec-Fetch-Site %j, Origin %j", (site, from) => {
    const headers = new Headers();
    if (site !== null) headers.set("sec-fetch-site", site);
    if (from !== null) headers.set("origin", from);
    const check = () => refuseCrossSite(headers, origin);
    if (allowed(site, from)) expect(check).not.toThrow();
    else expect(check).toThrow(refused("cross-site-request"));
  });

  test("three of them pass and no more", () => {
    expect(matrix.filter(([site, from]) => allowed(site, from))).toHaveLength(3);
  });
});

describe("the token", () => {
  const ring = [
    { version: "2", key: "b".repeat(43) },
    { version: "1", key: "a".repeat(43) },
  ];
  const older = ring.slice(1);
  const newest = ring.slice(0, 1);
  const session = hashOfSecret("one");
  const token = issueCsrfToken(ring, session);

  test("is good for its session, each time, and new each time", () => {
    expect(() => refuseForgery(ring, session, token)).not.toThrow();
    expect(() => refuseForgery(ring, session, token)).not.toThrow();
    expect(issueCsrfToken(ring, session)).not.toBe(token);
    expect(token).not.toContain(session);
    expect(token.length).toBeLessThanOrEqual(200);
  });

  test("an older key still checks, a key that is gone does not", () => {
    expect(() => refuseForgery(ring, session, issueCsrfToken(older, session))).not.toThrow();
    expect(() => refuseForgery(newest, session, issueCsrfToken(older, session))).toThrow(refused("csrf-token-invalid"));
    expect(() => refuseForgery([], session, token)).toThrow(refused("csrf-token-invalid"));
    expect(() => issueCsrfToken([], session)).toThrow("no CSRF key");
  });

  const [version = "", random = "", signature = ""] = token.split("~");
  const forged = (key: string) => issueCsrfToken([{ version: "2", key }], session);
  test.each([
    ["absent", null],
    ["empty", ""],
    ["of another session", issueCsrfToken(ring, hashOfSecret("two"))],
    ["signed with a guessed key", forged("c".repeat(43))],
    [
      "signed with the other key under this version",
      `2~${issueCsrfToken(older, session).split("~").slice(1).join("~")}`,
    ],
    ["without signature", `${version}~${random}`],
    ["with an empty signature", `${version}~${random}~`],
    ["with a short signature", `${version}~${random}~${signature.slice(0, 20)}`],
    ["with a longer signature", `${version}~${random}~${signature}AAAA`],
    ["with another random part", `${version}~${"A".repeat(random.length)}~${signature}`],
    ["of an unknown version", `9~${random}~${signature}`],
    ["of a version that is a property of everything", `constructor~${random}~${signature}`],
    ["reversed", [...token].reverse().join("")],
    ["the session's own id", session],
  ])("%s is refused", (_what, given) => {
    expect(() => refuseForgery(ring, session, given)).toThrow(refused("csrf-token-invalid"));
  });

  test("goes in the header the charter names", () => {
    expect(csrfHeader).toBe("X-CSRF-TOKEN-CONCIERGERIE");
  });
});
