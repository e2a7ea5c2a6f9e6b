/**
 * Terminations that fit nobody, or several people, through the functions: listed and shown without a name, given to a member or
 * dismissed by two people only, once, and in the ledger.
 */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { cosmosUndecided } from "../../shared/storage/cosmos-undecided.ts";
import { plausibleRule } from "../../shared/terminations/termination.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter } from "../../shared/time/legal-periods.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { keptLog } from "../memory/log.ts";
import { settleMessages as settleOf, sweep as sweepOf } from "./ending.ts";
import { signedUp } from "./person.ts";
import { agreed, type Colleague, staffOf, undecidedTermination } from "./staff.ts";

const functions = useFunctions();
let desk: Colleague;
let otherDesk: Colleague;
let dpo: Colleague;
beforeAll(async () => {
  desk = await staffOf(functions.of, "desk", "camille");
  otherDesk = await staffOf(functions.of, "desk", "sacha");
  dpo = await staffOf(functions.of, "dpo", "dominique");
});

const today = () => parisDay(functions.of.clock.now());
const settleMessages = () => settleOf(functions.of);
const freshName = () => ({ lastName: `Kanari${randomUUID().replace(/[^a-z]/g, "")}` });
const holderOf = ({ body }: Awaited<ReturnType<typeof signedUp>>) => ({
  brand: "milleis",
  lastName: body.lastName,
  birthDate: body.birthDate,
  cardDigits: body.cardDigits,
});
const typeOf = (answer: { json: <T>() => T }) => answer.json<{ type: string }>().type.replace("/problems/", "");
const stored = async (id: string) => (await itemsOf(functions.of.cosmos, "failures")).find((item) => item.id === id);
const listed = async (who: Colleague) =>
  (await who.ask("list-undecided")).json<{ items: { id: string; dismissal?: object }[] }>().items;
const dismiss = (who: Colleague, terminationId: string) => who.ask("dismiss-undecided", { params: { terminationId } });
const termination = async (subjectId: string) =>
  (await itemsOf(functions.of.cosmos, "subjects")).find(
    (item) => item.subjectId === subjectId && item.kind === "member",
  )?.termination;

describe("an undecided termination", () => {
  it("is seen in its brand only, and looking at it stands in the ledger, in the list too", async () => {
    const terminationId = await undecidedTermination(functions.of);
    expect((await listed(desk)).map(({ id }) => id)).toContain(terminationId);
    // The question, and the ledger's two.
    expect(functions.of.lines.findLast(({ event }) => event === "http.answered")?.dataOperations).toBe(3);
    const elsewhere = await staffOf(functions.of, "desk", "andrea", "platinum");
    expect((await listed(elsewhere)).map(({ id }) => id)).not.toContain(terminationId);
    for (const name of ["show-undecided", "dismiss-undecided"]) {
      expect(typeOf(await elsewhere.ask(name, { params: { terminationId } }))).toBe("not-found");
    }
    const shown = await desk.ask("show-undecided", { params: { terminationId } });
    expect(shown.json()).toMatchObject({ id: terminationId, reason: "nobody", candidates: [] });
    const entries = await ledgerOf(functions.of);
    const by = { role: "desk", id: desk.id } as const;
    expect(expectEntry("terminations.listed", entries, { actor: by })).toHaveLength(1);
    expect(expectEntry("termination.shown", entries, { actor: by, about: terminationId })).toHaveLength(1);
  });

  it("pages like every list", async () => {
    for (const _ of [1, 2]) await undecidedTermination(functions.of);
    const first = (await desk.ask("list-undecided", { query: "?limit=1" })).json<{ items: object[]; cursor: string }>();
    expect(first.items).toHaveLength(1);
    const second = await desk.ask("list-undecided", { query: `?limit=1&cursor=${first.cursor}` });
    expect(second.json<{ items: object[] }>().items).not.toEqual(first.items);
  });
});

