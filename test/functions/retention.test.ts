/**
 * The end of an account through the functions: announced by the card issuer, closed by the sweep, set apart in the archive, and
 * what each party is told meanwhile.
 */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type CardIssuer, issuerExchange } from "../../local/card-issuer/card-issuer.ts";
import { publicKey } from "../../local/system/secrets.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter } from "../../shared/time/legal-periods.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { issuerOf, itemsOfPerson, settleMessages as settleOf, sweep as sweepOf } from "./ending.ts";
import { processorMessage, signedUp, steppedUp, submitted } from "./person.ts";
import { agreed, staffOf } from "./staff.ts";

type Person = Awaited<ReturnType<typeof signedUp>>;

const functions = useFunctions();
let issuer: CardIssuer;
beforeAll(() => {
  issuer = issuerOf(functions.of);
});

const days = (count: number) => functions.of.clock.move({ advanceMs: count * 86_400_000 });
const today = () => parisDay(functions.of.clock.now());

const sweep = () => sweepOf(functions.of);
const settleMessages = () => settleOf(functions.of);
const items = (subjectId: string, container: "subjects" | "archive" = "subjects") =>
  itemsOfPerson(functions.of, subjectId, container);
const kinds = async (subjectId: string, container: "subjects" | "archive" = "subjects") =>
  (await items(subjectId, container)).map(({ kind }) => String(kind)).toSorted();

const holderOf = ({ body }: Person) => ({
  brand: "milleis",
  lastName: body.lastName,
  birthDate: body.birthDate,
  cardDigits: body.cardDigits,
});

async function announce(what: "terminated" | "reinstated" | "corrected", person: Person, on: string, sequence: number) {
  const event = issuer.event(what, holderOf(person), on, sequence);
  await functions.of.take("take-card-event", await issuer.sign(event));
  return event.id;
}
const answers = () =>
  issuerExchange(functions.of.connectionString("exchange"), [
    publicKey(functions.of.secrets.applicationKey) as never,
  ]).answers();

const freshName = () => ({
  lastName: `Kanari${randomUUID().replace(/[^a-z]/g, "")}`,
});

