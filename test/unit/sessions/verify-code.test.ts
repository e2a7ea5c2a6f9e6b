/** Giving the code: right, wrong, too often, too late, by the wrong browser, by many at once; and at sign-up a crash anywhere. */
import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { acceptanceOf } from "../../../shared/documents/acceptance.ts";
import { addressHash } from "../../../shared/members/address.ts";
import type { Lookups } from "../../../shared/members/lookup.ts";
import { acceptance, member } from "../../../shared/members/member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { codeFor, hashOfSecret, type IssuedTicket, session, ticket } from "../../../shared/sessions/session.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import type { Repository } from "../../../shared/storage/repository.ts";
import { entriesIn, expectEntry } from "../../fixtures/recorded.ts";
import { accounts, codeKeys, documents, lookupKeys, signUpAs } from "../../memory/accounts.ts";

type System = ReturnType<typeof accounts>;
const personOf = ({ ticket: { subjectId } }: IssuedTicket): Person => ({ brand: "milleis", subjectId });
const codeOf = ({ ticket: { subjectId, secret } }: IssuedTicket, issue = 1) =>
  codeFor(codeKeys, subjectId, { id: hashOfSecret(secret), issue });
const wrong = (code: string) => String((Number(code) + 1 + randomInt(999_998)) % 1_000_000).padStart(6, "0");
const id = addressHash(lookupKeys, "milleis", signUpAs().email);

const bothKeys = [{ version: "2", key: "n".repeat(43) }, ...lookupKeys];

const give = (
  system: Pick<System, "verifyCode">,
  issued: IssuedTicket,
  code = codeOf(issued),
  purpose: "sign-up" | "sign-in" = "sign-up",
) => system.verifyCode(personOf(issued), issued.ticket.secret, purpose, { code });
const refused = (code: string) => expect.objectContaining({ name: "Refusal", code });

async function signedUp(system: System = accounts()) {
  const issued = await system.signUp("milleis", signUpAs());
  await give(system, issued);
  return { system, issued, person: personOf(issued) };
}

describe("at sign-in", () => {
  test("the browser's own former session ends, and no other", async () => {
    const { system, person } = await signedUp();
    const again = async (presented?: string) => {
      const issued = await system.signIn("milleis", { email: signUpAs().email });
      return system.verifySignIn(person, issued.ticket.secret, { code: codeOf(issued) }, presented);
    };
    const [here, elsewhere] = [await again(), await again()];
    const newly = await again(here.secret);
    const open = system.repository.all(person, session).map(({ id }) => id);
    expect(open).toContain(elsewhere.session.id);
    expect(open).toContain(newly.session.id);
    expect(open).not.toContain(here.session.id);
    await again("made up, or of somebody else");
    expect(system.repository.all(person, session)).toHaveLength(open.length + 1);
  });
});

