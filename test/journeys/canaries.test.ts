/**
 * A person with a canary in every personal field of every record and message: it is found nowhere in clear but in the two
 * places meant for it, payload blobs and mail bodies (and what the processor keeps for itself, which is another company's).
 */
import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BlobServiceClient, BlobServiceClient as Blobs } from "@azure/storage-blob";
import { beforeAll, expect, it } from "vitest";
import { parseSettings } from "../../shared/config.ts";
import { signUpInput } from "../../shared/members/sign-up.ts";
import type { AnyRecord, MessageOf } from "../../shared/privacy/record.ts";
import { postMessageInput } from "../../shared/requests/act-on-request.ts";
import * as contract from "../../shared/requests/contract.ts";
import { submitRequestInput } from "../../shared/requests/submit-request.ts";
import { containerBlobs } from "../../shared/storage/blobs.ts";
import { brandKeys } from "../../shared/storage/brand-keys.ts";
import { storageConnections } from "../../shared/storage/containers.ts";
import { personKeys } from "../../shared/storage/person-keys.ts";
import { openRecord } from "../../shared/storage/sealing.ts";
import { canariesIn, sealedValues } from "../fixtures/canaries.ts";
import { eventually } from "../fixtures/eventually.ts";
import { found } from "../fixtures/finder.ts";
import { dayAfter, textsInForce } from "../fixtures/inputs.ts";
import { type Member, signInAgain, signUp } from "../fixtures/member.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { useSystem, usualStart } from "../fixtures/system.ts";

const under = useSystem();
/** Every distinctive value that was put in, by whoever put it in. */
const canaries: string[] = [];
let member: Member;

const plant = ({ doc, values }: { readonly doc: unknown; readonly values: readonly string[] }) => {
  canaries.push(...values);
  return doc as never;
};

beforeAll(async () => {
  const { system, processor } = under;
  await processor.behave("acknowledge");
  const input = canariesIn(signUpInput, {
    "/mobile": "+33639981749",
    "/birthDate": "1953-07-19",
    "/cardDigits": "497010837",
    "/accepts/charter": textsInForce.charter,
    "/accepts/terms": textsInForce.terms,
  });
  member = await signInAgain(system, await signUp(system, "milleis", plant(input)));
  const submit = () =>
    member.submit(
      plant(
        canariesIn(submitRequestInput, {
          // The one category whose payload carries the contact data too.
          "/category": "home",
          "/when/date": dayAfter(usualStart, 397),
          "/when/endDate": dayAfter(usualStart, 399),
        }),
      ),
    );
  const say = async (path: string, declaration: MessageOf, fixed: Readonly<Record<string, unknown>> = {}) => {
    const { doc } = await member.read(path);
    const subject = `${member.subjectId}/${doc.id}`;
    const payload = plant(canariesIn(declaration, fixed));
    const id = await processor.send({ type: declaration.type, subject, payload });
    expect(await processor.answerTo(doc.id, id)).toBe("acknowledged");
  };

  const booked = await submit();
  await member.untilStatus(booked, "acknowledged");
  await member.change("POST", `${booked}/messages`, { body: plant(canariesIn(postMessageInput)) });
  await say(booked, contract.conversationPosted);
  await say(booked, contract.proposalMade, { "/proposal/expiresAt": dayAfter(usualStart, 2).concat("T09:00:00Z") });
  const { doc, etag } = await member.read(booked);
  const [proposal] = doc.proposals;
  const [option] = proposal?.options ?? [];
  const accept = `${booked}/proposals/${proposal?.id}/acceptance`;
  expect((await member.change("POST", accept, { ifMatch: etag, body: { optionId: option?.id } })).status).toBe(201);
  await say(booked, contract.requestConfirmed, { "/proposalId": proposal?.id, "/optionId": option?.id });

  const refused = await submit();
  await member.untilStatus(refused, "acknowledged");
  await say(refused, contract.requestRefused);

  // One that is on its way: its messages lie in the queue, its payload in the blob.
  await processor.pause("receiving");
  await member.untilStatus(await submit(), "forwarded");
  await eventually(async () => (await payloads()).length > 0);
});

