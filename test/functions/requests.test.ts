/**
 * What a member and the processor do about a request beyond proposals: consents withheld until given, disclosures that are
 * seen, reading marks both ways, what changed since, what a cancellation came to, words the law protects.
 */
import { randomUUID } from "node:crypto";
import { BlobServiceClient } from "@azure/storage-blob";
import { beforeAll, describe, expect, it } from "vitest";
import { publicKey } from "../../local/system/secrets.ts";
import { messageVerifier } from "../../shared/messaging/signing.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { requestBody } from "../fixtures/inputs.ts";
import { conversationPayload } from "../fixtures/payloads.ts";
import { expectEntry } from "../fixtures/recorded.ts";
import { failureOf, itemsOf } from "../fixtures/stored.ts";
import { confirmed, consentAsked, etagOf, type Person, processorMessage, signedUp, submitted, told } from "./person.ts";

const functions = useFunctions();
let person: Person;
beforeAll(async () => {
  person = await signedUp(functions.of);
});

const verify = (text: string) =>
  messageVerifier({ keys: [publicKey(functions.of.secrets.applicationKey)] } as never)(text);
const blob = async (name: string) => {
  const exchange = BlobServiceClient.fromConnectionString(functions.of.connectionString("exchange"));
  return JSON.parse(
    String(await exchange.getContainerClient("to-processor").getBlobClient(name).downloadToBuffer()),
  ) as Record<string, unknown>;
};
/** What goes to the processor of one type, brought on its way now. */
async function sentOf(type: string) {
  await functions.of.drain("concierge-inbox");
  await functions.of.deliver("dispatch", "dispatch-message");
  const events = await Promise.all((await functions.of.drain("concierge-inbox")).map(verify));
  const ours = events.filter((event) => event.type === type);
  return Promise.all(ours.map(({ dataref = "" }) => blob(dataref.slice("to-processor/".length))));
}
/** Entries on their way to the ledger. */
const entriesAbout = async (about: string) =>
  (await itemsOf(functions.of.cosmos, "subjects"))
    .filter(({ kind }) => kind === "outbox")
    .map(({ entry }) => entry as { readonly event: string; readonly about?: string } | undefined)
    .filter((entry) => entry !== undefined)
    .filter((entry) => entry.about === about);

describe("a consent that a provider asks for", () => {
  type Items = { items: { consent: { status: string; proofs: object[] }; wording: string; answers: string[] }[] };
  const answer = (params: Readonly<Record<string, string>>, said: string) =>
    person.ask("answer-consent", { params, body: { answer: said } });

  it("is shown in the words it means; contact data go only when it is given, and not once it is taken back", async () => {
    const params = await consentAsked(functions.of, person);
    const { requestId, consentId } = params;
    await functions.of.deliver("dispatch", "dispatch-message");
    const shown = (await person.ask("list-consents", { params: { requestId } })).json<Items>().items[0];
    expect(shown).toMatchObject({ consent: { status: "asked", proofs: [] }, answers: ["given", "refused"] });
    expect(shown?.wording).toContain("Hôtel des Quais");
    expect(await sentOf("concierge.consent.answered.v1")).toEqual([]);

    expect((await answer(params, "given")).status).toBe(201);
    const [given] = await sentOf("concierge.consent.answered.v1");
    expect(given).toMatchObject({ consentId, answer: "given", contact: { email: person.email } });
    expect((await answer(params, "refused")).status).toBe(409);

    expect((await answer(params, "withdrawn")).status).toBe(201);
    const [withdrawn] = await sentOf("concierge.consent.answered.v1");
    expect(withdrawn).toMatchObject({ consentId, answer: "withdrawn" });
    expect(withdrawn).not.toHaveProperty("contact");
    const after = (await person.ask("list-consents", { params: { requestId } })).json<Items>().items[0];
    expect(after?.consent.proofs).toHaveLength(2);
    const entries = await entriesAbout(consentId);
    expect(expectEntry("consent.asked", entries, { actor: { role: "processor" } })).toHaveLength(1);
    expect(expectEntry("consent.given", entries, { actor: { role: "member" } })).toHaveLength(1);
    expect(expectEntry("consent.withdrawn", entries, { actor: { role: "member" } })).toHaveLength(1);
    expect(entries).toHaveLength(3);
  });

  it("that is refused is on record too, and sends nothing of the person", async () => {
    const params = await consentAsked(functions.of, person);
    await sentOf("concierge.consent.answered.v1");
    expect((await answer(params, "refused")).status).toBe(201);
    const entries = await entriesAbout(params.consentId);
    expect(expectEntry("consent.refused", entries, { actor: { role: "member" } })).toHaveLength(1);
    expect(JSON.stringify(await sentOf("concierge.consent.answered.v1"))).not.toContain(person.email);
  });

  it("that is taken back before it went out sends nothing of the person", async () => {
    const params = await consentAsked(functions.of, person);
    await sentOf("concierge.consent.answered.v1");
    await answer(params, "given");
    await answer(params, "withdrawn");
    const sent = await sentOf("concierge.consent.answered.v1");
    expect(sent.map((one) => one.answer)).toEqual(["withdrawn", "withdrawn"]);
    expect(JSON.stringify(sent)).not.toContain(person.email);
  });
});