describe("at sign-up", () => {
  test("the right code makes the account, opens a session and uses the ticket up", async () => {
    const system = accounts();
    const issued = await system.signUp("milleis", signUpAs());
    const person = personOf(issued);
    const opened = await give(system, issued);
    expect(hashOfSecret(opened.secret)).toBe(opened.session.id);
    expect(system.repository.all(person, member)).toMatchObject([{ status: "active" }]);
    expect(system.repository.all(person, member)[0]).not.toHaveProperty("expiresAt");
    // When the retention sweep looks at it: the first warning, before two years without a sign-in are over.
    const { dueAt = "" } = system.repository.all(person, member)[0] ?? {};
    expect((Date.parse(dueAt) - system.clock.now().getTime()) / 86_400_000).toBeCloseTo(730 - 60, -1);
    expect(system.repository.all(person, member)[0]).not.toHaveProperty("accepted");
    expect(system.repository.all(person, session)).toEqual([opened.session]);
    expect(system.repository.all(person, ticket)).toEqual([]);
    expect(system.lookups.row(id)).toMatchObject({ subjectId: person.subjectId, state: "confirmed" });
    await expect(give(system, issued)).rejects.toEqual(refused("code-expired"));
    const entries = entriesIn(system.repository.all(person, outboxRow));
    expect(expectEntry("account.opened", entries, { actor: { role: "member" } })).toHaveLength(1);
    expect(expectEntry("session.opened", entries, { actor: { role: "member" } })).toHaveLength(1);
    expect(expectEntry("document.accepted", entries, { actor: { role: "member" } })).toHaveLength(2);
  });

  test("what was accepted with the sign-up is kept from then on, as it was and when it was", async () => {
    const system = accounts();
    const issued = await system.signUp("milleis", signUpAs({ language: "en" }));
    const at = system.clock.now();
    expect(system.repository.all(personOf(issued), acceptance)).toEqual([]);
    system.clock.move(300);
    await give(system, issued);
    expect(system.repository.all(personOf(issued), acceptance)).toEqual(
      (["charter", "terms"] as const).map((name) =>
        acceptanceOf(documents, { brand: "milleis", name, language: "en", channel: "sign-up" }, at),
      ),
    );
  });

  test("a wrong code counts; after five there is no right one any more", async () => {
    const system = accounts();
    const issued = await system.signUp("milleis", signUpAs());
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(give(system, issued, wrong(codeOf(issued)))).rejects.toEqual(refused("code-rejected"));
    }
    await expect(give(system, issued)).rejects.toEqual(refused("code-expired"));
    expect(system.repository.all(personOf(issued), session)).toEqual([]);
    expect(system.repository.all(personOf(issued), member)).toMatchObject([{ status: "pending" }]);
  });

  test("guessing at the same moment gives no more than five tries", async () => {
    const system = accounts();
    const issued = await system.signUp("milleis", signUpAs());
    const right = codeOf(issued);
    const guesses = Array.from({ length: 20 }, () =>
      give(system, issued, wrong(right)).catch((error: { code: string }) => error.code),
    );
    const answers = await Promise.all(guesses);
    expect(answers.filter((answer) => answer === "code-rejected").length).toBeLessThanOrEqual(5);
    expect(system.repository.all(personOf(issued), ticket)).toMatchObject([{ triesLeft: 0 }]);
    await expect(give(system, issued)).rejects.toEqual(refused("code-expired"));
  });

  test("the right code twice at the same moment opens one session", async () => {
    const system = accounts();
    const issued = await system.signUp("milleis", signUpAs());
    const answers = await Promise.allSettled([give(system, issued), give(system, issued)]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(system.repository.all(personOf(issued), session)).toHaveLength(1);
  });

  test("ten minutes and not a moment more", async () => {
    const [early, late] = [accounts(), accounts()];
    const issued = [await early.signUp("milleis", signUpAs()), await late.signUp("milleis", signUpAs())] as const;
    early.clock.move(599);
    late.clock.move(600);
    await expect(give(early, issued[0])).resolves.toHaveProperty("secret");
    await expect(give(late, issued[1])).rejects.toEqual(refused("code-expired"));
  });

  test("the code of another browser, purpose, brand or person is none", async () => {
    const system = accounts();
    const issued = await system.signUp("milleis", signUpAs());
    const other = await system.signUp("milleis", signUpAs({ email: "autre@example.fr" }));
    const { ticket: at } = issued;
    const code = codeOf(issued);
    await expect(system.verifyCode(personOf(issued), other.ticket.secret, "sign-up", { code })).rejects.toEqual(
      refused("code-expired"),
    );
    await expect(system.verifyCode(personOf(other), at.secret, "sign-up", { code })).rejects.toEqual(
      refused("code-expired"),
    );
    await expect(give(system, issued, code, "sign-in")).rejects.toEqual(refused("code-expired"));
    await expect(
      system.verifyCode({ brand: "platinum", subjectId: at.subjectId }, at.secret, "sign-up", { code }),
    ).rejects.toEqual(refused("code-expired"));
    await expect(give(system, other, code)).rejects.toEqual(refused("code-rejected"));
  });

  test("two sign-ups with one address: the first to prove the mailbox has it, the other is told", async () => {
    const system = accounts();
    const [one, two] = [await system.signUp("milleis", signUpAs()), await system.signUp("milleis", signUpAs())];
    await give(system, two);
    await expect(give(system, one)).rejects.toEqual(refused("address-already-in-use"));
    expect(system.lookups.row(id)?.subjectId).toBe(two.ticket.subjectId);
    expect(system.repository.all(personOf(one), session)).toEqual([]);
  });

  test("with a new look-up key, one address is still one account", async () => {
    const { system, person } = await signedUp();
    const later = system.under(bothKeys);
    const issued = await later.signUp("milleis", signUpAs());
    await expect(give(later, issued)).rejects.toEqual(refused("address-already-in-use"));
    expect((await later.signIn("milleis", { email: signUpAs().email })).ticket.subjectId).toBe(person.subjectId);
  });

  test("a sign-up begun under the old look-up key ends under the new one", async () => {
    const system = accounts();
    const issued = await system.signUp("milleis", signUpAs());
    await give(system.under(bothKeys), issued);
    const newest = addressHash(bothKeys, "milleis", signUpAs().email);
    expect(system.repository.all(personOf(issued), member)).toMatchObject([{ addressHash: newest }]);
    expect(system.lookups.row(newest)).toMatchObject({ subjectId: issued.ticket.subjectId, state: "confirmed" });
  });

  test("the same address on the other brand is another matter", async () => {
    const { system } = await signedUp();
    const issued = await system.signUp("platinum", signUpAs({ cardDigits: "513200123" }));
    const person: Person = { brand: "platinum", subjectId: issued.ticket.subjectId };
    await expect(
      system.verifyCode(person, issued.ticket.secret, "sign-up", { code: codeOf(issued) }),
    ).resolves.toHaveProperty("session");
  });
});