const settingsOf = () => parseSettings(under.system.settings);
const clientOf = (account: keyof typeof storageConnections): BlobServiceClient =>
  Blobs.fromConnectionString(under.system.connectionString(account));

/** Every blob of every account, by account and container. */
async function blobs(): Promise<
  readonly { readonly place: string; readonly container: string; readonly bytes: Buffer }[]
> {
  const all: { place: string; container: string; bytes: Buffer }[] = [];
  for (const account of Object.keys(storageConnections) as (keyof typeof storageConnections)[]) {
    const client = clientOf(account);
    for await (const { name: container } of client.listContainers()) {
      for await (const { name } of client.getContainerClient(container).listBlobsFlat()) {
        const bytes = await client.getContainerClient(container).getBlobClient(name).downloadToBuffer();
        all.push({ place: `${account}/${container}/${name}`, container, bytes });
      }
    }
  }
  return all;
}
const isPayload = ({ container }: { container: string }) =>
  container === "to-processor" || container === "from-processor";
const payloads = async () => (await blobs()).filter(isPayload).map(({ bytes }) => bytes);

/** Every file of the system's data, by its place in the data directory. */
const files = () =>
  globSync("**/*", { cwd: under.system.dataDir, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ place: relative(under.system.dataDir, file), bytes: readFileSync(file) }));

/** The mails, what the processor keeps, and the bytes of blobs, which are looked at one by one instead. */
const isSpokenFor = (place: string) =>
  place === "mails.jsonl" ||
  place.startsWith("processor.sqlite") ||
  place.startsWith(join("storage", "__blobstorage__"));

/** Every record the product declares: whatever a module of it exports. */
async function records(): Promise<ReadonlyMap<string, AnyRecord>> {
  const root = fileURLToPath(new URL("../../shared", import.meta.url));
  const kinds = new Map<string, AnyRecord>();
  for (const file of globSync("**/*.ts", { cwd: root })) {
    // The composition root needs a whole environment; it declares nothing.
    if (file === "compose.ts" || !readFileSync(join(root, file), "utf8").includes("= record(")) continue;
    for (const exported of Object.values(await import(join(root, file)))) {
      if (typeof exported === "object" && exported !== null && "kind" in exported && "schema" in exported) {
        kinds.set((exported as AnyRecord).kind, exported as AnyRecord);
      }
    }
  }
  return kinds;
}

/** What lies in the envelopes of the person's partition, opened with the person's own key: pointer to values. */
async function opened(): Promise<ReadonlyMap<string, readonly string[]>> {
  const settings = settingsOf();
  const person = { brand: "milleis", subjectId: member.subjectId } as const;
  const container = containerBlobs(clientOf("keys").getContainerClient("person-keys"));
  const key = await personKeys({ blobs: container, brandKeys: brandKeys(settings), clock: under.system.clock }).open(
    person,
  );
  const values = new Map<string, string[]>();
  const kinds = await records();
  const items = (await itemsOf(under.system.cosmos, "subjects")).filter((item) => item.subjectId === member.subjectId);
  for (const item of items) {
    const kind = String(item.kind);
    const record = kinds.get(kind);
    if (record === undefined) throw new Error(`a stored kind nobody declares: ${kind}`);
    const id = item.id.slice(kind.length + 1);
    const doc = openRecord(record, { ...item, id } as never, { ...person, kind, id }, key);
    for (const [pointer, inside] of sealedValues(record, doc)) {
      values.set(`${kind}${pointer}`, [...(values.get(`${kind}${pointer}`) ?? []), ...inside]);
    }
  }
  for (const record of kinds.values()) {
    for (const pointer of sealedValues(record, undefined).keys()) {
      if (!values.has(`${record.kind}${pointer}`)) values.set(`${record.kind}${pointer}`, []);
    }
  }
  return values;
}

