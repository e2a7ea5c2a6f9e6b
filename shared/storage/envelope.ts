/**
 * The envelope itself: a compact JWE (RFC 7516; `alg: dir`, `enc: A256GCM`) made with the synchronous cipher of
 * `node:crypto`: twenty times cheaper than an asynchronous library and readable by any JOSE implementation. What the
 * envelope belongs to stands in its protected header and is authenticated with it (DESIGN, section 5).
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** What an envelope is bound to. `revision`, where the caller keeps one, makes putting back an older envelope visible. */
export type SealContext<K extends string = string> = {
  readonly brand: string;
  readonly subjectId: string;
  readonly kind: K;
  readonly id: string;
  readonly revision?: number;
};

/** Why an envelope was not made or opened. The error never holds a value. */
export type EnvelopeFault =
  /** The document does not fit its record: a fault in our own code. */
  | "content"
  /** Not a compact JWE of ours, or the record should have an envelope and has none. */
  | "malformed"
  /** Made for another brand, person, record or revision. */
  | "context"
  /** Changed, or sealed with another key. */
  | "tampered"
  /** Written by a newer version of the software. */
  | "version";
export class EnvelopeError extends Error {
  override readonly name = "EnvelopeError";
  readonly code: EnvelopeFault;
  constructor(code: EnvelopeFault, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

type Fields = Record<string, unknown>;

/** Protected header of an envelope. It is the authenticated data of the cipher, so none of it can be changed. */
export type Header = {
  readonly alg: "dir";
  readonly enc: "A256GCM";
  readonly kid: string;
  readonly v: number;
  readonly brand: string;
  readonly sub: string;
  readonly kind: string;
  readonly id: string;
  readonly rev?: number;
};

/** A person has one key for life; its wrapping rotates, the key does not. */
const personKeyId = "1";

/** The header of an envelope for this context and schema version. */
export const headerOf = ({ brand, subjectId, kind, id, revision }: SealContext, v: number): Header => ({
  alg: "dir",
  enc: "A256GCM",
  kid: personKeyId,
  v,
  brand,
  sub: subjectId,
  kind,
  id,
  ...(revision === undefined ? {} : { rev: revision }),
});

/** @param key the 32-byte key of the record. */
export function encrypt(plaintext: string, header: Header, key: Uint8Array): string {
  const protectedHeader = Buffer.from(JSON.stringify(header)).toString("base64url");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 }).setAAD(Buffer.from(protectedHeader));
  const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  // The second part, the encrypted key, is empty with `dir`.
  return [protectedHeader, "", iv, ciphertext, cipher.getAuthTag()]
    .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
    .join(".");
}

/**
 * The content of an envelope, once its header is exactly the expected one and the whole is authentic.
 * @throws EnvelopeError `malformed`, `context` or `tampered`.
 */
export function decrypt(envelope: unknown, expected: Header, key: Uint8Array): Fields {
  // No envelope where there should be one is never "nothing sealed": clear fields must not pass for sealed content.
  if (typeof envelope !== "string") throw new EnvelopeError("malformed", `${expected.kind} without envelope`);
  const parts = envelope.split(".");
  const [protectedHeader = "", encryptedKey, ...rest] = parts;
  const [iv, ciphertext, tag] = rest.map(decoded);
  if (
    parts.length !== 5 ||
    encryptedKey !== "" ||
    iv?.length !== 12 ||
    ciphertext === undefined ||
    tag?.length !== 16
  ) {
    throw new EnvelopeError("malformed", "not a compact JWE with a direct key");
  }
  const wrong = differing(protectedHeader, expected);
  if (wrong !== undefined) {
    throw new EnvelopeError(bound.has(wrong) ? "context" : "malformed", `sealed with another ${wrong}`);
  }
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 })
      .setAAD(Buffer.from(protectedHeader))
      .setAuthTag(tag);
    return JSON.parse(Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8")) as Fields;
  } catch {
    // What the cipher says is not passed on: it knows no more than that the envelope is not authentic.
    throw new EnvelopeError("tampered", `${expected.kind} is not authentic`);
  }
}

/** Node's decoder skips what it does not know: a part that does not encode back to itself was changed. */
function decoded(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, "base64url");
  return bytes.toString("base64url") === part ? bytes : undefined;
}

/** Members of the header that say what the envelope belongs to. */
const bound: ReadonlySet<string> = new Set(["v", "brand", "sub", "kind", "id", "rev"]);

/** The first member of the header that is not as expected, or `header`; nothing of the header is trusted before. */
function differing(protectedHeader: string, expected: Header): string | undefined {
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(protectedHeader, "base64url").toString("utf8"));
  } catch {
    return "header";
  }
  if (header === null || typeof header !== "object") return "header";
  const found = header as Fields;
  const known = ["alg", "enc", "kid", ...bound];
  return (
    known.find((name) => found[name] !== (expected as unknown as Fields)[name]) ??
    (Object.keys(found).every((name) => known.includes(name)) ? undefined : "header")
  );
}
