/**
 * Signing and verifying would leave the thread and come back whenever they are done: in a simulation they are done at once, so
 * that a run is the same each time. The product's code and the algorithms stay; only Web Crypto's queue is left out.
 */
import {
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
  type webcrypto,
} from "node:crypto";

type Key = webcrypto.CryptoKey;

export function cryptographyAtOnce(): void {
  const { subtle } = globalThis.crypto;
  const importKey = subtle.importKey.bind(subtle) as (...given: unknown[]) => Promise<Key>;
  const objects = new WeakMap<object, KeyObject>();
  const imported = new Map<string, Promise<Key>>();

  const remember = async (format: string, jwk: JsonWebKey, ...rest: unknown[]) => {
    const key = await importKey(format, jwk, ...rest);
    objects.set(
      key,
      key.type === "private"
        ? createPrivateKey({ key: jwk, format: "jwk" })
        : createPublicKey({ key: jwk, format: "jwk" }),
    );
    return key;
  };
  const keyOf = (key: Key) => {
    const object = objects.get(key);
    if (object === undefined) throw new Error("a key that was not imported as JWK");
    return { key: object, dsaEncoding: "ieee-p1363" } as const;
  };
  const hashOf = ({ algorithm }: Key) => (algorithm.name === "Ed25519" ? null : "sha256");

  Object.defineProperties(subtle, {
    importKey: {
      value: (format: string, jwk: JsonWebKey, ...rest: unknown[]) => {
        if (format !== "jwk") return importKey(format, jwk, ...rest);
        const name = JSON.stringify([jwk, rest]);
        const known = imported.get(name) ?? remember(format, jwk, ...rest);
        imported.set(name, known);
        return known;
      },
    },
    sign: {
      value: async (_algorithm: unknown, key: Key, data: Uint8Array) =>
        new Uint8Array(sign(hashOf(key), data, keyOf(key))).buffer,
    },
    verify: {
      value: async (_algorithm: unknown, key: Key, signature: Uint8Array, data: Uint8Array) =>
        verify(hashOf(key), data, keyOf(key), signature),
    },
  });
}
