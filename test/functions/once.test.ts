/** What is asked or said more than once has one effect: identical submits at the same moment, and every message that was ever sent. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { payloads } from "../../shared/model.ts";
import { announcementTypes } from "../../shared/terminations/contract.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { requestBody } from "../fixtures/inputs.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { everythingSaid, everythingStored, recording, type Sent, typeOf } from "./everything-said.ts";
import { type Person, signedUp } from "./person.ts";
import { undecidedTermination } from "./staff.ts";

const functions = useFunctions();
let person: Person;
beforeAll(async () => {
  person = await signedUp(functions.of);
});

const ofPerson = async (kind: string) =>
  (await itemsOf(functions.of.cosmos, "subjects")).filter(
    (item) => item.subjectId === person.subjectId && item.kind === kind,
  );

it("64 identical submits at the same moment: one request, and all of them are told of it", async () => {
  const body = requestBody(functions.of.clock.now());
  const headers = { "idempotency-key": randomUUID() };
  const answers = await Promise.all(Array.from({ length: 64 }, () => person.ask("submit-request", { body, headers })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ text, headers: { location } }) => `${text} ${location}`)).size).toBe(1);
  expect(await ofPerson("request")).toHaveLength(1);
  const rows = (await ofPerson("outbox")).filter(({ requestId }) => requestId !== undefined);
  expect(rows.map(({ channel }) => channel).toSorted()).toEqual(["mail", "processor"]);
  const other = await person.ask("submit-request", { body: { ...body, what: "Autre chose" }, headers });
  expect(other.status).toBe(422);
});

describe("every message ever sent, of every kind and on every queue, sent again", () => {
  let sent: readonly Sent[];
  let toProcessor: ReadonlySet<string>;
  let member: Person;
  beforeAll(async () => {
    const { functions: written, ...rest } = recording(functions.of);
    ({ sent, toProcessor } = rest);
    member = await everythingSaid(functions.of, written);
  }, 300_000);
  const again = async (messages: readonly Sent[]) => {
    for (const { name, text } of messages) await functions.of.take(name, text);
  };

  it("is every kind of the contract, and every queue the application reads", () => {
    const types = (to: string) => payloads.filter((one) => one.to === to).map(({ payload }) => payload.type);
    const updates = sent.filter(({ name }) => name === "take-update").map(({ text }) => typeOf(text));
    expect([...new Set(updates)].toSorted()).toEqual([...new Set(types("application"))].toSorted());
    expect([...toProcessor].toSorted()).toEqual([...new Set(types("processor"))].toSorted());
    const events = sent.filter(({ name }) => name === "take-card-event").map(({ text }) => typeOf(text));
    expect([...new Set(events)].toSorted()).toEqual(announcementTypes.toSorted());
    expect([...new Set(sent.map(({ name }) => name))].toSorted()).toEqual(functions.of.registered("queueTrigger"));
  });

  it("changes nothing, in its order and in reverse", async () => {
    const before = await everythingStored(functions.of);
    const mails = functions.of.mailbox.list(member.email, 0).length;
    console.info(`${sent.length} messages`);
    await again([...sent, ...sent.toReversed()]);
    expect(await everythingStored(functions.of)).toEqual(before);
    expect(functions.of.mailbox.list(member.email, 0)).toHaveLength(mails);
    // The sender is told each time, and nobody else hears of it.
    for (const queue of ["dispatch", "notifications", "erasure-work", "retention-work"] as const) {
      expect([queue, await functions.of.drain(queue)]).toEqual([queue, []]);
    }
  });

  it("where what had not been said before would be seen", async () => {
    const before = await everythingStored(functions.of);
    await undecidedTermination(functions.of);
    expect(await everythingStored(functions.of)).not.toEqual(before);
  });
});
