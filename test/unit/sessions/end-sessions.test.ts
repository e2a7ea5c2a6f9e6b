/** Sessions as their member sees them, and their end: one, all others, all. */
import { describe, expect, test } from "vitest";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { handleOf, sessionRules } from "../../../shared/sessions/session.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { entriesIn, expectEntry } from "../../fixtures/recorded.ts";
import { type System, sessionsOf, signedIn, signInOnceMore } from "../../memory/signed-in.ts";

const recorded = (system: System, person: Person) => entriesIn(system.repository.all(person, outboxRow));

async function three() {
  const { system, person, opened } = await signedIn();
  system.clock.move(60);
  const second = await signInOnceMore(system);
  system.clock.move(60);
  const third = await signInOnceMore(system);
  return { system, person, first: opened.session, second, third };
}

describe("the list", () => {
  test("shows each open session, newest first, and which one asks; never its hash", async () => {
    const { system, person, first, second, third } = await three();
    const { items } = await system.listSessions(person, second);
    expect(items.map(({ id, isThisOne }) => [id, isThisOne])).toEqual([
      [handleOf(third), false],
      [handleOf(second), true],
      [handleOf(first), false],
    ]);
    for (const { id } of [first, second, third]) expect(JSON.stringify(items)).not.toContain(id);
  });

  test("leaves out what is over, though the store has not erased it yet", async () => {
    const { system, person } = await three();
    system.clock.move(sessionRules.idle / 1_000 - 60);
    const { items } = await system.listSessions(person, { id: "x" });
    expect(items).toHaveLength(1);
  });
});

describe("ending", () => {
  test("one by its handle leaves the others", async () => {
    const { system, person, first, second, third } = await three();
    await system.endNamedSession(person, handleOf(second));
    expect(sessionsOf(system, person).map(({ id }) => id)).toEqual([first.id, third.id]);
    const entries = recorded(system, person);
    expect(expectEntry("session.ended", entries, { actor: { role: "member" }, detail: "named" })).toHaveLength(1);
  });

  test.each(["unknown", "hash"])("by what is no handle (%s) is not found", async (kind) => {
    const { system, person, second } = await three();
    const given = kind === "hash" ? second.id : "x".repeat(43);
    await expect(system.endNamedSession(person, given)).rejects.toMatchObject({ code: "not-found" });
    expect(sessionsOf(system, person)).toHaveLength(3);
  });

  test("somebody else's is not found", async () => {
    const { system, person, first } = await three();
    const other = await signedIn(system, { email: "autre@example.fr" });
    await expect(system.endNamedSession(other.person, handleOf(first))).rejects.toMatchObject({ code: "not-found" });
    expect(sessionsOf(system, person)).toHaveLength(3);
  });

  test("all others, and all", async () => {
    const { system, person, second } = await three();
    expect(await system.endSessions(person, { but: second, by: { role: "member" } })).toBe(2);
    expect(sessionsOf(system, person)).toEqual([second]);
    expect(await system.endSessions(person)).toBe(1);
    expect(sessionsOf(system, person)).toEqual([]);
    expect(await system.endSessions(person)).toBe(0);
    const entries = recorded(system, person);
    for (const role of ["member", "system"] as const) {
      expect(expectEntry("session.ended", entries, { actor: { role }, detail: "all" })).toHaveLength(1);
    }
  });

  test("more than one commit can hold", async () => {
    const { system, person } = await signedIn();
    for (let day = 0; day < 25; day += 1) {
      system.clock.move(86_400);
      for (let one = 0; one < 10; one += 1) {
        if (one === 5) system.clock.move(3_601);
        await signInOnceMore(system);
      }
    }
    expect(await system.endSessions(person)).toBe(251);
    expect(sessionsOf(system, person)).toEqual([]);
  });

  test("while another ends one of them", async () => {
    const { system, person, second } = await three();
    let isFirst = true;
    system.repository.before = async (operation) => {
      if (operation !== "commit" || !isFirst) return;
      isFirst = false;
      await system.endSession(person, second);
    };
    expect(await system.endSessions(person)).toBe(2);
    expect(sessionsOf(system, person)).toEqual([]);
  });
});
