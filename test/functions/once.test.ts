/** What is asked or said more than once has one effect: identical submits at the same moment, and every message that was ever sent. */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { publicKey } from "../../local/system/secrets.ts";
import { messageVerifier } from "../../shared/messaging/signing.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { requestBody } from "../fixtures/inputs.ts";
import { conversationPayload, proposalPayload } from "../fixtures/payloads.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { etagOf, type Person, processorMessage, signedUp } from "./person.ts";

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

it("every message ever sent, sent again: nothing changes", async () => {
  const sent: (readonly [name: string, text: string])[] = [];
  const verify = messageVerifier({ keys: [publicKey(functions.of.secrets.applicationKey)] } as never);
  const take = async (name: string, text: string) => {
    sent.push([name, text]);
    await functions.of.take(name, text);
  };
  /** Everything on the way goes where it belongs; what reaches the processor is acknowledged. */
  const settle = async () => {
    for (;;) {
      const [dispatched, notified] = [await functions.of.drain("dispatch"), await functions.of.drain("notifications")];
      for (const text of dispatched) await take("dispatch-message", text);
      for (const text of notified) await take("send-notification", text);
      const events = await Promise.all((await functions.of.drain("concierge-inbox")).map(verify));
      for (const { id, type, subject } of events) {
        if (type.startsWith("concierge.message.")) continue;
        await said(subject, "concierge.message.acknowledged.v1", { data: { messageId: id } });
      }
      if (dispatched.length + notified.length + events.length === 0) return;
    }
  };
  const said = async (subject: string, type: string, about: { readonly payload?: unknown; readonly data?: object }) => {
    const { text } = await processorMessage(functions.of, { subject, type, ...about } as never);
    await take("take-update", text);
  };

  const submitted = await person.ask("submit-request", { body: requestBody(functions.of.clock.now()) });
  const requestId = submitted.json<{ id: string }>().id;
  const subject = `${person.subjectId}/${requestId}`;
  await settle();
  await said(subject, "concierge.request.started.v1", { data: {} });
  await said(subject, "concierge.conversation.posted.v1", { payload: conversationPayload("Bonjour") });
  const { proposal } = proposalPayload(functions.of.clock.now());
  await said(subject, "concierge.proposal.made.v1", { payload: { proposal } });
  await settle();
  const [option] = proposal.options;
  const accepted = await person.ask("accept-proposal", {
    params: { requestId, proposalId: proposal.id },
    headers: { "if-match": await etagOf(person, requestId) },
    body: { optionId: option?.id },
  });
  expect(accepted.status).toBe(201);
  await settle();
  await said(subject, "concierge.request.confirmed.v1", {
    payload: {
      proposalId: proposal.id,
      optionId: option?.id,
      supplier: "Maison Lise",
      reference: "ML-4812",
      startsAt: "2027-03-01T20:30:00+01:00",
      confirmedAt: functions.of.clock.now().toISOString(),
    },
  });
  await said(subject, "concierge.request.completed.v1", { data: {} });
  await settle();

  const state = async () => ({
    subjects: await itemsOf(functions.of.cosmos, "subjects"),
    failures: await itemsOf(functions.of.cosmos, "failures"),
    mails: functions.of.mailbox.list(person.email, 0).length,
    read: (await person.ask("read-request", { params: { requestId } })).json(),
    conversation: (await person.ask("list-messages", { params: { requestId } })).json(),
  });
  const before = await state();
  expect(before.read).toMatchObject({ status: "completed" });
  expect(sent.length).toBeGreaterThan(12);
  for (const [name, text] of [...sent, ...sent.toReversed()]) await functions.of.take(name, text);
  expect(await state()).toEqual(before);
  // The sender is told each time, and nobody else hears of it.
  expect(await functions.of.drain("dispatch")).toEqual([]);
  expect(await functions.of.drain("notifications")).toEqual([]);
});
