/** The two cookies: read only when there is exactly one well-formed, set only with every protection. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bearerCookie, clearedCookie, cookieNames, readBearer } from "../../../shared/http/cookies.ts";
import { newSecret } from "../../../shared/sessions/session.ts";
import { seed } from "../seed.ts";

const name = cookieNames.session;
const bearer = { subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11", secret: "s".repeat(43) };
const value = `${bearer.subjectId}.${bearer.secret}`;

describe("found", () => {
  test.each([
    `${name}=${value}`,
    `a=b; ${name}=${value}; c=d`,
    `a=b;${name}=${value}`,
    `  ${name}=${value}  `,
    `${cookieNames.ticket}=${value}; ${name}=${value}`,
    `x${name}=other; ${name}=${value}`,
    `theme=x,${name}=other; ${name}=${value}`,
  ])("%s", (header) => {
    expect(readBearer(header, name)).toEqual(bearer);
  });
});

describe("not found", () => {
  test.each([
    null,
    "",
    name,
    `${name}=`,
    `${name}=${bearer.secret}`,
    `${name}=${bearer.subjectId}`,
    `${name}=${value}x`,
    `${name}=${value.slice(0, -1)}`,
    `${name}="${value}"`,
    `${name}=${value.toUpperCase()}`,
    `${name}=${bearer.subjectId}.${"é".repeat(43)}`,
    `${name}=../${value}`,
    `${name} =${value}`,
    `${name.toLowerCase()}=${value}`,
    `${cookieNames.ticket}=${value}`,
    // Two of one name: somebody else set one, and nobody can tell which.
    `${name}=${value}; ${name}=${value}`,
    `${name}=${value}; ${name}=other`,
    `${name}=other, ${name}=${value}`,
    // A comma separates nothing: a neighbouring host may have set the cookie before it, with all that follows.
    `theme=x,${name}=${value}`,
    `theme=x, ${name}=${value}`,
    `a=b; theme=,${name}=${value}; c=d`,
    `${name}=${value}, a=b`,
  ])("%j", (header) => {
    expect(readBearer(header, name)).toBeUndefined();
  });

  test("in anything at all", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        fc.pre(!`${before}${after}`.includes(bearer.secret));
        expect(readBearer(`${before};${name}=${after}`, name)).toBeUndefined();
      }),
      { seed },
    );
  });
});

describe("set", () => {
  test.each(Object.values(cookieNames))("%s comes back as it was, and only to us", (of) => {
    const given = { subjectId: bearer.subjectId, secret: newSecret() };
    const cookie = bearerCookie(of, given);
    expect(readBearer(`${cookie.name}=${cookie.value}`, of)).toEqual(given);
    expect(cookie).toMatchObject({ path: "/", httpOnly: true, secure: true, sameSite: "Lax" });
    // A __Host- cookie has no domain, and ours no lifetime: the server's record has.
    for (const attribute of ["domain", "maxAge", "expires"]) expect(cookie).not.toHaveProperty(attribute);
  });

  test("to nothing, with the same attributes, so that the browser drops it", () => {
    expect(clearedCookie(name)).toEqual({
      name,
      value: "",
      maxAge: 0,
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "Lax",
    });
  });
});
