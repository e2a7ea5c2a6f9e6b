/**
 * What must hold of the staff's doors, asked of the product's own code with stores in memory: bundled as it is, and with a
 * planted bug (planted-bugs.ts). Each check throws where something is let in or refused that should not be.
 */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { issuerServer } from "../../../local/issuer/server.ts";
import { localTenant, objectIdOf } from "../../../local/issuer/tenant.ts";
import { localIssuer, type Over } from "../../../local/issuer/tokens.ts";
import { closeServer, listenOnLoopback } from "../../../local/system/loopback-http.ts";
import type { Audited } from "../../../shared/audit/audited.ts";
import { disclosure } from "../../../shared/disclosures/disclosure.ts";
import { makeConfirmOnPaper } from "../../../shared/erasure/confirm-on-paper.ts";
import type { Erasure } from "../../../shared/erasure/erasure.ts";
import { newErasure } from "../../../shared/erasure/start-erasure.ts";
import { intentOf } from "../../../shared/http/idempotency-key.ts";
import { makeIdentifyStaff } from "../../../shared/http/staff-token.ts";
import { member } from "../../../shared/members/member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import type { Refusal } from "../../../shared/refusal.ts";
import { approval } from "../../../shared/staff/approval.ts";
import { makeDecideAction } from "../../../shared/staff/decide-action.ts";
import { makeFindMember } from "../../../shared/staff/find-member.ts";
import { newFirstWord, whichWord } from "../../../shared/staff/joint-decision.ts";
import { makeOpenFile, type OpenFileInput } from "../../../shared/staff/open-file.ts";
import { opening, openingSeconds } from "../../../shared/staff/opening.ts";
import { makeProposeAction, type Proposal } from "../../../shared/staff/propose-action.ts";
import { makeReadArchive } from "../../../shared/staff/read-archive.ts";
import { makeReadFile } from "../../../shared/staff/read-file.ts";
import { makeReviewOpening } from "../../../shared/staff/review-opening.ts";
import type { Staff, StaffRole } from "../../../shared/staff/staff.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { plausibleRule } from "../../../shared/terminations/termination.ts";
import type { UndecidedReason } from "../../../shared/terminations/undecided.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { standingClock } from "../../memory/clock.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryLookups } from "../../memory/lookups.ts";
import { memoryRepository } from "../../memory/repository.ts";

const staff = (role: StaffRole, name: string, brand: Staff["brand"] = "milleis"): Staff => ({
  id: objectIdOf(name),
  role,
  brand,
});
const [desk, otherDesk] = [staff("desk", "camille"), staff("desk", "sacha")];
const [dpo, otherDpo] = [staff("dpo", "dominique"), staff("dpo", "claude")];
const ops = staff("ops", "maxime");
const platinumDpo = staff("dpo", "andrea", "platinum");

const followUp: OpenFileInput = { purpose: "concierge-requests", reason: "request-follow-up" };
const emergency = { purpose: "security", reason: "emergency" } as const;
const closing: Proposal = { action: "close-account", reason: "misuse" };
const glass: Proposal = { action: "break-glass", opening: emergency, words: "Appel de nuit, joindre ses proches" };

/** The code of the refusal, or `done`. Anything else that is thrown is trouble of the check itself. */
const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "done",
    (error: { name?: string; code?: string }) => {
      if (error.code === undefined) throw error;
      return error.code;
    },
  );
const refused = async (promise: Promise<unknown>, code: string, what: string) =>
  assert.equal(await outcome(promise), code, what);

