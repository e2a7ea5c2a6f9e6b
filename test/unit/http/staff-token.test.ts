/**
 * Staff tokens against a real issuer over HTTP: a good one, and one case for each thing that can be wrong with one. Each bad
 * token differs from the good one in that thing alone, so a check that is left out lets its case in.
 */
import { createHmac, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issuerServer } from "../../../local/issuer/server.ts";
import { localTenant, objectIdOf } from "../../../local/issuer/tenant.ts";
import { type Issuer, localIssuer, type Over } from "../../../local/issuer/tokens.ts";
import { closeServer, listenOnLoopback } from "../../../local/system/loopback-http.ts";
import { entraLogin, issuerOf, keysUrlOf, makeIdentifyStaff } from "../../../shared/http/staff-token.ts";
import { type Staff, type StaffRole, staffRoles } from "../../../shared/staff/staff.ts";
import { standingClock } from "../../memory/clock.ts";
import { keptLog } from "../../memory/log.ts";

const clock = standingClock();
let port = 0;
const issuer: Issuer = localIssuer(() => `http://127.0.0.1:${port}`, clock);
const server = issuerServer(issuer);
beforeAll(async () => {
  port = await listenOnLoopback(server);
});
afterAll(() => closeServer(server));

const directory = () => ({ ...localTenant, loginUrl: `http://127.0.0.1:${port}` });
const identifier = (cooldownMs = 0) =>
  makeIdentifyStaff({ directory: directory(), clock, log: keptLog().log, cooldownMs });
const all = staffRoles;
const mint = (over: Over = {}, role: StaffRole = "desk") =>
  issuer.mint({ brand: "milleis", role, name: "camille" }, over);
const outcomeOf = async (promise: Promise<Staff>): Promise<string> =>
  promise.then(
    ({ role }) => role,
    (error) => error.code ?? error.name,
  );
const asked = (token: string, roles: readonly StaffRole[] = all, identify = identifier()) =>
  outcomeOf(identify("milleis", roles, `Bearer ${token}`));
const seconds = (count: number) => Math.floor(clock.now().getTime() / 1_000) + count;

test("a good token says who it is, in which function, for which brand", async () => {
  const staff = await identifier()("milleis", all, `Bearer ${await mint()}`);
  expect(staff).toEqual({ id: objectIdOf("camille"), role: "desk", brand: "milleis" });
});

test("in Azure the directory is Entra ID's own endpoint, of this tenant", () => {
  const at = { loginUrl: entraLogin, tenantId: localTenant.tenantId };
  expect(issuerOf(at)).toBe(`https://login.microsoftonline.com/${localTenant.tenantId}/v2.0`);
  expect(keysUrlOf(at)).toBe(`https://login.microsoftonline.com/${localTenant.tenantId}/discovery/v2.0/keys`);
});

