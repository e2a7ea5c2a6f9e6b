/**
 * Effective partition keys: where in the key space ("" to "FF", as hexadecimal text) an item lives. Version 2 hashing of the
 * service: MurmurHash3 (x64, 128 bits) of the key's components, byte-reversed, top two bits cleared; hierarchical keys join
 * the hashes of their levels, so that a prefix of the key is a prefix of the text.
 */
import type { Json } from "../json.ts";

/** One component of a partition key; a missing one is `undefined`. */
export type KeyComponent = null | boolean | number | string | undefined;

const mask64 = (1n << 64n) - 1n;
const c1 = 0x87c37b91114253d5n;
const c2 = 0x4cf5ad432745937fn;

function rotate(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & mask64;
}

function finalMix(value: bigint): bigint {
  let mixed = value ^ (value >> 33n);
  mixed = (mixed * 0xff51afd7ed558ccdn) & mask64;
  mixed ^= mixed >> 33n;
  mixed = (mixed * 0xc4ceb9fe1a85ec53n) & mask64;
  return mixed ^ (mixed >> 33n);
}

function mixFirst(block: bigint): bigint {
  return (rotate((block * c1) & mask64, 31n) * c2) & mask64;
}

function mixSecond(block: bigint): bigint {
  return (rotate((block * c2) & mask64, 33n) * c1) & mask64;
}

/** MurmurHash3 x64 128 with seed 0, as its two halves. */
export function murmurHash128(data: Buffer): readonly [bigint, bigint] {
  let first = 0n;
  let second = 0n;
  const whole = data.length - (data.length % 16);
  for (let at = 0; at < whole; at += 16) {
    first ^= mixFirst(data.readBigUInt64LE(at));
    first = ((rotate(first, 27n) + second) * 5n + 0x52dce729n) & mask64;
    second ^= mixSecond(data.readBigUInt64LE(at + 8));
    second = ((rotate(second, 31n) + first) * 5n + 0x38495ab5n) & mask64;
  }
  const tail = Buffer.alloc(16);
  data.copy(tail, 0, whole);
  second ^= mixSecond(tail.readBigUInt64LE(8));
  first ^= mixFirst(tail.readBigUInt64LE(0));
  const length = BigInt(data.length);
  first ^= length;
  second ^= length;
  first = (first + second) & mask64;
  second = (second + first) & mask64;
  first = finalMix(first);
  second = finalMix(second);
  first = (first + second) & mask64;
  second = (second + first) & mask64;
  return [first, second];
}

function encode(component: KeyComponent): Buffer {
  if (component === undefined) return Buffer.from([0x00]);
  if (component === null) return Buffer.from([0x01]);
  if (typeof component === "boolean") return Buffer.from([component ? 0x03 : 0x02]);
  if (typeof component === "number") {
    const encoded = Buffer.alloc(9);
    encoded[0] = 0x05;
    encoded.writeDoubleLE(component, 1);
    return encoded;
  }
  return Buffer.concat([Buffer.from([0x08]), Buffer.from(component, "utf8"), Buffer.from([0xff])]);
}

function hash(data: Buffer): string {
  const [first, second] = murmurHash128(data);
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(second, 0);
  bytes.writeBigUInt64BE(first, 8);
  bytes[0] = (bytes[0] as number) & 0x3f;
  return bytes.toString("hex").toUpperCase();
}

/** Hash of a key of a container with one path (`Hash`) or a hierarchy of up to three (`MultiHash`; may be a prefix). */
export function effectivePartitionKey(components: readonly KeyComponent[], kind: "Hash" | "MultiHash"): string {
  if (kind === "MultiHash") return components.map((component) => hash(encode(component))).join("");
  return hash(Buffer.concat(components.map(encode)));
}

/** Boundaries of `count` equal ranges of the key space: "", …, "FF". Hashes fill its lower quarter, "00…" to "3F…". */
export function rangeBoundaries(count: number): string[] {
  const inner = Array.from({ length: count - 1 }, (_, index) => {
    const boundary = (0x40000000n * BigInt(index + 1)) / BigInt(count);
    return `${boundary.toString(16).toUpperCase().padStart(8, "0")}000000000000000000000000`;
  });
  return ["", ...inner, "FF"];
}

export function isKeyComponent(value: Json | undefined): value is Exclude<KeyComponent, undefined> {
  return value === null || typeof value !== "object";
}
