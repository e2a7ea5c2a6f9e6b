/**
 * What staff can do with a member's file, through the real functions and stores: search without browsing, openings with a
 * reason, four eyes, the broken glass and its review, disclosures, and what the member is told of all of it.
 */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { useFunctions } from "../fixtures/functions.ts";
import { newEmail } from "../fixtures/inputs.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { type Person, signedUp, submitted } from "./person.ts";
import {
  agreed,
  brokenGlass,
  type Colleague,
  glassReason,
  holdOrder,
  legalDuty,
  opened,
  proposedDisclosure,
  proposedOpening,
  staffOf,
  usualReason,
} from "./staff.ts";

const functions = useFunctions();
let person: Person;
let desk: Colleague;
let otherDesk: Colleague;
let dpo: Colleague;
let ops: Colleague;
beforeAll(async () => {
  person = await signedUp(functions.of);
  await withTokens();
});
/** Tokens are good for an hour: after a move of the clock everybody gets a new one. */
async function withTokens() {
  desk = await staffOf(functions.of, "desk", "camille");
  otherDesk = await staffOf(functions.of, "desk", "sacha");
  dpo = await staffOf(functions.of, "dpo", "dominique");
  ops = await staffOf(functions.of, "ops", "maxime");
}

const typeOf = (answer: { json: <T>() => T }) => answer.json<{ type: string }>().type.replace("/problems/", "");
type Entry = { sentence: string; facts: Record<string, unknown> };
const timeline = async (whose: Person, language = "fr") =>
  (await whose.ask("read-timeline", { headers: { "accept-language": language } })).json<{ items: Entry[] }>().items;
/** What the ledger says of something, once the timer has carried the entries there. */
async function recorded(about: string): Promise<readonly string[]> {
  await functions.of.runTimer("relay-outbox");
  return (await itemsOf(functions.of.cosmos, "ledger"))
    .filter((item) => item.about === about)
    .map((item) => String(item.event));
}

describe("a search", () => {
  const search = async (body: object) => desk.ask("search-members", { body });

  it("finds by each exact identifier, and answers in one shape where there is nobody", async () => {
    const requestId = await submitted(functions.of, person);
    const found = { members: [{ memberId: person.subjectId }] };
    expect((await search({ email: person.email })).json()).toEqual(found);
    expect((await search({ email: person.email.toUpperCase() })).json()).toEqual(found);
    expect((await search({ memberId: person.subjectId })).json()).toEqual(found);
    expect((await search({ requestId })).json()).toEqual(found);
    for (const nobody of [{ email: newEmail() }, { memberId: randomUUID() }, { requestId: randomUUID() }]) {
      const answer = await search(nobody);
      expect([answer.status, answer.json()]).toEqual([200, { members: [] }]);
    }
  });

  it("does not browse: no part of an address, no two identifiers, none at all, no other field", async () => {
    for (const body of [
      { email: person.email.slice(2) },
      { email: "%" },
      {},
      { email: person.email, memberId: person.subjectId },
      { lastName: "Durand" },
    ]) {
      const answer = await search(body);
      if (answer.status === 200) expect(answer.json()).toEqual({ members: [] });
      else expect(typeOf(answer)).toBe("invalid-input");
    }
  });

  it("of another brand finds nobody here", async () => {
    const elsewhere = await staffOf(functions.of, "desk", "andrea", "platinum");
    for (const body of [{ email: person.email }, { memberId: person.subjectId }]) {
      expect((await elsewhere.ask("search-members", { body })).json()).toEqual({ members: [] });
    }
  });

  it("stands in the ledger, met or not", async () => {
    const by = { role: "desk", id: desk.id } as const;
    await search({ email: newEmail() });
    const count = async () =>
      expectEntry("staff.searched", await ledgerOf(functions.of), { actor: by, detail: "email" }).length;
    const before = await count();
    await search({ email: person.email });
    await search({ email: newEmail() });
    expect((await count()) - before).toBe(2);
  });
});

