/** The effect of a `lookup` row: no verified member loses the address, and the row stays until that is so. */
import { expect, test } from "vitest";
import { addressHash } from "../../../shared/members/address.ts";
import { lookupLife, unfinished } from "../../../shared/members/lookup.ts";
import { member } from "../../../shared/members/member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { codeFor, hashOfSecret, type IssuedTicket } from "../../../shared/sessions/session.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create, erase } from "../../../shared/storage/repository.ts";
import { accounts, codeKeys, lookupKeys, signUpAs } from "../../memory/accounts.ts";

const id = addressHash(lookupKeys, "milleis", signUpAs().email);
const personOf = ({ ticket: { subjectId } }: IssuedTicket): Person => ({ brand: "milleis", subjectId });

/** An account whose confirmation did not come through: the look-ups could not be written at that moment. */
async function unconfirmed() {
  let isDown = false;
  const system = accounts((ports) => ({
    ...ports,
    lookups: {
      ...ports.lookups,
      replace: async (doc, etag) => {
        if (isDown && doc.state === "confirmed") throw new Error("not now");
        return ports.lookups.replace(doc, etag);
      },
    },
  }));
  isDown = true;
  const issued = await system.signUp("milleis", signUpAs());
  const give = (of: IssuedTicket) => {
    const code = codeFor(codeKeys, of.ticket.subjectId, { id: hashOfSecret(of.ticket.secret), issue: 1 });
    return system.verifyCode(personOf(of), of.ticket.secret, "sign-up", { code });
  };
  await give(issued);
  isDown = false;
  const person = personOf(issued);
  const rows = () => system.repository.all(person, outboxRow).filter(({ channel }) => channel === "lookup");
  expect(rows()).toHaveLength(1);
  expect(system.lookups.row(id)?.state).toBe("claimed");
  return { system, person, rows, give };
}

test("a claim that ended before it was confirmed, and a sign-up with the address since: the account keeps it", async () => {
  const { system, person, rows } = await unconfirmed();
  system.clock.move(lookupLife.claimed);
  await system.endLookUps();
  await system.signUp("milleis", signUpAs());
  expect(system.lookups.row(id)).toMatchObject({ state: "reserved" });
  await system.relay.due();
  expect(system.lookups.row(id)).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
  expect(rows()).toEqual([]);
  expect(system.events()).not.toContain("member.address-conflict");
});

test("while somebody else is proving it, the row stays; it is confirmed once that has come to nothing", async () => {
  const { system, person, rows } = await unconfirmed();
  system.clock.move(lookupLife.claimed);
  await system.endLookUps();
  const subjectId = "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11";
  await system.lookups.create(unfinished({ id, subjectId, state: "claimed" }, system.clock.now()));
  await system.relay.due();
  expect(rows()).toHaveLength(1);
  system.clock.move(lookupLife.claimed);
  await system.relay.due();
  expect(system.lookups.row(id)).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
  expect(rows()).toEqual([]);
});

test("two accounts with one address: told once, and not tried for ever", async () => {
  const { system, rows } = await unconfirmed();
  system.clock.move(lookupLife.claimed);
  await system.endLookUps();
  await system.lookups.create({ id, subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11", state: "confirmed" });
  await system.relay.due();
  expect(system.events().filter((event) => event === "member.address-conflict")).toHaveLength(1);
  expect(rows()).toEqual([]);
});

test("inline and by the timer at the same moment: no conflict is told", async () => {
  const { system, person, rows } = await unconfirmed();
  const [row] = rows();
  if (row === undefined) throw new Error("nothing there");
  await Promise.all([system.confirmAddress(person, row), system.confirmAddress(person, row)]);
  expect(system.lookups.row(id)).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
  expect(system.events()).not.toContain("member.address-conflict");
  expect(rows()).toEqual([]);
});

test("a member who is not visible yet is tried again", async () => {
  const { system, person, rows } = await unconfirmed();
  const [row] = rows();
  const doc = system.repository.all(person, member)[0];
  if (doc === undefined || row === undefined) throw new Error("nothing there");
  await system.repository.commit(person, [erase(member, doc.id)]);
  await expect(system.confirmAddress(person, row)).rejects.toThrow("member not found");
  expect(rows()).toHaveLength(1);
  await system.repository.commit(person, [create(member, doc)]);
  await system.confirmAddress(person, row);
  expect(system.lookups.row(id)?.state).toBe("confirmed");
  expect(rows()).toEqual([]);
});
