/**
 * Tokens as Entra ID gives them (v2.0 access tokens), with keys that rotate: the newest signs, the published set may hold
 * older ones. `over` replaces claims and header, so that tests can make every token that must be refused.
 */
import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { BrandId } from "../../shared/charter/brands.ts";
import { appRole, type StaffRole, staffScope } from "../../shared/staff/staff.ts";
import type { Clock } from "../../shared/time/clock.ts";
import { localTenant, objectIdOf } from "./tenant.ts";

type SigningKey = { readonly kid: string; readonly privateKey: KeyObject; readonly publicJwk: object };

export type TokenWish = { readonly brand: BrandId; readonly role: StaffRole; readonly name: string };
export type Over = {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, string>>;
};

export type Issuer = {
  readonly publishedKeys: () => { readonly keys: readonly object[] };
  /** A new signing key. @param keepOld whether the ones before stay published, as they do in a planned rotation. */
  rotate(keepOld: boolean): void;
  mint(wish: TokenWish, over?: Over): Promise<string>;
};

/** Seconds: what Entra ID gives by default is 60 to 90 minutes. */
const lifeSeconds = 3_600;

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = randomUUID();
  return { kid, privateKey, publicJwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig" } };
}

/** @param baseUrl where the keys are published: the login endpoint of this directory. */
export function localIssuer(baseUrl: () => string, clock: Clock): Issuer {
  let keys: readonly [SigningKey, ...SigningKey[]] = [newKey()];
  return {
    publishedKeys: () => ({ keys: keys.map(({ publicJwk }) => publicJwk) }),
    rotate(keepOld) {
      keys = [newKey(), ...(keepOld ? keys : [])];
    },
    mint({ brand, role, name }, { claims = {}, header = {} } = {}) {
      const [{ kid, privateKey }] = keys;
      const now = Math.floor(clock.now().getTime() / 1_000);
      const all = {
        iss: `${baseUrl()}/${localTenant.tenantId}/v2.0`,
        aud: localTenant.audience,
        tid: localTenant.tenantId,
        oid: objectIdOf(name),
        sub: objectIdOf(`${name} at ${localTenant.audience}`),
        roles: [appRole(brand, role)],
        scp: staffScope,
        ver: "2.0",
        iat: now,
        nbf: now,
        exp: now + lifeSeconds,
        ...claims,
      };
      const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      return new SignJWT(given).setProtectedHeader({ alg: "RS256", typ: "JWT", kid, ...header }).sign(privateKey);
    },
  };
}
