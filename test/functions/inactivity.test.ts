/**
 * An account that nobody uses, from the real sign-up on: found by the sweep though nothing happened to it, warned twice, closed;
 * and a sign-in in between stops it. Charter article 6.
 */
import { expect, it } from "vitest";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { itemsOfPerson, settleMessages, sweep } from "./ending.ts";
import { askForCode, signedUp } from "./person.ts";

const functions = useFunctions();
const days = async (count: number) => {
  await functions.of.clock.move({ advanceMs: count * 86_400_000 });
  await sweep(functions.of);
  await settleMessages(functions.of);
};
const kinds = async (subjectId: string) => (await itemsOfPerson(functions.of, subjectId)).map(({ kind }) => kind);
const warnings = (email: string) =>
  functions.of.mailbox.list(email, 0).filter(({ subject }) => !/code|bienvenue/i.test(subject)).length;

it("is warned at sixty and at fifteen days and closed after two years; a sign-in stops it", async () => {
  const [leaving, back] = [await signedUp(functions.of), await signedUp(functions.of)];
  await settleMessages(functions.of);
  const before = { leaving: warnings(leaving.email), back: warnings(back.email) };
  const since = (name: keyof typeof before, email: string) => warnings(email) - before[name];

  await days(365);
  expect(since("leaving", leaving.email)).toBe(0);
  // Two years are 730 or 731 days.
  await days(305);
  expect(since("leaving", leaving.email)).toBe(0);
  await days(3);
  expect(since("leaving", leaving.email)).toBe(1);
  expect(since("back", back.email)).toBe(1);

  const { ticket, code } = await askForCode(functions.of, "sign-in", { email: back.email });
  const opened = await functions.of.http("verify-sign-in", { body: { code }, headers: { cookie: ticket } });
  expect(opened.status).toBe(201);
  await days(45);
  expect(since("leaving", leaving.email)).toBe(2);
  const entries = await ledgerOf(functions.of);
  const warned = { actor: { role: "system" } } as const;
  expect(expectEntry("member.warned-of-inactivity", entries, { ...warned, detail: "first" })).toHaveLength(2);
  expect(expectEntry("member.warned-of-inactivity", entries, { ...warned, detail: "last" })).toHaveLength(1);
  await days(14);
  expect(await kinds(leaving.subjectId)).not.toContain("closure");
  await days(5);
  expect(await kinds(leaving.subjectId)).toContain("closure");
  expect(await kinds(back.subjectId)).not.toContain("closure");
  expect(since("back", back.email)).toBe(1);
});
