/**
 * A whole account from its first day to nothing, through the functions, the real SDKs and the real stores, the erasure's
 * engine included: signed up, served, ended by the card issuer, closed, archived, and erased five years later.
 */
import { beforeAll, expect, it } from "vitest";
import { publicKey } from "../../local/system/secrets.ts";
import type { Certificate } from "../../shared/erasure/certificate.ts";
import { messageVerifier } from "../../shared/messaging/signing.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter, lastDayOf, startOfDay } from "../../shared/time/legal-periods.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { issuerOf, itemsOfPerson, processorErases, settleMessages, sweep, tracesOf } from "./ending.ts";
import { bringOn, confirmed as confirmedByProcessor, erasureOf, untilOver } from "./erasing.ts";
import { confirmed, type Person, signedUp } from "./person.ts";

const functions = useFunctions();
const lastName = "Kanariavecdurand";
let person: Person;
let requestId = "";
let ends = "";
let erasureId = "";

const dayMs = 86_400_000;
const days = (count: number) => functions.of.clock.move({ advanceMs: count * dayMs });
const toDay = (day: string) =>
  functions.of.clock.move({ advanceMs: startOfDay(day).getTime() - functions.of.clock.now().getTime() });
const kinds = async (container: "subjects" | "archive") =>
  [...new Set((await itemsOfPerson(functions.of, person.subjectId, container)).map(({ kind }) => kind))].toSorted();
const erasures = async () =>
  (await itemsOf(functions.of.cosmos, "erasures")).filter(({ subjectId }) => subjectId === person.subjectId);

beforeAll(async () => {
  const { of } = functions;
  const member = await signedUp(of, { lastName });
  person = member;
  requestId = await confirmed(of, person);
  await settleMessages(of);
  ends = parisDay(of.clock.now());
  const issuer = issuerOf(of);
  const { birthDate, cardDigits } = member.body;
  const event = issuer.event("terminated", { brand: "milleis", lastName, birthDate, cardDigits }, ends, 1);
  await of.take("take-card-event", await issuer.sign(event));
  for (let round = 0; round < 3; round += 1) {
    await days(1);
    await sweep(of);
    await settleMessages(of);
  }
});

it("is closed and archived: nothing is left in daily work but the closure", async () => {
  expect(await kinds("subjects")).toEqual(["closure"]);
  expect(await kinds("archive")).toEqual(expect.arrayContaining(["acceptance", "member", "request"]));
});

it("stands in the archive through the last day of its fifth year", async () => {
  await toDay(lastDayOf(ends, { years: 5 }));
  await sweep(functions.of);
  expect(await erasures()).toEqual([]);
  expect(await kinds("archive")).toContain("request");
});

it("is erased by the one engine from the next day on, which waits for the processor's word", async () => {
  await toDay(daysAfter(lastDayOf(ends, { years: 5 }), 1));
  await sweep(functions.of);
  const [order] = await erasures();
  expect(order).toMatchObject({ cause: "retention" });
  erasureId = String(order?.id).slice("erasure.".length);
  // The time that running work may take, then that of the key's caches.
  for (const advanceMs of [0, 301_000, 61_000]) {
    await functions.of.clock.move({ advanceMs });
    await bringOn(functions.of);
  }
  const verify = messageVerifier({ keys: [publicKey(functions.of.secrets.applicationKey)] } as never);
  const [ordered] = await Promise.all((await functions.of.drain("concierge-inbox")).map(verify));
  expect(ordered).toMatchObject({ type: "concierge.erasure.ordered.v1", subject: `${person.subjectId}/${erasureId}` });
  // The archive was searched for what the processor has: the daily work no longer knew of it.
  expect(await erasureOf(erasureId)).toMatchObject({ waitsFor: "processor", order: { requestIds: [requestId] } });
});

it("ends with a certificate to the address that was sealed, and nothing of the person left but the kept-list", async () => {
  const doc = await erasureOf(erasureId);
  await functions.of.take(
    "take-update",
    (await confirmedByProcessor(functions.of, doc as NonNullable<typeof doc>)).text,
  );
  expect(await untilOver(functions.of, erasureId)).toBe(true);
  const ended = await erasureOf(erasureId);
  const { certificate = "" } = ended ?? {};
  const claims = JSON.parse(Buffer.from(certificate.split(".")[1] ?? "", "base64url").toString("utf8")) as Certificate;
  expect(claims).toMatchObject({ cause: "retention", processor: { outcome: "erased" } });
  // No record of the person: the ledger, to which no key leads any more, the case itself, and what would be others' as well.
  const shared = ["shared-announcement", "shared-announcement"];
  expect(claims.kept.map(({ what }) => what)).toEqual(["ledger", "ledger", "erasure", "code-counter", ...shared]);
  expect(ended?.kept).toEqual([]);
  const mail = functions.of.mailbox.list(person.email, 0).at(-1);
  expect(mail?.text).toContain(certificate);
  await processorErases(functions.of);
  for (const text of [person.subjectId, person.email, requestId, lastName])
    expect([text, await tracesOf(functions.of, text)]).toEqual([text, []]);
  expect(await kinds("archive")).toEqual([]);
});

it("a month later its certificate is gone too", async () => {
  await days(32);
  await bringOn(functions.of);
  expect(await erasureOf(erasureId)).toBeUndefined();
  expect(await tracesOf(functions.of, erasureId)).toEqual([
    // That there was an erasure stands in the ledger for five years, under a reference that leads to nobody any more.
    ...(await itemsOf(functions.of.cosmos, "ledger"))
      .filter(({ about }) => about === erasureId)
      .map(({ id }) => `ledger/${id}`),
  ]);
});
