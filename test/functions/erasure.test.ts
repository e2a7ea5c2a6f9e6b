/**
 * An erasure through the functions, the real SDKs and the real stores: the timer and the queue bring it on, the processor
 * answers, and at its end the person is nowhere, also where only the card issuer's hash named them. Then the database file of
 * before is put back, as a restored backup.
 */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { QueueServiceClient } from "@azure/storage-queue";
import { beforeAll, describe, expect, it } from "vitest";
import { publicKey } from "../../local/system/secrets.ts";
import { poisonQueue } from "../../shared/messaging/queues.ts";
import { messageVerifier } from "../../shared/messaging/signing.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { type Item, itemsOf } from "../fixtures/stored.ts";
import { issuerOf, processorErases, tracesOf } from "./ending.ts";
import { application, bringOn, confirmed, erasureOf, untilOver } from "./erasing.ts";
import { askForCode, type Person, signedUp, submitted } from "./person.ts";
import { undecidedTermination } from "./staff.ts";

const functions = useFunctions();
let person: Person;
let erasureId = "";
let requestId = "";
/** The hash by which the card issuer names the person. */
let hash = "";
const backup = () => join(functions.of.dataDir, "backup.sqlite");

const traces = (text: string) => tracesOf(functions.of, text);

type Holder = Awaited<ReturnType<typeof signedUp>>;
/** Nobody's services are taken to have ended before they came: it waits for the desk. */
const announced = ({ body }: Holder) => undecidedTermination(functions.of, body, "2020-01-31");

/** The host gave it up: it is parked. */
async function parked({ body }: Holder): Promise<string> {
  const issuer = issuerOf(functions.of);
  const said = issuer.event("terminated", { ...body, brand: "milleis" }, "2020-01-31", 2);
  await QueueServiceClient.fromConnectionString(functions.of.connectionString("exchange"))
    .getQueueClient(poisonQueue("card-services"))
    .sendMessage(await issuer.sign(said));
  await functions.of.runTimer("take-back-poison");
  return said.id;
}
const inFailures = async () => (await itemsOf(functions.of.cosmos, "failures")).map(({ id }) => id);
const hashOf = async ({ subjectId }: Person) =>
  String((await itemsOf(functions.of.cosmos, "subjects")).find(({ id }) => id === `member.${subjectId}`)?.issuerJoin);
const started = async ({ subjectId }: Person) => {
  const { startErasure } = await application();
  const of = { brand: "milleis", subjectId } as const;
  return (await startErasure(of, { cause: "member", at: functions.of.clock.now() })).erasureId;
};

beforeAll(async () => {
  const holder = await signedUp(functions.of);
  person = holder;
  hash = await hashOf(person);
  const ids = [await announced(holder), await parked(holder)];
  expect(await inFailures()).toEqual(expect.arrayContaining(ids));
  expect(await traces(hash)).toHaveLength(4);
  requestId = await submitted(functions.of, person);
  await functions.of.deliver("dispatch", "dispatch-message");
  await functions.of.drain("concierge-inbox");
  await functions.of.stopCosmos();
  copyFileSync(functions.of.cosmosFile, backup());
  await functions.of.startCosmos();
  erasureId = await started(person);
});

it("while it runs, the open session and a new sign-in are told so, and where to complain", async () => {
  const answer = await person.ask("read-me");
  expect(answer.status).toBe(409);
  expect(answer.json()).toMatchObject({ type: "/problems/erasure-in-progress" });
  // Whoever made a cookie up is told no more than of anybody else.
  const { subjectId } = person;
  const madeUp = { cookie: `__Host-session=${subjectId}.${"A".repeat(43)}` };
  expect((await functions.of.http("read-me", { headers: madeUp })).json()).toMatchObject({ status: 401 });
  const { ticket, code } = await askForCode(functions.of, "sign-in", { email: person.email });
  const verified = await functions.of.http("verify-sign-in", { body: { code }, headers: { cookie: ticket } });
  expect(verified.json()).toMatchObject({ type: "/problems/erasure-in-progress", status: 409 });
  expect((await functions.of.http("read-problem", { params: { code: "erasure-in-progress" } })).text).toContain("CNIL");
});

