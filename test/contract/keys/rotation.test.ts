/**
 * Keys on real parts: rotation by re-wrapping while everything keeps opening, a new look-up key, and shredding, after which a
 * person's records open nowhere, not even from a copy of the database taken before.
 */

import { randomBytes, randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CosmosClient } from "@azure/cosmos";
import { BlobServiceClient } from "@azure/storage-blob";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Azurite, startAzurite } from "../../../local/azurite/azurite.ts";
import { startCosmosEndpoint } from "../../../local/cosmos/endpoint.ts";
import { provisionCosmos, provisionStorage } from "../../../local/system/provision.ts";
import type { KeyRing } from "../../../shared/config.ts";
import { makeReindexAddresses } from "../../../shared/keys/reindex-addresses.ts";
import { makeKeyStatus, makeRewrapKeys } from "../../../shared/keys/rotate-keys.ts";
import { addressHash, addressHashes } from "../../../shared/members/address.ts";
import { type Member, member } from "../../../shared/members/member.ts";
import { containerBlobs, type ListedBlobs } from "../../../shared/storage/blobs.ts";
import { fileBrandKeys } from "../../../shared/storage/brand-keys.ts";
import { databaseName } from "../../../shared/storage/containers.ts";
import { cosmosLookups } from "../../../shared/storage/cosmos-lookups.ts";
import { cosmosRepository } from "../../../shared/storage/cosmos-repository.ts";
import { KeyShredded, type Person, personKeys } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { systemClock } from "../../../shared/time/clock.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { keptLog } from "../../memory/log.ts";

const folder = mkdtempSync(join(tmpdir(), "rotation-"));
const database = join(folder, "cosmos.sqlite");
const keyFile = join(folder, "brand-keys.json");
const ring = (...versions: readonly string[]): KeyRing =>
  versions.map((version) => ({ version, key: randomBytes(32).toString("base64url") }));

type Endpoint = Awaited<ReturnType<typeof startCosmosEndpoint>>;
let endpoint: Endpoint;
let azurite: Azurite;
let blobs: ListedBlobs;
const lookupKeys = ring("1");
const [firstLookupKey] = lookupKeys;
if (firstLookupKey === undefined) throw new Error("no key");

const containerOf = ({ url, key }: Endpoint, name: string) =>
  new CosmosClient({ endpoint: url, key }).database(databaseName).container(name);

/** A fresh instance of the application's storage: nothing cached. */
const instance = (at: Endpoint = endpoint) => {
  const brandKeys = fileBrandKeys(keyFile);
  const keys = personKeys({ blobs, brandKeys, clock: systemClock });
  return {
    keys,
    brandKeys,
    repository: cosmosRepository({ container: containerOf(at, "subjects"), keys, clock: systemClock }),
    lookups: cosmosLookups(containerOf(at, "lookups")),
  };
};

async function signUp(): Promise<{ person: Person; doc: Member }> {
  const { keys, repository, lookups } = instance();
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const email = `${person.subjectId.slice(0, 8)}@courriel.example`;
  const doc = memberRecord(person, { email, addressHash: addressHash(lookupKeys, person.brand, email) });
  await keys.create(person);
  await repository.commit(person, [create(member, doc)]);
  await lookups.create({ id: doc.addressHash, subjectId: person.subjectId, state: "confirmed" });
  return { person, doc };
}

const readBack = async ({ person }: { person: Person }) =>
  (await instance().repository.read(person, member, person.subjectId))?.doc;

beforeAll(async () => {
  writeFileSync(keyFile, JSON.stringify({ milleis: ring("1"), platinum: ring("1") }));
  [endpoint, azurite] = await Promise.all([startCosmosEndpoint({ port: 0, dataFile: database }), startAzurite()]);
  await Promise.all([
    provisionCosmos({ endpoint: endpoint.url, key: endpoint.key }),
    provisionStorage(azurite.connectionString),
  ]);
  blobs = containerBlobs(
    BlobServiceClient.fromConnectionString(azurite.connectionString("keys")).getContainerClient("person-keys"),
  );
});

