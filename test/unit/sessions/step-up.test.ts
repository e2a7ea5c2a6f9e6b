/** A fresh code within a session: a new secret, the old end, for ten minutes, and not for any other session. */
import { describe, expect, test } from "vitest";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { makeOpenSession } from "../../../shared/sessions/open-session.ts";
import { isSteppedUp, sessionRules, ticket } from "../../../shared/sessions/session.ts";
import { entriesIn, expectEntry } from "../../fixtures/recorded.ts";
import { codeOf, sessionsOf, signedIn, signInOnceMore, stepUp, wrong } from "../../memory/signed-in.ts";

const refused = (code: string) => expect.objectContaining({ name: "Refusal", code });

describe("a fresh code", () => {
  test("raises the session, under a new secret, to the same end", async () => {
    const { system, person, opened } = await signedIn();
    const before = opened.session;
    system.clock.move(600);
    const issued = await system.askStepUp(person, before);
    const given = { code: codeOf(issued) };
    const raised = await system.verifyStepUp(person, issued.ticket.secret, before, given);
    expect(raised.session).toMatchObject({ startedAt: before.startedAt, expiresAt: before.expiresAt });
    expect(raised.session.id).not.toBe(before.id);
    const open = makeOpenSession({ repository: system.repository, clock: system.clock });
    expect(await open(person, opened.secret)).toBeUndefined();
    expect(await open(person, raised.secret)).toEqual(raised.session);
    expect(system.repository.all(person, ticket)).toEqual([]);
    const entries = entriesIn(system.repository.all(person, outboxRow));
    expect(expectEntry("session.stepped-up", entries, { actor: { role: "member" } })).toHaveLength(1);
    // Once only.
    await expect(system.verifyStepUp(person, issued.ticket.secret, raised.session, given)).rejects.toEqual(
      refused("code-expired"),
    );
  });

  test("forgets no code that was asked for while it was given", async () => {
    const { system, person, opened } = await signedIn();
    const asLetIn = opened.session;
    const issued = await system.askStepUp(person, asLetIn);
    for (let asked = 0; asked < 3; asked += 1) await system.askStepUp(person, asLetIn);
    const raised = await system.verifyStepUp(person, issued.ticket.secret, asLetIn, { code: codeOf(issued) });
    expect(raised.session.codesAskedAt).toHaveLength(4);
  });

  test("counts for ten minutes and not a moment more; signing in is none", async () => {
    const { system, person, opened } = await signedIn();
    expect(isSteppedUp(opened.session, system.clock.now())).toBe(false);
    const raised = await stepUp(system, person, opened.session);
    const at = (milliseconds: number) => new Date(system.clock.now().getTime() + milliseconds);
    expect(isSteppedUp(raised, at(sessionRules.fresh - 1))).toBe(true);
    expect(isSteppedUp(raised, at(sessionRules.fresh))).toBe(false);
  });

  test("asked for in one session is none in another", async () => {
    const { system, person, opened } = await signedIn();
    const other = await signInOnceMore(system);
    const issued = await system.askStepUp(person, opened.session);
    const given = { code: codeOf(issued) };
    await expect(system.verifyStepUp(person, issued.ticket.secret, other, given)).rejects.toEqual(
      refused("code-expired"),
    );
    expect((await system.verifyStepUp(person, issued.ticket.secret, opened.session, given)).session).toBeDefined();
  });

  test("of a sign-in is none, nor is a step-up's code a sign-in", async () => {
    const { system, person, opened } = await signedIn();
    const signIn = await system.signIn("milleis", { email: "zoe.durand@example.fr" });
    await expect(
      system.verifyStepUp(person, signIn.ticket.secret, opened.session, { code: codeOf(signIn) }),
    ).rejects.toEqual(refused("code-expired"));
    const step = await system.askStepUp(person, opened.session);
    await expect(system.verifySignIn(person, step.ticket.secret, { code: codeOf(step) })).rejects.toEqual(
      refused("code-expired"),
    );
  });

  test("is tried five times, and the ledger is told", async () => {
    const { system, person, opened } = await signedIn();
    const issued = await system.askStepUp(person, opened.session);
    const give = (code: string) => system.verifyStepUp(person, issued.ticket.secret, opened.session, { code });
    const answers = await Promise.allSettled(Array.from({ length: 64 }, () => give(wrong(codeOf(issued)))));
    const rejected = answers.filter((one) => one.status === "rejected" && one.reason.code === "code-rejected");
    expect(rejected.length).toBeLessThanOrEqual(5);
    await expect(give(codeOf(issued))).rejects.toEqual(refused("code-expired"));
    const entries = entriesIn(system.repository.all(person, outboxRow));
    expect(expectEntry("code.used-up", entries, { actor: { role: "member" }, detail: "step-up" })).toHaveLength(1);
    expect(sessionsOf(system, person)).toEqual([opened.session].map((one) => expect.objectContaining({ id: one.id })));
  });
});

describe("asking", () => {
  test("five an hour within one session, also all at once", async () => {
    const { system, person, opened } = await signedIn();
    const answers = await Promise.allSettled(
      Array.from({ length: 64 }, () => system.askStepUp(person, opened.session)),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(sessionRules.codesAnHour);
    system.clock.move(3_599);
    await expect(system.askStepUp(person, opened.session)).rejects.toMatchObject({
      code: "too-many-requests",
      retryAfter: 1,
    });
    system.clock.move(1);
    await expect(system.askStepUp(person, opened.session)).resolves.toBeDefined();
  });

  test("in a session that has just been ended is refused", async () => {
    const { system, person, opened } = await signedIn();
    await system.endSession(person, opened.session);
    await expect(system.askStepUp(person, opened.session)).rejects.toEqual(refused("not-signed-in"));
  });
});