/**
 * Sealed fields this journey does not fill yet. The code that seals them is the same for every record, and is shown with a
 * canary by test/contract/storage/repository.test.ts; that their values reach no log or queue is not shown here. A field
 * that is neither filled nor named fails.
 */
const playedElsewhere = new Set([
  "request/ending/settlement/fee/amount",
  "request/ending/settlement/refund/amount",
  "request/ending/settlement/text",
  "disclosure/name",
  "disclosure/words",
  "disclosure/reference",
  "approval/words",
  "approval/disclosure/name",
  "approval/disclosure/reference",
  "approval/hold/reference",
  "review/words",
  "legal-hold/reference",
  "email-change/email",
  "email-change/previousEmail",
  "interest/words",
  "erasure-delivery/email",
  "consent/provider",
  "consent/purpose",
]);

it("the journey filled every personal field of every record, and the envelopes hold the canaries", async () => {
  const inside = await opened();
  const empty = [...inside].filter(([, values]) => values.length === 0).map(([pointer]) => pointer);
  expect(
    empty.filter((pointer) => !playedElsewhere.has(pointer)),
    "personal fields that this journey does not fill",
  ).toEqual([]);
  const kept = new Set([...inside.values()].flat());
  // What the application keeps in another form than it was given.
  const changed = canaries.filter((value) => !kept.has(value) && !kept.has(value.toLowerCase()));
  expect(changed).toEqual([]);
  expect(canaries.length).toBeGreaterThan(25);
});

it("the canaries can be found where they are meant to be", async () => {
  const everything = files();
  const bytesOf = (start: string) =>
    Buffer.concat(everything.filter(({ place }) => place.startsWith(start)).map(({ bytes }) => bytes));
  expect(found([member.input.email], bytesOf("mails.jsonl"))).toHaveLength(1);
  const onItsWay = Buffer.concat(await payloads());
  const { lastName, firstName, email } = member.input;
  const [what] = (await member.get("/api/v1/requests?limit=1"))
    .json<{ items: { what: string }[] }>()
    .items.map((item) => item.what);
  expect(found([lastName, firstName, email, String(what)], onItsWay)).toHaveLength(4);
  expect(found(canaries, bytesOf("processor.sqlite")).length).toBeGreaterThan(0);
  // And what lies in clear is found in the places searched below: in the database, in the queues inside signed messages.
  expect(found([member.subjectId], bytesOf("cosmos.sqlite"))).toHaveLength(1);
  expect(found([member.subjectId], bytesOf(join("storage", "__queuestorage__")))).toHaveLength(1);
  expect(found(["http.answered"], bytesOf("logs"))).toHaveLength(1);
  const sentence = "Kanari çà et là";
  for (const before of ["", "a", "ab", "abc"]) {
    for (const encoding of ["base64", "base64url"] as const) {
      const bytes = Buffer.from(Buffer.from(`${before}${sentence}${before}`).toString(encoding));
      expect(found([sentence, "something else"], bytes)).toEqual([sentence]);
    }
  }
});

it("nothing personal lies in clear in the database, the queues, the logs, other blobs or URLs", async () => {
  const inside = [...(await opened()).values()].flat();
  const wanted = [...new Set([...canaries, ...inside])].filter((value) => value.length >= 8);
  const places = [
    ...files().filter(({ place }) => !isSpokenFor(place)),
    ...(await blobs()).filter((blob) => !isPayload(blob)),
    {
      place: "URLs",
      bytes: Buffer.from(JSON.stringify(member.browser.seen.map(({ path, reply }) => [path, reply.headers.location]))),
    },
  ];
  expect(places.length).toBeGreaterThan(10);
  const leaks = places.flatMap(({ place, bytes }) => found(wanted, bytes).map((value) => `${place}: ${value}`));
  expect(leaks).toEqual([]);
});
