/**
 * The brand's key wraps each person's key: an RSA key in Key Vault that never leaves it, or, on one machine, a key from
 * a generated file. Rotation makes a new version; old wraps still open with the version they name.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { BrandId } from "../charter/brands.ts";
import type { Settings } from "../config.ts";
import { managedIdentity } from "./credentials.ts";
import { countStorageOperation } from "./meter.ts";
import { isTransient, Unavailable } from "./unavailable.ts";

export type WrappedKey = { readonly version: string; readonly wrapped: Buffer };

export interface BrandKeys {
  /** Wraps with the brand's newest key. */
  wrap(brand: BrandId, key: Uint8Array): Promise<WrappedKey>;
  /** @throws Error where the version is unknown or the wrap was made by another key. */
  unwrap(brand: BrandId, key: WrappedKey): Promise<Uint8Array>;
}

/** What an operator does with a brand's key; the application itself never needs it. */
export interface BrandKeyRotation {
  /** The version that wraps now. */
  newest(brand: BrandId): Promise<string>;
  /** Makes a new version, which wraps from then on. Old versions stay to unwrap. @returns its name. */
  rotate(brand: BrandId): Promise<string>;
}

/** RFC 3394 key wrap with a 256-bit key: authenticated, deterministic, made for exactly this. */
const algorithm = "id-aes256-wrap";
const initialValue = Buffer.alloc(8, 0xa6);

type KeyFile = Record<string, { version: string; key: string }[]>;

export function fileBrandKeys(file: string): BrandKeys & BrandKeyRotation {
  // Read each time it is needed: an operator may have rotated the key meanwhile, and opened keys are cached above.
  const read = () => JSON.parse(readFileSync(file, "utf8")) as KeyFile;
  const find = (brand: BrandId, version?: string) => {
    const key = read()[brand]?.find((candidate) => version === undefined || candidate.version === version);
    if (key === undefined)
      throw new Error(`no key of brand ${brand}${version === undefined ? "" : ` in version ${version}`}`);
    return key;
  };
  return {
    newest: async (brand) => find(brand).version,
    async rotate(brand) {
      const keys = read();
      const version = String(Math.max(...(keys[brand] ?? []).map((key) => Number(key.version)), 0) + 1);
      const rotated = [{ version, key: randomBytes(32).toString("base64url") }, ...(keys[brand] ?? [])];
      // Beside and then in place: a crash leaves the old file or the new one.
      const beside = `${file}.new`;
      writeFileSync(beside, JSON.stringify({ ...keys, [brand]: rotated }, null, 2), { mode: 0o600 });
      renameSync(beside, file);
      return version;
    },
    async wrap(brand, key) {
      const { version, key: secret } = find(brand);
      const cipher = createCipheriv(algorithm, Buffer.from(secret, "base64url"), initialValue);
      return { version, wrapped: Buffer.concat([cipher.update(key), cipher.final()]) };
    },
    async unwrap(brand, { version, wrapped }) {
      const decipher = createDecipheriv(algorithm, Buffer.from(find(brand, version).key, "base64url"), initialValue);
      return Buffer.concat([decipher.update(wrapped), decipher.final()]);
    },
  };
}

/** Key Vault keys named `brand-<brand>`; the private key never leaves the vault. Not verified against Azure. */
export function vaultBrandKeys(vaultUrl: string, clientId: string): BrandKeys & BrandKeyRotation {
  const credential = managedIdentity(clientId);
  const load = () => import("@azure/keyvault-keys");
  const newest = new Map<BrandId, { version: string; until: number }>();
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    countStorageOperation();
    try {
      return await run();
    } catch (error) {
      throw isTransient(error) ? new Unavailable("keys", error) : error;
    }
  };
  const client = async (brand: BrandId, version: string) => {
    const { CryptographyClient } = await load();
    return new CryptographyClient(new URL(`/keys/brand-${brand}/${version}`, vaultUrl).href, credential);
  };
  const newestVersion = async (brand: BrandId) => {
    const known = newest.get(brand);
    if (known !== undefined && known.until > performance.now()) return known.version;
    const { KeyClient } = await load();
    const key = await call(() => new KeyClient(vaultUrl, credential).getKey(`brand-${brand}`));
    const version = key.properties.version;
    if (version === undefined) throw new Error(`key of brand ${brand} has no version`);
    newest.set(brand, { version, until: performance.now() + 300_000 });
    return version;
  };
  return {
    newest: newestVersion,
    async rotate(brand) {
      const { KeyClient } = await load();
      const { properties } = await call(() => new KeyClient(vaultUrl, credential).rotateKey(`brand-${brand}`));
      newest.delete(brand);
      return properties.version ?? newestVersion(brand);
    },
    async wrap(brand, key) {
      const version = await newestVersion(brand);
      const { result } = await call(async () => (await client(brand, version)).wrapKey("RSA-OAEP-256", key));
      return { version, wrapped: Buffer.from(result) };
    },
    async unwrap(brand, { version, wrapped }) {
      const { result } = await call(async () => (await client(brand, version)).unwrapKey("RSA-OAEP-256", wrapped));
      return result;
    },
  };
}

export const brandKeys = (settings: Settings): BrandKeys & BrandKeyRotation =>
  settings.CONCIERGE_MODE === "local"
    ? fileBrandKeys(settings.LOCAL_BRAND_KEYS_FILE)
    : vaultBrandKeys(settings.KEY_VAULT_URL, settings.MANAGED_IDENTITY_CLIENT_ID);