afterAll(async () => {
  await Promise.all([endpoint.close(), azurite.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe("rotation of a brand's key", () => {
  it("wraps every key anew, and everything opens before, during and after", async () => {
    const people = await Promise.all([signUp(), signUp(), signUp()]);
    const { brandKeys } = instance();
    const version = await brandKeys.rotate("milleis");

    for (const each of people) expect(await readBack(each)).toEqual(each.doc);
    const late = await signUp();
    const status = makeKeyStatus({ blobs, brandKeys });
    expect((await status()).find(({ brand }) => brand === "milleis")).toEqual({
      brand: "milleis",
      newest: version,
      people: { "1": 3, [version]: 1 },
    });

    // Two runs at once: what one has done the other leaves alone.
    const rewrap = makeRewrapKeys({ blobs, brandKeys });
    const [one, other] = await Promise.all([rewrap("milleis"), rewrap("milleis")]);
    expect(one + other).toBe(3);
    expect(await rewrap("milleis")).toBe(0);
    expect((await status()).find(({ brand }) => brand === "milleis")?.people).toEqual({ [version]: 4 });

    writeFileSync(
      keyFile,
      JSON.stringify({ milleis: JSON.parse(readFileSync(keyFile, "utf8")).milleis.slice(0, 1), platinum: ring("1") }),
    );
    for (const each of [...people, late]) expect(await readBack(each), "the old key is retired").toEqual(each.doc);
  });

  it("does not bring back a key that is shredded while it runs", async () => {
    const gone = await signUp();
    const { brandKeys, keys } = instance();
    await brandKeys.rotate("milleis");
    const shreddingBlobs: ListedBlobs = {
      ...blobs,
      async replace(name, content, etag) {
        if (name.endsWith(gone.person.subjectId)) await keys.shred(gone.person);
        return blobs.replace(name, content, etag);
      },
    };
    await makeRewrapKeys({ blobs: shreddingBlobs, brandKeys })("milleis");
    await expect(readBack(gone)).rejects.toThrow(KeyShredded);
  });
});

describe("a new look-up key", () => {
  it("finds every address by its new hash, and the old one nowhere", async () => {
    const who = await signUp();
    const both: KeyRing = [...ring("2"), firstLookupKey];
    const { repository, lookups } = instance();
    const reindex = makeReindexAddresses({
      keepJoin: async () => "unchanged",
      blobs,
      repository,
      lookups,
      lookupKeys: both,
      clock: systemClock,
      log: keptLog().log,
    });
    const { changed, again } = await reindex("milleis");
    expect(changed).toBeGreaterThanOrEqual(1);
    expect(again).toBe(0);
    const [renewed, old] = addressHashes(both, "milleis", who.doc.email);
    if (renewed === undefined || old === undefined) throw new Error("two keys, two hashes");
    expect((await lookups.read(renewed))?.doc).toEqual({
      id: renewed,
      subjectId: who.person.subjectId,
      state: "confirmed",
    });
    expect(await lookups.read(old)).toBeUndefined();
    expect((await readBack(who))?.addressHash).toBe(renewed);
    expect(await reindex("milleis")).toEqual({ changed: 0, again: 0, conflicts: 0 });
  });
});

describe("shredding", () => {
  it("leaves nothing that opens, also in a copy of the database from before", async () => {
    const who = await signUp();
    const copy = join(folder, "copy.sqlite");
    for (const suffix of ["", "-wal"])
      if (existsSync(database + suffix)) copyFileSync(database + suffix, copy + suffix);
    const before = await startCosmosEndpoint({ port: 0, dataFile: copy });
    try {
      const read = () => instance(before).repository.read(who.person, member, who.person.subjectId);
      expect((await read())?.doc, "the copy is a good one").toEqual(who.doc);
      await instance().keys.shred(who.person);
      await expect(read()).rejects.toThrow(KeyShredded);
      await expect(readBack(who)).rejects.toThrow(KeyShredded);
      // A key made anew is another key: it opens nothing of the old.
      await instance().keys.create(who.person);
      await expect(read()).rejects.toMatchObject({ code: "tampered" });
    } finally {
      await before.close();
    }
  });
});
