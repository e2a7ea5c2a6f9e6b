/**
 * The key store: one random key per person, kept wrapped by the brand's key as one blob in an account without soft
 * delete, versions or backup. Erasing that blob is the shredding: databases, backups and copies no longer open
 * (GDPR article 17; docs/decisions/0003). Opened keys are cached for at most 60 seconds in each instance.
 */
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { type BrandId, brandIds } from "../charter/brands.ts";
import type { Clock } from "../time/clock.ts";
import type { Blobs, ListedBlobs } from "./blobs.ts";
import type { BrandKeys } from "./brand-keys.ts";

/** Whose data: the brand's site and the random id of the person on it. */
export type Person = { readonly brand: BrandId; readonly subjectId: string };

export interface PersonKeys {
  /** Makes the person's key; made already, the first one stays. */
  create(person: Person): Promise<Uint8Array>;
  /** The same for a sign-up whose address is yet to be proven: a note beside the key says since when, and is there first. */
  createUnproven(person: Person): Promise<Uint8Array>;
  /** The address is proven: the note goes, the key stays. */
  prove(person: Person): Promise<void>;
  /** @throws KeyShredded where there is no key (any more): nothing of this person opens. */
  open(person: Person): Promise<Uint8Array>;
  /** Erases the key, and the note. Instances may hold it for `cacheSeconds` more. */
  shred(person: Person): Promise<void>;
}

/** The person's key is gone, so everything sealed with it is gone too. Not a fault: it is what erasure means. */
export class KeyShredded extends Error {
  override readonly name = "KeyShredded";
}

/** Seconds an opened key may stay in an instance's memory; an erasure waits them out before it claims anything. */
export const cacheSeconds = 60;
const cacheEntries = 5_000;

/** The blob of a person's key, and back: `{brand}/{subjectId}`. */
export const keyBlobName = ({ brand, subjectId }: Person): string => `${brand}/${subjectId}`;

/** The note of a sign-up whose address is yet to be proven. Apart from the keys, so that the few are found without the many. */
const notes = "unproven/";
export const noteBlobName = (person: Person): string => `${notes}${keyBlobName(person)}`;
const noteSchema = z.strictObject({ since: z.iso.datetime() });

/** Sign-ups whose address was not proven by then, and since when they have been there: a key may be all there is of them (decision 0181). */
export async function* unprovenBefore(
  blobs: ListedBlobs,
  at: Date,
): AsyncGenerator<{ readonly person: Person; readonly since: Date }> {
  for (const brand of brandIds) {
    for await (const name of blobs.names(`${notes}${brand}/`)) {
      const note = await blobs.read(name);
      if (note === undefined) continue;
      const since = new Date(noteSchema.parse(JSON.parse(note.toString("utf8"))).since);
      if (since <= at) yield { person: { brand, subjectId: name.slice(notes.length + brand.length + 1) }, since };
    }
  }
}

/** Everybody who has a key, brand by brand: the key store is the one place where all people stand. */
export async function* everybody(blobs: ListedBlobs, brand: BrandId): AsyncGenerator<Person> {
  for await (const name of blobs.names(`${brand}/`)) yield { brand, subjectId: name.slice(brand.length + 1) };
}

/** Whether no brand has a key of this id: whoever it was is erased, or never was. Told by the key store alone, so never too early. */
export const isNobodyIn =
  (blobs: Blobs) =>
  async (subjectId: string): Promise<boolean> => {
    for (const brand of brandIds) if ((await blobs.read(keyBlobName({ brand, subjectId }))) !== undefined) return false;
    return true;
  };

/** A person's key as it lies in the store. */
export const wrappedSchema = z.strictObject({ version: z.string(), wrapped: z.base64url() });

export function personKeys(needs: { blobs: Blobs; brandKeys: BrandKeys; clock: Clock }): PersonKeys {
  const { blobs, brandKeys, clock } = needs;
  const cache = new Map<string, { key: Uint8Array; until: number }>();
  const nameOf = keyBlobName;

  const remember = (person: Person, key: Uint8Array) => {
    if (cache.size >= cacheEntries) {
      for (const oldest of cache.keys()) {
        cache.delete(oldest);
        break;
      }
    }
    cache.set(nameOf(person), { key, until: clock.now().getTime() + cacheSeconds * 1_000 });
    return key;
  };

  const unwrap = async (person: Person, content: Buffer) => {
    const { version, wrapped } = wrappedSchema.parse(JSON.parse(content.toString("utf8")));
    const key = await brandKeys.unwrap(person.brand, { version, wrapped: Buffer.from(wrapped, "base64url") });
    if (key.byteLength !== 32) throw new Error("not a person's key");
    return remember(person, key);
  };

  const create = async (person: Person) => {
    const key = randomBytes(32);
    const { version, wrapped } = await brandKeys.wrap(person.brand, key);
    const content = Buffer.from(JSON.stringify({ version, wrapped: wrapped.toString("base64url") }));
    const kept = await blobs.putOnce(nameOf(person), content, "application/json");
    return kept === content ? remember(person, key) : unwrap(person, kept);
  };

  return {
    create,
    async createUnproven(person) {
      const note = Buffer.from(JSON.stringify({ since: clock.now().toISOString() }));
      await blobs.putOnce(noteBlobName(person), note, "application/json");
      return create(person);
    },
    prove: (person) => blobs.erase(noteBlobName(person)),
    async open(person) {
      const cached = cache.get(nameOf(person));
      if (cached !== undefined && cached.until > clock.now().getTime()) return cached.key;
      cache.delete(nameOf(person));
      const content = await blobs.read(nameOf(person));
      if (content === undefined) throw new KeyShredded();
      return unwrap(person, content);
    },
    async shred(person) {
      await blobs.erase(nameOf(person));
      cache.delete(nameOf(person));
      await blobs.erase(noteBlobName(person));
    },
  };
}
