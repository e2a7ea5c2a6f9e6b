/** An erasure from its order to its certificate, over the whole application in memory. */

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { processorSource } from "../../../local/system/settings.ts";
import { ledgerEntry } from "../../../shared/audit/ledger-entry.ts";
import { longestInvocationSeconds } from "../../../shared/erasure/erasure.ts";
import { digestOf } from "../../../shared/messaging/cloud-event.ts";
import { longestSeconds } from "../../../shared/messaging/relay.ts";
import { Refusal } from "../../../shared/refusal.ts";
import { hashOfSecret } from "../../../shared/sessions/session.ts";
import { KeyShredded, keyBlobName, noteBlobName, type Person } from "../../../shared/storage/person-keys.ts";
import { expectEntry } from "../../fixtures/recorded.ts";
import { faultsAfter, readCertificate } from "../../memory/erased.ts";
import { erasingWorld, settings, type World } from "../../memory/erasing.ts";
import { keptSample, opensAlone, putSample, withKeptSample } from "../../memory/kept-sample.ts";

const requestIdsOf = (world: World, { subjectId }: Person): readonly string[] =>
  [...world.cosmos.all("subjects")]
    .filter(({ partition, item }) => partition === subjectId && item.kind === "request")
    .map(({ item }) => item.id.slice("request.".length));

async function ordered(world: World, cause: "member" | "retention" = "member") {
  const member = await world.member();
  const requestIds = requestIdsOf(world, member.person);
  expect(requestIds).toHaveLength(2);
  const { erasureId } = await world.app.startErasure(member.person, { cause, at: world.clock.now() });
  return { ...member, requestIds, erasureId };
}
const docOf = async (world: World, id: string) => (await world.app.readErasure(id))?.doc;
const hasEnded = (world: World, id: string) => async () => (await docOf(world, id))?.endedAt !== undefined;
const warnings = (world: World) => world.lines.filter(({ level }) => level !== "info").map(({ event }) => event);

describe("a member's erasure", () => {
  test("of somebody whose key is gone already ends all the same: what nobody can record is not waited for", async () => {
    const world = await erasingWorld();
    const { person } = await world.member(1);
    await world.app.erasing.keys.shred(person);
    world.clock.move(120);
    const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
    expect(await world.until(hasEnded(world, erasureId), { days: 20 })).toBe(true);
    expect(world.traces(person.subjectId)).toEqual([]);
  });

  test("ends with nothing left, a certificate that verifies, and a mail to the address that went too", async () => {
    const world = await erasingWorld();
    const other = await world.member(1);
    const member = await ordered(world);
    expect(await world.until(hasEnded(world, member.erasureId), { days: 3 })).toBe(true);
    expect(await faultsAfter(world, member)).toEqual([]);
    expect(world.orders).toEqual([expect.objectContaining({ erasureId: member.erasureId })]);
    expect(new Set(world.orders[0]?.requestIds)).toEqual(new Set(member.requestIds));
    expect((await world.app.readMember(other.person)).doc.email).toBe(other.email);
    expect(warnings(world)).toEqual([]);
  });

  test("the certificate names the three kinds of proof and nobody", async () => {
    const world = await erasingWorld();
    const member = await ordered(world, "retention");
    await world.until(hasEnded(world, member.erasureId));
    const certificate = await readCertificate(world, (await docOf(world, member.erasureId))?.certificate ?? "");
    const placesOf = (kind: string) =>
      certificate.proofs.filter((proof) => proof.kind === kind).map(({ place }) => place);
    expect(placesOf("searched")).toEqual(
      expect.arrayContaining(["subjects", "archive", "lookups", "failures", "erasures", "person-keys", "to-processor"]),
    );
    expect(placesOf("expired-by-construction")).toEqual(expect.arrayContaining(["concierge-inbox", "notifications"]));
    expect(placesOf("taken-as-it-comes").toSorted()).toEqual(["card-services", "concierge-updates"]);
    expect(placesOf("expired-by-construction")).not.toContain("concierge-updates");
    expect(placesOf("never-held")).toEqual(expect.arrayContaining(["logs", "telemetry", "ledger", "statistics"]));
    expect(certificate).toMatchObject({ id: member.erasureId, brand: "milleis", cause: "retention" });
    expect(certificate.processor).toMatchObject({ ordered: true, requests: 2, outcome: "erased" });
    const text = JSON.stringify(certificate);
    for (const secret of [member.person.subjectId, member.email, "Durand", "Zoé", ...member.requestIds]) {
      expect(text).not.toContain(secret);
    }
  });

  test("the ledger has its beginning and its end under the person's reference, and no way back to the person", async () => {
    const world = await erasingWorld();
    const member = await ordered(world);
    await world.until(hasEnded(world, member.erasureId));
    const entries = [...world.cosmos.all("ledger")]
      .map(({ item }) => item)
      .filter(({ kind }) => kind === ledgerEntry.kind);
    const about = entries.filter((entry) => entry.about === member.erasureId);
    const system = { actor: { role: "system" }, about: member.erasureId } as const;
    expect(expectEntry("erasure.started", entries, system)).toEqual(about.slice(0, 1));
    expect(expectEntry("erasure.ended", entries, system)).toEqual(about.slice(1));
    expect(about[0]?.person).toBeDefined();
    expect(about[1]?.person).toBe(about[0]?.person);
    expect(await docOf(world, member.erasureId)).not.toHaveProperty("ledgerReference");
  });

  test("goes itself a month after the certificate was delivered", async () => {
    const world = await erasingWorld();
    const member = await ordered(world);
    await world.until(hasEnded(world, member.erasureId));
    const { endedAt = "", dueAt = "" } = (await docOf(world, member.erasureId)) ?? {};
    expect(Date.parse(dueAt) - Date.parse(endedAt)).toBeGreaterThan(27 * 86_400_000);
    world.clock.move(27 * 86_400);
    await world.advance(member.erasureId);
    expect(await docOf(world, member.erasureId)).toBeDefined();
    world.clock.move(6 * 86_400);
    await world.advance(member.erasureId);
    expect(await docOf(world, member.erasureId)).toBeUndefined();
    expect([...world.cosmos.all("erasures")]).toEqual([]);
  });

  test("of somebody who never asked for anything waits for nobody else", async () => {
    const world = await erasingWorld();
    const { person, email } = await world.member(0);
    const { erasureId } = await world.app.startErasure(person, { cause: "inactive", at: world.clock.now() });
    expect(await world.until(hasEnded(world, erasureId), { answering: "silent", days: 3 })).toBe(true);
    expect(await faultsAfter(world, { person, erasureId, email })).toEqual([]);
    expect(world.orders).toEqual([]);
  });
});

