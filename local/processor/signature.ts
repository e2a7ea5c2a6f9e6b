/** Compact JWS over CloudEvents, by the contract: EdDSA or ES256, `kid` and `typ` in the protected header. */
import {
  CompactSign,
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from "jose";
import { type Event, eventSchema } from "./contract.ts";

const typ = "concierge-message+jws";
const algorithms = ["EdDSA", "ES256"];

export type Verified =
  | { readonly event: Event }
  /** What the text says it is about, so that the sender can be told; nothing else of it is believed. */
  | { readonly reason: "signature" | "schema"; readonly about?: { readonly id: string; readonly subject: string } };

export function verifier(keys: JSONWebKeySet): (text: string) => Promise<Verified> {
  const find = createLocalJWKSet(keys);
  return async (text) => {
    try {
      const header = decodeProtectedHeader(text);
      if (header.typ !== typ || header.kid === undefined) return { reason: "signature", ...aboutOf(text) };
      const { payload } = await compactVerify(text, find, { algorithms });
      const parsed = eventSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
      return parsed.success ? { event: parsed.data } : { reason: "schema", ...aboutOf(text) };
    } catch {
      // Not a JWS, an unknown key or a wrong signature: all the same to us.
      return { reason: "signature", ...aboutOf(text) };
    }
  };
}

const aboutSchema = eventSchema.pick({ id: true, subject: true });

function aboutOf(text: string): { about?: { id: string; subject: string } } {
  try {
    const payload: unknown = JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8"));
    const parsed = aboutSchema.safeParse(payload);
    return parsed.success ? { about: parsed.data } : {};
  } catch {
    return {};
  }
}

export async function signer(
  key: JWK & { kid: string },
): Promise<(event: object, header?: Readonly<Record<string, string>>) => Promise<string>> {
  const alg = key.crv === "Ed25519" ? "EdDSA" : "ES256";
  const imported = await importJWK(key, alg);
  return (event, header = {}) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(event)))
      .setProtectedHeader({ alg, kid: key.kid, typ, ...header })
      .sign(imported);
}