/** One member of the first brand, and the staff's capabilities on stores in memory. */
async function scene(reasons: ReadonlyMap<string, UndecidedReason> = new Map()) {
  const clock = standingClock();
  const { log } = keptLog();
  const repository = memoryRepository();
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const doc = memberRecord(person, { createdAt: clock.now().toISOString() });
  await repository.commit(person, [create(member, doc)]);
  const relay = { inline: async () => undefined } as never;
  const lookupKeys = [{ version: "1", key: Buffer.alloc(32, 7).toString("base64url") }] as never;
  const needs = {
    repository,
    archive: repository,
    clock,
    log,
    relay,
    audited: { looked: async () => undefined, changed: (_act, run) => run() } satisfies Audited,
    relaySeconds: 60,
    lookupKeys,
    whyUndecided: async (_brand: string, id: string) => reasons.get(id),
    retentionOf: async () => ({}),
  };
  const [openFile, propose] = [makeOpenFile(needs), makeProposeAction(needs)];
  const intent = () => intentOf(`"${randomUUID()}"`, "check", {}, undefined);
  const memberId = person.subjectId;
  return {
    person,
    memberId,
    clock,
    repository,
    ...makeReadFile(needs),
    readArchive: makeReadArchive(needs),
    ...makeDecideAction(needs),
    ...makeReviewOpening(needs),
    find: makeFindMember({ ...needs, lookups: memoryLookups(clock) }),
    intent,
    open: async (who: Staff, input: OpenFileInput = followUp, as = intent()) =>
      (await openFile(who, memberId, as, input)).opened.id,
    propose: async (who: Staff, proposal: Proposal) => (await propose(who, memberId, intent(), proposal)).id,
  };
}

async function tokens() {
  const clock = standingClock();
  let port = 0;
  const issuer = localIssuer(() => `http://127.0.0.1:${port}`, clock);
  const server = issuerServer(issuer);
  port = await listenOnLoopback(server);
  const directory = { ...localTenant, loginUrl: `http://127.0.0.1:${port}` };
  const identify = makeIdentifyStaff({ directory, clock, log: keptLog().log });
  const seconds = (count: number) => Math.floor(clock.now().getTime() / 1_000) + count;
  return {
    seconds,
    asked: async (over: Over, roles: readonly StaffRole[] = ["desk", "dpo"]) => {
      const token = await issuer.mint({ brand: "milleis", role: "desk", name: "camille" }, over);
      return outcome(identify("milleis", roles, `Bearer ${token}`));
    },
    close: () => closeServer(server),
  };
}

/** A good token is let in, and one that differs from it in a single claim is not. */
const tokenCheck = (what: string, over: (at: (count: number) => number) => Over, code: string) => async () => {
  const { asked, seconds, close } = await tokens();
  try {
    assert.equal(await asked({}), "done");
    assert.equal(await asked(over(seconds)), code, what);
  } finally {
    await close();
  }
};
const claim = (claims: Readonly<Record<string, unknown>>) => () => ({ claims });
const elsewhere = "11111111-1111-4111-8111-111111111111";