describe("a termination", () => {
  it("closes the account once its day is over, sets the data apart and frees the address", async () => {
    const person = await signedUp(functions.of, freshName());
    const requestId = await submitted(functions.of, person);
    await settleMessages();
    const last = daysAfter(today(), 3);
    const id = await announce("terminated", person, last, 1);
    expect(await answers()).toEqual([{ messageId: id }]);

    const told = (await person.ask("read-retention")).json<{
      servicesEndOn: string;
      items: { group: string; until?: string }[];
    }>();
    expect(told.servicesEndOn).toBe(last);
    expect(told.items.find(({ group }) => group === "interests")?.until).toBe(last);
    expect(told.items.find(({ group }) => group === "request")?.until).toBe(
      `${Number(last.slice(0, 4)) + 5}${last.slice(4)}`,
    );

    await sweep();
    expect(await kinds(person.subjectId)).toContain("session");
    await days(4);
    await sweep();
    // Closed: sessions are over, the open request is called off, and both sides are told before anything moves.
    expect(await kinds(person.subjectId)).toEqual(expect.arrayContaining(["closure", "member", "outbox", "request"]));
    expect((await person.ask("read-me")).status).toBe(401);
    await settleMessages();
    expect(functions.of.mailbox.list(person.email, 0).at(-1)?.subject).toContain("clos");
    await days(1);
    await sweep();
    await settleMessages();
    await days(1);
    await sweep();
    await settleMessages();
    // Set apart, and on record once.
    const entries = await ledgerOf(functions.of);
    const ended = { actor: { role: "system" }, detail: "termination" } as const;
    expect(expectEntry("account.closed", entries, ended)).toHaveLength(1);
    expect(expectEntry("account.archived", entries, ended)).toHaveLength(1);
    expect(await kinds(person.subjectId)).toEqual(["closure"]);
    expect(await kinds(person.subjectId, "archive")).toEqual(
      expect.arrayContaining(["acceptance", "acceptance", "member", "request"]),
    );
    const [closure] = await items(person.subjectId);
    expect(closure).toMatchObject({ stage: "archived", cause: "termination", termination: { effectiveOn: last } });
    expect(parisDay(new Date(String(closure?.dueAt)))).toBe(
      daysAfter(`${Number(last.slice(0, 4)) + 5}${last.slice(4)}`, 1),
    );
    // A late word of the processor is refused, not parked for ever.
    const late = { subject: `${person.subjectId}/${requestId}`, type: "concierge.request.started.v1", data: {} };
    await expect(
      functions.of.take("take-update", (await processorMessage(functions.of, late)).text),
    ).resolves.toBeUndefined();
    // The address is free.
    const again = await signedUp(functions.of, { email: person.email });
    expect(again.subjectId).not.toBe(person.subjectId);
  });

  it("follows the issuer's count: late, repeated, corrected, revoked", async () => {
    const person = await signedUp(functions.of, freshName());
    await settleMessages();
    const effective = async () => {
      const item = (await items(person.subjectId)).find(({ kind }) => kind === "member");
      return item?.termination as { effectiveOn: string; isRevoked: boolean; sequence: number } | undefined;
    };
    const [first, second, third] = [30, 40, 50].map((count) => daysAfter(today(), count)) as [string, string, string];
    await announce("corrected", person, second, 2);
    await announce("terminated", person, first, 1);
    expect(await effective()).toMatchObject({ effectiveOn: second, sequence: 2 });
    await announce("reinstated", person, third, 3);
    await announce("corrected", person, second, 2);
    expect(await effective()).toMatchObject({ isRevoked: true, sequence: 3 });
    await days(60);
    await sweep();
    expect((await items(person.subjectId)).find(({ kind }) => kind === "member")).toMatchObject({ status: "active" });
    // The same number, saying something else: somebody has to look.
    await announce("terminated", person, third, 3);
    expect(await effective()).toMatchObject({ isRevoked: true });
    const undecided = (await itemsOf(functions.of.cosmos, "failures")).filter(
      ({ reason }) => reason === "contradiction",
    );
    expect(undecided).toHaveLength(1);
  });

  it("finds the holder of a renewed card by the new digits, and no more by the old ones", async () => {
    const person = await signedUp(functions.of, freshName());
    await settleMessages();
    const raised = await steppedUp(functions.of, person);
    const renewed = await raised.ask("renew-card", {
      body: { cardDigits: "497020123" },
      headers: { "if-match": String((await raised.ask("read-me")).headers.etag) },
    });
    expect(renewed.status).toBe(200);
    await settleMessages();
    const last = daysAfter(today(), 20);
    await announce("terminated", person, last, 1);
    const account = async () => (await items(person.subjectId)).find(({ kind }) => kind === "member");
    expect(await account()).not.toHaveProperty("termination");
    await announce("terminated", { ...person, body: { ...person.body, cardDigits: "497020123" } }, last, 1);
    expect(await account()).toMatchObject({ termination: { effectiveOn: last } });
  });

  it("that fits nobody, or two people, closes nothing and waits for the desk; the issuer is not told which", async () => {
    await answers();
    const name = freshName();
    const [one, other] = [await signedUp(functions.of, name), await signedUp(functions.of, name)];
    await settleMessages();
    const ids = [await announce("terminated", one, today(), 1)];
    const nobody = issuer.event("terminated", { ...holderOf(one), birthDate: "1950-01-01" }, today(), 1);
    await functions.of.take("take-card-event", await issuer.sign(nobody));
    ids.push(nobody.id);
    expect((await answers()).toSorted()).toEqual(ids.map((messageId) => ({ messageId })).toSorted());
    await days(2);
    await sweep();
    for (const { subjectId } of [one, other]) {
      expect((await items(subjectId)).find(({ kind }) => kind === "member")).toMatchObject({ status: "active" });
    }
    const waiting = (await itemsOf(functions.of.cosmos, "failures")).filter((item) =>
      (ids as string[]).includes(item.id),
    );
    expect(new Set(waiting.map(({ reason }) => reason))).toEqual(new Set(["several", "nobody"]));
    const entries = await ledgerOf(functions.of);
    for (const [index, detail] of ["several", "nobody"].entries()) {
      const like = { actor: { role: "card-issuer" }, about: ids[index] ?? "", detail } as const;
      expect(expectEntry("termination.undecided", entries, like)).toHaveLength(1);
    }

    const [desk, dpo] = [await staffOf(functions.of, "desk"), await staffOf(functions.of, "dpo", "dominique")];
    const [several = "", none = ""] = ids;
    const listed = (await desk.ask("list-undecided")).json<{ items: { id: string; reason: string }[] }>().items;
    expect(listed.filter(({ id }) => (ids as string[]).includes(id)).map(({ reason }) => reason)).toHaveLength(2);
    expect(JSON.stringify(listed)).not.toMatch(/join|Kanari/);
    const show = async (terminationId: string) =>
      (await desk.ask("show-undecided", { params: { terminationId } })).json<{ candidates: { memberId: string }[] }>();
    const candidates = (await show(several)).candidates.map(({ memberId }) => memberId);
    expect(candidates.toSorted()).toEqual([one.subjectId, other.subjectId].toSorted());
    expect((await show(none)).candidates).toEqual([]);
    const memberId = other.subjectId;
    const attributed = await agreed(desk, dpo, "propose-attribution", { memberId }, { terminationId: several });
    expect(attributed.status).toBe("done");
    for (const who of [desk, dpo]) {
      expect((await who.ask("dismiss-undecided", { params: { terminationId: none } })).status).toBe(200);
    }
    await sweep();
    expect((await items(one.subjectId)).find(({ kind }) => kind === "member")).toMatchObject({ status: "active" });
    expect(await kinds(other.subjectId)).toContain("closure");
    await days(32);
    await functions.of.runTimer("sweep-retention");
    expect(
      (await itemsOf(functions.of.cosmos, "failures")).filter((item) => (ids as string[]).includes(item.id)),
    ).toEqual([]);
  });

  it("is refused where it breaks the contract, and the issuer learns why", async () => {
    await answers();
    const person = await signedUp(functions.of, freshName());
    const wrong = {
      schema: issuer.event("terminated", holderOf(person), "31/12/2027", 1),
      source: issuer.event("terminated", { ...holderOf(person), brand: "platinum" }, today(), 1, {
        source: "urn:card-issuer:other",
      }),
      "key-version": issuer.event("terminated", holderOf(person), today(), 1),
    };
    wrong["key-version"].data.join = `9${wrong["key-version"].data.join.slice(1)}`;
    const { schema, "key-version": version } = wrong;
    await functions.of.take(
      "take-card-event",
      await issuer.sign({ ...schema, data: { ...schema.data, effectiveOn: "2027-12-31", sequence: 0 } }),
    );
    await functions.of.take(
      "take-card-event",
      await issuer.sign({
        ...schema,
        type: "card.services.paused.v1",
        data: { ...schema.data, effectiveOn: "2027-12-31" },
      }),
    );
    await functions.of.take("take-card-event", await issuer.sign(version));
    expect((await answers()).map(({ reason }) => reason)).toEqual(["schema", "key-version"]);
    // A foreign source, like a bad signature, is no message of its sender: there is nobody to answer.
    await functions.of.take("take-card-event", await issuer.sign(wrong.source));
    expect(functions.of.lines.at(-1)).toMatchObject({ code: "foreign-source" });
    expect(await answers()).toEqual([]);
  });
});