it("orders the processor once what was running has ended, and waits for its word", async () => {
  await bringOn(functions.of);
  expect(await functions.of.drain("concierge-inbox")).toEqual([]);
  functions.of.clock.move({ advanceMs: 301_000 });
  await bringOn(functions.of);
  functions.of.clock.move({ advanceMs: 61_000 });
  await bringOn(functions.of);
  const verify = messageVerifier({ keys: [publicKey(functions.of.secrets.applicationKey)] } as never);
  const [order] = await Promise.all((await functions.of.drain("concierge-inbox")).map(verify));
  expect(order).toMatchObject({
    type: "concierge.erasure.ordered.v1",
    subject: `${person.subjectId}/${erasureId}`,
    dataref: expect.stringMatching(/^to-processor\/erasure-/),
  });
  expect(await erasureOf(erasureId)).toMatchObject({ waitsFor: "processor", order: { requestIds: [requestId] } });
});

it("comes to its end with the processor's word, and nothing of the person is left", async () => {
  const doc = await erasureOf(erasureId);
  const { text } = await confirmed(functions.of, doc as NonNullable<typeof doc>);
  await functions.of.take("take-update", text);
  expect(await untilOver(functions.of, erasureId)).toBe(true);
  // What the processor wrote says only which erasure.
  await processorErases(functions.of);
  for (const secret of [person.subjectId, person.email, requestId, hash]) expect(await traces(secret)).toEqual([]);
  expect(JSON.stringify(functions.of.lines)).not.toContain(person.email);
});

it("sends the certificate to the address, and gives it to whoever knows its number", async () => {
  const mail = functions.of.mailbox.list(person.email, 0).at(-1);
  expect(mail?.subject).toMatch(/effacées|erased/);
  const { certificate = "" } = (await erasureOf(erasureId)) ?? {};
  expect(mail?.text).toContain(certificate);
  const answer = await functions.of.http("read-certificate", { params: { erasureId } });
  expect(answer.text).toBe(certificate);
  const keys = (await functions.of.http("read-public-keys")).json<{ keys: { kid: string }[] }>();
  const header = JSON.parse(Buffer.from(certificate.split(".")[0] ?? "", "base64url").toString("utf8"));
  expect(keys.keys.map(({ kid }) => kid)).toContain(header.kid);
  expect((await functions.of.http("read-certificate", { params: { erasureId: requestId } })).status).toBe(404);
});

it("the raw database file holds neither the address nor the ids any more", async () => {
  const { readFileSync } = await import("node:fs");
  await functions.of.stopCosmos();
  const bytes = readFileSync(functions.of.cosmosFile);
  const before = readFileSync(backup());
  await functions.of.startCosmos();
  for (const secret of [person.subjectId, hash]) expect(before.includes(secret)).toBe(true);
  for (const secret of [person.subjectId, person.email, requestId, hash]) expect(bytes.includes(secret)).toBe(false);
});

it("a database of before, put back, opens nothing of the person and is emptied of them again", async () => {
  await functions.of.stopCosmos();
  copyFileSync(backup(), functions.of.cosmosFile);
  await functions.of.startCosmos();
  expect((await traces(person.subjectId)).length).toBeGreaterThan(3);
  functions.of.clock.move({ advanceMs: 120_000 });
  const { readMember, replayRestore } = await application();
  const of = { brand: "milleis", subjectId: person.subjectId } as const;
  await expect(readMember(of)).rejects.toThrow(expect.objectContaining({ name: "KeyShredded" }));
  expect(await replayRestore()).toMatchObject({ erased: 1 });
  functions.of.clock.move({ advanceMs: 120_000 });
  await bringOn(functions.of);
  for (const secret of [person.subjectId, hash]) expect(await traces(secret)).toEqual([]);
});

describe("two people of one name, birth date and card range", () => {
  it("what the issuer says of both stays with the last of them, and its end is in the ledger", async () => {
    const body = { lastName: "Jumelle" } as const;
    const [one, other] = [await signedUp(functions.of, body), await signedUp(functions.of, body)];
    const shared = await hashOf(one);
    expect(await hashOf(other)).toBe(shared);
    const ids = [await announced(one), await parked(one)];
    expect(await untilOver(functions.of, await started(one))).toBe(true);
    expect(await inFailures()).toEqual(expect.arrayContaining(ids));
    const about = ids[0] ?? "";
    const isErased = ({ event, about: of }: Item) => event === "termination.erased" && of === about;
    expect((await ledgerOf(functions.of)).filter(isErased)).toEqual([]);
    expect(await untilOver(functions.of, await started(other))).toBe(true);
    expect(await traces(shared)).toEqual([]);
    const like = { actor: { role: "system" }, about } as const;
    expect(expectEntry("termination.erased", await ledgerOf(functions.of), like)).toHaveLength(1);
  });
});