describe("refused as no token", () => {
  test.each<[string, () => Over]>([
    ["another issuer", () => ({ claims: { iss: "https://login.microsoftonline.com/common/v2.0" } })],
    ["the issuer of version 1", () => ({ claims: { iss: `https://sts.windows.net/${localTenant.tenantId}/` } })],
    ["another tenant", () => ({ claims: { tid: "11111111-1111-4111-8111-111111111111" } })],
    ["no tenant", () => ({ claims: { tid: undefined } })],
    ["another audience", () => ({ claims: { aud: "11111111-1111-4111-8111-111111111111" } })],
    ["no audience", () => ({ claims: { aud: undefined } })],
    ["version 1", () => ({ claims: { ver: "1.0" } })],
    ["over", () => ({ claims: { exp: seconds(-61) } })],
    ["without end", () => ({ claims: { exp: undefined } })],
    ["not yet good", () => ({ claims: { nbf: seconds(61) } })],
    ["without beginning", () => ({ claims: { nbf: undefined } })],
    ["of a program: no scope", () => ({ claims: { scp: undefined, idtyp: "app" } })],
    ["another scope", () => ({ claims: { scp: "User.Read staffing" } })],
    ["nobody in particular", () => ({ claims: { oid: undefined } })],
    ["no roles", () => ({ claims: { roles: undefined } })],
    ["roles that are no list", () => ({ claims: { roles: "milleis.desk" } })],
    ["no key id of ours", () => ({ header: { kid: "another" } })],
  ])("%s", async (_, over) => {
    expect(await asked(await mint(over()))).toBe("token-invalid");
  });

  test.each([60, 59, 0])("but %i seconds of difference between clocks are let pass", async (count) => {
    expect(await asked(await mint({ claims: { nbf: seconds(count) } }))).toBe("desk");
    if (count < 60) expect(await asked(await mint({ claims: { exp: seconds(-count) } }))).toBe("desk");
  });

  const claims = () => ({
    iss: issuerOf(directory()),
    aud: localTenant.audience,
    tid: localTenant.tenantId,
    oid: objectIdOf("camille"),
    roles: ["milleis.desk"],
    scp: "staff",
    ver: "2.0",
    iat: seconds(0),
    nbf: seconds(0),
    exp: seconds(600),
  });
  const kid = () => (issuer.publishedKeys().keys[0] as { kid: string }).kid;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

  test("unsigned, or signed with the public key as a secret", async () => {
    const none = `${part({ alg: "none", typ: "JWT", kid: kid() })}.${part(claims())}.`;
    expect(await asked(none)).toBe("token-invalid");
    expect(await asked(`${none}AAAA`)).toBe("token-invalid");
    const signed = `${part({ alg: "HS256", typ: "JWT", kid: kid() })}.${part(claims())}`;
    const mac = createHmac("sha256", JSON.stringify(issuer.publishedKeys().keys[0])).update(signed).digest("base64url");
    expect(await asked(`${signed}.${mac}`)).toBe("token-invalid");
  });

  test("signed with somebody else's key under our key's name, or in another way", async () => {
    const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const under = (alg: string) => new SignJWT(claims()).setProtectedHeader({ alg, kid: kid() }).sign(stranger);
    expect(await asked(await under("RS256"))).toBe("token-invalid");
    expect(await asked(await under("PS256"))).toBe("token-invalid");
  });

  test("changed after it was signed", async () => {
    const [header = "", , signature = ""] = (await mint()).split(".");
    expect(await asked(`${header}.${part({ ...claims(), roles: ["milleis.dpo"] })}.${signature}`)).toBe(
      "token-invalid",
    );
  });

  test.each(["", "Bearer", "Bearer a.b", "Basic YTpi", "Bearer a.b.c d"])("a header like %j", async (header) => {
    expect(await outcomeOf(identifier()("milleis", all, header))).toBe("token-invalid");
  });
});

describe("not allowed", () => {
  const forTwo = ["desk", "dpo"] as const;
  test.each<[string, readonly string[], string]>([
    ["a function the route is not for", ["milleis.ops"], "not-allowed"],
    ["another brand", ["platinum.desk"], "not-allowed"],
    ["two functions in the brand", ["milleis.desk", "milleis.dpo"], "not-allowed"],
    ["a word that only looks like one", ["milleis.desk2", "desk", "MILLEIS.DESK"], "not-allowed"],
    ["none", [], "not-allowed"],
    ["one in each brand is one here", ["milleis.dpo", "platinum.desk"], "dpo"],
  ])("%s", async (_, roles, expected) => {
    expect(await asked(await mint({ claims: { roles } }), forTwo)).toBe(expected);
  });
});

describe("the directory's keys", () => {
  const faults = (times: number) =>
    fetch(`http://127.0.0.1:${port}/api/faults`, { method: "POST", body: JSON.stringify({ times }) });

  test("are looked for anew when a key is not known, and old ones stay good while they are published", async () => {
    const identify = identifier();
    const before = await mint();
    expect(await asked(before, all, identify)).toBe("desk");
    issuer.rotate(true);
    expect(await asked(await mint(), all, identify)).toBe("desk");
    expect(await asked(before, all, identify)).toBe("desk");
    issuer.rotate(false);
    expect(await asked(await mint(), all, identify)).toBe("desk");
    // It was signed with a key that is published no more.
    expect(await asked(before, all, identify)).toBe("token-invalid");
  });

  test("are not looked for at every made-up token", async () => {
    let looks = 0;
    server.on("request", ({ url }) => {
      if (url?.endsWith("/keys")) looks += 1;
    });
    const identify = identifier(60_000);
    expect(await asked(await mint(), all, identify)).toBe("desk");
    for (let count = 0; count < 5; count += 1) {
      expect(await asked(await mint({ header: { kid: `made-up-${count}` } }), all, identify)).toBe("token-invalid");
    }
    expect(looks).toBe(1);
  });

  test("that cannot be had say nothing about a token: come back later", async () => {
    await faults(1);
    const identify = identifier();
    const token = await mint();
    expect(await asked(token, all, identify)).toBe("Unavailable");
    expect(await asked(token, all, identify)).toBe("desk");
    const nowhere = makeIdentifyStaff({
      directory: { ...localTenant, loginUrl: "http://127.0.0.1:9" },
      clock,
      log: keptLog().log,
    });
    expect(await outcomeOf(nowhere("milleis", all, `Bearer ${token}`))).toBe("Unavailable");
  });
});
