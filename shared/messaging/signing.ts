/**
 * Messages between parties are compact JWS (RFC 7515) whose payload is the CloudEvent. EdDSA and ES256 only; the key is
 * named by `kid`, so that keys rotate without a gap: sign with the newest, verify with every key in the set. `jose` is loaded
 * with the first message: who only asks over HTTP signs none.
 */
import type { Jwks } from "../config.ts";
import { type CloudEvent, cloudEventSchema } from "./cloud-event.ts";

/** The `typ` header: a signature made for something else is not a message. */
export const messageType = "concierge-message+jws";
export const algorithms = ["EdDSA", "ES256"];
/** Characters of a signed message. */
export const maximumLength = 16_384;

/** Why a received text is not a message of that party. Permanent: trying again changes nothing. */
export class MessageRejected extends Error {
  override readonly name = "MessageRejected";
  readonly reason:
    | "not-a-jws"
    | "unknown-key"
    | "retired-key"
    | "bad-signature"
    | "not-a-cloud-event"
    | "foreign-source"
    | "from-the-future";

  constructor(reason: MessageRejected["reason"], cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

export type SignMessage = (event: CloudEvent) => Promise<string>;
export type VerifyMessage = (text: string) => Promise<CloudEvent>;

export const algorithmOf = ({ crv }: { readonly crv: "Ed25519" | "P-256" }): "EdDSA" | "ES256" =>
  crv === "Ed25519" ? "EdDSA" : "ES256";

/** Makes a compact JWS of a JSON text with the first key of the set. @param typ what the signature is for. */
export function jwsSigner({ keys }: Jwks, typ: string): (content: object) => Promise<string> {
  const [newest] = keys;
  if (newest === undefined) throw new Error("no signing key");
  const alg = algorithmOf(newest);
  const load = async () => {
    const { CompactSign, importJWK } = await import("jose");
    return { CompactSign, key: await importJWK(newest as never, alg) };
  };
  let loaded: ReturnType<typeof load> | undefined;
  return async (content) => {
    loaded ??= load();
    const { CompactSign, key } = await loaded;
    return new CompactSign(new TextEncoder().encode(JSON.stringify(content)))
      .setProtectedHeader({ alg, kid: newest.kid, typ })
      .sign(key);
  };
}

/** Signs with the first key of the set. */
export function messageSigner(keys: Jwks): SignMessage {
  const sign = jwsSigner(keys, messageType);
  return async (event) => sign(cloudEventSchema.parse(event));
}

/** @returns a function that gives the event in a text signed by a key of the set, or throws MessageRejected. */
export function messageVerifier(keys: Jwks): VerifyMessage {
  const verify = signatureVerifier(keys);
  return async (text) => (await verify(text)).event;
}

/** The same, with the key that it was signed with. */
export function signatureVerifier<K extends Jwks["keys"][number]>({ keys }: { readonly keys: readonly K[] }) {
  const byId = new Map(keys.map((key) => [key.kid, key]));
  return async (text: string): Promise<{ readonly event: CloudEvent; readonly key: K }> => {
    if (text.length > maximumLength || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) throw new MessageRejected("not-a-jws");
    const { compactVerify, importJWK } = await import("jose");
    let payload: Uint8Array;
    let signer: K | undefined;
    try {
      const verified = await compactVerify(
        text,
        async (header) => {
          const known = byId.get(header.kid ?? "");
          if (known === undefined) throw new MessageRejected("unknown-key");
          if (header.typ !== messageType || header.alg !== algorithmOf(known)) throw new MessageRejected("not-a-jws");
          signer = known;
          return importJWK(known as never, algorithmOf(known));
        },
        { algorithms },
      );
      payload = verified.payload;
    } catch (error) {
      if (error instanceof MessageRejected) throw error;
      throw new MessageRejected(
        (error as { code?: string }).code === "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" ? "bad-signature" : "not-a-jws",
        error,
      );
    }
    let event: unknown;
    try {
      event = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    } catch (error) {
      throw new MessageRejected("not-a-cloud-event", error);
    }
    const parsed = cloudEventSchema.safeParse(event);
    if (!parsed.success || signer === undefined) throw new MessageRejected("not-a-cloud-event");
    return { event: parsed.data, key: signer };
  };
}
