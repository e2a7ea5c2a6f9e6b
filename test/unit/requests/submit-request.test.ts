/** Asking again with the same key after midnight: what was accepted is answered again, whatever the day has become. */
import { expect, test } from "vitest";
import { wish } from "./fixtures.ts";
import { scene } from "./scene.ts";

const hoursToMidnightInParis = 13;
const input = { ...wish, language: "fr", when: { date: "2026-11-23" } } as const;
const outdated = expect.objectContaining({
  code: "invalid-input",
  fields: [expect.objectContaining({ pointer: "/when/date" })],
});

test("a request for today, its answer lost, asked again past midnight", async () => {
  const { submit, person, intent, clock, requests } = await scene();
  clock.move(hoursToMidnightInParis * 3_600 - 60);
  const first = await submit(person, intent(input, "the-key-number-1"), input);
  clock.move(120);
  expect(await submit(person, intent(input, "the-key-number-1"), input)).toEqual(first);
  expect(requests()).toHaveLength(1);
  await expect(submit(person, intent(input, "the-key-number-2"), input)).rejects.toEqual(outdated);
});

test("the same key for another request that would be refused is still told so", async () => {
  const { submit, person, intent, requests } = await scene();
  await submit(person, intent(input, "the-key-number-1"), input);
  const other = { ...input, when: { date: "2026-11-22" } };
  await expect(submit(person, intent(other, "the-key-number-1"), other)).rejects.toMatchObject({
    code: "idempotency-key-reused",
  });
  expect(requests()).toHaveLength(1);
});