describe("an opening", () => {
  it("is seen by the member, names no colleague, and stands in the ledger", async () => {
    const whose = await signedUp(functions.of);
    const { openingId } = await opened(desk, whose.subjectId);
    const [entry] = await timeline(whose);
    expect(entry?.facts).toMatchObject({ id: openingId, origin: "opening", to: "desk", reason: "request-follow-up" });
    expect(entry?.sentence).toMatch(/Le service conciergerie du responsable a consulté votre dossier/);
    expect(entry?.sentence).toMatch(/identité, coordonnées/);
    expect((await timeline(whose, "en"))[0]?.sentence).toMatch(/The controller's concierge desk looked at your file/);
    expect(JSON.stringify(await timeline(whose))).not.toContain(desk.id);
    expect(await recorded(openingId)).toEqual(["staff.file-opened"]);
    const by = { role: "desk", id: desk.id } as const;
    expectEntry("staff.file-opened", await ledgerOf(functions.of), { actor: by, about: openingId });
  });

  it.each([
    ["a purpose of another function", { purpose: "rights", reason: "rights-case" }],
    ["a reason of another purpose", { purpose: "communication", reason: "request-follow-up" }],
    ["a purpose behind glass, without agreement", { purpose: "security", reason: "emergency" }],
  ])("for %s is refused, and leaves nothing", async (_, body) => {
    const whose = await signedUp(functions.of);
    const answer = await desk.ask("open-file", { params: { memberId: whose.subjectId }, body });
    expect(typeOf(answer)).toBe("outside-need-to-know");
    expect(await timeline(whose)).toEqual([]);
  });

  it("without a reason is none", async () => {
    const { reason: _, ...body } = usualReason.desk;
    const answer = await desk.ask("open-file", { params: { memberId: person.subjectId }, body });
    expect(typeOf(answer)).toBe("invalid-input");
  });

  it("asked for twice with one key is one; with the same key of somebody else it is another", async () => {
    const whose = await signedUp(functions.of);
    const call = {
      params: { memberId: whose.subjectId },
      body: usualReason.desk,
      headers: { "idempotency-key": randomUUID() },
    };
    const ids = [];
    for (const who of [desk, desk, otherDesk]) ids.push((await who.ask("open-file", call)).json<{ id: string }>().id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(await timeline(whose)).toHaveLength(2);
  });

  it("is read under by who made it, in that function, for half an hour", async () => {
    const under = { params: await opened(desk, person.subjectId) };
    expect((await desk.ask("read-file", under)).status).toBe(200);
    const sameInAnotherFunction = await staffOf(functions.of, "ops", "camille");
    for (const who of [otherDesk, dpo, sameInAnotherFunction]) {
      expect(typeOf(await who.ask("read-file", under))).toBe("opening-over");
    }
    const unknown = { params: { ...under.params, openingId: randomUUID() } };
    expect(typeOf(await desk.ask("read-file", unknown))).toBe("opening-over");
    const retried = { "idempotency-key": randomUUID() };
    const call = { params: { memberId: person.subjectId }, body: usualReason.desk, headers: retried };
    expect((await desk.ask("open-file", call)).status).toBe(201);
    await functions.of.clock.move({ advanceMs: 30 * 60_000 });
    expect(typeOf(await desk.ask("read-file", under))).toBe("opening-over");
    // The same call once more is a retry of what is over, and shows nothing.
    expect(typeOf(await desk.ask("open-file", call))).toBe("opening-over");
    person = await signedUp(functions.of);
    await withTokens();
  });

  it("shows the desk what the desk needs, the officer more", async () => {
    const body = (who: Colleague) => usualReason[who.role === "dpo" ? "dpo" : "desk"];
    const file = async (who: Colleague) =>
      (await who.ask("open-file", { params: { memberId: person.subjectId }, body: body(who) })).json<{
        file: { view: string; content: object };
      }>().file;
    const [seenByDesk, seenByOfficer] = [await file(desk), await file(dpo)];
    expect(seenByDesk).toMatchObject({ view: "desk", content: { lastName: expect.any(String) } });
    for (const hidden of ["birthDate", "cardDigits"]) {
      expect(seenByDesk.content).not.toHaveProperty(hidden);
      expect(seenByOfficer.content).toHaveProperty(hidden);
    }
  });
});

describe("four eyes", () => {
  const confirm = (who: Colleague, params: Record<string, string>) => who.ask("confirm-action", { params });

  it("are two people, one of them the officer, and nothing happens before", async () => {
    const whose = await signedUp(functions.of);
    const params = await proposedDisclosure(desk, whose.subjectId, functions.of.clock.now());
    expect(typeOf(await confirm(desk, params))).toBe("second-person-needed");
    // Somebody else, but no officer among the two; and the same person in the officer's function.
    expect(typeOf(await confirm(otherDesk, params))).toBe("second-person-needed");
    expect(typeOf(await confirm(await staffOf(functions.of, "dpo", "camille"), params))).toBe("second-person-needed");
    expect(await timeline(whose)).toEqual([]);
    const answer = await confirm(dpo, params);
    expect([answer.status, answer.json()]).toMatchObject([200, { status: "done" }]);
    const [entry] = await timeline(whose);
    expect(entry?.facts).toMatchObject({ origin: "registered", ground: "legal-duty", to: "authority" });
    expect(entry?.sentence).toMatch(/Tribunal judiciaire de Paris .* a reçu des données vous concernant/);
    const [entries, about] = [await ledgerOf(functions.of), params.approvalId];
    const [first, second] = [{ role: "desk", id: desk.id } as const, { role: "dpo", id: dpo.id } as const];
    expectEntry("staff.action-proposed", entries, { actor: first, about });
    expectEntry("staff.action-confirmed", entries, { actor: second, about });
    expectEntry("staff.action-done", entries, { actor: { role: "system" }, about });
    expectEntry("data.disclosed", entries, { actor: first, about, purpose: "legal-claims", detail: "legal-duty" });
    expect(entries.filter((entry) => entry.about === about)).toHaveLength(4);
  });

  it("confirmed by many at once is done once", async () => {
    const whose = await signedUp(functions.of);
    const params = await proposedDisclosure(desk, whose.subjectId, functions.of.clock.now());
    const officers = await Promise.all(
      ["andrea", "claude", "dominique"].map((name) => staffOf(functions.of, "dpo", name)),
    );
    const answers = await Promise.all(officers.flatMap((who) => [confirm(who, params), confirm(who, params)]));
    const good = answers.filter(({ status }) => status === 200);
    expect(good.length).toBeGreaterThan(0);
    for (const answer of answers) if (answer.status !== 200) expect(typeOf(answer)).toBe("approval-over");
    expect(await timeline(whose)).toHaveLength(1);
    expect((await recorded(params.approvalId)).filter((event) => event === "staff.action-confirmed")).toHaveLength(1);
  });

  it("refused, taken back or out of date is over", async () => {
    const whose = await signedUp(functions.of);
    const propose = () => proposedDisclosure(desk, whose.subjectId, functions.of.clock.now());
    const [refused, takenBack, old] = [await propose(), await propose(), await propose()];
    expect((await dpo.ask("refuse-action", { params: refused })).json()).toMatchObject({ status: "refused" });
    expect((await desk.ask("refuse-action", { params: takenBack })).json()).toMatchObject({ status: "refused" });
    for (const params of [refused, takenBack]) expect(typeOf(await confirm(dpo, params))).toBe("approval-over");
    await functions.of.clock.move({ advanceMs: 7 * 86_400_000 });
    await withTokens();
    expect(typeOf(await confirm(dpo, old))).toBe("approval-over");
    const listed = (await dpo.ask("list-approvals")).json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    for (const { approvalId } of [refused, takenBack, old]) expect(listed).not.toContain(approvalId);
    const entries = await ledgerOf(functions.of);
    for (const [{ approvalId: about }, { role, id }] of [
      [refused, dpo],
      [takenBack, desk],
    ] as const) {
      expect(expectEntry("staff.action-refused", entries, { actor: { role, id }, about })).toHaveLength(1);
    }
    person = await signedUp(functions.of);
  });

  it("are shown what waits, without anything personal", async () => {
    const { approvalId } = await proposedDisclosure(desk, person.subjectId, functions.of.clock.now());
    const { items } = (await dpo.ask("list-approvals")).json<{ items: Record<string, unknown>[] }>();
    const line = items.find(({ id }) => id === approvalId);
    expect(line).toMatchObject({ memberId: person.subjectId, action: "register-disclosure", proposedByRole: "desk" });
    expect(JSON.stringify(items)).not.toMatch(/Tribunal|Ordonnance/);
    expect(JSON.stringify(items)).not.toContain(desk.id);
  });

  it("are listed to those they concern, and each look at a list or a proposal stands in the ledger", async () => {
    const closing = await proposedDisclosure(desk, person.subjectId, functions.of.clock.now());
    const glass = await proposedOpening(ops, person.subjectId);
    const listed = async (who: Colleague) =>
      (await who.ask("list-approvals")).json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    expect(await listed(ops)).toContain(glass.approvalId);
    expect(await listed(ops)).not.toContain(closing.approvalId);
    expect(await listed(desk)).toEqual(expect.arrayContaining([closing.approvalId, glass.approvalId]));
    const looks = [
      ["list-approvals", () => dpo.ask("list-approvals")],
      ["list-work", () => desk.ask("list-work")],
      ["list-reviews", () => dpo.ask("list-reviews")],
      ["read-approval", () => dpo.ask("read-approval", { params: closing })],
    ] as const;
    const before = await ledgerOf(functions.of);
    for (const [route, look] of looks) expect([route, (await look()).status]).toEqual([route, 200]);
    const known = new Set(before.map(({ id }) => id));
    const entries = (await ledgerOf(functions.of)).filter(({ id }) => !known.has(id));
    const [officer, colleague] = [{ role: "dpo", id: dpo.id } as const, { role: "desk", id: desk.id } as const];
    expect(expectEntry("staff.approvals-listed", entries, { actor: officer })).toHaveLength(1);
    expect(expectEntry("staff.work-listed", entries, { actor: colleague })).toHaveLength(1);
    expect(expectEntry("staff.reviews-listed", entries, { actor: officer })).toHaveLength(1);
    const about = closing.approvalId;
    expect(expectEntry("staff.approval-read", entries, { actor: officer, about })).toHaveLength(1);
  });
});

describe("what four eyes carry out", () => {
  const carriedOut = (name: string, params: Record<string, string>, body: object) =>
    agreed(desk, dpo, name, params, body);

  it("sets a hold, lifts it, and closes the account; what a rule stops is shown as failed", async () => {
    const whose = await signedUp(functions.of);
    const memberId = whose.subjectId;
    const hold = await carriedOut("propose-hold", { memberId }, holdOrder);
    expect(hold.status).toBe("done");
    // One stands already.
    const another = await carriedOut("propose-hold", { memberId }, holdOrder);
    expect(another.status).toBe("failed");
    const stopped = { actor: { role: "system" }, about: another.id, detail: "state-conflict" } as const;
    expect(expectEntry("staff.action-failed", await ledgerOf(functions.of), stopped)).toHaveLength(1);
    expect((await carriedOut("propose-lifting", { memberId, holdId: hold.id }, {})).status).toBe("done");
    expect((await carriedOut("propose-termination", { memberId }, { endedOn: "2020-01-01" })).status).toBe("failed");
    expect((await carriedOut("propose-closure", { memberId }, { reason: "misuse" })).status).toBe("done");
    expect((await carriedOut("propose-closure", { memberId }, { reason: "misuse" })).status).toBe("done");
    const closed = { actor: { role: "desk", id: desk.id }, detail: "staff" } as const;
    expect(expectEntry("account.closed", await ledgerOf(functions.of), closed)).toHaveLength(1);
  });
});

describe("a disclosure", () => {
  it.each<[string, object, string]>([
    ["to somebody the ground does not name", { to: "provider" }, "/to"],
    ["in the future", { at: "2099-01-01T00:00:00.000Z" }, "/at"],
    ["of a business without the commitments", { ground: "business-transfer" }, "/commitmentsKept"],
    ["that only the law could hide", { ground: "enforcing-a-contract", hiddenUntil: "2099-01-01" }, "/hiddenUntil"],
    ["hidden until a day that is over", { hiddenUntil: "2026-01-01" }, "/hiddenUntil"],
  ])("%s cannot even be proposed", async (_, over, pointer) => {
    const body = { ...legalDuty(functions.of.clock.now()), ...over };
    const answer = await desk.ask("propose-disclosure", { params: { memberId: person.subjectId }, body });
    expect(typeOf(answer)).toBe("invalid-input");
    expect(answer.json<{ errors: { pointer: string }[] }>().errors.map((fault) => fault.pointer)).toContain(pointer);
  });

  it("is agreed to before it is made; agreed to late, it is dated by the agreement", async () => {
    const whose = await signedUp(functions.of);
    const inMinutes = (minutes: number) =>
      new Date(functions.of.clock.now().getTime() + minutes * 60_000).toISOString();
    const planned = async (at: string) =>
      proposedDisclosure(desk, whose.subjectId, functions.of.clock.now(), { at: at.replace(/\.\d+Z$/, "Z") });
    const tomorrow = inMinutes(24 * 60).replace(/\.\d+Z$/, "Z");
    const [ahead, late] = [await planned(tomorrow), await planned(inMinutes(1))];
    await functions.of.clock.move({ advanceMs: 5 * 60_000 });
    const agreedAt = functions.of.clock.now();
    for (const params of [ahead, late]) expect((await dpo.ask("confirm-action", { params })).status).toBe(200);
    const dates = (await timeline(whose)).map(({ facts }) => facts.at);
    expect(dates).toContain(tomorrow);
    expect(dates.filter((at) => at !== tomorrow && Date.parse(String(at)) >= agreedAt.getTime())).toHaveLength(1);
  });

  it("that was made already and is not agreed to is told the officer; one that was only planned is not", async () => {
    const whose = await signedUp(functions.of);
    const now = functions.of.clock.now();
    const tomorrow = new Date(now.getTime() + 86_400_000).toISOString();
    const made = await proposedDisclosure(desk, whose.subjectId, now);
    const planned = await proposedDisclosure(desk, whose.subjectId, now, { at: tomorrow });
    for (const params of [made, planned]) expect((await dpo.ask("refuse-action", { params })).status).toBe(200);
    const told = functions.of.lines.filter(({ event }) => event === "staff.disclosure-not-agreed");
    const ids = told.map(({ recordId }) => recordId);
    expect(ids).toContain(made.approvalId);
    expect(ids).not.toContain(planned.approvalId);
    expect(await timeline(whose)).toEqual([]);
  });

  it("that was made already and waits for a second person is named each morning, from the next day until it is decided", async () => {
    const now = functions.of.clock.now();
    const tomorrow = new Date(now.getTime() + 86_400_000).toISOString();
    const made = await proposedDisclosure(desk, person.subjectId, now);
    const planned = await proposedDisclosure(desk, person.subjectId, now, { at: tomorrow });
    const named = async ({ approvalId }: { approvalId: string }) => {
      const before = functions.of.lines.length;
      await functions.of.runTimer("overdue-reviews");
      return functions.of.lines
        .slice(before)
        .some(({ event, recordId }) => event === "staff.disclosure-not-agreed" && recordId === approvalId);
    };
    expect(await named(made)).toBe(false);
    await functions.of.clock.move({ advanceMs: 86_400_000 });
    await withTokens();
    expect([await named(made), await named(planned)]).toEqual([true, false]);
    expect((await dpo.ask("confirm-action", { params: made })).status).toBe(200);
    expect(await named(made)).toBe(false);
    person = await signedUp(functions.of);
  });

  it("that the law forbids telling is told from its day on; the officer sees it before", async () => {
    const whose = await signedUp(functions.of);
    const now = functions.of.clock.now();
    const day = new Date(now.getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
    const params = await proposedDisclosure(desk, whose.subjectId, now, { hiddenUntil: day });
    expect((await dpo.ask("confirm-action", { params })).status).toBe(200);
    const officers = async () =>
      (await dpo.ask("list-file-disclosures", { params: await opened(dpo, whose.subjectId) })).json<{
        items: { origin: string; hiddenUntil?: string }[];
      }>().items;
    expect((await officers()).find(({ origin }) => origin === "registered")?.hiddenUntil).toBe(day);
    const origins = async (asked: Person) => (await timeline(asked)).map(({ facts }) => facts.origin);
    expect(await origins(whose)).toEqual(["opening"]);
    await functions.of.clock.move({ advanceMs: 3 * 86_400_000 });
    await withTokens();
    // A session does not last that long: what the member would be shown is asked of the capability.
    const { concierge } = await import("../../shared/compose.ts");
    const later = await concierge.readTimeline({ brand: "milleis", subjectId: whose.subjectId }, "fr", { limit: 10 });
    expect(later.items.map(({ facts }) => facts.origin).toSorted()).toEqual(["opening", "registered"]);
    expect(JSON.stringify(later.items)).not.toMatch(/hiddenUntil|Ordonnance/);
    person = await signedUp(functions.of);
  });

  it("to the processor is written down before the request leaves, once however often it is sent", async () => {
    const whose = await signedUp(functions.of);
    const requestId = await submitted(functions.of, whose);
    const [pointer = ""] = (await functions.of.drain("dispatch")).filter((text) => text.includes(whose.subjectId));
    await functions.of.take("dispatch-message", pointer);
    await functions.of.take("dispatch-message", pointer);
    const entries = await timeline(whose);
    expect(entries.map(({ facts }) => facts)).toMatchObject([
      { origin: "dispatched", to: "processor", requestId, ground: "carrying-out-a-request" },
    ]);
    expect(entries[0]?.facts.categories).toEqual(expect.arrayContaining(["identity", "request", "conversation"]));
    expect(entries[0]?.sentence).toMatch(/Le sous-traitant de conciergerie a reçu une demande que vous avez faite/);
  });
});

describe("what staff write in their own words", () => {
  it("is looked through: said otherwise, or confirmed to be needed, which the ledger knows", async () => {
    const whose = await signedUp(functions.of);
    const params = { memberId: whose.subjectId };
    const words = "Atteint d'un cancer du foie, selon sa sœur";
    const asks = [
      ["open-file", usualReason.desk, { words }, "/words"],
      ["propose-closure", { reason: "misuse" }, { words }, "/words"],
      ["propose-hold", holdOrder, { reference: words }, "/reference"],
      ["propose-disclosure", legalDuty(functions.of.clock.now()), { name: words }, "/name"],
    ] as const;
    for (const [route, body, said, pointer] of asks) {
      const refused = await desk.ask(route, { params, body: { ...body, ...said } });
      expect(typeOf(refused), route).toBe("special-category-likely");
      expect(refused.json<{ errors: { pointer: string }[] }>().errors.map((one) => one.pointer)).toContain(pointer);
      expect(refused.text).not.toContain("cancer");
      const confirmed = { ...body, ...said, confirmsSpecialCategories: ["health"] };
      const kept = await desk.ask(route, { params, body: confirmed });
      expect(kept.status, route).toBe(201);
      const like = { actor: { role: "desk", id: desk.id }, about: kept.json<{ id: string }>().id } as const;
      expectEntry("staff.special-words-confirmed", await ledgerOf(functions.of), like);
    }
  });
});

describe("breaking the glass", () => {
  const open = (who: Colleague, memberId: string, approvalId: string, over: object = {}) => {
    const { purpose, reason } = glassReason;
    return who.ask("open-file", { params: { memberId }, body: { purpose, reason, approvalId, ...over } });
  };

  it("needs somebody else first, then opens once, for who proposed it and for what was agreed", async () => {
    const whose = await signedUp(functions.of);
    const memberId = whose.subjectId;
    const { approvalId } = await proposedOpening(desk, memberId);
    expect(typeOf(await open(desk, memberId, approvalId))).toBe("approval-over");
    expect(typeOf(await desk.ask("confirm-action", { params: { memberId, approvalId } }))).toBe("second-person-needed");
    expect((await otherDesk.ask("confirm-action", { params: { memberId, approvalId } })).status).toBe(200);
    expect(typeOf(await open(otherDesk, memberId, approvalId))).toBe("outside-need-to-know");
    expect(typeOf(await open(desk, memberId, approvalId, { purpose: "rights" }))).toBe("outside-need-to-know");
    const first = await open(desk, memberId, approvalId);
    expect([first.status, first.json<{ file: { view: string } }>().file.view]).toEqual([201, "dpo"]);
    expect(typeOf(await open(desk, memberId, approvalId))).toBe("approval-over");
    const [entry] = await timeline(whose);
    expect(entry?.facts).toMatchObject({ isExceptional: true, reason: "emergency" });
    expect(entry?.sentence).toMatch(/Ouverture exceptionnelle, avec l'accord d'une seconde personne/);
    expect(functions.of.lines.some(({ event, level }) => event === "staff.glass-broken" && level === "warn")).toBe(
      true,
    );
    const openingId = first.json<{ id: string }>().id;
    expect(await recorded(openingId)).toEqual(["staff.glass-broken"]);
    const by = { role: "desk", id: desk.id } as const;
    expectEntry("staff.glass-broken", await ledgerOf(functions.of), { actor: by, about: openingId });
  });

  it("agreed but not used within the hour is over", async () => {
    const { approvalId, memberId } = await proposedOpening(ops, person.subjectId);
    expect((await dpo.ask("confirm-action", { params: { memberId, approvalId } })).status).toBe(200);
    const isListed = async () =>
      (await dpo.ask("list-approvals")).json<{ items: { id: string }[] }>().items.some(({ id }) => id === approvalId);
    expect(await isListed()).toBe(true);
    await functions.of.clock.move({ advanceMs: 3_600_000 });
    await withTokens();
    expect(typeOf(await open(ops, memberId, approvalId))).toBe("approval-over");
    expect(await isListed()).toBe(false);
    person = await signedUp(functions.of);
  });

  it("is reviewed by an officer who did not open it, and named overdue until then", async () => {
    const { memberId, reviewId } = await brokenGlass(desk, otherDesk, person.subjectId);
    const line = async () =>
      (await dpo.ask("list-reviews"))
        .json<{ items: { id: string; isOverdue: boolean }[] }>()
        .items.find(({ id }) => id === reviewId);
    expect(await line()).toMatchObject({ isOverdue: false, openedByRole: "desk", memberId });
    await functions.of.clock.move({ advanceMs: 4 * 86_400_000 });
    await withTokens();
    expect(await line()).toMatchObject({ isOverdue: true });
    await functions.of.runTimer("overdue-reviews");
    expect(
      functions.of.lines.filter(({ event, recordId }) => event === "staff.review-overdue" && recordId === reviewId),
    ).toHaveLength(1);

    const complete = (who: Colleague, outcome = "not-justified") =>
      who.ask("complete-review", { params: { memberId, reviewId }, body: { outcome, words: "Appel non retrouvé" } });
    expect(typeOf(await complete(await staffOf(functions.of, "dpo", "camille")))).toBe("second-person-needed");
    const others = await Promise.all(["dominique", "claude"].map((name) => staffOf(functions.of, "dpo", name)));
    const outcomes = await Promise.all(others.map((who) => complete(who)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([204, 409]);
    expect(await line()).toBeUndefined();
    expect(functions.of.lines.some(({ event }) => event === "staff.opening-not-justified")).toBe(true);
    const reviewed = { actor: { role: "dpo" }, about: reviewId } as const;
    expect(expectEntry("staff.opening-reviewed", await ledgerOf(functions.of), reviewed)).toHaveLength(1);
  });
});

it("the worklist holds the brand's requests under way, and nothing personal", async () => {
  await withTokens();
  person = await signedUp(functions.of);
  const requestId = await submitted(functions.of, person);
  const all: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  do {
    const query: string = cursor === undefined ? "" : `?cursor=${cursor}`;
    const page = (await desk.ask("list-work", { query })).json<{ items: Record<string, unknown>[]; cursor?: string }>();
    all.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(all.find((line) => line.requestId === requestId)).toEqual({
    memberId: person.subjectId,
    requestId,
    status: "submitted",
    submittedAt: expect.any(String),
    updatedAt: expect.any(String),
  });
  const elsewhere = await staffOf(functions.of, "desk", "andrea", "platinum");
  expect((await elsewhere.ask("list-work")).json()).toEqual({ items: [] });
});

it("a member's own reading costs two data operations at most, opening a file two, reading on in it three with the ledger", async () => {
  const cost = () => functions.of.lines.findLast(({ event }) => event === "http.answered")?.dataOperations;
  const params = await opened(desk, person.subjectId);
  const costs: Record<string, unknown> = { "open-file": cost() };
  for (const name of ["read-file", "list-file-requests", "read-file-retention"]) {
    await desk.ask(name, { params });
    costs[name] = cost();
  }
  await person.ask("read-timeline");
  costs["read-timeline"] = cost();
  await desk.ask("list-work");
  costs["list-work"] = cost();
  expect(costs).toEqual({
    "open-file": 2,
    "read-file": 3,
    "list-file-requests": 3,
    "read-file-retention": 3,
    "read-timeline": 2,
    "list-work": 3,
  });
});
