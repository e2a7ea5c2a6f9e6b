/**
 * What the preview says would end by a day is exactly what the sweep and the timers beside it then end: one of everything is
 * planted, over by that day and not over; the preview is asked a year before, and every store is compared before and after.
 * A preview that leaves out a kind, or looks too far, is caught.
 */
import { createHash, randomUUID } from "node:crypto";
import { BlobServiceClient } from "@azure/storage-blob";
import { beforeAll, describe, expect, it } from "vitest";
import { erasureMark, keptByLaw, markId } from "../../shared/erasure/erasure.ts";
import { newErasure } from "../../shared/erasure/start-erasure.ts";
import { limit } from "../../shared/limits/limit.ts";
import { lookup } from "../../shared/members/lookup.ts";
import { member } from "../../shared/members/member.ts";
import { failure } from "../../shared/messaging/failure.ts";
import type { KeyedHash } from "../../shared/privacy/formats.ts";
import type { RecordOf } from "../../shared/privacy/record.ts";
import { type RetentionRule, retentionRules } from "../../shared/privacy/retention-rules.ts";
import { archivedRules } from "../../shared/retention/clock.ts";
import { closure } from "../../shared/retention/closure.ts";
import type { ComingEnd } from "../../shared/retention/coming-end.ts";
import { shortLived } from "../../shared/retention/end-short-lived.ts";
import { rulesOf } from "../../shared/retention/preview.ts";
import {
  type BlobContainerName,
  blobContainers,
  type ContainerName,
  containers,
} from "../../shared/storage/containers.ts";
import { cosmosFailures } from "../../shared/storage/cosmos-failures.ts";
import { cosmosRepository } from "../../shared/storage/cosmos-repository.ts";
import { cosmosUndecided } from "../../shared/storage/cosmos-undecided.ts";
import { type Person, personKeys } from "../../shared/storage/person-keys.ts";
import { create } from "../../shared/storage/repository.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter } from "../../shared/time/legal-periods.ts";
import { sampleOf } from "../../tools/schemas/sample-records.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { memberRecord } from "../fixtures/member-record.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { application, ordered } from "./erasing.ts";

const functions = useFunctions();
const hour = 3_600_000;
const day = 24 * hour;
/** The day that is asked about: more than a year after everything was planted. */
const at = new Date("2028-02-10T09:00:00.000Z");
const endOfTime = new Date("2099-01-01");
const from = (ms: number) => new Date(at.getTime() + ms).toISOString();
const milleis = (): Person => ({ brand: "milleis", subjectId: randomUUID() });
const person = milleis();

/** Every item and every blob of every store, by where it lies, and what it is. */
async function everything(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of Object.keys(containers) as ContainerName[]) {
    for (const item of await itemsOf(functions.of.cosmos, name)) {
      const partition = String(item[containers[name].partitionKey.slice(1)]);
      const place = partition === item.id ? `${name}/${item.id}` : `${name}/${partition}/${item.id}`;
      found.set(place, JSON.stringify(item));
    }
  }
  for (const [name, { account }] of Object.entries(blobContainers) as [BlobContainerName, { account: "keys" }][]) {
    const client = BlobServiceClient.fromConnectionString(functions.of.connectionString(account));
    const container = client.getContainerClient(name);
    for await (const blob of container.listBlobsFlat()) {
      const bytes = await container.getBlobClient(blob.name).downloadToBuffer();
      found.set(`${name}/${blob.name}`, createHash("sha256").update(bytes).digest("hex"));
    }
  }
  return found;
}

/** Whole streams and whole partitions of the archive are one thing that ends, and so is a key with its note. */
function wholeOf(place: string): string {
  const [container, first = "", second = ""] = place.split("/");
  if (container === "ledger" || container === "archive") return `${container}/${first}`;
  return first === "unproven" ? `${container}/${second}/${place.split("/")[3]}` : place;
}

async function allOf<T>(some: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of some) all.push(one);
  return all;
}

/** How long what is over is still kept: the rest of its rule's period. Written out once more. */
const keptOn: Readonly<Record<string, number>> = {
  session: 12 * hour,
  ticket: 50 * 60_000,
  "email-change": 50 * 60_000,
};
/** An id as the record's own: a digest of a secret, or random. */
function randomId(record: (typeof shortLived)[number]["record"]): string {
  const digest = createHash("sha256").update(randomUUID()).digest("base64url");
  const sample = sampleOf(record);
  return record.schema.safeParse({ ...sample, id: digest }).success ? digest : randomUUID();
}
const closureOf = ({ subjectId }: Person, change: object) =>
  closure.schema.parse({
    id: subjectId,
    cause: "termination",
    closedAt: "2027-01-02T10:00:00.000Z",
    openedAt: "2019-01-01T10:00:00.000Z",
    gone: [],
    ...change,
  });