describe("a dismissal", () => {
  it("is two people's word, one of them the officer's; until then the announcement waits", async () => {
    const id = await undecidedTermination(functions.of);
    expect((await dismiss(desk, id)).json()).toMatchObject({ status: "waiting", validUntil: expect.any(String) });
    // Said again by the same person, also in the officer's function, it is still one person's.
    expect((await dismiss(desk, id)).json()).toMatchObject({ status: "waiting" });
    expect(typeOf(await dismiss(otherDesk, id))).toBe("second-person-needed");
    expect((await listed(dpo)).find((line) => line.id === id)).toMatchObject({
      dismissal: { byRole: "desk", isMine: false },
    });
    expect((await stored(id))?.decidedAt).toBeUndefined();
    expect((await dismiss(dpo, id)).json()).toEqual({ status: "done" });
    expect((await dismiss(dpo, id)).json()).toEqual({ status: "done" });
    expect(typeOf(await dismiss(desk, id))).toBe("state-conflict");
    expect((await listed(desk)).map((line) => line.id)).not.toContain(id);
    const entries = await ledgerOf(functions.of);
    const first = { actor: { role: "desk", id: desk.id }, about: id, detail: "dismiss-termination" } as const;
    expectEntry("staff.action-proposed", entries, first);
    const second = { actor: { role: "dpo", id: dpo.id }, about: id } as const;
    for (const detail of ["intended", "dismissed"]) expectEntry("termination.decided", entries, { ...second, detail });
  });

  it("by the same person in two functions is one person's; a word older than a week is none", async () => {
    const id = await undecidedTermination(functions.of);
    const camilleAsOfficer = await staffOf(functions.of, "dpo", "camille");
    await dismiss(desk, id);
    expect((await dismiss(camilleAsOfficer, id)).json()).toMatchObject({ status: "waiting" });
    await functions.of.clock.move({ advanceMs: 8 * 86_400_000 });
    const later = await staffOf(functions.of, "dpo", "dominique");
    expect((await dismiss(later, id)).json()).toMatchObject({ status: "waiting" });
    desk = await staffOf(functions.of, "desk", "camille");
    otherDesk = await staffOf(functions.of, "desk", "sacha");
    dpo = later;
  });

  it("said by two officers at the same moment is one first word", async () => {
    const id = await undecidedTermination(functions.of);
    const other = await staffOf(functions.of, "dpo", "claude");
    const answers = await Promise.all([dismiss(dpo, id), dismiss(other, id)]);
    const doc = await stored(id);
    if (doc?.decidedAt === undefined) {
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    } else expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe("an attribution", () => {
  it("sets the member's clock once two people agree, and once only", async () => {
    const { subjectId: memberId } = await signedUp(functions.of);
    const terminationId = await undecidedTermination(functions.of);
    const proposal = await desk.ask("propose-attribution", { params: { memberId }, body: { terminationId } });
    expect(proposal.status).toBe(201);
    const params = { memberId, approvalId: proposal.json<{ id: string }>().id };
    expect(typeOf(await otherDesk.ask("confirm-action", { params }))).toBe("second-person-needed");
    expect(await termination(memberId)).toBeUndefined();
    expect((await dpo.ask("confirm-action", { params })).json()).toMatchObject({ status: "done" });
    expect(await termination(memberId)).toMatchObject({ by: "staff", said: terminationId });
    const by = { role: "desk", id: desk.id } as const;
    const applied = { actor: by, about: terminationId, detail: "applied" } as const;
    expectEntry("termination.decided", await ledgerOf(functions.of), applied);
    const effective = { actor: by, about: terminationId, detail: "effective" } as const;
    expect(expectEntry("termination.received", await ledgerOf(functions.of), effective)).toHaveLength(1);
    // Carried out again, as after a crash: nothing is said twice.
    const { concierge } = await import("../../shared/compose.ts");
    const order = { id: terminationId, approvalId: params.approvalId };
    const actor = { role: "desk", id: desk.id } as const;
    await concierge.retention.terminations.attribute({ brand: "milleis", subjectId: memberId }, order, actor);
    expect(expectEntry("termination.received", await ledgerOf(functions.of), effective)).toHaveLength(1);
    expect(typeOf(await desk.ask("show-undecided", { params: { terminationId } }))).toBe("not-found");
  });

  it("proposed for two people takes effect for the first only", async () => {
    const [one, other] = [await signedUp(functions.of), await signedUp(functions.of)];
    const terminationId = await undecidedTermination(functions.of);
    const approvals = [];
    for (const { subjectId: memberId } of [one, other]) {
      const { id } = (await desk.ask("propose-attribution", { params: { memberId }, body: { terminationId } })).json<{
        id: string;
      }>();
      approvals.push({ memberId, approvalId: id });
    }
    const answers = await Promise.all(approvals.map((params) => dpo.ask("confirm-action", { params })));
    expect(answers.map((answer) => answer.json<{ status: string }>().status).toSorted()).toEqual(["done", "failed"]);
    const ends = [await termination(one.subjectId), await termination(other.subjectId)];
    expect(ends.filter((end) => end !== undefined)).toHaveLength(1);
  });

  it("that a rule stops leaves the announcement to wait: services that ended before this person came", async () => {
    const { subjectId: memberId } = await signedUp(functions.of);
    const terminationId = await undecidedTermination(functions.of, {}, "2020-01-31");
    const { status } = await agreed(desk, dpo, "propose-attribution", { memberId }, { terminationId });
    expect(status).toBe("failed");
    expect((await listed(desk)).map(({ id }) => id)).toContain(terminationId);
  });

  it("of what waits nowhere is about nothing", async () => {
    const { subjectId: memberId } = await signedUp(functions.of);
    const dismissed = await undecidedTermination(functions.of);
    for (const who of [desk, dpo]) await dismiss(who, dismissed);
    for (const terminationId of [randomUUID(), dismissed]) {
      const answer = await desk.ask("propose-attribution", { params: { memberId }, body: { terminationId } });
      expect(typeOf(answer)).toBe("not-found");
    }
  });
});

describe("a date that cannot be meant", () => {
  it("of the issuer's goes to the desk, which can dismiss it only", async () => {
    const person = await signedUp(functions.of);
    for (const day of ["9999-12-31", "2206-01-31", "1999-12-31"]) {
      const terminationId = await undecidedTermination(functions.of, holderOf(person), day);
      expect(await stored(terminationId)).toMatchObject({ reason: "implausible-date" });
      expect(await termination(person.subjectId)).toBeUndefined();
      const params = { memberId: person.subjectId };
      const answer = await desk.ask("propose-attribution", { params, body: { terminationId } });
      expect(answer.status).toBe(422);
      expect(answer.json()).toMatchObject({ errors: [{ pointer: "/terminationId" }] });
      // Agreed to before it was refused: it is not applied either, and goes on waiting.
      const { concierge } = await import("../../shared/compose.ts");
      const order = { id: terminationId, approvalId: randomUUID() };
      const whom = { brand: "milleis", subjectId: person.subjectId } as const;
      const actor = { role: "desk", id: desk.id } as const;
      await expect(concierge.retention.terminations.attribute(whom, order, actor)).rejects.toThrow("state-conflict");
      expect(await stored(terminationId)).not.toHaveProperty("decidedAt");
      for (const who of [desk, dpo]) expect((await dismiss(who, terminationId)).status).toBe(200);
    }
    expect(await termination(person.subjectId)).toBeUndefined();
  });

  it("two years ahead at most may be meant", async () => {
    const days = (count: number) => daysAfter(`${Number(today().slice(0, 4)) + 2}${today().slice(4)}`, count);
    const [one, other] = [await signedUp(functions.of, freshName()), await signedUp(functions.of, freshName())];
    await settleMessages();
    await undecidedTermination(functions.of, holderOf(one), days(0));
    expect(await termination(one.subjectId)).toMatchObject({ effectiveOn: days(0) });
    const further = await undecidedTermination(functions.of, holderOf(other), days(1));
    expect(await termination(other.subjectId)).toBeUndefined();
    expect(await stored(further)).toMatchObject({ reason: "implausible-date" });
  });

  it("of staff's is refused by its field and the rule, not by what was said", async () => {
    const { subjectId: memberId } = await signedUp(functions.of);
    for (const endedOn of ["9999-12-31", "2206-01-31", "1999-12-31"]) {
      const answer = await desk.ask("propose-termination", { params: { memberId }, body: { endedOn } });
      expect(answer.status).toBe(422);
      expect(answer.json()).toMatchObject({ errors: [{ pointer: "/endedOn", rule: plausibleRule }] });
      expect(answer.text).not.toContain(endedOn);
    }
  });
});

describe("a termination that staff said", () => {
  const say = (memberId: string, body: object) => agreed(desk, dpo, "propose-termination", { memberId }, body);

  it("is taken back by two of them, and the account goes on", async () => {
    const { subjectId: memberId } = await signedUp(functions.of);
    expect((await say(memberId, { endedOn: today() })).status).toBe("done");
    const { id, status } = await say(memberId, { endedOn: today(), isRevoked: true });
    expect(status).toBe("done");
    expect(await termination(memberId)).toMatchObject({ isRevoked: true, by: "staff", said: id });
    const taken = { actor: { role: "desk", id: desk.id }, about: id, detail: "revoked" } as const;
    expectEntry("termination.received", await ledgerOf(functions.of), taken);
    await functions.of.clock.move({ advanceMs: 3 * 86_400_000 });
    await sweepOf(functions.of);
    const kinds = (await itemsOf(functions.of.cosmos, "subjects"))
      .filter((item) => item.subjectId === memberId)
      .map(({ kind }) => kind);
    expect(kinds).toContain("member");
    expect(kinds).not.toContain("closure");
    desk = await staffOf(functions.of, "desk", "camille");
    otherDesk = await staffOf(functions.of, "desk", "sacha");
    dpo = await staffOf(functions.of, "dpo", "dominique");
  });

  it("where none is known there is nothing to take back, nor a second time", async () => {
    const { subjectId: memberId } = await signedUp(functions.of);
    const back = { endedOn: today(), isRevoked: true };
    const { id, status } = await say(memberId, back);
    expect(status).toBe("failed");
    const seen = await dpo.ask("read-approval", { params: { memberId, approvalId: id } });
    expect(seen.json()).toMatchObject({ content: { isRevoked: true, failure: "state-conflict" } });
    expect(await termination(memberId)).toBeUndefined();
    expect((await say(memberId, { endedOn: today() })).status).toBe("done");
    expect((await say(memberId, back)).status).toBe("done");
    expect((await say(memberId, back)).status).toBe("failed");
    const answer = await desk.ask("propose-termination", { params: { memberId }, body: { ...back, isRevoked: false } });
    expect(answer.status).toBe(422);
  });
});

it("an announcement that is decided while the sweep ends it stays for its month", async () => {
  const { makeDecideTermination } = await import("../../shared/terminations/decide-termination.ts");
  const { concierge } = await import("../../shared/compose.ts");
  const { portsOf } = await import("../../shared/compose-ports.ts");
  const port = cosmosUndecided((await portsOf(concierge.settings)).container("failures"));
  const id = await undecidedTermination(functions.of);
  const now = new Date(functions.of.clock.now().getTime() + 400 * 86_400_000);
  const { lines, log } = keptLog();
  const racing = (isRaced: boolean) =>
    makeDecideTermination({
      undecided: {
        ...port,
        read: async (of) => {
          const found = await port.read(of);
          if (isRaced && found !== undefined && of === id) {
            const decidedAt = now.toISOString();
            await port.replace({ ...found.doc, decidedAt, decidedBy: desk.id, decision: "applied" }, found.etag);
          }
          return found;
        },
      },
      applyTermination: () => Promise.reject(new Error("not asked")),
      ledger: { append: () => Promise.reject(new Error("not asked")) },
      clock: { now: () => now },
      log,
    });
  await racing(true).endDecided();
  expect(await stored(id)).toMatchObject({ decidedAt: now.toISOString() });
  await racing(false).endDecided();
  expect(await stored(id)).toMatchObject({ decidedAt: now.toISOString() });
  expect(lines.length).toBeGreaterThan(0);
});

it("what nobody decides ends after a year, and that is told", async () => {
  const id = await undecidedTermination(functions.of);
  const year = 365 * 86_400_000;
  await functions.of.clock.move({ advanceMs: year - 2 * 86_400_000 });
  await functions.of.runTimer("sweep-retention");
  expect(await stored(id)).toBeDefined();
  await functions.of.clock.move({ advanceMs: 5 * 86_400_000 });
  await functions.of.runTimer("sweep-retention");
  expect(await stored(id)).toBeUndefined();
  const lapsed = functions.of.lines.filter(({ event }) => event === "termination.lapsed");
  expect(lapsed.map(({ recordId }) => recordId)).toContain(id);
});
