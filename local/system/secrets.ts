/**
 * The secrets of one local system: made at its first start, kept in files of its data directory that only their owner can read.
 * Nothing else ever uses them; in Azure their places are Key Vault and managed identities.
 */
import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { brandIds } from "../../shared/charter/brands.ts";

const keyRing = z.array(z.object({ version: z.string(), key: z.string() })).min(1);
const jwk = z.looseObject({ kty: z.string(), crv: z.string(), x: z.string(), kid: z.string() });

const secretsSchema = z.object({
  lookupKeys: keyRing,
  codeKeys: keyRing,
  csrfKeys: keyRing,
  ledgerKeys: keyRing,
  /** The application's private signing key, and the processor's. */
  applicationKey: jwk,
  processorKey: jwk,
  /** The card issuer's private signing key, and the key it shares with the application. */
  issuerKey: jwk,
  issuerJoinKeys: keyRing,
  mailAccessKey: z.base64(),
});
export type Secrets = z.output<typeof secretsSchema>;

/** Brand to the keys that wrap its members' keys; a file of its own, because the application reads it itself. */
export const brandKeysFile = (dataDir: string) => join(dataDir, "brand-keys.json");

/** @throws Error when the kept secrets cannot be read: data made with them would stay closed, so none are made anew. */
export function keptSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  if (!existsSync(file)) {
    const ring = () => [{ version: "1", key: randomBytes(32).toString("base64url") }];
    writeSecret(brandKeysFile(dataDir), Object.fromEntries(brandIds.map((brand) => [brand, ring()])));
    writeSecret(file, {
      lookupKeys: ring(),
      codeKeys: ring(),
      csrfKeys: ring(),
      ledgerKeys: ring(),
      applicationKey: signingKey("concierge"),
      processorKey: signingKey("gconcierges"),
      issuerKey: signingKey("card-issuer"),
      issuerJoinKeys: ring(),
      mailAccessKey: randomBytes(32).toString("base64"),
    } satisfies Secrets);
  }
  return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Writes JSON that only the file's owner can read. */
export function writeSecret(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

/** What others may know of a key: everything but its private part. */
export function publicKey({ d: _, ...rest }: Secrets["applicationKey"]): Record<string, unknown> {
  return rest;
}

function signingKey(owner: string): z.output<typeof jwk> {
  const { privateKey } = generateKeyPairSync("ed25519");
  return jwk.parse({ ...privateKey.export({ format: "jwk" }), kid: `${owner}-${randomUUID()}` });
}
