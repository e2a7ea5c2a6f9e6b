/** The processor's side of a signed message (RFC 7515, EdDSA), synchronous and without any code of the product. */
import { createPrivateKey, type KeyObject, sign } from "node:crypto";

type Key = { readonly kid: string; readonly kty: string };

export type Signer = (event: object) => string;

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signerWith(jwk: Key): Signer {
  const key: KeyObject = createPrivateKey({ key: jwk as never, format: "jwk" });
  const header = encoded({ alg: "EdDSA", kid: jwk.kid, typ: "concierge-message+jws" });
  return (event) => {
    const content = `${header}.${encoded(event)}`;
    return `${content}.${sign(null, Buffer.from(content), key).toString("base64url")}`;
  };
}

export const eventIn = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8"));
