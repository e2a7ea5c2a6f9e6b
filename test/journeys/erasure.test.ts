/**
 * A member's life and end in the running system: real processes, the stand-in processor speaking only the contract, every
 * field a canary. At the end the bytes of the database, of the storage and of the logs hold none of them, and a copy of the
 * database of before opens nothing.
 */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { cardIssuer } from "../../local/card-issuer/card-issuer.ts";
import { mailsTo } from "../../local/mailbox/read-mail.ts";
import { filesOf, finalFilesOf, hitsIn, ownerOf, type StoredFile } from "../../local/search/files.ts";
import { found } from "../../local/search/finder.ts";
import { keptSecrets } from "../../local/system/secrets.ts";
import { issuerSource } from "../../local/system/settings.ts";
import type { Concierge } from "../../shared/compose.ts";
import { signUpInput } from "../../shared/members/sign-up.ts";
import type { CloudEvent } from "../../shared/messaging/cloud-event.ts";
import { submitRequestInput } from "../../shared/requests/submit-request.ts";
import { canariesIn } from "../fixtures/canaries.ts";
import { eventually } from "../fixtures/eventually.ts";
import { dayAfter, textsInForce } from "../fixtures/inputs.ts";
import { type Member, signUp } from "../fixtures/member.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { useSystem, usualStart } from "../fixtures/system.ts";

const under = useSystem();
const canaries: string[] = [];
let member: Member;
let concierge: Concierge;
let erasureId = "";
let requestId = "";
let hash = "";

const files = () => filesOf(under.system.dataDir);
/** The mails, which are the person's own; the backup this test makes. */
const isSpokenFor = (place: string) => ownerOf(place) === "mails" || place.startsWith("backup");
const cosmosFile = () => join(under.system.dataDir, "cosmos.sqlite");
const backup = () => join(under.system.dataDir, "backup.sqlite");

beforeAll(async () => {
  const { system } = under;
  const plant = ({ doc, values }: { readonly doc: unknown; readonly values: readonly string[] }) => {
    canaries.push(...values);
    return doc as never;
  };
  const input = canariesIn(signUpInput, {
    "/mobile": "+33639981751",
    "/birthDate": "1957-09-23",
    "/cardDigits": "497010951",
    "/accepts/charter": textsInForce.charter,
    "/accepts/terms": textsInForce.terms,
  });
  member = await signUp(system, "milleis", plant(input));
  const wish = canariesIn(submitRequestInput, {
    "/category": "home",
    "/when/date": dayAfter(usualStart, 21),
    "/when/endDate": dayAfter(usualStart, 23),
  });
  const path = await member.submit(plant(wish));
  requestId = path.split("/").at(-1) ?? "";
  await member.untilStatus(path, "proposed");
  await system.kill("cosmos", "SIGTERM");
  copyFileSync(cosmosFile(), backup());
  await system.restart("cosmos");
  // Retention starts an erasure from inside; here it is this process, with the system's own settings.
  Object.assign(process.env, system.settings);
  ({ concierge } = await import("../../shared/compose.ts"));
  await announce(member.input);
  const person = { brand: "milleis", subjectId: member.subjectId } as const;
  erasureId = (await concierge.startErasure(person, { cause: "member", at: system.clock.now() })).erasureId;
});

/** What the card issuer says of the person waits for the desk, under nothing but the hash. */
async function announce(holder: Member["input"]): Promise<void> {
  const { system } = under;
  const { issuerKey: signingKey, issuerJoinKeys: joinKeys } = keptSecrets(system.dataDir);
  const issuer = cardIssuer({ signingKey, joinKeys, source: issuerSource, now: () => system.clock.now() });
  const said = issuer.event("terminated", { ...holder, brand: "milleis" }, "2020-01-31", 1);
  hash = said.data.join;
  await concierge.retention.takeCardEvent(said as CloudEvent);
  expect((await itemsOf(system.cosmos, "failures")).map(({ join }) => join)).toContain(hash);
}

const docOf = async () => (await concierge.readErasure(erasureId))?.doc;

it("the canaries were there before: in the payloads, with the processor, and sealed in the database", () => {
  expect(canaries.length).toBeGreaterThan(10);
  const everything = files();
  const processor = Buffer.concat(
    everything.filter(({ place }) => place.startsWith("processor.sqlite")).map(({ bytes }) => bytes),
  );
  expect(found(canaries, processor).length).toBeGreaterThan(0);
  for (const id of [member.subjectId, hash]) expect(readFileSync(backup()).includes(id)).toBe(true);
});

it("comes to its end with the processor's confirmation, and sends the certificate", { timeout: 120_000 }, async () => {
  const { system } = under;
  for (let round = 0; round < 12 && (await docOf())?.endedAt === undefined; round += 1) {
    await system.clock.move({ advanceMs: 6 * 3_600_000 });
    const before = (await docOf())?.dueAt;
    await eventually(async () => {
      const doc = await docOf();
      return doc?.endedAt !== undefined || doc?.dueAt !== before;
    });
  }
  const doc = await eventually(docOf, (now) => now?.endedAt !== undefined);
  expect(doc?.order?.confirmed).toMatchObject({ outcome: "erased" });
  const mails = await mailsTo(system.mailboxUrl, member.input.email);
  expect(mails.at(-1)?.text).toContain(doc?.certificate ?? "?");
  const answer = await fetch(`${system.origins.milleis}/api/v1/erasures/${erasureId}/certificate`);
  expect(await answer.text()).toBe(doc?.certificate);
});

const wanted = () => [...new Set(canaries)].filter((value) => value.length >= 8);
const leaksIn = (places: readonly StoredFile[], texts = wanted()) =>
  hitsIn(places, texts).map(({ place, text }) => `${place}: ${text}`);
const isExtent = (place: string) => place.startsWith(join("storage", "__blobstorage__"));

it("no byte of the database, the storage, the processor or the logs holds a canary or an id any more", async () => {
  const { system } = under;
  // Azurite leaves the bytes of deleted blobs where they were until it stops; Azure's own storage takes them back by itself.
  expect(leaksIn(files().filter(({ place }) => isExtent(place)))).not.toEqual([]);
  const places = (await finalFilesOf(system, { again: true })).filter(({ place }) => !isSpokenFor(place));
  expect(leaksIn(places)).toEqual([]);
  for (const owner of ["logs", "database", "blobs", "processor"])
    expect(places.some(({ place }) => ownerOf(place) === owner)).toBe(true);
  expect(places.some(({ place }) => isExtent(place))).toBe(true);
  // Logs and messages on their way may hold ids, for their own short time.
  const stores = places.filter(({ place }) => ["database", "blobs"].includes(ownerOf(place)));
  expect(leaksIn(stores, [member.subjectId, requestId, hash])).toEqual([]);
});

it("a copy of the database of before opens nothing, and the replay empties it of the person again", {
  timeout: 60_000,
}, async () => {
  const { system } = under;
  await system.kill("cosmos", "SIGTERM");
  copyFileSync(backup(), cosmosFile());
  await system.restart("cosmos");
  await system.clock.move({ advanceMs: 120_000 });
  const person = { brand: "milleis", subjectId: member.subjectId } as const;
  await expect(concierge.readMember(person)).rejects.toThrow(expect.objectContaining({ name: "KeyShredded" }));
  expect((await concierge.replayRestore()).erased).toBeGreaterThanOrEqual(1);
  await system.clock.move({ advanceMs: 120_000 });
  await eventually(
    async () => (await concierge.readMember(person).catch((error: Error) => error.name)) !== "KeyShredded",
  );
});