describe("while it runs", () => {
  test("nothing new begins: the open session is told why, and so is who proves the mailbox again", async () => {
    const world = await erasingWorld();
    const { person, secret, email } = await world.member();
    const { ticket } = await world.app.signIn("milleis", { email });
    await world.settle();
    const code = /\d{6}/.exec(world.mails.at(-1)?.text ?? "")?.[0] ?? "";
    await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
    expect(await world.app.serving.openSession(person, secret)).toBeUndefined();
    const inProgress = expect.objectContaining({ code: "erasure-in-progress" });
    await expect(world.app.serving.refuseWhileErasing(person, hashOfSecret(secret))).rejects.toEqual(inProgress);
    // A cookie that never was one tells nothing.
    await world.app.serving.refuseWhileErasing(person, hashOfSecret("made up"));
    await expect(world.app.verifySignIn(person, ticket.secret, { code })).rejects.toEqual(inProgress);
  });

  test("what was on its way out is called off, and the order is the last that goes to the processor", async () => {
    const world = await erasingWorld();
    const { person } = await world.member(1);
    await world.submit(person);
    const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
    await world.until(hasEnded(world, erasureId), { days: 3 });
    expect(world.orders).toEqual([expect.objectContaining({ erasureId })]);
    expect(world.orders[0]?.requestIds).toHaveLength(2);
    expect(world.heldByProcessor.size).toBe(0);
    expect(world.blobs["to-processor"].contents.size).toBe(0);
  });

  test("updates about the person are refused, during it and after it, and leave no trace", async () => {
    const world = await erasingWorld();
    const member = await ordered(world);
    const [requestId = ""] = member.requestIds;
    const update = {
      type: "concierge.request.started.v1",
      subject: `${member.person.subjectId}/${requestId}`,
      data: {},
    };
    await world.fromProcessor(update);
    const refusal = async () =>
      (await Promise.all(world.taken("concierge-inbox").map((text) => payloadOf(text)))).at(-1);
    expect(await refusal()).toMatchObject({ type: "concierge.message.refused.v1", data: { reason: "state" } });
    await world.until(hasEnded(world, member.erasureId));
    world.taken("concierge-inbox");
    await world.fromProcessor(update);
    expect(await refusal()).toMatchObject({
      type: "concierge.message.refused.v1",
      source: "urn:concierge:nobody",
      data: { reason: "unknown" },
    });
    await world.fromProcessor({
      ...update,
      type: "concierge.message.acknowledged.v1",
      data: { messageId: randomUUID() },
    });
    expect(world.taken("concierge-inbox")).toEqual([]);
    expect(await faultsAfter(world, member)).toEqual([]);
  });

  test("payloads go whatever the processor called them, also those of updates that were refused meanwhile", async () => {
    const world = await erasingWorld();
    const { person } = await world.member(1);
    const [requestId = ""] = requestIdsOf(world, person);
    const update = async (name: string) => {
      const content = Buffer.from("{}");
      await world.blobs["from-processor"].putOnce(name, content, "application/json");
      return world.app.takeUpdate({
        specversion: "1.0",
        id: randomUUID(),
        source: processorSource,
        type: "concierge.request.started.v1",
        subject: `${person.subjectId}/${requestId}`,
        time: world.clock.now().toISOString(),
        dataref: `from-processor/${name}`,
        datadigest: digestOf(content),
      });
    };
    await update("a-name-of-its-own");
    const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
    await update("another-one");
    expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
    const left = [...world.blobs["from-processor"].contents.keys()];
    expect(left).not.toContain("a-name-of-its-own");
    expect(left).not.toContain("another-one");
  });

  test("asked again, or twice at once, it is one erasure", async () => {
    const world = await erasingWorld();
    const { person, email } = await world.member();
    const order = { cause: "member", at: world.clock.now() } as const;
    const started = await Promise.all([1, 2, 3].map(() => world.app.startErasure(person, order)));
    started.push(await world.app.startErasure(person, { ...order, cause: "retention" }));
    const ids = new Set(started.map(({ erasureId }) => erasureId));
    expect(ids.size).toBe(1);
    const [erasureId = ""] = ids;
    expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
    expect([...world.cosmos.all("erasures")]).toHaveLength(1);
    expect(await faultsAfter(world, { person, erasureId, email })).toEqual([]);
  });

  test("two instances at every step end the same", async () => {
    const world = await erasingWorld();
    const member = await ordered(world);
    const both = async () => {
      await Promise.all([world.advance(member.erasureId), world.advance(member.erasureId)]);
      return hasEnded(world, member.erasureId)();
    };
    expect(await world.until(both, { days: 3 })).toBe(true);
    expect(await faultsAfter(world, member)).toEqual([]);
  });
});