/** Who stands where, for what the clock of accounts does. */
const accounts = { pending: milleis(), terminated: milleis(), archived: milleis() };
const later = { pending: milleis(), terminated: milleis(), archived: milleis(), erasing: milleis() };

beforeAll(async () => {
  const { concierge } = await import("../../shared/compose.ts");
  const { portsOf } = await import("../../shared/compose-ports.ts");
  const ports = await portsOf(concierge.settings);
  const { clock } = functions.of;
  const keys = personKeys({ blobs: ports.blobs("person-keys"), brandKeys: ports.brandKeys, clock });
  const repository = cosmosRepository({ container: ports.container("subjects"), keys, clock });
  const archive = cosmosRepository({ container: ports.container("archive"), keys, clock, place: "archive" });
  const undecided = cosmosUndecided(ports.container("failures"));
  const failures = cosmosFailures({ container: ports.container("failures"), clock });
  const now = clock.now().toISOString();

  // What carries its own end: each kind an hour before it and an hour after.
  await keys.create(person);
  for (const { record } of shortLived) {
    for (const ms of [-hour, hour]) {
      const expiresAt = from(ms - (keptOn[record.kind] ?? 0));
      const doc = { ...sampleOf(record), id: randomId(record), expiresAt };
      await repository.commit(person, [create(record as RecordOf, doc as never)]);
    }
  }

  // Sign-ups of which a key is left; the second one begins a day before the day in question.
  await keys.createUnproven(milleis());
  const young = personKeys({
    blobs: ports.blobs("person-keys"),
    brandKeys: ports.brandKeys,
    clock: { now: () => new Date(from(-23 * hour)) },
  });
  await young.createUnproven(milleis());

  // Rows under hashes: of an address nobody proved, and of a counter, whole or in part. As they will have been written by then:
  // the store counts their second net from the writing.
  const hash = () => `1.${createHash("sha256").update(randomUUID()).digest("base64url")}`;
  const asked = (ms: number) => ({ at: Math.floor((at.getTime() + ms - day) / 1_000) });
  const rows = [-hour, hour].flatMap((ms) => [
    { kind: lookup.kind, subjectId: person.subjectId, state: "reserved", expiresAt: from(ms) },
    { kind: limit.kind, taken: [asked(ms)], expiresAt: from(ms) },
  ]);
  const inPart = { kind: limit.kind, taken: [asked(-hour), asked(hour)], expiresAt: from(-hour) };
  for (const row of [...rows, inPart]) {
    await ports.container("lookups").items.create({ id: hash(), ...row, v: 1 });
  }

  const announced = {
    queue: "card-services-undecided",
    brand: "milleis",
    reason: "nobody",
    join: `1.${"j".repeat(43)}` as KeyedHash,
    type: "card.services.terminated.v1",
    effectiveOn: "2027-01-01",
    sequence: 1,
  } as const;
  for (const days of [-2, 2]) {
    const monthBefore = { receivedAt: now, decidedAt: new Date(Date.parse("2028-01-10T09:00:00.000Z") + days * day) };
    const decided = {
      decision: "dismissed",
      decidedAt: monthBefore.decidedAt.toISOString(),
      decidedBy: "dpo-1",
    } as const;
    await undecided.keep({ ...announced, id: randomUUID(), receivedAt: now, ...decided });
    const yearBefore = new Date(Date.parse("2027-02-10T09:00:00.000Z") + days * day).toISOString();
    await undecided.keep({ ...announced, id: randomUUID(), receivedAt: yearBefore });
  }

  for (const ms of [-hour, hour]) {
    const id = createHash("sha256").update(randomUUID()).digest("base64url");
    const doc = {
      id,
      queue: "concierge-updates",
      reason: "not-a-jws",
      attempts: 1,
      firstAt: now,
      lastAt: now,
    } as const;
    const resolved = { ...doc, resolvedAt: now, dueAt: from(ms), outcome: "discarded" } as const;
    await ports.container("failures").items.create({ ...failure.schema.parse(resolved), kind: failure.kind, v: 1 });
  }
  // Wait for a person, more than a year by that day and less.
  await failures.record({ id: randomUUID(), queue: "dispatch", reason: "schema" });
  const younger = { id: randomUUID(), queue: "dispatch", reason: "schema", attempts: 1 } as const;
  const sinceLong = { ...younger, firstAt: from(-364 * day), lastAt: from(-364 * day) };
  await ports.container("failures").items.create({ ...failure.schema.parse(sinceLong), kind: failure.kind, v: 1 });

  for (const event of ["session.opened", "key.rotated"] as const) {
    await concierge.audited.looked({ event, brand: "milleis", actor: { role: "ops", id: randomUUID() } });
  }

  // Over and with its certificate, for an hour more or less; and one that runs.
  for (const change of [
    { dueAt: from(-hour), endedAt: now },
    { dueAt: from(hour), endedAt: now },
  ]) {
    const { subjectId: _nobody, ...doc } = newErasure(milleis(), { cause: "member", at: clock.now() }, clock.now());
    await concierge.erasing.erasures.create({ ...doc, step: "end", ...change });
  }

  for (const ms of [-hour, hour]) {
    const owner = milleis();
    await keys.create(owner);
    const note = { erasureId: randomUUID(), what: "rights-case", rule: "rights-case", dueAt: from(ms) } as const;
    await archive.commit(owner, [create(keptByLaw, { id: owner.subjectId, ...note })]);
  }

  // Accounts: when they are looked at says nothing about when they end.
  const termination = (effectiveOn: string) => ({
    effectiveOn,
    isRevoked: false,
    by: "card-issuer" as const,
    sequence: 1,
    said: randomUUID(),
    receivedAt: now,
  });
  for (const [group, days] of [
    [accounts, -1],
    [later, 1],
  ] as const) {
    const { pending, terminated, archived } = group;
    const startedAt = new Date(at.getTime() - day + days * hour).toISOString();
    for (const one of [pending, terminated, archived]) await keys.create(one);
    await repository.commit(pending, [
      create(
        member,
        memberRecord(pending, { status: "pending", createdAt: startedAt, dueAt: now, expiresAt: from(30 * day) }),
      ),
    ]);
    const [last, fiveYears] = [daysAfter(parisDay(at), days), `2023-02-${days < 0 ? "08" : "11"}`];
    const active = { lastSignedInAt: from(-day), dueAt: now, termination: termination(last) };
    await repository.commit(terminated, [create(member, memberRecord(terminated, active))]);
    await repository.commit(archived, [
      create(closure, closureOf(archived, { stage: "archived", dueAt: now, termination: termination(fiveYears) })),
    ]);
  }
  // Whose erasure was ordered already: it goes on by its own clock.
  const running = await ordered(functions.of, { dueAt: from(30 * day) });
  await repository.commit(later.erasing, [
    create(closure, closureOf(later.erasing, { stage: "erasing", dueAt: now, termination: termination("2022-01-01") })),
    create(erasureMark, { id: markId, erasureId: running, markedAt: now, endedSessions: [] }),
  ]);
});

