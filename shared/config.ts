/**
 * The settings of the application: one schema, parsed once when the app loads. A bad setting stops the app and is named;
 * its value never appears in the message. This module is the only reader of `process.env`.
 *
 * Charter article 7 keeps data in the EEA, so an endpoint or region outside it is a bad setting like any other.
 */
import * as z from "zod";
import { brandIds } from "./charter/brands.ts";
import { isLoopback, settingsOutsideEea } from "./charter/endpoints.ts";
import { isEeaRegion } from "./charter/regions.ts";

const json = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "is not JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

const seconds = z.coerce.number().int().min(1).max(604_800);
const secretKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "is not 32 bytes in base64url");

const areDistinct = (values: readonly string[]) => new Set(values).size === values.length;

/** Versioned secrets, newest first: the first one makes, all of them check. */
const keyRing = json(
  z
    .array(
      z.strictObject({
        version: z.string().regex(/^[1-9][0-9]{0,3}$/, "is not a number from 1 to 9999"),
        key: secretKey,
      }),
    )
    .min(1)
    .refine((keys) => areDistinct(keys.map(({ version }) => version)), "has one version twice"),
);
export type KeyRing = z.output<typeof keyRing>;

const kid = z.string().min(1).max(64);
const part = z.base64url().min(1);
const okp = { kty: z.literal("OKP"), crv: z.literal("Ed25519"), kid, x: part };
const ec = { kty: z.literal("EC"), crv: z.literal("P-256"), kid, x: part, y: part };
const publicKey = z.discriminatedUnion("kty", [z.looseObject(okp), z.looseObject(ec)]);
/**
 * A partner's public key with what it may be used for: whose messages it signs, for which brands (absent: all), from when and
 * until when, in seconds since 1970 as in a JSON Web Token. A key that is replaced is given its end and removed later.
 */
const partnerNote = {
  source: z.string().regex(/^urn:[a-z0-9][a-z0-9:-]{1,100}$/, "is not a urn: in lower case"),
  brands: z.array(z.enum(brandIds)).min(1).optional(),
  nbf: z.int().optional(),
  exp: z.int().optional(),
};
const partnerKey = z
  .discriminatedUnion("kty", [z.looseObject({ ...okp, ...partnerNote }), z.looseObject({ ...ec, ...partnerNote })])
  .refine((key) => key.d === undefined, "is a private key");
const privateKey = z.discriminatedUnion("kty", [z.looseObject({ ...okp, d: part }), z.looseObject({ ...ec, d: part })]);
/** @param least none, where the other party may not be there yet. */
const keySet = <S extends z.ZodType<{ kid: string }>>(key: S, least: 0 | 1 = 1) =>
  json(
    z.strictObject({
      keys: z
        .array(key)
        .min(least)
        .refine((keys) => areDistinct(keys.map((one) => one.kid)), "has one kid twice"),
    }),
  );
/** Keys of a JWK set (RFC 7517), newest first: Ed25519 or P-256. */
export type PartnerKeys = { readonly keys: readonly z.output<typeof partnerKey>[] };
export type Jwks = { readonly keys: readonly (z.output<typeof publicKey> | z.output<typeof privateKey>)[] };

const perBrand = <S extends z.ZodType>(schema: S) => json(z.record(z.enum(brandIds), schema));
/** The host name decides the brand, so no two brands may share one. */
const originPerBrand = (schema: z.ZodType<string>) =>
  perBrand(schema).refine(
    (origins) => areDistinct(Object.values(origins).map((url) => new URL(url).host)),
    "gives two brands the same host",
  );

const https = z.url({ protocol: /^https$/, error: "is not an https URL" });
const loopback = z
  .url({ protocol: /^http$/ })
  .refine((url) => URL.canParse(url) && isLoopback(new URL(url)), "is not an http URL on this machine");

