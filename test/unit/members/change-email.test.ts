/** A new address: proven there, told to the old one, found at every moment, and nobody's twice, whatever crashes. */
import { describe, expect, test } from "vitest";
import { addressHash } from "../../../shared/members/address.ts";
import { emailChange } from "../../../shared/members/email-change.ts";
import type { Lookups } from "../../../shared/members/lookup.ts";
import { member } from "../../../shared/members/member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import type { Session } from "../../../shared/sessions/session.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import type { Repository } from "../../../shared/storage/repository.ts";
import { entriesIn, expectEntry } from "../../fixtures/recorded.ts";
import { accounts, lookupKeys, signUpAs } from "../../memory/accounts.ts";
import { codeOf, personOf, type System, sessionsOf, signedIn, signInOnceMore, stepUp } from "../../memory/signed-in.ts";

const [before, after] = [signUpAs().email, "zoe.nouvelle@example.fr"];
const hashOf = (email: string) => addressHash(lookupKeys, "milleis", email);
const refused = (code: string) => expect.objectContaining({ name: "Refusal", code });

async function ready(system: System = accounts()) {
  const { person, opened } = await signedIn(system);
  return { system, person, session: await stepUp(system, person, opened.session) };
}

type Verifying = Pick<System, "askEmailChange" | "verifyEmailChange">;
async function change(system: Verifying, person: Person, of: Session, email = after) {
  const issued = await system.askEmailChange(person, of, { email });
  await system.verifyEmailChange(person, issued.ticket.secret, { code: codeOf(issued) });
}
/** Whom the look-ups lead to, as a sign-in would. */
const foundAt = async (system: System, email: string): Promise<string | undefined> => {
  const { ticket } = await system.sound.signIn("milleis", { email });
  const found = system.repository.all({ brand: "milleis", subjectId: ticket.subjectId }, member);
  return found[0]?.id;
};

describe("the new address, proven,", () => {
  test("is the account's; the old one is free and is told", async () => {
    const { system, person, session } = await ready();
    await change(system, person, session);
    expect(system.repository.all(person, member)).toMatchObject([{ email: after, addressHash: hashOf(after) }]);
    expect(system.lookups.row(hashOf(after))).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
    expect(system.lookups.row(hashOf(before))).toBeUndefined();
    const told = system.repository.all(person, outboxRow).filter(({ type }) => type === "address-changed");
    expect(told).toHaveLength(1);
    const entries = entriesIn(system.repository.all(person, outboxRow));
    expect(expectEntry("address.changed", entries, { actor: { role: "member" } })).toHaveLength(1);
    expect(system.repository.all(person, emailChange)).toMatchObject([
      { id: told[0]?.aboutId, previousEmail: before, previousHash: hashOf(before) },
    ]);
    expect(await foundAt(system, after)).toBe(person.subjectId);
    expect(await foundAt(system, before)).toBeUndefined();
  });

  test("ends every other session, and codes sent to the old address", async () => {
    const { system, person, session } = await ready();
    await signInOnceMore(system);
    const pending = await system.signIn("milleis", { email: before });
    await change(system, person, session);
    expect(sessionsOf(system, person).map(({ id }) => id)).toEqual([session.id]);
    await expect(
      system.verifySignIn(personOf(pending), pending.ticket.secret, { code: codeOf(pending) }),
    ).rejects.toEqual(refused("code-expired"));
    system.clock.move(1);
    expect(await signInOnceMore(system, after)).toBeDefined();
  });

  test("can be changed back", async () => {
    const { system, person, session } = await ready();
    await change(system, person, session);
    await change(system, person, session, before);
    expect(system.lookups.row(hashOf(before))).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
    expect(system.lookups.row(hashOf(after))).toBeUndefined();
  });

  test("that is the old one changes nothing, and nobody is told", async () => {
    const { system, person, session } = await ready();
    await change(system, person, session, ` ${before.toUpperCase()}`);
    expect(system.repository.all(person, member)[0]).not.toHaveProperty("addressSince");
    expect(system.repository.all(person, outboxRow).filter(({ type }) => type === "address-changed")).toEqual([]);
    expect(system.repository.all(person, emailChange)).toEqual([]);
    expect(await foundAt(system, before)).toBe(person.subjectId);
  });
});