describe("a disclosure the processor reports", () => {
  const report = (over: object = {}) => ({
    disclosure: {
      id: randomUUID(),
      provider: "Hôtel des Quais",
      country: "FR",
      categories: ["identity"],
      at: functions.of.clock.now().toISOString(),
      ...over,
    },
  });
  const type = "concierge.disclosure.reported.v1";
  const seen = async (requestId: string) =>
    (await person.ask("list-disclosures", { params: { requestId } })).json<{ items: object[] }>().items;

  it("is seen by the member once, with its ground and basis, and stands in the ledger", async () => {
    const requestId = await submitted(functions.of, person);
    const payload = report({ country: "CH", basis: "adequacy" });
    await told(functions.of, person, requestId, { type, payload });
    await told(functions.of, person, requestId, { type, payload });
    expect(await seen(requestId)).toEqual([
      expect.objectContaining({
        origin: "reported",
        name: "Hôtel des Quais",
        country: "CH",
        transferBasis: "adequacy",
        ground: "carrying-out-a-request",
      }),
    ]);
    const entries = await entriesAbout(payload.disclosure.id);
    expect(expectEntry("disclosure.reported", entries, { actor: { role: "processor" } })).toEqual(entries);
  });

  it("outside the EEA without a basis is refused", async () => {
    const requestId = await submitted(functions.of, person);
    await functions.of.drain("concierge-inbox");
    const id = await told(functions.of, person, requestId, { type, payload: report({ country: "US" }) });
    const answers = await Promise.all((await functions.of.drain("concierge-inbox")).map(verify));
    expect(answers.map(({ data }) => data)).toEqual([{ messageId: id, reason: "schema" }]);
    expect(await seen(requestId)).toEqual([]);
  });

  it("for the provider's own purposes without the member's agreement is written down as what it is", async () => {
    const { requestId, consentId } = await consentAsked(functions.of, person);
    const before = report({ consentId });
    await told(functions.of, person, requestId, { type, payload: before });
    await person.ask("answer-consent", { params: { requestId, consentId }, body: { answer: "given" } });
    functions.of.clock.move({ advanceMs: 1_000 });
    const after = report({ consentId });
    await told(functions.of, person, requestId, { type, payload: after });
    const [early, late] = [await entriesAbout(before.disclosure.id), await entriesAbout(after.disclosure.id)];
    expect(expectEntry("disclosure.without-consent", early, { actor: { role: "processor" } })).toEqual(early);
    expect(expectEntry("disclosure.reported", late, { actor: { role: "processor" } })).toEqual(late);
    expect(await seen(requestId)).toHaveLength(2);
  });
});