describe("at sign-in", () => {
  test("the right code opens another session, the account stays as it is", async () => {
    const { system, person } = await signedUp();
    const issued = await system.signIn("milleis", { email: " Zoe.Durand@Example.fr " });
    expect(issued.ticket.subjectId).toBe(person.subjectId);
    await give(system, issued, codeOf(issued), "sign-in");
    expect(system.repository.all(person, session)).toHaveLength(2);
  });

  test("an unknown address gets a ticket like any other, and no code opens it", async () => {
    const { system, person } = await signedUp();
    const [known, unknown] = [
      await system.signIn("milleis", { email: signUpAs().email }),
      await system.signIn("milleis", { email: "personne@example.fr" }),
    ];
    expect(Object.keys(unknown.ticket).sort()).toEqual(Object.keys(known.ticket).sort());
    expect(unknown.expiresAt).toBe(known.expiresAt);
    const bare = { brand: "milleis", subjectId: unknown.ticket.subjectId } as const;
    expect(system.repository.all(bare, ticket)).toMatchObject([{ isDecoy: true }]);
    expect(system.repository.all(person, ticket)).toMatchObject([{ isDecoy: false }]);
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(give(system, unknown, codeOf(unknown), "sign-in")).rejects.toEqual(refused("code-rejected"));
    }
    await expect(give(system, unknown, codeOf(unknown), "sign-in")).rejects.toEqual(refused("code-expired"));
  });

  test("known and unknown take the same calls", async () => {
    const { system } = await signedUp();
    const calls: string[] = [];
    system.repository.before = (operation) => void calls.push(operation);
    const queued = () => system.queues.sent.length;
    const before = queued();
    await system.signIn("milleis", { email: signUpAs().email });
    const known = [...calls.splice(0), queued() - before];
    await system.signIn("milleis", { email: "personne@example.fr" });
    expect([...calls, queued() - before - Number(known.at(-1))]).toEqual(known);
  });

  test("a sign-up that was never finished is no account", async () => {
    const system = accounts();
    await system.signUp("milleis", signUpAs());
    const issued = await system.signIn("milleis", { email: signUpAs().email });
    await expect(give(system, issued, codeOf(issued), "sign-in")).rejects.toEqual(refused("code-rejected"));
  });
});

class Crash extends Error {}

/** Lets so many writes through; then the process is gone. `isDone`: the last one was carried out, its answer was lost. */
function crashing(writes: number, isDone: boolean) {
  let left = writes;
  const step = async <T>(run: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left > 0) return run();
    if (left === 0 && isDone) await run();
    throw new Crash();
  };
  return (ports: { repository: Repository; lookups: Lookups; keys: System["keys"] }) => ({
    repository: {
      ...ports.repository,
      commit: (...args: Parameters<Repository["commit"]>) => step(() => ports.repository.commit(...args)),
    },
    lookups: {
      ...ports.lookups,
      create: (...args: Parameters<Lookups["create"]>) => step(() => ports.lookups.create(...args)),
      replace: (...args: Parameters<Lookups["replace"]>) => step(() => ports.lookups.replace(...args)),
    },
    keys: {
      ...ports.keys,
      createUnproven: (person: Person) => step(() => ports.keys.createUnproven(person)),
      prove: (person: Person) => step(() => ports.keys.prove(person)),
    },
  });
}

describe("a crash between any two writes", () => {
  const points = Array.from({ length: 8 }, (_, index) => index + 1).flatMap((writes) => [
    { writes, isDone: false },
    { writes, isDone: true },
  ]);

  test.each(points)(
    "after write $writes (done: $isDone): the address is free a day later, or an account has it",
    async ({ writes, isDone }) => {
      const system = accounts(crashing(writes, isDone));
      let issued: IssuedTicket | undefined;
      let isAnswered = false;
      try {
        issued = await system.signUp("milleis", signUpAs());
        await give(system, issued);
        isAnswered = true;
      } catch (error) {
        // The relay logs what its own part met and goes on; everything else ends with the crash.
        expect(error).toBeInstanceOf(Crash);
      }
      // Another instance takes up what is due; pending members end by their own date.
      system.clock.move(86_400);
      await system.sound.relay.due();
      await system.endLookUps();
      const holder = system.lookups.row(id);
      const account =
        issued && system.repository.all(personOf(issued), member).find(({ status }) => status === "active");
      if (isAnswered) expect(account).toBeDefined();
      if (account === undefined) {
        expect(holder).toBeUndefined();
        const again = await system.sound.signUp("milleis", signUpAs());
        await expect(give(system.sound, again)).resolves.toHaveProperty("session");
      } else {
        expect(holder).toMatchObject({ subjectId: account.id, state: "confirmed" });
        expect(
          system.repository.all(personOf(issued!), outboxRow).filter(({ channel }) => channel === "lookup"),
        ).toEqual([]);
      }
    },
  );

  test("the points reach beyond the last write", async () => {
    const system = accounts(crashing(points.length, true));
    const issued = await system.signUp("milleis", signUpAs());
    await expect(give(system, issued)).resolves.toHaveProperty("session");
  });
});