describe("nothing changes", () => {
  test("until the code is given, and for who has the wrong one", async () => {
    const { system, person, session } = await ready();
    const issued = await system.askEmailChange(person, session, { email: after });
    await expect(system.verifyEmailChange(person, issued.ticket.secret, { code: "000000" })).rejects.toEqual(
      refused("code-rejected"),
    );
    expect(system.repository.all(person, member)).toMatchObject([{ email: before }]);
    expect(system.lookups.row(hashOf(after))).toBeUndefined();
  });

  test("once the session it was asked for in has ended", async () => {
    const { system, person, session } = await ready();
    const issued = await system.askEmailChange(person, session, { email: after });
    await system.endSession(person, session);
    await expect(system.verifyEmailChange(person, issued.ticket.secret, { code: codeOf(issued) })).rejects.toEqual(
      refused("code-expired"),
    );
    expect(system.repository.all(person, member)).toMatchObject([{ email: before }]);
  });

  test("where the address has become somebody else's; asking takes the same calls", async () => {
    const { system, person, session } = await ready();
    const other = await signedIn(system, { email: after });
    const calls: string[] = [];
    system.repository.before = (operation) => void calls.push(operation);
    const issued = await system.askEmailChange(person, session, { email: after });
    const known = calls.splice(0);
    await system.askEmailChange(person, session, { email: "personne@example.fr" });
    expect(calls).toEqual(known);
    delete system.repository.before;
    await expect(system.verifyEmailChange(person, issued.ticket.secret, { code: codeOf(issued) })).rejects.toEqual(
      refused("address-already-in-use"),
    );
    expect(system.lookups.row(hashOf(after))).toMatchObject({ subjectId: other.person.subjectId });
    expect(await foundAt(system, before)).toBe(person.subjectId);
  });
});

test("two accounts that prove one new address at once: one has it, the other keeps its own", async () => {
  const system = accounts();
  const one = await ready(system);
  const two = await signedIn(system, { email: "autre@example.fr" });
  const raised = await stepUp(system, two.person, two.opened.session);
  const answers = await Promise.allSettled([
    change(system, one.person, one.session),
    change(system, two.person, raised),
  ]);
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const emails = [one.person, two.person].map((person) => system.repository.all(person, member)[0]?.email);
  expect(emails.filter((email) => email === after)).toHaveLength(1);
  for (const [index, person] of [one.person, two.person].entries())
    expect(await foundAt(system, emails[index] ?? "")).toBe(person.subjectId);
});

class Crash extends Error {}
/** Lets so many writes through once it is armed; then the process is gone. `isDone`: the last one was carried out. */
function crashing(writes: number, isDone: boolean) {
  const state = { isArmed: false, left: writes };
  const step = async <T>(run: () => Promise<T>): Promise<T> => {
    if (!state.isArmed) return run();
    state.left -= 1;
    if (state.left > 0) return run();
    if (state.left === 0 && isDone) await run();
    throw new Crash();
  };
  const through = (ports: { repository: Repository; lookups: Lookups; keys: System["keys"] }) => ({
    ...ports,
    repository: {
      ...ports.repository,
      commit: (...args: Parameters<Repository["commit"]>) => step(() => ports.repository.commit(...args)),
    },
    lookups: {
      ...ports.lookups,
      create: (...args: Parameters<Lookups["create"]>) => step(() => ports.lookups.create(...args)),
      replace: (...args: Parameters<Lookups["replace"]>) => step(() => ports.lookups.replace(...args)),
      erase: (...args: Parameters<Lookups["erase"]>) => step(() => ports.lookups.erase(...args)),
    },
  });
  return { state, through };
}

describe("a crash between any two writes", () => {
  const points = Array.from({ length: 8 }, (_, index) => index + 1).flatMap((writes) => [
    { writes, isDone: false },
    { writes, isDone: true },
  ]);

  test.each(points)("after write $writes (done: $isDone): one address, found at every moment", async (point) => {
    const { state, through } = crashing(point.writes, point.isDone);
    const system = accounts(through);
    const { person, session } = await ready(system);
    state.isArmed = true;
    await change(system, person, session).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    const has = () => system.repository.all(person, member)[0]?.email ?? "";
    expect(await foundAt(system, has()), "at once").toBe(person.subjectId);
    for (const seconds of [120, 3_600]) {
      system.clock.move(seconds);
      await system.sound.relay.due();
      await system.endLookUps();
      expect(await foundAt(system, has()), `after ${seconds} seconds`).toBe(person.subjectId);
    }
    const other = has() === after ? before : after;
    expect(await foundAt(system, other), "the other one is nobody's").toBeUndefined();
    expect(system.lookups.row(hashOf(other))).toBeUndefined();
    const told = system.repository.all(person, outboxRow).filter(({ type }) => type === "address-changed");
    expect(told).toHaveLength(has() === after ? 1 : 0);
  });

  test("the points reach beyond the last write", async () => {
    const { state, through } = crashing(points.length, true);
    const system = accounts(through);
    const { person, session } = await ready(system);
    state.isArmed = true;
    await change(system, person, session);
    expect(state.left).toBeGreaterThan(0);
  });
});