type Preview = Awaited<ReturnType<typeof application>>["retention"]["preview"];
let preview: Preview;
let before: ReadonlyMap<string, string>;
let foreseen: readonly ComingEnd[];
let gone: ReadonlySet<string>;
let stayed: ReadonlySet<string>;

const ends = async (until = at) => allOf(preview.ends(until));
/** What was foreseen and stayed, and what went and was not foreseen. */
const differences = (said: readonly ComingEnd[]): readonly string[] => {
  // Of a counter that still counts only old entries go.
  const places = new Set(said.filter(({ detail }) => detail !== "old entries").map(({ place }) => place));
  return [
    ...[...places].filter((place) => !gone.has(place)).map((place) => `too early: ${place}`),
    ...[...gone].filter((place) => !places.has(place)).map((place) => `missed: ${place}`),
  ];
};

describe("what ends at once", () => {
  beforeAll(async () => {
    ({ preview } = (await application()).retention);
    before = await everything();
    foreseen = await ends();
    await allOf(preview.people(at));
    expect(await everything()).toEqual(before);

    functions.of.clock.move({ advanceMs: at.getTime() - functions.of.clock.now().getTime() });
    await functions.of.runTimer("sweep-retention");
    // A month is sealed by one run and ended by the next.
    for (let run = 0; run < 2; run += 1) await functions.of.runTimer("keep-ledger");
    await functions.of.runTimer("relay-outbox");
    await functions.of.runTimer("advance-erasures");
    await functions.of.deliver("erasure-work", "advance-erasure");
    const after = await everything();
    stayed = new Set([...before.keys()].filter((place) => after.has(place)).map(wholeOf));
    const went = [...before.keys()].filter((place) => !after.has(place)).map(wholeOf);
    // The key of what a law kept goes with it.
    const isOfKept = (place: string) => went.includes(`archive/${place.split("/")[2]}`);
    gone = new Set(went.filter((place) => !(place.startsWith("person-keys/") && isOfKept(place))));
  }, 60_000);

  it("is foreseen a year before, exactly, and a preview changes nothing", () => {
    expect(differences(foreseen)).toEqual([]);
    const twice = ["undecided-termination", "undecided-termination", "limit", "limit", "failure", "failure"];
    const once = ["lookup", "person-key", "ledger stream", "erasure", "rights-case"];
    expect(foreseen.map(({ kind }) => kind).toSorted()).toEqual(
      [...shortLived.map(({ record }) => record.kind), ...twice, ...once].toSorted(),
    );
    for (const { since } of foreseen) expect(since.getTime()).toBeLessThanOrEqual(at.getTime());
    // Of each there was another one, whose time has not come.
    for (const { place } of foreseen) {
      const [container] = place.split("/");
      expect([...stayed].filter((one) => one.startsWith(`${container}/`))).not.toEqual([]);
    }
    expect(foreseen.find(({ kind }) => kind === "ledger stream")).toMatchObject({
      detail: "milleis.access.2027-01",
      since: new Date("2028-02-01T23:00:00.000Z"),
    });
  });

  it("is of one brand where one is named", async () => {
    const platinums = await allOf(preview.ends(endOfTime, "platinum"));
    expect(new Set(platinums.map(({ brand }) => brand))).toEqual(new Set(["platinum"]));
    expect(platinums.length).toBeLessThan((await ends(endOfTime)).length);
  });

  it("a kind that is left out, or one that is claimed too early, is caught", async () => {
    for (const kind of new Set(foreseen.map((one) => one.kind)))
      expect(differences(foreseen.filter((one) => one.kind !== kind)), kind).not.toEqual([]);
    // Each kind's other one, an hour or two days later; the months of the ledger are years apart.
    const tooFar = await ends(new Date(at.getTime() + 3 * day));
    const early = tooFar.filter(({ place, detail }) => !gone.has(place) && detail !== "old entries");
    expect(differences([...foreseen, ...early])).toHaveLength(new Set(early.map(({ place }) => place)).size);
    const kinds = new Set(foreseen.map(({ kind }) => kind).filter((kind) => kind !== "ledger stream"));
    expect(new Set(early.map(({ kind }) => kind))).toEqual(kinds);
  });
});

