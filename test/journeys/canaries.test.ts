/**
 * A person with a canary in every personal field of every record and message: it is found nowhere in clear but in the two
 * places meant for it, payload blobs and mail bodies (and what the processor keeps for itself, which is another company's).
 */
import { join } from "node:path";
import { type BlobServiceClient, BlobServiceClient as Blobs } from "@azure/storage-blob";
import { beforeAll, expect, it } from "vitest";
import { filesOf } from "../../local/search/files.ts";
import { found } from "../../local/search/finder.ts";
import * as contract from "../../shared/requests/contract.ts";
import { storageConnections } from "../../shared/storage/containers.ts";
import { stageOf } from "../fixtures/canary-stage.ts";
import type { Colleague } from "../fixtures/colleague.ts";
import { merged, type Opened, openedOf } from "../fixtures/envelopes.ts";
import { eventually } from "../fixtures/eventually.ts";
import type { Member } from "../fixtures/member.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem();
/** Every distinctive value that was put in, by whoever put it in. */
const canaries: string[] = [];
/** What lay in envelopes at one time or another: some of it goes as soon as it has served. */
let inside: Opened = new Map();
let member: Member;
let colleagues: readonly Colleague[];

const plant = <D>({ doc, values }: { readonly doc: D; readonly values: readonly string[] }): D => {
  canaries.push(...values);
  return doc;
};

beforeAll(async () => {
  const { processor } = under;
  await processor.behave("acknowledge");
  const stage = stageOf(under, plant);
  member = await stage.signUp({ mobile: "+33639981749", birthDate: "1953-07-19", cardDigits: "497010837" });
  await stage.declareInterest(member);

  const booked = await stage.book(member, "home");
  await stage.askConsentAndReport(member, booked);
  await stage.cancelAndSettle(member, booked);
  const refused = await stage.submit(member, "home");
  await member.untilStatus(refused, "acknowledged");
  await stage.say(member, refused, contract.requestRefused);
  colleagues = await stage.staffActs(member);
  const leaving = await stage.signUp({ mobile: "+33639981758", birthDate: "1951-03-08", cardDigits: "497010846" });
  await leaving.untilStatus(await stage.submit(leaving, "other"), "acknowledged");
  await stage.endOfServices(leaving);

  // One that is on its way: its messages lie in the queue, its payload in the blob. The order of an erasure waits there too.
  await processor.pause("receiving");
  await member.untilStatus(await stage.submit(member, "home"), "forwarded");
  await eventually(async () => (await payloads()).length > 0);
  const look = async (of: Member, erasureId?: string) => {
    const found = await openedOf(under.system, { brand: "milleis", subjectId: of.subjectId }, erasureId);
    inside = merged(inside, found);
  };
  await look(member);
  await look(leaving, await stage.startErasure(leaving));
  member = await stage.changeAddress(member, () => look(member));
});

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
const files = () => filesOf(under.system.dataDir);

/** The mails, what the processor keeps, and the bytes of blobs, which are looked at one by one instead. */
const isSpokenFor = (place: string) =>
  place === "mails.jsonl" ||
  place.startsWith("processor.sqlite") ||
  place.startsWith(join("storage", "__blobstorage__"));

it("the journey filled every personal field of every record, and the envelopes hold the canaries", async () => {
  const empty = [...inside].filter(([, values]) => values.length === 0).map(([pointer]) => pointer);
  expect(empty, "personal fields that this journey does not fill").toEqual([]);
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
  const wanted = [...new Set([...canaries, ...[...inside.values()].flat()])].filter((value) => value.length >= 8);
  const seen = [...member.browser.seen, ...colleagues.flatMap((one) => one.seen)];
  const places = [
    ...files().filter(({ place }) => !isSpokenFor(place)),
    ...(await blobs()).filter((blob) => !isPayload(blob)),
    {
      place: "URLs",
      bytes: Buffer.from(JSON.stringify(seen.map(({ path, reply }) => [path, reply.headers.location]))),
    },
  ];
  expect(places.length).toBeGreaterThan(10);
  const leaks = places.flatMap(({ place, bytes }) => found(wanted, bytes).map((value) => `${place}: ${value}`));
  expect(leaks).toEqual([]);
});
