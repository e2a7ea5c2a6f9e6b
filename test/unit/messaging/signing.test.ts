/** Who a message is from: verified, or rejected for a reason; tricks of the algorithm, the key and the type included. */
import { createHmac, generateKeyPairSync, type JsonWebKey, sign as signBytes } from "node:crypto";
import fc from "fast-check";
import { CompactSign, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import type { Jwks } from "../../../shared/config.ts";
import type { CloudEvent } from "../../../shared/messaging/cloud-event.ts";
import { messageSigner, messageVerifier } from "../../../shared/messaging/signing.ts";
import { seed } from "../seed.ts";

type Key = Jwks["keys"][number];
const ed25519 = (kid: string) =>
  ({ ...generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }), kid }) as unknown as Key;
const p256 = (kid: string) =>
  ({
    ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
    kid,
  }) as unknown as Key;
const publicOf = ({ d: _, ...key }: Key) => key as Key;
const set = (...keys: Key[]): Jwks => ({ keys });

const event = (change: Partial<CloudEvent> = {}): CloudEvent => ({
  specversion: "1.0",
  id: "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11",
  source: "urn:concierge:milleis",
  type: "concierge.request.submitted.v1",
  subject: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11/5d6a4c1e-7d0d-4d49-9d1f-5b0f6c1a2b3c",
  time: "2026-11-23T10:00:00.000Z",
  datacontenttype: "application/json",
  dataref: "to-processor/9b2f0b52/0c2f0b52",
  datadigest: `sha-256:${"a".repeat(43)}`,
  ...change,
});

const key = ed25519("k1");
const verify = messageVerifier(set(publicOf(key)));
const typ = "concierge-message+jws";
/** Any text signed under any header, as an attacker or another product could do it. */
const signed = async (payload: string | Uint8Array, header: object, by: Key = key) =>
  new CompactSign(typeof payload === "string" ? new TextEncoder().encode(payload) : payload)
    .setProtectedHeader({ alg: "EdDSA", kid: by.kid, typ, ...header } as never)
    .sign(await importJWK(by as never, by.crv === "P-256" ? "ES256" : "EdDSA"));
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const rejected = (reason: string) => expect.objectContaining({ name: "MessageRejected", reason });

describe("round trip", () => {
  test.each([
    ["Ed25519", ed25519("ed")],
    ["ES256", p256("ec")],
  ])("%s", async (_name, of) => {
    const text = await messageSigner(set(of))(event());
    expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await messageVerifier(set(publicOf(of)))(text)).toEqual(event());
  });

  test("keys rotate without a gap: the newest signs, every one checks", async () => {
    const [older, newer] = [ed25519("older"), p256("newer")];
    const both = messageVerifier(set(publicOf(newer), publicOf(older)));
    const before = await messageSigner(set(older))(event());
    const after = await messageSigner(set(newer, older))(event());
    expect(JSON.parse(Buffer.from(after.split(".")[0] ?? "", "base64url").toString())).toEqual({
      alg: "ES256",
      kid: "newer",
      typ,
    });
    await expect(both(before)).resolves.toEqual(event());
    await expect(both(after)).resolves.toEqual(event());
    await expect(messageVerifier(set(publicOf(newer)))(before)).rejects.toEqual(rejected("unknown-key"));
  });

  test("nothing that is no event of ours is signed", async () => {
    const sign = messageSigner(set(key));
    await expect(sign({ ...event(), extra: "x" } as never)).rejects.toThrow();
    await expect(sign(event({ subject: "Zoé Durand" }))).rejects.toThrow();
    expect(() => messageSigner(set())).toThrow("no signing key");
  });

  test("a key that cannot sign is told when it is used, and breaks nothing before", async () => {
    await expect(messageSigner(set({ ...key, x: "AAAA", d: "AAAA" } as never))(event())).rejects.toThrow();
  });
});

