/**
 * Keys in an operator's hands: how many people's keys each version of a brand's key wraps, and rotation by re-wrapping.
 * The people's own keys do not change, so nothing that is sealed is touched, and everything opens before, during and after.
 * Every step is conditional and can be repeated: a run that was cut short is simply run again (DESIGN, section 5).
 */
import { type BrandId, brandIds } from "../charter/brands.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import type { BrandKeyRotation, BrandKeys } from "../storage/brand-keys.ts";
import { everybody, keyBlobName, type Person, wrappedSchema } from "../storage/person-keys.ts";

type Needs = { readonly blobs: ListedBlobs; readonly brandKeys: BrandKeys & BrandKeyRotation };

export type KeyStatus = {
  readonly brand: BrandId;
  /** The version that wraps now. */
  readonly newest: string;
  /** People whose key is wrapped by each version. */
  readonly people: Readonly<Record<string, number>>;
};

const parse = (content: Buffer) => wrappedSchema.parse(JSON.parse(content.toString("utf8")));

export const makeKeyStatus =
  ({ blobs, brandKeys }: Needs) =>
  (): Promise<readonly KeyStatus[]> =>
    Promise.all(
      brandIds.map(async (brand) => {
        const people: Record<string, number> = {};
        for await (const person of everybody(blobs, brand)) {
          const content = await blobs.read(keyBlobName(person));
          if (content === undefined) continue;
          const { version } = parse(content);
          people[version] = (people[version] ?? 0) + 1;
        }
        return { brand, newest: await brandKeys.newest(brand), people };
      }),
    );

/** @returns false where there was nothing to do: wrapped by the newest already, or shredded meanwhile. */
async function rewrap({ blobs, brandKeys }: Needs, person: Person, newest: string): Promise<boolean> {
  const name = keyBlobName(person);
  for (;;) {
    const found = await blobs.readVersioned(name);
    if (found === undefined) return false;
    const { version, wrapped } = parse(found.content);
    if (version === newest) return false;
    const key = await brandKeys.unwrap(person.brand, { version, wrapped: Buffer.from(wrapped, "base64url") });
    const again = await brandKeys.wrap(person.brand, key);
    const content = Buffer.from(
      JSON.stringify({ version: again.version, wrapped: again.wrapped.toString("base64url") }),
    );
    // Conditional: a key that was shredded in between must not come back.
    if (await blobs.replace(name, content, found.etag)) return true;
  }
}

/** Wraps every key of a brand with its newest version. @returns how many were changed. */
export const makeRewrapKeys =
  (needs: Needs) =>
  async (brand: BrandId): Promise<number> => {
    const newest = await needs.brandKeys.newest(brand);
    let changed = 0;
    for await (const person of everybody(needs.blobs, brand)) if (await rewrap(needs, person, newest)) changed += 1;
    return changed;
  };