const common = {
  COSMOS_DATABASE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,62}$/)
    .default("concierge"),
  LOOKUP_KEYS: keyRing,
  CODE_KEYS: keyRing,
  CSRF_KEYS: keyRing,
  /** Link the entries of the audit chain. */
  LEDGER_KEYS: keyRing,
  SIGNING_KEYS: keySet(privateKey),
  PROCESSOR_KEYS: keySet(partnerKey),
  /** Check the messages of the card issuer; empty until it sends any. */
  ISSUER_KEYS: keySet(partnerKey, 0),
  /** Shared with the card issuer: both name a card's holder by a hash under the newest. */
  ISSUER_JOIN_KEYS: keyRing,
  /** The address of each brand's mailboxes, as the mail's sender. */
  MAIL_SENDERS: perBrand(z.email()),
  /** The directory's tenant, and the client id of the app registration that staff tokens are for. */
  STAFF_TENANT_ID: z.uuid(),
  STAFF_AUDIENCE: z.uuid(),
  AZURE_REGION: z.string().refine(isEeaRegion, "is not a region of the European Economic Area"),
  /**
   * How many fronts in a row append the client's address to X-Forwarded-For before a request reaches the code: the platform's
   * own, plus one for each gateway put before it. None: the header is not looked at, and no limit counts networks.
   */
  TRUSTED_FRONTS: z.coerce.number().int().min(0).max(4).default(0),
  RELAY_SCHEDULE: z.string().min(1),
  /** Seconds a fresh outbox row waits before the timer takes it up. */
  RELAY_INTERVAL_SECONDS: seconds.default(60),
  DISPATCH_INTERVAL_SECONDS: seconds.default(120),
  NOTIFICATION_INTERVAL_SECONDS: seconds.default(120),
  INBOX_INTERVAL_SECONDS: seconds.default(900),
  INBOX_INTERVAL_MAX_SECONDS: seconds.default(86_400),
  RETENTION_SCHEDULE: z.string().min(1),
  /** How many accounts or people's data one run of the retention sweep may end. */
  RETENTION_RUN_CAP: z.coerce.number().int().min(1).max(100_000).default(500),
  ERASURE_SCHEDULE: z.string().min(1),
  /** Days our own stores wait for the processor's word that it has erased. */
  ERASURE_PATIENCE_DAYS: z.coerce.number().int().min(1).max(25).default(14),
  /** Days after which somebody is told that an erasure is stuck. */
  ERASURE_ALERT_DAYS: z.coerce.number().int().min(1).max(25).default(5),
};

const azure = z.object({
  CONCIERGE_MODE: z.literal("azure"),
  ...common,
  // The platform's own front is always there.
  TRUSTED_FRONTS: z.coerce.number().int().min(1).max(4).default(1),
  COSMOS_ENDPOINT: https,
  MANAGED_IDENTITY_CLIENT_ID: z.uuid(),
  ARCHIVE_IDENTITY_CLIENT_ID: z.uuid(),
  KEY_VAULT_URL: https,
  BRAND_ORIGINS: originPerBrand(https),
  MAIL_ENDPOINT: https,
  DataStorage__queueServiceUri: https,
  DataStorage__blobServiceUri: https,
  KeyStorage__blobServiceUri: https,
  ExchangeStorage__queueServiceUri: https,
  ExchangeStorage__blobServiceUri: https,
  COSMOS_KEY: z.never("belongs to local mode").optional(),
  CLOCK_URL: z.never("belongs to local mode").optional(),
  /** In Azure it is Entra ID's own and no setting (shared/http/staff-token.ts). */
  STAFF_LOGIN_URL: z.never("belongs to local mode").optional(),
  LOCAL_BRAND_KEYS_FILE: z.never("belongs to local mode").optional(),
  MAIL_ACCESS_KEY: z.never("belongs to local mode").optional(),
});

const local = z.object({
  CONCIERGE_MODE: z.literal("local"),
  ...common,
  COSMOS_ENDPOINT: loopback,
  COSMOS_KEY: z.base64(),
  LOCAL_BRAND_KEYS_FILE: z.string().min(1),
  BRAND_ORIGINS: originPerBrand(loopback),
  MAIL_ENDPOINT: loopback,
  MAIL_ACCESS_KEY: z.base64(),
  DataStorage: z.string().min(1),
  KeyStorage: z.string().min(1),
  ExchangeStorage: z.string().min(1),
  CLOCK_URL: loopback.optional(),
  STAFF_LOGIN_URL: loopback,
});

/** Every setting the application reads. `azure` uses managed identities only; `local` is for one machine, loopback only. */
export const settingsSchema = z.discriminatedUnion("CONCIERGE_MODE", [azure, local]);
export type Settings = z.output<typeof settingsSchema>;

/** Zod quotes unknown names, and inside a JSON setting those can be anything. */
const ruleOf = ({ code, message }: z.core.$ZodIssue) =>
  code === "unrecognized_keys" ? "has a field that is not known here" : message;

/** @throws Error that names each bad setting and the rule it breaks, and no value. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const result = settingsSchema.safeParse(environment);
  const schemaFaults = (result.error?.issues ?? []).map((issue) => {
    const [name, ...rest] = issue.path;
    return `${String(name)}${rest.length > 0 ? ` (at ${rest.join("/")})` : ""}: ${ruleOf(issue)}`;
  });
  const mode = environment.CONCIERGE_MODE === "local" ? "local" : "azure";
  const placeFaults = settingsOutsideEea(environment, mode).map(({ setting, reason }) => `${setting}: ${reason}`);
  const faults = [...schemaFaults, ...placeFaults];
  if (result.success && faults.length === 0) return result.data;
  throw new Error(`Settings refused. ${faults.join("; ")}`);
}

export const readSettings = (): Settings => parseSettings(process.env);
