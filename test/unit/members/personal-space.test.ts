/** What a member changes about themselves, the card, and interests: strictly, conditionally, and with a fresh code where one is due. */
import { createHash, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { declareInterestInput } from "../../../shared/members/declare-interest.ts";
import { interest, topicNames, topics, wordingOfInterest } from "../../../shared/members/interest.ts";
import { member } from "../../../shared/members/member.ts";
import { updateMemberInput } from "../../../shared/members/update-member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { idempotencyRow } from "../../../shared/storage/commit-once.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { entriesIn, expectEntry } from "../../fixtures/recorded.ts";
import { type System, signedIn, signInOnceMore, stepUp } from "../../memory/signed-in.ts";

const refused = (code: string) => expect.objectContaining({ name: "Refusal", code });
const etagOf = async (system: System, person: Person) =>
  (await system.repository.read(person, member, person.subjectId))?.etag ?? "";
const entriesOf = (system: System, person: Person) => entriesIn(system.repository.all(person, outboxRow));
const intent = () => ({ id: randomUUID().replaceAll("-", "").padEnd(43, "0"), fingerprint: "f".repeat(43) });

describe("PATCH of one's own data", () => {
  test("changes what is named and nothing else", async () => {
    const { system, person, opened } = await signedIn();
    const [before] = system.repository.all(person, member);
    const { doc } = await system.updateMember(person, opened.session, await etagOf(system, person), { language: "en" });
    expect(doc).toEqual({ ...before, language: "en" });
    expect(system.repository.all(person, member)).toEqual([doc]);
  });

  test.each([
    { mobile: "06 98 76 54 32" },
    { lastName: "Martin" },
    { firstName: "Zoë" },
    { title: "monsieur" as const },
    { language: "en" as const, mobile: "0698765432" },
  ])("%j needs a fresh code, and is in the ledger without what it was", async (input) => {
    const { system, person, opened } = await signedIn();
    const etag = await etagOf(system, person);
    await expect(system.updateMember(person, opened.session, etag, input)).rejects.toEqual(refused("step-up-required"));
    const raised = await stepUp(system, person, opened.session);
    await system.updateMember(person, raised, etag, input);
    const entries = expectEntry("member.changed", entriesOf(system, person), { actor: { role: "member" } });
    expect(entries).toEqual([{ event: "member.changed", actor: { role: "member" }, at: expect.any(String) }]);
  });

  test("keeps numbers and names in their one form, and refuses what is none", async () => {
    const { system, person, opened } = await signedIn();
    const raised = await stepUp(system, person, opened.session);
    const change = async (input: object) =>
      (await system.updateMember(person, raised, await etagOf(system, person), input)).doc;
    expect(await change({ mobile: "+44 7911 123456", firstName: " Zoe\u0308 " })).toMatchObject({
      mobile: "+447911123456",
      firstName: "Zoë",
    });
    await expect(change({ mobile: "0612345" })).rejects.toMatchObject({ fields: [{ pointer: "/mobile" }] });
    await expect(change({})).rejects.toMatchObject({ fields: [{ pointer: "", rule: "must name what is to change" }] });
  });

  test.each(["birthDate", "email", "cardDigits", "status", "programme", "id"])("%s is not among it", (name) => {
    expect(updateMemberInput.schema.safeParse({ [name]: "x" }).success).toBe(false);
  });

  test("of an older version is refused, also when two are sent at once", async () => {
    const { system, person, opened } = await signedIn();
    const etag = await etagOf(system, person);
    const send = (language: "fr" | "en") => system.updateMember(person, opened.session, etag, { language });
    const answers = await Promise.allSettled([send("en"), send("fr")]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(send("en")).rejects.toEqual(refused("stale-version"));
  });

  test("a choice about promotion is provable, in both directions", async () => {
    const { system, person, opened } = await signedIn();
    for (const promotion of [false, true, true, false]) {
      const notifications = { promotion };
      await system.updateMember(person, opened.session, await etagOf(system, person), { notifications });
    }
    const chosen = expectEntry("promotion.chosen", entriesOf(system, person), { actor: { role: "member" } });
    expect(chosen.map(({ detail }) => detail)).toEqual(["agreed", "refused"]);
  });
});

test("each sign-in says when, in the commit that opens the session", async () => {
  const { system, person } = await signedIn();
  system.clock.move(3_600);
  await signInOnceMore(system);
  expect(system.repository.all(person, member)).toMatchObject([{ lastSignedInAt: system.clock.now().toISOString() }]);
});

describe("a renewed card", () => {
  test("gives the programme it belongs to", async () => {
    const { system, person } = await signedIn();
    const etag = await etagOf(system, person);
    const { doc } = await system.renewCard(person, etag, { cardDigits: "497 020 123" });
    expect(doc).toMatchObject({ cardDigits: "497020123", programme: "milleis-premier" });
    expectEntry("card.renewed", entriesOf(system, person), { actor: { role: "member" } });
    expect(JSON.stringify(system.repository.all(person, outboxRow))).not.toContain("497020123");
  });

  test.each([
    ["411111111", "card-not-eligible"],
    ["49702012", "invalid-input"],
    ["374200123", "invalid-input"],
    ["497020abc", "invalid-input"],
  ])("%s is refused as %s, and the old one stays", async (cardDigits, code) => {
    const { system, person } = await signedIn();
    const [before] = system.repository.all(person, member);
    await expect(system.renewCard(person, await etagOf(system, person), { cardDigits })).rejects.toEqual(refused(code));
    expect(system.repository.all(person, member)).toEqual([before]);
  });
});

describe("interests", () => {
  const all = async (system: System, person: Person) =>
    (await system.listInterests(person)).map(({ topic, words }) => topic ?? words);

  test("are declared, seen and erased one by one, and nothing of an erased one stays", async () => {
    const { system, person } = await signedIn();
    const opera = await system.declareInterest(person, intent(), { topic: "opera" }, "fr");
    const boats = await system.declareInterest(person, intent(), { words: " Vieux gréements " }, "fr");
    expect(await all(system, person)).toEqual(["opera", "Vieux gréements"]);
    await system.eraseInterest(person, boats.id);
    expect(await all(system, person)).toEqual(["opera"]);
    const left = JSON.stringify([interest, idempotencyRow, outboxRow].map((of) => system.repository.all(person, of)));
    expect(left).not.toMatch(/gréements/i);
    await expect(system.eraseInterest(person, boats.id)).rejects.toEqual(refused("not-found"));
    await system.eraseInterest(person, opera.id);
    expect(await all(system, person)).toEqual([]);
  });

  test("declared twice are declared once", async () => {
    const { system, person } = await signedIn();
    const first = await system.declareInterest(person, intent(), { words: "Jazz" }, "fr");
    expect(await system.declareInterest(person, intent(), { words: "jazz " }, "fr")).toEqual(first);
    const key = intent();
    const answers = await Promise.all([1, 2].map(() => system.declareInterest(person, key, { topic: "golf" }, "fr")));
    expect(answers[0]).toEqual(answers[1]);
    expect(await all(system, person)).toEqual(["Jazz", "golf"]);
  });

  test.each([
    [{}, ""],
    [{ topic: "opera" as const, words: "Opéra" }, ""],
    [{ words: "  " }, "/words"],
    [{ words: "one\ntwo" }, "/words"],
  ])("%j is none", async (input, pointer) => {
    const { system, person } = await signedIn();
    await expect(system.declareInterest(person, intent(), input, "fr")).rejects.toMatchObject({
      code: "invalid-input",
      fields: [{ pointer }],
    });
  });

  test("end at fifty", async () => {
    const { system, person } = await signedIn();
    for (let index = 0; index < 50; index += 1)
      await system.declareInterest(person, intent(), { words: `n° ${index}` }, "fr");
    await expect(system.declareInterest(person, intent(), { words: "more" }, "fr")).rejects.toEqual(
      refused("invalid-input"),
    );
  });

  test("in words that may tell of what the law protects are kept with an explicit consent, and gone with it", async () => {
    const { system, person } = await signedIn();
    const words = "Restaurants halal";
    const declare = (input: object) => system.declareInterest(person, intent(), input, "fr");
    await expect(declare({ words })).rejects.toMatchObject({
      code: "special-category-likely",
      fields: [{ pointer: "/words", rule: expect.stringMatching(/religion .*confirmsSpecialCategories/) }],
    });
    await expect(declare({ words, confirmsSpecialCategories: ["health"] })).rejects.toEqual(
      refused("special-category-likely"),
    );
    expect(await all(system, person)).toEqual([]);
    const { id } = await declare({ words, confirmsSpecialCategories: ["religion"] });
    const [kept] = system.repository.all(person, interest);
    const wording = createHash("sha256")
      .update(wordingOfInterest(["religion"], "fr"))
      .digest("base64url");
    expect(kept?.agreed).toEqual({ special: ["religion"], language: "fr", wording });
    await system.eraseInterest(person, id);
    const left = [interest, idempotencyRow, outboxRow].map((of) => system.repository.all(person, of));
    expect(JSON.stringify(left)).not.toMatch(/halal|religion/i);
    const entries = entriesOf(system, person);
    expectEntry("consent.given", entries, { actor: { role: "member" }, about: id });
    expectEntry("consent.withdrawn", entries, { actor: { role: "member" }, about: id });
  });

  test("of somebody else are not there", async () => {
    const { system, person } = await signedIn();
    const { id } = await system.declareInterest(person, intent(), { topic: "wine" }, "fr");
    const other = await signedIn(system, { email: "autre@example.fr" });
    expect(await all(system, other.person)).toEqual([]);
    await expect(system.eraseInterest(other.person, id)).rejects.toEqual(refused("not-found"));
    expect(await all(system, person)).toEqual(["wine"]);
  });

  test("to choose from are closed, in both languages, and of no special category", () => {
    expect(declareInterestInput.schema.safeParse({ topic: "religion" }).success).toBe(false);
    expect(topicNames.length).toBeGreaterThan(20);
    for (const { fr, en } of Object.values(topics)) {
      expect(fr && en).toBeTruthy();
      expect(`${fr} ${en}`).not.toMatch(/relig|polit|santé|health|sex|ethni|syndic|union|halal|kosher|casher|lgbt/i);
    }
  });
});

describe("a site that asks for the card's digits at sign-in", () => {
  const card = "513200123";
  const join = async (system: System) => {
    const { signUpAs } = await import("../../memory/accounts.ts");
    const { codeOf } = await import("../../memory/signed-in.ts");
    const issued = await system.signUp("platinum", signUpAs({ cardDigits: card }));
    const person: Person = { brand: "platinum", subjectId: issued.ticket.subjectId };
    await system.verifySignUp(person, issued.ticket.secret, { code: codeOf(issued) });
    const ask = async (email = signUpAs().email) => {
      const asked = await system.signIn("platinum", { email });
      const of: Person = { brand: "platinum", subjectId: asked.ticket.subjectId };
      const give = (given: { code?: string; cardDigits?: string }) =>
        system.verifySignIn(of, asked.ticket.secret, { code: codeOf(asked), ...given });
      return { asked, give };
    };
    return { ask };
  };

  test("says so, wants both, and does not tell which was wrong", async () => {
    const { system } = await signedIn();
    const { ask } = await join(system);
    expect((await system.signIn("milleis", { email: "a@example.fr" })).asksCardDigits).toBe(false);
    const { asked, give } = await ask();
    expect(asked.asksCardDigits).toBe(true);
    await expect(give({})).rejects.toMatchObject({ code: "invalid-input", fields: [{ pointer: "/cardDigits" }] });
    const wrongs = [];
    for (const given of [{ cardDigits: "513200999" }, { cardDigits: card, code: "x00000" }])
      wrongs.push(await give(given).catch((error: unknown) => error));
    expect(wrongs[0]).toMatchObject({ code: "code-rejected" });
    expect(wrongs[1]).toMatchObject({ fields: (wrongs[0] as { fields: unknown }).fields });
    expect(await give({ cardDigits: card })).toHaveProperty("session");
  });

  test("counts wrong digits as tries", async () => {
    const { system } = await signedIn();
    const { give } = await (await join(system)).ask();
    for (let index = 0; index < 5; index += 1)
      await expect(give({ cardDigits: "513200999" })).rejects.toEqual(refused("code-rejected"));
    await expect(give({ cardDigits: card })).rejects.toEqual(refused("code-expired"));
  });

  test("answers wrong codes alike where nobody is, through the same calls", async () => {
    const { system } = await signedIn();
    const { ask } = await join(system);
    const outcomes = [];
    for (const email of [undefined, "personne@example.fr"]) {
      const { give } = await ask(email);
      const calls: string[] = [];
      system.repository.before = (operation) => void calls.push(operation);
      const codes = [];
      for (let index = 0; index < 6; index += 1) {
        codes.push(await give({ cardDigits: card, code: "x00000" }).catch(({ code }: { code: string }) => code));
      }
      delete system.repository.before;
      outcomes.push({ codes, calls });
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]?.codes).toEqual([...Array(5).fill("code-rejected"), "code-expired"]);
  });
});