export const checks = {
  "a token of another issuer": tokenCheck("iss", claim({ iss: "https://login.example/v2.0" }), "token-invalid"),
  "a token for another audience": tokenCheck("aud", claim({ aud: elsewhere }), "token-invalid"),
  "a token of another tenant": tokenCheck("tid", claim({ tid: elsewhere }), "token-invalid"),
  "a token that is over": tokenCheck("exp", (at) => ({ claims: { exp: at(-600) } }), "token-invalid"),
  "a token without an end": tokenCheck("exp", claim({ exp: undefined }), "token-invalid"),
  "a token of a program": tokenCheck("scp", claim({ scp: "something.else" }), "token-invalid"),
  "a token of another brand": tokenCheck("roles", claim({ roles: ["platinum.desk"] }), "not-allowed"),
  "a token with two functions": tokenCheck("roles", claim({ roles: ["milleis.desk", "milleis.dpo"] }), "not-allowed"),
  "a token of another function": tokenCheck("roles", claim({ roles: ["milleis.auditor"] }), "not-allowed"),

  "a file is opened for a purpose of one's function only": async () => {
    const { open, repository, person } = await scene();
    await refused(open(ops), "outside-need-to-know", "operations");
    await refused(open(desk, { purpose: "rights", reason: "rights-case" }), "outside-need-to-know", "another purpose");
    await refused(open(desk, { ...followUp, reason: "rights-case" }), "outside-need-to-know", "another reason");
    assert.equal(await outcome(open(desk)), "done");
    assert.equal(repository.all(person, disclosure).length, 1, "one trace for one opening");
  },
  "an opening leaves what the member sees, and the ledger's row": async () => {
    const { open, repository, person } = await scene();
    const id = await open(desk);
    assert.deepEqual(
      repository.all(person, disclosure).map((one) => [one.id, one.to]),
      [[id, "desk"]],
    );
    const rows = repository.all(person, outboxRow).filter(({ channel }) => channel === "ledger");
    assert.equal(rows.length, 1);
  },
  "an opening is its maker's": async () => {
    const { open, memberId, readMemberFile } = await scene();
    const under = { memberId, openingId: await open(desk) };
    assert.equal(await outcome(readMemberFile(desk, under)), "done");
    await refused(readMemberFile(otherDesk, under), "opening-over", "a colleague of the same function");
    await refused(readMemberFile(dpo, under), "opening-over", "the officer");
  },
  "an opening is of one function": async () => {
    const { open, memberId, readMemberFile } = await scene();
    const under = { memberId, openingId: await open(desk) };
    await refused(readMemberFile(staff("ops", "camille"), under), "opening-over", "the same person, elsewhere now");
  },
  "an opening has an end": async () => {
    const { open, memberId, readMemberFile, listFileRequests, clock } = await scene();
    const under = { memberId, openingId: await open(desk) };
    clock.move(openingSeconds - 1);
    assert.equal(await outcome(readMemberFile(desk, under)), "done");
    clock.move(1);
    await refused(readMemberFile(desk, under), "opening-over", "the file");
    await refused(listFileRequests(desk, under, { limit: 10 }), "opening-over", "its requests");
  },
  "an opening asked for again is the same one, while it lasts": async () => {
    const { open, intent, clock, repository, person } = await scene();
    const as = intent();
    const id = await open(desk, followUp, as);
    clock.move(openingSeconds - 1);
    assert.equal(await open(desk, followUp, as), id);
    clock.move(1);
    await refused(open(desk, followUp, as), "opening-over", "half an hour later");
    assert.equal(repository.all(person, disclosure).length, 1, "one trace for one opening");
  },
  "the broken glass does not open again": async () => {
    const { open, intent, propose, confirmAction, memberId, clock } = await scene();
    const approvalId = await propose(desk, glass);
    await confirmAction(dpo, memberId, approvalId);
    const as = intent();
    const id = await open(desk, { ...emergency, approvalId }, as);
    assert.equal(await open(desk, { ...emergency, approvalId }, as), id);
    clock.move(openingSeconds);
    await refused(open(desk, { ...emergency, approvalId }, as), "opening-over", "half an hour later");
  },
  "each look under an opening leaves the ledger's row": async () => {
    const { open, memberId, readMemberFile, listFileRequests, repository, person } = await scene();
    const under = { memberId, openingId: await open(desk) };
    await readMemberFile(desk, under);
    await listFileRequests(desk, under, { limit: 10 });
    const rows = repository.all(person, outboxRow).filter(({ entry }) => entry?.event === "staff.file-read");
    assert.deepEqual(rows.map(({ entry }) => entry?.detail).toSorted(), ["member", "requests"]);
  },
  "an opening of the archive opens no file, and a file's no archive": async () => {
    const { open, memberId, readMemberFile, readArchive, repository, person, clock } = await scene();
    const underFile = { memberId, openingId: await open(dpo, { purpose: "legal-claims", reason: "legal-dispute" }) };
    await refused(readArchive(dpo, underFile, "member", { limit: 10 }), "opening-over", "a file's opening");
    const at = clock.now().toISOString();
    const ofArchive = opening.schema.parse({
      id: randomUUID(),
      by: { id: dpo.id, role: "dpo" },
      purpose: "legal-claims",
      view: "dpo",
      isOfArchive: true,
      openedAt: at,
      validUntil: new Date(clock.now().getTime() + 60_000).toISOString(),
      expiresAt: at,
    });
    await repository.commit(person, [create(opening, ofArchive)]);
    const under = { memberId, openingId: ofArchive.id };
    await refused(readMemberFile(dpo, under), "opening-over", "the archive's opening");
    assert.equal(await outcome(readArchive(dpo, under, "member", { limit: 10 })), "done");
  },
  "what lies in nobody's partition is decided by two people": async () => {
    const now = new Date("2027-03-01T09:00:00.000Z");
    const word = (who: Staff, before?: Staff, at = now) =>
      outcome(
        (async () => {
          const which = whichWord("dismiss-termination", before && newFirstWord(before, now), who, at);
          throw Object.assign(new Error(which), { code: which });
        })(),
      );
    assert.equal(await word(desk), "first");
    assert.equal(await word(desk, desk), "first", "the same person");
    assert.equal(await word(staff("dpo", "camille"), desk), "first", "the same person in another function");
    assert.equal(await word(otherDesk, desk), "second-person-needed", "two of the desk");
    assert.equal(await word(dpo, desk), "second");
    assert.equal(await word(desk, dpo), "second");
    assert.equal(await word(ops), "not-allowed", "operations");
    const late = new Date(now.getTime() + 7 * 86_400_000);
    assert.equal(await word(dpo, desk, new Date(late.getTime() - 1)), "second", "in time");
    assert.equal(await word(dpo, desk, late), "first", "a week later");
  },
  "two people have read the same paper": async () => {
    const clock = standingClock();
    const person: Person = { brand: "milleis", subjectId: randomUUID() };
    const at = clock.now().toISOString();
    const order = { messageId: randomUUID(), reminders: 0, requestIds: [], firstSentAt: at, chaseAt: at, times: 1 };
    let doc: Erasure = { ...newErasure(person, { cause: "member", at: clock.now() }, clock.now()), order };
    const erasures = {
      read: async () => ({ doc, etag: "1" }),
      replace: async (next: Erasure) => {
        doc = next;
        return true;
      },
    } as never;
    const audited = {
      looked: async () => undefined,
      changed: async (_: unknown, run: () => unknown) => run(),
    } as never;
    const { confirm } = makeConfirmOnPaper({ erasures, audited, clock });
    const read = { outcome: "erased", paperDated: at.slice(0, 10) } as const;
    const words = () => doc.order?.confirmed;
    assert.equal((await confirm(ops, doc.id, read)).status, "waiting");
    await refused(confirm(dpo, doc.id, { ...read, outcome: "nothing-held" }), "invalid-input", "another paper");
    assert.equal(words(), undefined);
    assert.equal((await confirm(dpo, doc.id, read)).status, "done");
    assert.equal(words()?.paperDated, read.paperDated);
  },
  "what may not be told yet is shown to the officer only": async () => {
    const { open, memberId, listFileDisclosures } = await scene();
    const under = { memberId, openingId: await open(desk) };
    await refused(listFileDisclosures(desk, under, { limit: 10 }), "outside-need-to-know", "the desk");
  },
  "a proposal is about a member of one's own brand": async () => {
    const { propose, repository, person } = await scene();
    await refused(propose(platinumDpo, closing), "not-found", "the other brand's officer");
    assert.equal(repository.all(person, approval).length, 0);
  },
  "staff's words are looked through": async () => {
    const { propose, open, repository, person } = await scene();
    const words = "Elle suit une chimiothérapie";
    const confirmed = { words, confirmsSpecialCategories: ["health"] as const };
    const rows = () =>
      repository.all(person, outboxRow).filter(({ entry }) => entry?.event === "staff.special-words-confirmed");
    await refused(propose(desk, { ...closing, words }), "special-category-likely", "a proposal");
    await refused(open(desk, { ...followUp, words }), "special-category-likely", "an opening");
    assert.equal(await outcome(propose(desk, { ...closing, ...confirmed })), "done");
    assert.equal(
      await outcome(open(desk, { ...followUp, ...confirmed, confirmsSpecialCategories: ["health"] })),
      "done",
    );
    assert.equal(rows().length, 2, "each confirmation stands in the ledger");
    assert.ok(!JSON.stringify(rows()).includes("health"), "and does not say of what");
  },
  "a day that cannot be meant is not proposed": async () => {
    const slip = randomUUID();
    const waiting = randomUUID();
    const { propose, repository, person } = await scene(
      new Map([
        [slip, "implausible-date"],
        [waiting, "nobody"],
      ]),
    );
    const ending = (endedOn: string) => propose(desk, { action: "terminate-services", endedOn });
    for (const day of ["9999-12-31", "2206-01-31", "1999-12-31"]) await refused(ending(day), "invalid-input", day);
    await assert.rejects(ending("9999-12-31"), (error: Refusal) => {
      assert.deepEqual(error.fields, [{ pointer: "/endedOn", rule: plausibleRule }]);
      return true;
    });
    const attributing = (terminationId: string) => propose(desk, { action: "attribute-termination", terminationId });
    await refused(attributing(slip), "invalid-input", "an announcement of such a day");
    await refused(attributing(randomUUID()), "not-found", "an announcement that waits nowhere");
    assert.equal(repository.all(person, approval).length, 0);
    assert.equal(await outcome(attributing(waiting)), "done");
  },
  "a proposal is for those who may propose": async () => {
    const { propose } = await scene();
    await refused(propose(ops, closing), "not-allowed", "operations");
    assert.equal(await outcome(propose(desk, closing)), "done");
  },
  "a search finds members of one's own brand only": async () => {
    const { find, memberId } = await scene();
    assert.deepEqual(await find(dpo, { memberId }), { members: [{ memberId }] });
    assert.deepEqual(await find(platinumDpo, { memberId }), { members: [] });
  },
  "nobody confirms a proposal of their own": async () => {
    const { propose, confirmAction, memberId } = await scene();
    const id = await propose(dpo, closing);
    await refused(confirmAction(dpo, memberId, id), "second-person-needed", "the same officer");
    await refused(
      confirmAction(staff("desk", "dominique"), memberId, id),
      "second-person-needed",
      "as another function",
    );
    assert.equal(await outcome(confirmAction(otherDpo, memberId, id)), "done");
  },
  "one of the two is the officer": async () => {
    const { propose, confirmAction, memberId } = await scene();
    await refused(
      confirmAction(otherDesk, memberId, await propose(desk, closing)),
      "second-person-needed",
      "two of the desk",
    );
  },
  "a decision is for those who may decide": async () => {
    const { propose, confirmAction, refuseAction, memberId } = await scene();
    const id = await propose(dpo, closing);
    await refused(confirmAction(ops, memberId, id), "not-allowed", "operations");
    await refused(refuseAction(ops, memberId, id), "not-allowed", "operations, refusing");
  },
  "a proposal is confirmed in its time only": async () => {
    const { propose, confirmAction, memberId, clock } = await scene();
    const [inTime, late] = [await propose(desk, closing), await propose(desk, closing)];
    clock.move(7 * 86_400 - 1);
    assert.equal(await outcome(confirmAction(dpo, memberId, inTime)), "done");
    clock.move(1);
    await refused(confirmAction(dpo, memberId, late), "approval-over", "a week later");
  },
  "what was refused stays refused": async () => {
    const { propose, confirmAction, refuseAction, memberId } = await scene();
    const id = await propose(desk, closing);
    await refuseAction(dpo, memberId, id);
    await refused(confirmAction(otherDpo, memberId, id), "approval-over", "another officer");
  },
  "a proposal is shown to those it concerns": async () => {
    const { propose, readApproval, memberId } = await scene();
    const id = await propose(desk, closing);
    await refused(readApproval(staff("auditor", "andrea"), memberId, id), "not-allowed", "the auditor");
    await refused(readApproval(ops, memberId, id), "not-allowed", "operations");
    await refused(readApproval(platinumDpo, memberId, id), "not-found", "the other brand's officer");
  },
  "the glass is broken by who asked for it, once, in time and as agreed": async () => {
    const { propose, open, confirmAction, memberId, clock } = await scene();
    const agreed = async () => {
      const approvalId = await propose(desk, glass);
      await confirmAction(dpo, memberId, approvalId);
      return { ...emergency, approvalId };
    };
    const unconfirmed = { ...emergency, approvalId: await propose(desk, glass) };
    await refused(open(desk, unconfirmed), "approval-over", "not agreed yet");
    const [used, late] = [await agreed(), await agreed()];
    await refused(open(otherDesk, used), "outside-need-to-know", "a colleague");
    await refused(open(desk, { ...used, reason: "incident" }), "outside-need-to-know", "another reason");
    assert.equal(await outcome(open(desk, used)), "done");
    await refused(open(desk, used), "approval-over", "a second time");
    clock.move(3_600);
    await refused(open(desk, late), "approval-over", "an hour later");
  },
  "who broke the glass does not judge it": async () => {
    const { propose, open, confirmAction, completeReview, memberId } = await scene();
    const approvalId = await propose(desk, glass);
    await confirmAction(dpo, memberId, approvalId);
    const reviewId = await open(desk, { ...emergency, approvalId });
    const judged = { outcome: "justified", words: "Appel vérifié" } as const;
    const sameAsOfficer = staff("dpo", "camille");
    await refused(completeReview(sameAsOfficer, memberId, reviewId, judged), "second-person-needed", "the same person");
    assert.equal(await outcome(completeReview(dpo, memberId, reviewId, judged)), "done");
    await refused(completeReview(otherDpo, memberId, reviewId, judged), "approval-over", "a second time");
  },
} satisfies Readonly<Record<string, () => Promise<void>>>;