describe("a legal hold", () => {
  test("refuses the start", async () => {
    const world = await erasingWorld();
    const { person } = await world.member();
    const { makeStartErasure } = await import("../../../shared/erasure/start-erasure.ts");
    const { erasures, repository, queues, clock, log } = world.needs;
    const start = makeStartErasure({
      erasures,
      repository,
      queues,
      clock,
      log,
      heldBy: async () => true,
      advance: world.advance,
    });
    await expect(start(person, { cause: "retention", at: clock.now() })).rejects.toEqual(new Refusal("legal-hold"));
    expect([...world.cosmos.all("erasures")]).toEqual([]);
  });

  test("set while it runs stops it before anything goes, and lets it go on once lifted", async () => {
    const world = await erasingWorld();
    let isHeld = true;
    world.plant({ change: (needs) => ({ ...needs, heldBy: async () => isHeld }) });
    const { person, email } = await world.member();
    const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
    expect(await world.until(hasEnded(world, erasureId), { days: 5 })).toBe(false);
    expect(await docOf(world, erasureId)).toMatchObject({ step: "in-flight", waitsFor: "hold" });
    // The processor was told nothing.
    expect(world.orders).toEqual([]);
    expect(
      (
        await world.needs.repository.read(
          person,
          (
            await import("../../../shared/members/member.ts")
          ).member,
          person.subjectId,
        )
      )?.doc.email,
    ).toBe(email);
    isHeld = false;
    expect(await world.until(hasEnded(world, erasureId), { days: 5 })).toBe(true);
  });
});