describe("reading marks", () => {
  type Messages = { items: { id: string; from: string; unreadBy?: string; readAt?: string }[] };
  it("go both ways, each up to the message they name, and count what is left", async () => {
    const member = await signedUp(functions.of);
    await functions.of.drain("dispatch");
    const requestId = await submitted(functions.of, member);
    const texts = ["Un", "Deux", "Trois"].map((text) => conversationPayload(text));
    for (const payload of texts)
      await told(functions.of, member, requestId, { type: "concierge.conversation.posted.v1", payload });
    const posted = await member.ask("post-message", { params: { requestId }, body: { text: "Bonjour" } });
    const ours = posted.json<{ id: string }>().id;
    const counts = async () => (await member.ask("count-unread")).json();
    expect(await counts()).toEqual({ total: 3, isMore: false, requests: [{ requestId, unread: 3 }] });
    const messages = (await member.ask("list-messages", { params: { requestId } })).json<Messages>().items;
    const theirs = messages.filter(({ from }) => from === "concierge");
    const mark = (upTo: string) => member.ask("mark-read", { params: { requestId }, body: { upTo } });
    expect((await mark(theirs[1]?.id ?? "")).json()).toEqual({ read: 2 });
    expect((await mark(theirs[1]?.id ?? "")).json()).toEqual({ read: 0 });
    expect(await counts()).toMatchObject({ total: 1 });
    expect((await mark(ours)).status).toBe(404);
    expect((await mark(randomUUID())).status).toBe(404);

    await functions.of.drain("concierge-inbox");
    const about = { type: "concierge.conversation.read.v1", data: { messageId: ours } };
    await told(functions.of, member, requestId, about);
    const unknown = await told(functions.of, member, requestId, { ...about, data: { messageId: randomUUID() } });
    const answers = await Promise.all((await functions.of.drain("concierge-inbox")).map(verify));
    expect(answers.at(-1)?.data).toEqual({ messageId: unknown, reason: "state" });
    const after = (await member.ask("list-messages", { params: { requestId } })).json<Messages>().items;
    expect(after.find(({ id }) => id === ours)).toMatchObject({ readAt: expect.any(String) });
    // What the member has read is nobody's business but theirs.
    expect(await functions.of.drain("dispatch")).toHaveLength(2);
  });
});

describe("what changed since", () => {
  type Page = { items: { kind: string; request?: { id: string; status: string } }[]; cursor: string; hasMore: boolean };
  it("is exact from one cursor to the next, and the cursor of one member opens nothing of another", async () => {
    const member = await signedUp(functions.of);
    const read = async (who: Person, cursor?: string): Promise<Page> => {
      const page = (
        await who.ask("list-request-changes", { query: `?limit=100${cursor === undefined ? "" : `&cursor=${cursor}`}` })
      ).json<Page>();
      return page.hasMore ? { ...page, items: [...page.items, ...(await read(who, page.cursor)).items] } : page;
    };
    const end = async (who: Person, cursor?: string): Promise<string> => {
      const query = `?limit=100${cursor === undefined ? "" : `&cursor=${cursor}`}`;
      const page = (await who.ask("list-request-changes", { query })).json<Page>();
      return page.hasMore ? end(who, page.cursor) : page.cursor;
    };
    const requestId = await submitted(functions.of, member);
    expect((await read(member)).items.map(({ request }) => request?.id)).toEqual([requestId]);
    const cursor = await end(member);
    expect((await read(member, cursor)).items).toEqual([]);
    await told(functions.of, member, requestId, { type: "concierge.request.started.v1", data: {} });
    expect((await read(member, cursor)).items).toEqual([
      {
        kind: "request",
        etag: await etagOf(member, requestId),
        request: expect.objectContaining({ status: "in-progress" }),
      },
    ]);
    expect(JSON.stringify(await read(person, cursor))).not.toContain(requestId);
    expect(functions.of.lines.at(-1)).toMatchObject({ dataOperations: 2 });
  });
});

describe("the list of requests", () => {
  it("is narrowed by status, category and whether they are over", async () => {
    const member = await signedUp(functions.of);
    const [first, second] = [await submitted(functions.of, member), await submitted(functions.of, member)];
    const gift = requestBody(functions.of.clock.now(), { category: "gift" });
    const third = (await member.ask("submit-request", { body: gift })).json<{ id: string }>().id;
    await member.ask("cancel-request", {
      params: { requestId: first },
      headers: { "if-match": await etagOf(member, first) },
    });
    const ids = async (query: string) =>
      (await member.ask("list-requests", { query })).json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    expect(await ids("?open=true")).toEqual([third, second]);
    expect(await ids("?open=false")).toEqual([first]);
    expect(await ids("?status=submitted&category=gift")).toEqual([third]);
    expect(await ids("?status=cancelled&open=true")).toEqual([]);
    expect((await member.ask("list-requests", { query: "?status=lost" })).status).toBe(422);
  });
});

describe("a cancellation", () => {
  it("is settled by the processor once, and early where it arrives before", async () => {
    const requestId = await confirmed(functions.of, person);
    const settlement = {
      type: "concierge.cancellation.settled.v1",
      payload: { fee: { amount: "40.00", currency: "EUR" } },
    };
    await told(functions.of, person, requestId, settlement);
    const look = async () => (await person.ask("read-cancellation", { params: { requestId } })).json();
    expect(await look()).toMatchObject({ isCancelled: false, booking: "booked" });
    expect(await look()).not.toHaveProperty("settlement");
    await person.ask("cancel-request", {
      params: { requestId },
      headers: { "if-match": await etagOf(person, requestId) },
    });
    await told(functions.of, person, requestId, settlement);
    expect(await look()).toMatchObject({ isCancelled: true, settlement: { fee: { amount: "40.00" } } });
    const calendar = await person.ask("read-calendar", { params: { requestId } });
    expect(calendar.text).toContain("STATUS:CANCELLED");
  });
});

