/**
 * The application's secrets as they are kept in Key Vault: made at random, never shown, and rotated by putting a new version in
 * front of the older ones, which go on checking what they made (shared/config.ts reads the newest first).
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";

/** Key Vault name → setting that refers to it. */
export const secretSettings = {
  "lookup-keys": "LOOKUP_KEYS",
  "code-keys": "CODE_KEYS",
  "csrf-keys": "CSRF_KEYS",
  "ledger-keys": "LEDGER_KEYS",
  "issuer-join-keys": "ISSUER_JOIN_KEYS",
  "signing-keys": "SIGNING_KEYS",
} as const;

export type SecretName = keyof typeof secretSettings;
export const secretNames = Object.keys(secretSettings) as readonly SecretName[];

type VersionedKey = { readonly version: string; readonly key: string };
type Jwk = { readonly kid: string; readonly d?: string; readonly [member: string]: unknown };

const nextRing = (ring: readonly VersionedKey[]): VersionedKey[] => {
  const latest = Math.max(0, ...ring.map(({ version }) => Number(version)));
  return [{ version: String(latest + 1), key: randomBytes(32).toString("base64url") }, ...ring];
};

const nextKeySet = (keys: readonly Jwk[]): Jwk[] => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const kid = randomBytes(8).toString("hex");
  return [{ ...privateKey.export({ format: "jwk" }), kid, alg: "EdDSA", use: "sig" }, ...keys];
};

/**
 * The secret's next value: a first one, or the current one with a new version in front.
 * @param current the value in the vault, if any
 * @throws SyntaxError when the current value is not JSON
 */
export const nextSecret = (name: SecretName, current?: string): string =>
  name === "signing-keys"
    ? JSON.stringify({ keys: nextKeySet(current ? (JSON.parse(current) as { keys: Jwk[] }).keys : []) })
    : JSON.stringify(nextRing(current ? (JSON.parse(current) as VersionedKey[]) : []));

/** The secret without its oldest versions, once nothing made by them is left. Always keeps one. */
export const retired = (name: SecretName, current: string, keep: number): string => {
  const kept = Math.max(1, keep);
  return name === "signing-keys"
    ? JSON.stringify({ keys: (JSON.parse(current) as { keys: Jwk[] }).keys.slice(0, kept) })
    : JSON.stringify((JSON.parse(current) as VersionedKey[]).slice(0, kept));
};

/** The public halves of our signing keys, for the concierge processor. Named members only, so that `d` cannot slip in. */
export const publicKeys = (signingKeys: string): string =>
  JSON.stringify({
    keys: (JSON.parse(signingKeys) as { keys: Jwk[] }).keys.map(({ kty, crv, x, kid, alg, use }) => ({
      kty,
      crv,
      x,
      kid,
      alg,
      use,
    })),
  });
