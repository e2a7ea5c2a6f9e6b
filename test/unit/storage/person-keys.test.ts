/** The person's key: made once, kept wrapped, opened from the cache for a minute at most, gone when it is shredded. */
import { describe, expect, test } from "vitest";
import { cacheSeconds, KeyShredded, type Person, personKeys } from "../../../shared/storage/person-keys.ts";
import { standingClock } from "../../memory/clock.ts";
import { brandKeysOf, memoryPersonKeys, newBrandKey } from "../../memory/person-keys.ts";

const person: Person = { brand: "milleis", subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" };
const start = () => {
  const clock = standingClock();
  return { clock, ...memoryPersonKeys(clock) };
};

describe("a key", () => {
  test("is random, the person's own, and the same each time", async () => {
    const { keys } = start();
    const key = await keys.create(person);
    expect(key).toHaveLength(32);
    expect(Buffer.from(await keys.open(person))).toEqual(Buffer.from(key));
    const others = [
      await keys.create({ ...person, brand: "platinum" }),
      await keys.create({ ...person, subjectId: "00000000-6c1e-4b3e-9d57-0c1f6d1f8a11" }),
    ];
    for (const other of others) expect(Buffer.from(other)).not.toEqual(Buffer.from(key));
  });

  test("lies in the store only wrapped, with the version it was wrapped with", async () => {
    const { keys, blobs } = start();
    const key = Buffer.from(await keys.create(person));
    const [[name, content] = []] = [...blobs.contents];
    expect(name).toBe(`milleis/${person.subjectId}`);
    expect(content?.includes(key)).toBe(false);
    expect(JSON.parse(String(content))).toEqual({ version: "1", wrapped: expect.stringMatching(/^[\w-]{54}$/) });
    for (const encoding of ["hex", "base64", "base64url"] as const)
      expect(String(content)).not.toContain(key.toString(encoding));
  });

  test("is opened by another instance", async () => {
    const { keys, blobs, brandKeys, clock } = start();
    const key = Buffer.from(await keys.create(person));
    const other = personKeys({ blobs, brandKeys, clock });
    expect(Buffer.from(await other.open(person))).toEqual(key);
  });

  test("made twice, even at once, stays the first one", async () => {
    const { keys, blobs, brandKeys, clock } = start();
    const other = personKeys({ blobs, brandKeys, clock });
    const made = await Promise.all([keys.create(person), other.create(person), keys.create(person)]);
    const [first, ...rest] = made.map((key) => Buffer.from(key).toString("hex"));
    expect(rest).toEqual([first, first]);
    expect(Buffer.from(await other.open(person)).toString("hex")).toBe(first);
    expect(blobs.contents.size).toBe(1);
  });
});

describe("the cache", () => {
  test("spares the store for a minute, not a moment longer", async () => {
    const { keys, blobs, clock } = start();
    await keys.create(person);
    const reads = () => blobs.calls.read;
    await keys.open(person);
    clock.move(cacheSeconds - 1);
    await keys.open(person);
    expect(reads()).toBe(0);
    clock.move(1);
    await keys.open(person);
    expect(reads()).toBe(1);
    await keys.open(person);
    expect(reads()).toBe(1);
    expect(cacheSeconds).toBeLessThanOrEqual(60);
  });

  test("is not prolonged by use", async () => {
    const { keys, blobs, clock } = start();
    await keys.create(person);
    for (let second = 0; second < 120; second += 10) {
      clock.move(10);
      await keys.open(person);
    }
    expect(blobs.calls.read).toBe(2);
  });

  test("does not grow without end: the oldest goes", async () => {
    const { keys, blobs } = start();
    const people = Array.from({ length: 5_001 }, (_, index) => ({ ...person, subjectId: String(index) }));
    for (const one of people) await keys.create(one);
    await keys.open(people[5_000]!);
    expect(blobs.calls.read).toBe(0);
    await keys.open(people[0]!);
    expect(blobs.calls.read).toBe(1);
  });
});

describe("shredding", () => {
  test("erases the blob; here nothing opens from then on, elsewhere after a minute", async () => {
    const { keys, blobs, brandKeys, clock } = start();
    await keys.create(person);
    const other = personKeys({ blobs, brandKeys, clock });
    await other.open(person);
    await keys.shred(person);
    expect(blobs.contents.size).toBe(0);
    await expect(keys.open(person)).rejects.toThrow(KeyShredded);
    await expect(other.open(person)).resolves.toBeDefined();
    clock.move(cacheSeconds);
    await expect(other.open(person)).rejects.toThrow(KeyShredded);
  });

  test("twice is as good as once; nobody else is touched", async () => {
    const { keys } = start();
    const other: Person = { ...person, brand: "platinum" };
    await keys.create(person);
    await keys.create(other);
    await keys.shred(person);
    await keys.shred(person);
    await expect(keys.open(other)).resolves.toBeDefined();
  });

  test("a key made anew does not open what the old one sealed", async () => {
    const { keys } = start();
    const before = Buffer.from(await keys.create(person));
    await keys.shred(person);
    expect(Buffer.from(await keys.create(person))).not.toEqual(before);
  });

  test("a person nobody made a key for has none", async () => {
    await expect(start().keys.open(person)).rejects.toThrow(KeyShredded);
  });
});

describe("what is in the store but cannot be a key", () => {
  test.each([
    "",
    "{",
    "{}",
    '{"version":"1"}',
    '{"version":"1","wrapped":"!"}',
    '{"version":"1","wrapped":""}',
    '{"version":"1","wrapped":"AAAA","more":1}',
  ])("%j is an error, not a shredded key", async (content) => {
    const { keys, blobs } = start();
    await blobs.putOnce(`milleis/${person.subjectId}`, Buffer.from(content), "application/json");
    const error = await keys.open(person).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(KeyShredded);
  });

  test("a blob moved to another person of the brand opens as another key's, and to another brand not at all", async () => {
    const { keys, blobs } = start();
    const key = await keys.create(person);
    const content = blobs.contents.get(`milleis/${person.subjectId}`) as Buffer;
    const other: Person = { brand: "platinum", subjectId: person.subjectId };
    await blobs.putOnce(`platinum/${person.subjectId}`, content, "application/json");
    await expect(keys.open(other)).rejects.toThrow();
    expect(key).toHaveLength(32);
  });
});

describe("the brand's key", () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index);
  const [one, two] = [newBrandKey("1"), newBrandKey("2")];
  const foreign = newBrandKey("1");
  const keys = brandKeysOf({ milleis: [two, one], platinum: [foreign] });

  test("wraps with the newest and opens with the version named", async () => {
    const wrapped = await keys.wrap("milleis", key);
    expect(wrapped.version).toBe("2");
    expect(Buffer.from(await keys.unwrap("milleis", wrapped))).toEqual(Buffer.from(key));
    const old = await brandKeysOf({ milleis: [one] }).wrap("milleis", key);
    expect(old.version).toBe("1");
    expect(Buffer.from(await keys.unwrap("milleis", old))).toEqual(Buffer.from(key));
  });

  test("is no other brand's, no other version's", async () => {
    const wrapped = await keys.wrap("milleis", key);
    await expect(keys.unwrap("platinum", { ...wrapped, version: "1" })).rejects.toThrow();
    await expect(keys.unwrap("milleis", { ...wrapped, version: "1" })).rejects.toThrow();
    await expect(keys.unwrap("milleis", { ...wrapped, version: "3" })).rejects.toThrow(
      "no key of brand milleis in version 3",
    );
    await expect(keys.wrap("other" as never, key)).rejects.toThrow("no key of brand other");
  });

  test("notices a wrap that was changed, cut or made up", async () => {
    const { version, wrapped } = await keys.wrap("milleis", key);
    for (let index = 0; index < wrapped.length; index += 1) {
      const changed = Buffer.from(wrapped);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(keys.unwrap("milleis", { version, wrapped: changed })).rejects.toThrow();
    }
    for (const other of [wrapped.subarray(8), wrapped.subarray(1), Buffer.alloc(40)]) {
      await expect(keys.unwrap("milleis", { version, wrapped: other })).rejects.toThrow();
    }
  });
});