describe("words that likely tell of what article 9 protects", () => {
  const wishes = "Ma femme est allergique aux noix de kanari.";
  it("are refused by field, kind and rule, never by what they say, and pass once confirmed, with the proof", async () => {
    const body = requestBody(functions.of.clock.now(), { wishes });
    const refused = await person.ask("submit-request", { body });
    expect(refused.status).toBe(422);
    expect(refused.json()).toMatchObject({
      type: "/problems/special-category-likely",
      errors: [{ pointer: "/wishes", rule: expect.stringContaining("health.allergy") }],
    });
    expect(refused.text).not.toMatch(/kanari|noix/);
    const wrong = await person.ask("submit-request", { body: { ...body, confirmsSpecialCategories: ["religion"] } });
    expect(wrong.status).toBe(422);
    const passed = await person.ask("submit-request", { body: { ...body, confirmsSpecialCategories: ["health"] } });
    expect(passed.status).toBe(201);
    const requestId = passed.json<{ id: string }>().id;
    const consents = (await person.ask("list-consents", { params: { requestId } })).json<{ items: object[] }>().items;
    expect(consents).toEqual([
      expect.objectContaining({
        consent: expect.objectContaining({
          about: "special-categories",
          status: "given",
          special: ["health"],
          rules: ["health.allergy"],
          proofs: [expect.objectContaining({ answer: "given", wording: expect.stringMatching(/^[\w-]{43}$/) })],
        }),
        answers: ["withdrawn"],
      }),
    ]);
    const read = (await person.ask("read-request", { params: { requestId } })).json();
    expect(read).not.toHaveProperty("confirmsSpecialCategories");
  });

  it("are looked for in messages too", async () => {
    const requestId = await submitted(functions.of, person);
    const post = (more: object) =>
      person.ask("post-message", { params: { requestId }, body: { text: wishes, ...more } });
    expect((await post({})).status).toBe(422);
    expect((await post({ confirmsSpecialCategories: ["health"] })).status).toBe(201);
    expect(JSON.stringify(functions.of.lines)).not.toContain("kanari");
  });
});

describe("a message with a good signature", () => {
  const started = "concierge.request.started.v1";
  const state = async (requestId: string) =>
    (await person.ask("read-request", { params: { requestId } })).json<{ status: string }>().status;

  it("of another source, or from the future, changes nothing and is kept for ops to see", async () => {
    const requestId = await submitted(functions.of, person);
    const about = { subject: `${person.subjectId}/${requestId}`, type: started, data: {} };
    const ahead = new Date(functions.of.clock.now().getTime() + 3_600_000).toISOString();
    for (const [over, code] of [
      [{ source: "urn:concierge-processor:other" }, "foreign-source"],
      [{ time: ahead }, "from-the-future"],
    ] as const) {
      const { text } = await processorMessage(functions.of, about, over);
      await functions.of.take("take-update", text);
      expect(functions.of.lines.some((line) => line.event === "queue.message-rejected" && line.code === code)).toBe(
        true,
      );
    }
    expect(await state(requestId)).toBe("submitted");
  });

  it("that is five weeks old is refused with a reason; one of a month is taken in", async () => {
    const requestId = await submitted(functions.of, person);
    const about = { subject: `${person.subjectId}/${requestId}`, type: started, data: {} };
    const daysAgo = (days: number) => new Date(functions.of.clock.now().getTime() - days * 86_400_000).toISOString();
    await functions.of.drain("concierge-inbox");
    const { id, text } = await processorMessage(functions.of, about, { time: daysAgo(36) });
    await functions.of.take("take-update", text);
    const [answer] = await Promise.all((await functions.of.drain("concierge-inbox")).map(verify));
    expect(answer).toMatchObject({ type: "concierge.message.refused.v1", data: { messageId: id, reason: "stale" } });
    expect(await failureOf(functions.of.cosmos, id)).toMatchObject({ reason: "stale" });
    expect(await state(requestId)).toBe("submitted");
    const old = await processorMessage(functions.of, about, { time: daysAgo(30) });
    await functions.of.take("take-update", old.text);
    expect(await state(requestId)).toBe("in-progress");
  });
});