describe("an unfinished sign-up", () => {
  test("goes by the short way, key and all: no order, no certificate, no record", async () => {
    const world = await erasingWorld();
    const person = await world.pending();
    world.mails.length = 0;
    world.clock.move(86_400);
    const { erasureId } = await world.app.startErasure(person, { cause: "pending-sign-up", at: world.clock.now() });
    await world.until(async () => (await docOf(world, erasureId)) === undefined, { answering: "silent", days: 1 });
    expect(world.traces(person.subjectId)).toEqual([]);
    expect([...world.blobs["person-keys"].contents.keys()].filter((name) => name.includes(person.subjectId))).toEqual(
      [],
    );
    expect([...world.cosmos.all("erasures")]).toEqual([]);
    expect(world.mails).toEqual([]);
  });

  test("whose items the store has let go already: the key goes all the same", async () => {
    const world = await erasingWorld();
    const person = await world.pending();
    world.clock.move(4 * 86_400);
    const left = [keyBlobName(person), noteBlobName(person)].map((name) => `person-keys/${name}`);
    expect(world.traces(person.subjectId).toSorted()).toEqual(left.toSorted());
    await world.app.startErasure(person, { cause: "pending-sign-up", at: world.clock.now() });
    await world.until(() => world.traces(person.subjectId).length === 0, { days: 1 });
    expect(world.traces(person.subjectId)).toEqual([]);
  });
});

describe("what a law keeps", () => {
  test("opens under its own key alone, stands on the kept-list, and goes on its day", async () => {
    const world = await erasingWorld();
    world.plant({ change: withKeptSample });
    const { person, email } = await world.member();
    await putSample(world, person, "case-1");
    const requestIds = requestIdsOf(world, person);
    const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
    expect(await world.until(hasEnded(world, erasureId), { days: 3 })).toBe(true);
    const kept = opensAlone(world, "case-1");
    expect(await faultsAfter(world, { person, erasureId, email, requestIds, kept, keptCount: 1 })).toEqual([]);
    const [one] = (await docOf(world, erasureId))?.kept ?? [];
    // Five years from the closing of the case, not from the erasure.
    expect(one).toMatchObject({ kind: keptSample.kind, rule: "rights-case", until: "2030-02-28T23:00:00.000Z" });
    world.clock.move((Date.parse(one?.until ?? "") - world.clock.now().getTime()) / 1_000 - 1);
    expect(await world.app.endKept()).toBe(0);
    expect(await kept(one?.id ?? "")).toBe(true);
    world.clock.move(2);
    expect(await world.app.endKept()).toBe(1);
    expect([...world.cosmos.all("archive")]).toEqual([]);
    world.clock.move(120);
    expect(await kept(one?.id ?? "")).toBe(false);
    expect(await world.app.endKept()).toBe(0);
  });
});

describe("a step that fails", () => {
  test("is seen, is tried ever more rarely, and never passes for done", async () => {
    const world = await erasingWorld();
    let isBroken = true;
    world.plant({
      change: (needs) => ({
        ...needs,
        stores: {
          ...needs.stores,
          lookups: {
            ...(needs.stores.lookups as never as object),
            erase: async (person: Person, traces: never) => {
              if (isBroken) throw new Error("no answer");
              return (needs.stores.lookups as never as { erase: (...given: unknown[]) => Promise<void> }).erase(
                person,
                traces,
              );
            },
          },
        } as never,
      }),
    });
    const member = await ordered(world);
    expect(await world.until(hasEnded(world, member.erasureId), { days: 12 })).toBe(false);
    expect(await docOf(world, member.erasureId)).toMatchObject({ step: "stores", failedWith: "Error" });
    expect(await docOf(world, member.erasureId)).not.toHaveProperty("certificate");
    expect(warnings(world)).toEqual(expect.arrayContaining(["erasure.step-failed", "erasure.stuck"]));
    await expect(world.needs.keys.open(member.person)).resolves.toBeDefined();
    isBroken = false;
    expect(await world.until(hasEnded(world, member.erasureId), { days: 3 })).toBe(true);
    expect(await faultsAfter(world, member)).toEqual([]);
    await expect(world.needs.keys.open(member.person)).rejects.toBeInstanceOf(KeyShredded);
  });
});

test("the wait for running work is the longest an invocation may run", () => {
  const [hours = 0, minutes = 0, seconds = 0] = JSON.parse(readFileSync("host.json", "utf8"))
    .functionTimeout.split(":")
    .map(Number);
  expect(longestInvocationSeconds).toBe(hours * 3_600 + minutes * 60 + seconds);
});

test("no message outlives the wait for messages", async () => {
  const { needs } = await erasingWorld();
  const intervals = Object.entries(settings).filter(([name]) => /_INTERVAL_(MAX_)?SECONDS$/.test(name));
  expect(intervals.length).toBeGreaterThan(4);
  for (const [, seconds] of [...intervals, ["relay", longestSeconds]])
    expect(seconds).toBeLessThanOrEqual(needs.timing.longestLife);
});

const payloadOf = (text: string): unknown =>
  JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString("utf8"));
