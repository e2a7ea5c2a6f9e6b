/**
 * Staff tokens: Entra ID v2 access tokens in `Authorization: Bearer`, verified against the keys the tenant publishes
 * (OpenID Connect Discovery; RFC 7519 and 9068 section 4; OWASP ASVS 5, 9.1 and 9.2). One tenant, one audience, RS256 only,
 * and only tokens of a person: a program's token carries no scope, and two programs are not four eyes.
 */
import type { JWTPayload, JWTVerifyGetKey } from "jose";
import * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import type { Logger } from "../privacy/log.ts";
import { Refusal } from "../refusal.ts";
import { appRole, type Staff, type StaffRole, staffRoles, staffScope } from "../staff/staff.ts";
import { Unavailable } from "../storage/unavailable.ts";
import type { Clock } from "../time/clock.ts";

/** Where the directory's login endpoint is in Azure's public cloud; elsewhere than there only on this machine. */
export const entraLogin = "https://login.microsoftonline.com";

export type Directory = {
  readonly tenantId: string;
  /** Client id of the API's app registration: what a v2 token names as its audience. */
  readonly audience: string;
  readonly loginUrl: string;
};

export const issuerOf = ({ loginUrl, tenantId }: Pick<Directory, "loginUrl" | "tenantId">): string =>
  `${loginUrl.replace(/\/$/, "")}/${tenantId}/v2.0`;
export const keysUrlOf = ({ loginUrl, tenantId }: Pick<Directory, "loginUrl" | "tenantId">): string =>
  `${loginUrl.replace(/\/$/, "")}/${tenantId}/discovery/v2.0/keys`;

/** Seconds that two clocks may differ by. */
const skewSeconds = 60;
const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

const claimsSchema = z.looseObject({
  ver: z.literal("2.0"),
  tid: z.string(),
  oid: z.uuid(),
  roles: z.array(z.string()),
  scp: z.string(),
});

/** @throws Refusal token-invalid or not-allowed; Unavailable where the directory's keys cannot be had. */
export type IdentifyStaff = (
  brand: BrandId,
  roles: readonly StaffRole[],
  authorization: string | null,
) => Promise<Staff>;

type Needs = {
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Logger;
  /** Milliseconds between two looks for an unknown key: a flood of made-up tokens must not become one of requests. */
  readonly cooldownMs?: number;
};

export function makeIdentifyStaff({ directory, clock, log, cooldownMs = 30_000 }: Needs): IdentifyStaff {
  const { tenantId, audience } = directory;
  const issuer = issuerOf(directory);
  const keysUrl = new URL(keysUrlOf(directory));
  // Loaded with the first token: members never need it.
  const load = async () => {
    const jose = await import("jose");
    const options = { cooldownDuration: cooldownMs, cacheMaxAge: 3_600_000, timeoutDuration: 5_000 };
    return { ...jose, published: jose.createRemoteJWKSet(keysUrl, options) };
  };
  let loaded: ReturnType<typeof load> | undefined;
  const directoryOf = () => {
    loaded ??= load();
    return loaded;
  };
  const keys: JWTVerifyGetKey = async (header, token) => {
    const { published, errors } = await directoryOf();
    try {
      return await published(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      // The token may be good: that it cannot be checked now is not the bearer's fault.
      throw new Unavailable("staff-keys", error, 5);
    }
  };

  const refuse = (code: string, cause?: unknown): never => {
    log.event("staff.token-refused", { code });
    throw new Refusal("token-invalid", { cause });
  };

  const verified = async (token: string): Promise<JWTPayload> => {
    const { jwtVerify, errors } = await directoryOf();
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ["RS256"],
        issuer,
        audience,
        clockTolerance: skewSeconds,
        currentDate: clock.now(),
        requiredClaims: ["exp", "nbf", "iat"],
      });
      return payload;
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      if (error instanceof errors.JOSEError) return refuse(error.code, error);
      throw error;
    }
  };

  return async (brand, roles, authorization) => {
    const token = bearer.exec(authorization ?? "")?.[1];
    if (token === undefined) throw new Refusal("token-invalid");
    const claims = claimsSchema.safeParse(await verified(token));
    if (!claims.success) return refuse("claims", claims.error);
    if (claims.data.tid !== tenantId) return refuse("tenant");
    if (!claims.data.scp.split(" ").includes(staffScope)) return refuse("scope");
    const held = staffRoles.filter((role) => claims.data.roles.includes(appRole(brand, role)));
    const [role] = held;
    // One function at a time: whoever held two could be two of four eyes, or audit themselves.
    if (role === undefined || held.length > 1 || !roles.includes(role)) {
      log.event("staff.not-allowed", { code: held.length > 1 ? "two-roles" : "role", brand });
      throw new Refusal("not-allowed");
    }
    return { id: claims.data.oid, role, brand };
  };
}
