/** A new look-up key: every address moves once, what others have merely reserved gives way, and a conflict is told. */
import { expect, test } from "vitest";
import { makeReindexAddresses } from "../../../shared/keys/reindex-addresses.ts";
import { addressHashes } from "../../../shared/members/address.ts";
import { type Lookup, lookupLife, unfinished } from "../../../shared/members/lookup.ts";
import { member } from "../../../shared/members/member.ts";
import type { KeyedHash } from "../../../shared/privacy/formats.ts";
import { codeFor, hashOfSecret } from "../../../shared/sessions/session.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { accounts, codeKeys, lookupKeys, signUpAs } from "../../memory/accounts.ts";
import { keptLog } from "../../memory/log.ts";

const ring = [{ version: "2", key: "n".repeat(43) }, ...lookupKeys];
const [newest, older] = addressHashes(ring, "milleis", signUpAs().email) as [KeyedHash, KeyedHash];
const stranger = "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11";

async function start() {
  const system = accounts();
  const { ticket } = await system.signUp("milleis", signUpAs());
  const person: Person = { brand: "milleis", subjectId: ticket.subjectId };
  const code = codeFor(codeKeys, person.subjectId, { id: hashOfSecret(ticket.secret), issue: 1 });
  await system.verifyCode(person, ticket.secret, "sign-up", { code });
  const { log, events } = keptLog();
  const { repository, lookups, keyBlobs } = system;
  const blobs = {
    ...keyBlobs,
    readVersioned: async () => undefined,
    replace: async () => false,
    async *names(prefix: string) {
      yield* [...keyBlobs.contents.keys()].filter((name) => name.startsWith(prefix));
    },
  };
  const reindex = makeReindexAddresses({
    keepJoin: async () => "unchanged",
    blobs,
    repository,
    lookups,
    lookupKeys: ring,
    clock: system.clock,
    log,
  });
  const under = () => repository.all(person, member)[0]?.addressHash;
  const held = (state: Lookup["state"]) => {
    const row = { id: newest, subjectId: stranger };
    return lookups.create(
      state === "confirmed" ? { ...row, state } : unfinished({ ...row, state }, system.clock.now()),
    );
  };
  return { ...system, person, events, under, held, reindex: () => reindex("milleis") };
}

test("moves an address once", async () => {
  const { lookups, person, events, under, reindex } = await start();
  expect(under()).toBe(older);
  expect(await reindex()).toEqual({ changed: 1, again: 0, conflicts: 0 });
  expect(under()).toBe(newest);
  expect(lookups.row(newest)).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
  expect(lookups.row(older)).toBeUndefined();
  expect(await reindex()).toEqual({ changed: 0, again: 0, conflicts: 0 });
  expect(events()).toEqual([]);
});

test("what a sign-up nobody has proved reserved under the new key gives way", async () => {
  const { lookups, person, held, reindex } = await start();
  await held("reserved");
  expect(await reindex()).toEqual({ changed: 1, again: 0, conflicts: 0 });
  expect(lookups.row(newest)).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
});

test("while somebody is proving it, it is to be done again", async () => {
  const { clock, held, under, reindex } = await start();
  await held("claimed");
  expect(await reindex()).toEqual({ changed: 0, again: 1, conflicts: 0 });
  expect(under()).toBe(older);
  clock.move(lookupLife.claimed);
  expect(await reindex()).toEqual({ changed: 1, again: 0, conflicts: 0 });
});

test("another account under the new key is counted and told, and nothing is changed", async () => {
  const { lookups, events, held, under, person, reindex } = await start();
  await held("confirmed");
  expect(await reindex()).toEqual({ changed: 0, again: 0, conflicts: 1 });
  expect(events()).toEqual(["member.address-conflict"]);
  expect(under()).toBe(older);
  expect(lookups.row(older)).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
  expect(lookups.row(newest)?.subjectId).toBe(stranger);
});