describe("rejected", () => {
  test("another's key under a known name, and a key nobody knows", async () => {
    await expect(verify(await signed(JSON.stringify(event()), {}, ed25519("k1")))).rejects.toEqual(
      rejected("bad-signature"),
    );
    await expect(verify(await signed(JSON.stringify(event()), {}, ed25519("k2")))).rejects.toEqual(
      rejected("unknown-key"),
    );
    await expect(verify(await signed(JSON.stringify(event()), { kid: undefined }))).rejects.toEqual(
      rejected("unknown-key"),
    );
  });

  test.each([["JWT"], ["jws"], [undefined], ["concierge-message+JWS"]])(
    "a signature made for something else: typ %s",
    async (other) => {
      await expect(verify(await signed(JSON.stringify(event()), { typ: other }))).rejects.toEqual(
        rejected("not-a-jws"),
      );
    },
  );

  test("no algorithm", async () => {
    for (const alg of ["none", "None", "NONE", ""]) {
      const header = part({ alg, kid: "k1", typ });
      await expect(verify(`${header}.${part(event())}.`)).rejects.toEqual(rejected("not-a-jws"));
      await expect(verify(`${header}.${part(event())}.AA`)).rejects.toEqual(rejected("not-a-jws"));
    }
  });

  test("a MAC with the public key as its secret", async () => {
    const header = part({ alg: "HS256", kid: "k1", typ });
    const content = `${header}.${part(event())}`;
    const { x } = publicOf(key) as unknown as { x: string };
    for (const secret of [x, Buffer.from(x, "base64url"), JSON.stringify(publicOf(key))]) {
      const mac = createHmac("sha256", secret).update(content).digest("base64url");
      await expect(verify(`${content}.${mac}`)).rejects.toEqual(rejected("not-a-jws"));
    }
  });

  test("an algorithm that is not the key's", async () => {
    const ec = p256("k1");
    await expect(verify(await signed(JSON.stringify(event()), { alg: "ES256" }, ec))).rejects.toEqual(
      rejected("not-a-jws"),
    );
    const header = part({ alg: "EdDSA", kid: "ec", typ });
    const content = `${header}.${part(event())}`;
    const signature = signBytes("sha256", Buffer.from(content), {
      key: ec as unknown as JsonWebKey,
      format: "jwk",
      dsaEncoding: "ieee-p1363",
    }).toString("base64url");
    const byEc = messageVerifier(set(publicOf({ ...ec, kid: "ec" } as Key)));
    await expect(byEc(`${content}.${signature}`)).rejects.toEqual(rejected("not-a-jws"));
  });

  test("a key the message brings itself, and extensions nobody knows", async () => {
    const own = ed25519("own");
    await expect(
      verify(await signed(JSON.stringify(event()), { jwk: publicOf(own), kid: "own" }, own)),
    ).rejects.toEqual(rejected("unknown-key"));
    const header = part({ alg: "EdDSA", kid: "k1", typ, crit: ["exp"], exp: 1 });
    await expect(verify(`${header}.${part(event())}.${"A".repeat(86)}`)).rejects.toEqual(rejected("not-a-jws"));
  });

  test("anything changed on the way", async () => {
    const text = await messageSigner(set(key))(event());
    const [header = "", payload = "", signature = ""] = text.split(".");
    const other = part(event({ subject: "00000000-6c1e-4b3e-9d57-0c1f6d1f8a11/5d6a4c1e-7d0d-4d49-9d1f-5b0f6c1a2b3c" }));
    await expect(verify(`${header}.${other}.${signature}`)).rejects.toEqual(rejected("bad-signature"));
    await expect(verify(`${part({ alg: "EdDSA", kid: "k1", typ, more: 1 })}.${payload}.${signature}`)).rejects.toEqual(
      rejected("bad-signature"),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(..."ABab01-_."), async (at, character) => {
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        const bytes = (whole: string) =>
          whole
            .split(".")
            .map((one) => Buffer.from(one, "base64url").toString("hex"))
            .join();
        fc.pre(bytes(changed) !== bytes(text));
        await expect(verify(changed)).rejects.toMatchObject({ name: "MessageRejected" });
      }),
      { seed },
    );
  });

  test.each([
    ["", "not-a-jws"],
    ["hello", "not-a-jws"],
    ["{}", "not-a-jws"],
    ["a.b", "not-a-jws"],
    ["a.b.c", "not-a-jws"],
    ["a.b.c.d.e", "not-a-jws"],
    ["..", "not-a-jws"],
    [`${part({ alg: "EdDSA", kid: "k1", typ })}.e30.é`, "not-a-jws"],
    [`${part([])}.e30.AA`, "not-a-jws"],
    [`${part(null)}.e30.AA`, "not-a-jws"],
  ])("%j", async (text, reason) => {
    await expect(verify(text)).rejects.toEqual(rejected(reason));
  });

  test("a text that is too long, before anything is calculated", async () => {
    const long = await signed(JSON.stringify({ ...event(), more: "x".repeat(16_384) }), {});
    await expect(verify(long)).rejects.toEqual(rejected("not-a-jws"));
  });

  test.each([
    ["no JSON", "hello"],
    ["no object", "[]"],
    ["null", "null"],
    ["an unknown field", JSON.stringify({ ...event(), comment: "x" })],
    ["another version", JSON.stringify({ ...event(), specversion: "2.0" })],
    ["no id", JSON.stringify({ ...event(), id: undefined })],
  ])("well signed, but %s", async (_what, payload) => {
    await expect(verify(await signed(payload, {}))).rejects.toEqual(rejected("not-a-cloud-event"));
  });

  test("well signed, but not UTF-8", async () => {
    const bytes = Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    await expect(verify(await signed(bytes, {}))).rejects.toEqual(rejected("not-a-cloud-event"));
  });

  test("whatever it was, the error repeats none of it", async () => {
    const canary = "Zoé-4970";
    const texts = [
      canary,
      `a.${part(canary)}.b`,
      await signed(canary, {}),
      await signed(JSON.stringify({ canary }), {}),
    ];
    for (const text of texts) {
      const error = await verify(text).catch((thrown: Error) => thrown);
      expect(String((error as Error).message)).not.toContain(canary);
    }
  });
});
