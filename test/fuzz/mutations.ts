/** What goes wrong with a JSON body: a value at some place, or its text. */
import { gzipSync } from "node:zlib";
import type { Random } from "../faults/random.ts";
import { chance, hostileJson, hostileText, oneOf } from "./values.ts";

type Json = Record<string, unknown> | unknown[];
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** A copy with one thing changed somewhere. */
export function mutated(value: unknown, random: Random, mark: string): unknown {
  if (!isJson(value) || Object.keys(value).length === 0) return hostileJson(random, mark);
  const copy: Json = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  const key = oneOf(random, keys);
  const at = copy as Record<string, unknown>;
  const inner = at[key];
  if (isJson(inner) && chance(random, 0.6)) {
    at[key] = mutated(inner, random, mark);
    return copy;
  }
  switch (random.whole(0, 6)) {
    case 0:
      if (Array.isArray(copy)) copy.splice(Number(key), 1);
      else Reflect.deleteProperty(copy, key);
      return copy;
    case 1:
      at[key] = hostileText(random, mark);
      return copy;
    case 2:
      at[key] = [inner];
      return copy;
    case 3:
      at[key] = typeof inner === "string" ? inner + hostileText(random, mark) : String(inner);
      return copy;
    case 4:
      if (Array.isArray(copy)) copy.push(...Array.from({ length: 300 }, () => inner));
      else at[`${key}${mark}`] = inner;
      return copy;
    case 5:
      if (!Array.isArray(copy))
        Object.defineProperty(copy, "__proto__", { value: { isAdmin: mark }, enumerable: true });
      return copy;
    default:
      at[key] = hostileJson(random, mark);
      return copy;
  }
}

const deep = (opening: string, closing: string, count: number) => opening.repeat(count) + closing.repeat(count);

const spoilers: readonly ((text: string, random: Random, mark: string) => string | Uint8Array)[] = [
  (text, random) => text.slice(0, random.whole(0, text.length)),
  (text, random, mark) => {
    const at = random.whole(0, text.length);
    return text.slice(0, at) + hostileText(random, mark) + text.slice(at);
  },
  (text) => `\ufeff${text}`,
  (text) => Buffer.from(text, "utf16le"),
  (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0xc0])]),
  (text) => gzipSync(text),
  (text) => text + text,
  (text, _, mark) => `${text.slice(0, -1)},"${mark}":1,"${mark}":2}`,
  (text) => `${text.slice(0, -1)},"\\u005f_proto__":{"isAdmin":true}}`,
  (text) => `${text.slice(0, -1)},"constructor":{"prototype":{"isAdmin":true}}}`,
  (_, random) => deep("[", "]", random.whole(10, 60_000)),
  (_, random) => deep('{"a":', "}", random.whole(10, 20_000)),
  (_, __, mark) => `{"${mark}":"${"a".repeat(262_000)}"}`,
  (_, __, mark) => JSON.stringify(mark.repeat(20_000)),
  (_, __, mark) => `what=${mark}&email=${mark}`,
  (_, __, mark) => `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/${mark}">]><a>&b;</a>`,
  (_, __, mark) => `{"a":1e${"9".repeat(400)},"b":"${mark}"}`,
  (_, __, mark) => `{"${mark}\\ud800":"\\udfff"}`,
  () => "",
  () => "\0",
];
/** Bytes in place of a text, mostly no good JSON. */
export const spoiled = (text: string, random: Random, mark: string): Uint8Array =>
  Buffer.from(oneOf(random, spoilers)(text, random, mark) as string);