describe("accounts and archives", () => {
  const changed = async () => {
    const now = await everything();
    return new Set(
      [...Object.values(accounts), ...Object.values(later)]
        .filter(({ subjectId }) => {
          const own = (all: ReadonlyMap<string, string>) =>
            [...all].filter(([place]) => place.includes(subjectId)).map(([place, text]) => [place, withoutLook(text)]);
          return JSON.stringify(own(before)) !== JSON.stringify(own(now));
        })
        .map(({ subjectId }) => subjectId),
    );
  };
  /** When it is looked at next is no change, nor is the new envelope that comes with it. */
  const withoutLook = (text: string) =>
    text.startsWith("{")
      ? JSON.stringify({ ...JSON.parse(text), dueAt: "", sealed: "", ttl: 0, commitId: "", _etag: "", _ts: 0 })
      : text;

  it("those foreseen are those that the sweep's messages change, and nobody else", async () => {
    const said = await allOf(preview.people(at));
    expect(Object.fromEntries(said.map(({ person: { subjectId }, steps }) => [subjectId, steps[0]?.step]))).toEqual({
      [accounts.pending.subjectId]: "end-sign-up",
      [accounts.terminated.subjectId]: "close",
      [accounts.archived.subjectId]: "erase",
    });
    await functions.of.deliver("retention-work", "care-for-person");
    expect(await changed()).toEqual(new Set(said.map(({ person: { subjectId } }) => subjectId)));
  });
});

/** Gone with their effect: acknowledged, with the last of what they mark, with the closing that is foreseen. */
const withTheirEffect: readonly RetentionRule[] = ["outbox", "erasure-mark", "interests"];

it("knows every rule: by what ends at once, by the clock of accounts, or because it ends with its effect", async () => {
  const steps = [
    { name: "end-sign-up" },
    { name: "close", cause: "termination" },
    { name: "close", cause: "inactivity" },
    { name: "archive" },
    { name: "erase" },
    { name: "remind-of-hold" },
  ] as const;
  const rules = [...foreseen, ...(await ends(endOfTime))].map(({ rule }) => rule);
  const known = new Set([...rules, ...steps.flatMap(rulesOf), ...archivedRules, ...withTheirEffect]);
  const unknown = (Object.keys(retentionRules) as RetentionRule[]).filter((rule) => !known.has(rule));
  expect(unknown).toEqual([]);
});
