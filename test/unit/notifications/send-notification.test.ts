/** A row becomes a mail and goes: at least once, to the right mailbox, and to nobody where there is nobody. */
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { TransferWithoutBasis, transferGate, transfers } from "../../../shared/charter/transfers.ts";
import { addressHash } from "../../../shared/members/address.ts";
import { type Member, member } from "../../../shared/members/member.ts";
import { mailTypes, newOutboxRow, type OutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import { mailClasses, mutableKinds } from "../../../shared/notifications/choices.ts";
import type { Mail, Mailer, MailResult } from "../../../shared/notifications/mail.ts";
import { makeSendNotification } from "../../../shared/notifications/send-notification.ts";
import { codeFor, hashOfSecret, type IssuedTicket } from "../../../shared/sessions/session.ts";
import { KeyShredded, type Person } from "../../../shared/storage/person-keys.ts";
import { create, replace } from "../../../shared/storage/repository.ts";
import { accounts, codeKeys, lookupKeys, signUpAs } from "../../memory/accounts.ts";
import { keptLog } from "../../memory/log.ts";

const claimSeconds = 120;
const site = "https://conciergerie.milleis.example";
const personOf = ({ ticket: { subjectId } }: IssuedTicket): Person => ({ brand: "milleis", subjectId });
const codeOf = ({ ticket: { subjectId, secret } }: IssuedTicket) =>
  codeFor(codeKeys, subjectId, { id: hashOfSecret(secret), issue: 1 });

function start(isTransferable = true) {
  const system = accounts();
  const sent: Mail[] = [];
  /** What the provider says at once, and when it is asked later. */
  const says: { atOnce: MailResult; later: MailResult } = { atOnce: "handed-over", later: "handed-over" };
  const mailer: Mailer = {
    send: async (mail: Mail) => {
      sent.push(mail);
      return says.atOnce;
    },
    result: async () => says.later,
  };
  const { log, lines } = keptLog();
  const register = isTransferable ? transfers : transfers.filter(({ recipient }) => recipient !== "mail-provider");
  const gate = transferGate({ register, clock: system.clock });
  const notifyUnder = (ring = lookupKeys) =>
    makeSendNotification({
      ...system,
      mailer,
      lookupKeys: ring,
      codeKeys,
      gate,
      log,
      origins: { milleis: site },
      claimSeconds,
    });
  const notify = notifyUnder();
  const rows = (person: Person) => system.repository.all(person, outboxRow).filter(({ channel }) => channel === "mail");
  const deliver = async (person: Person) => {
    for (const { id } of rows(person)) await notify(person, id);
  };
  const add = async (person: Person, type: OutboxRow["type"]) => {
    const row = newOutboxRow({ channel: "mail", type }, system.clock.now(), 60);
    await system.repository.commit(person, [create(outboxRow, row)]);
    return row;
  };
  const verify = (issued: IssuedTicket) =>
    system.verifyCode(personOf(issued), issued.ticket.secret, "sign-up", { code: codeOf(issued) });
  /** A member who has signed up, with what is changed of the record. */
  const joined = async (change: Partial<Member> = {}) => {
    const issued = await system.signUp("milleis", signUpAs());
    await verify(issued);
    const person = personOf(issued);
    await deliver(person);
    sent.length = 0;
    await update(person, change);
    return person;
  };
  const memberOf = async (person: Person) => (await system.repository.read(person, member, person.subjectId))!;
  const update = async (person: Person, change: Partial<Member>) => {
    const { doc, etag } = await memberOf(person);
    await system.repository.commit(person, [replace(member, { ...doc, ...change }, etag)]);
  };
  return {
    ...system,
    sent,
    says,
    lines,
    mailer,
    notify,
    notifyUnder,
    rows,
    deliver,
    add,
    verify,
    joined,
    memberOf,
    update,
  };
}

test("the code goes to the mailbox that signed up, in the person's language, and the row goes too", async () => {
  const { signUp, sent, deliver, rows } = start();
  const issued = await signUp("milleis", signUpAs({ language: "en" }));
  const [row] = rows(personOf(issued));
  await deliver(personOf(issued));
  expect(sent).toEqual([
    expect.objectContaining({
      id: row?.id,
      brand: "milleis",
      to: "zoe.durand@example.fr",
      text: expect.stringContaining(codeOf(issued)),
    }),
  ]);
  expect(sent[0]?.subject).toContain("verification");
  expect(rows(personOf(issued))).toEqual([]);
});

test("an address that has an account under the old look-up key is told so, too", async () => {
  const system = start();
  await system.verify(await system.signUp("milleis", signUpAs()));
  const both = [{ version: "2", key: "n".repeat(43) }, ...lookupKeys];
  const again = personOf(await system.under(both).signUp("milleis", signUpAs()));
  for (const { id } of system.rows(again)) await system.notifyUnder(both)(again, id);
  expect(system.sent.at(-1)?.subject).toContain("déjà un compte");
  expect(system.sent.at(-1)?.text).not.toMatch(/(?<!\d)\d{6}(?!\d)/);
});

test("a mail that is no code holds none, and no word of the person's but the address", async () => {
  const { signUp, verify, sent, deliver, add } = start();
  const issued = await signUp("milleis", signUpAs());
  await verify(issued);
  await add(personOf(issued), "proposal-made");
  await deliver(personOf(issued));
  const others = sent.filter(({ text }) => !text.includes("code"));
  expect(others.length).toBeGreaterThanOrEqual(2);
  for (const { subject, text } of others) {
    expect(`${subject}${text}`).not.toMatch(/Durand|Zoé|497010|0612345678|33612345678|1984|\d{6}/);
    expect(text).toContain(site);
  }
});

describe("nothing is sent", () => {
  test("to an unknown address: a decoy is mute, and its row goes", async () => {
    const { signIn, sent, deliver, rows } = start();
    const issued = await signIn("milleis", { email: "personne@example.fr" });
    await deliver(personOf(issued));
    expect(sent).toEqual([]);
    expect(rows(personOf(issued))).toEqual([]);
  });

  test("when the code is no good any more", async () => {
    const { signUp, sent, deliver, rows, clock } = start();
    const issued = await signUp("milleis", signUpAs());
    clock.move(600);
    await deliver(personOf(issued));
    expect(sent).toEqual([]);
    expect(rows(personOf(issued))).toEqual([]);
  });

  test("when the ticket was used", async () => {
    const { signUp, verify, sent, deliver } = start();
    const issued = await signUp("milleis", signUpAs());
    await verify(issued);
    await deliver(personOf(issued));
    expect(sent.filter(({ text }) => text.includes(codeOf(issued)))).toEqual([]);
  });

  test("to an erased person, and the row goes", async () => {
    const { signUp, sent, rows, repository, notify } = start();
    const issued = await signUp("milleis", signUpAs());
    const [row] = rows(personOf(issued));
    const read = repository.read.bind(repository);
    repository.read = async (person, record, id) => {
      if (record.kind === member.kind) throw new KeyShredded();
      return read(person, record, id);
    };
    await notify(personOf(issued), row?.id ?? "");
    expect(sent).toEqual([]);
    expect(rows(personOf(issued))).toEqual([]);
  });

  test("for a row that is gone", async () => {
    const { notify, sent } = start();
    await notify(
      { brand: "milleis", subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" },
      "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11",
    );
    expect(sent).toEqual([]);
  });
});

test("a second sign-up with a taken address tells its owner, and gives no code", async () => {
  const { signUp, verify, deliver, sent, lookups } = start();
  const first = await signUp("milleis", signUpAs());
  await verify(first);
  const second = await signUp("milleis", signUpAs());
  await deliver(personOf(second));
  expect(lookups.row(addressHash(lookupKeys, "milleis", signUpAs().email))?.state).toBe("confirmed");
  expect(sent).toHaveLength(1);
  expect(sent[0]?.text).not.toContain(codeOf(second));
  expect(sent[0]?.subject).toContain("déjà un compte");
});

describe("what fails is tried again", () => {
  test("the provider is away: the row stays, the next try carries the same id", async () => {
    const { signUp, mailer, sent, rows, notify } = start();
    const issued = await signUp("milleis", signUpAs());
    const [row] = rows(personOf(issued));
    const send = mailer.send;
    mailer.send = async () => {
      throw new Error("away");
    };
    await expect(notify(personOf(issued), row?.id ?? "")).rejects.toThrow("away");
    expect(rows(personOf(issued))).toHaveLength(1);
    mailer.send = send;
    await notify(personOf(issued), row?.id ?? "");
    expect(sent.map(({ id }) => id)).toEqual([row?.id]);
  });

  test("the register names no basis for the transfer: nothing is sent, the row stays", async () => {
    const { signUp, sent, rows, notify } = start(false);
    const issued = await signUp("milleis", signUpAs());
    const [row] = rows(personOf(issued));
    await expect(notify(personOf(issued), row?.id ?? "")).rejects.toThrow(TransferWithoutBasis);
    expect(sent).toEqual([]);
    expect(rows(personOf(issued))).toHaveLength(1);
  });

  test("the record after sending fails: sent again with the same id once its time is over, never lost", async () => {
    const { signUp, sent, rows, notify, repository, clock } = start();
    const issued = await signUp("milleis", signUpAs());
    const [row] = rows(personOf(issued));
    repository.before = (operation) => {
      if (operation === "commit" && sent.length > 0) throw new Error("store away");
    };
    await expect(notify(personOf(issued), row?.id ?? "")).rejects.toThrow("store away");
    delete repository.before;
    await notify(personOf(issued), row?.id ?? "");
    expect(sent).toHaveLength(1);
    // Until then the row says that somebody is at it, and when it comes up again.
    expect(rows(personOf(issued))[0]?.dueAt).toBe(rows(personOf(issued))[0]?.claimedUntil);
    clock.move(claimSeconds);
    await notify(personOf(issued), row?.id ?? "");
    expect(sent.map(({ id }) => id)).toEqual([row?.id, row?.id]);
    expect(rows(personOf(issued))).toEqual([]);
  });

  test("five pointers to one row at the same moment: one mail", async () => {
    const { signUp, sent, rows, notify } = start();
    const issued = await signUp("milleis", signUpAs());
    const [row] = rows(personOf(issued));
    await Promise.all(Array.from({ length: 5 }, () => notify(personOf(issued), row?.id ?? "")));
    expect(sent.map(({ id }) => id)).toEqual([row?.id]);
    expect(rows(personOf(issued))).toEqual([]);
  });

  test("taken up by the timer in the same moment: the try goes on under the new version", async () => {
    const { signUp, sent, rows, notify, repository } = start();
    const issued = await signUp("milleis", signUpAs());
    const [row] = rows(personOf(issued));
    const read = repository.read.bind(repository);
    let isFirst = true;
    repository.read = async (person, record, id) => {
      const found = await read(person, record, id);
      if (record.kind === outboxRow.kind && isFirst && found !== undefined) {
        isFirst = false;
        await repository.commit(person, [
          replace(outboxRow, { ...(found.doc as unknown as OutboxRow), takeUps: 1 }, found.etag),
        ]);
      }
      return found;
    };
    await notify(personOf(issued), row?.id ?? "");
    expect(sent).toHaveLength(1);
    expect(rows(personOf(issued))).toEqual([]);
  });

  test("the provider does not take it: the next try need not wait", async () => {
    const { signUp, sent, rows, notify, mailer } = start();
    const issued = await signUp("milleis", signUpAs());
    const [row] = rows(personOf(issued));
    const { send } = mailer;
    mailer.send = async () => {
      throw new Error("mail unavailable");
    };
    await expect(notify(personOf(issued), row?.id ?? "")).rejects.toThrow("mail unavailable");
    mailer.send = send;
    await notify(personOf(issued), row?.id ?? "");
    expect(sent).toHaveLength(1);
  });

  test("a member that is not visible yet is no member that is gone", async () => {
    const { add, notify, rows, sent } = start();
    const person: Person = { brand: "milleis", subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" };
    const row = await add(person, "welcome");
    await expect(notify(person, row.id)).rejects.toThrow("member not found");
    expect(rows(person)).toHaveLength(1);
    expect(sent).toEqual([]);
  });
});

describe("the member's choices", () => {
  test("a muted kind is not sent, its row goes, and that is told; other kinds are sent", async () => {
    const { joined, add, deliver, sent, rows, lines } = start();
    const person = await joined({ notifications: { promotion: false, mutedKinds: ["message-posted"] } });
    const muted = await add(person, "message-posted");
    await add(person, "proposal-made");
    await deliver(person);
    expect(sent.map(({ subject }) => subject)).toEqual([expect.stringContaining("proposition")]);
    expect(rows(person)).toEqual([]);
    expect(lines).toContainEqual(
      expect.objectContaining({ event: "mail.withheld", code: "muted", type: "message-posted", messageId: muted.id }),
    );
  });

  test("promotion is off until it is asked for", async () => {
    const { joined, add, deliver, sent, rows, update } = start();
    const person = await joined();
    await add(person, "programme-news");
    await deliver(person);
    await update(person, { notifications: { promotion: false } });
    await add(person, "programme-news");
    await deliver(person);
    expect(sent).toEqual([]);
    expect(rows(person)).toEqual([]);
    await update(person, { notifications: { promotion: true } });
    await add(person, "programme-news");
    await deliver(person);
    expect(sent).toHaveLength(1);
  });

  test("a mail in quiet hours waits for their end, once, and is not multiplied by further pointers", async () => {
    const { joined, add, deliver, sent, rows, clock } = start();
    const person = await joined({ notifications: { promotion: false, quietHours: { from: "10:00", to: "18:30" } } });
    // 11:00 in Paris.
    const row = await add(person, "proposal-made");
    for (let times = 0; times < 3; times += 1) await deliver(person);
    expect(sent).toEqual([]);
    expect(rows(person)).toMatchObject([{ id: row.id, dueAt: "2026-11-23T17:30:00.000Z" }]);
    clock.move(7.5 * 3_600);
    await deliver(person);
    await deliver(person);
    expect(sent.map(({ id }) => id)).toEqual([row.id]);
    expect(rows(person)).toEqual([]);
  });

  test("what the contract or the law needs goes at once, whatever was chosen", async () => {
    const { joined, add, sent, deliver, signIn, rows } = start();
    const person = await joined({
      notifications: { promotion: false, mutedKinds: [...mutableKinds], quietHours: { from: "00:00", to: "23:59" } },
      undeliverable: { since: "2099-01-01T00:00:00.000Z", reason: "suppressed" },
    });
    await add(person, "texts-changing");
    await signIn("milleis", { email: signUpAs().email });
    expect(rows(person)).toHaveLength(2);
    await deliver(person);
    expect(sent).toHaveLength(2);
  });

  test("each kind of mail is of a class, and only service mails can be muted", () => {
    expect(Object.keys(mailClasses).toSorted()).toEqual([...mailTypes].toSorted());
    expect(mutableKinds).not.toContain("code");
    expect(mutableKinds).not.toContain("texts-changing");
    expect(mutableKinds.length).toBeGreaterThan(3);
  });
});

describe("what became of a mail", () => {
  test("is asked for until it is known; the mail is not sent again", async () => {
    const { joined, add, deliver, sent, rows, says, clock } = start();
    const person = await joined();
    says.atOnce = "pending";
    says.later = "pending";
    await add(person, "proposal-made");
    await deliver(person);
    expect(rows(person)).toMatchObject([{ sentAt: clock.now().toISOString() }]);
    await deliver(person);
    expect(rows(person)).toHaveLength(1);
    says.later = "handed-over";
    await deliver(person);
    expect(rows(person)).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  test.each(["suppressed", "refused"] as const)(
    "%s: the member's record says so, service mails stop, codes do not",
    async (result) => {
      const { joined, add, deliver, sent, rows, says, memberOf, clock, lines, signIn } = start();
      const person = await joined();
      says.atOnce = result;
      await add(person, "proposal-made");
      await deliver(person);
      expect((await memberOf(person)).doc.undeliverable).toEqual({ since: clock.now().toISOString(), reason: result });
      expect(JSON.stringify(lines)).not.toContain("zoe.durand");
      await add(person, "message-posted");
      await deliver(person);
      expect(sent).toHaveLength(1);
      expect(rows(person)).toEqual([]);
      await signIn("milleis", { email: signUpAs().email });
      await deliver(person);
      expect(sent).toHaveLength(2);
    },
  );

  test("learned later, by asking, it is recorded just as well", async () => {
    const { joined, add, deliver, rows, says, memberOf } = start();
    const person = await joined();
    Object.assign(says, { atOnce: "pending", later: "suppressed" });
    await add(person, "proposal-made");
    await deliver(person);
    await deliver(person);
    expect(rows(person)).toEqual([]);
    expect((await memberOf(person)).doc.undeliverable).toMatchObject({ reason: "suppressed" });
  });

  test("once its owner has signed in again mails are tried, and one that leaves takes the mark away", async () => {
    const { joined, add, deliver, sent, memberOf, update, clock } = start();
    const person = await joined({ undeliverable: { since: "2026-11-23T10:00:00.000Z", reason: "suppressed" } });
    await add(person, "proposal-made");
    await deliver(person);
    expect(sent).toEqual([]);
    clock.move(60);
    await update(person, { lastSignedInAt: clock.now().toISOString() });
    await add(person, "proposal-made");
    await deliver(person);
    expect(sent).toHaveLength(1);
    expect((await memberOf(person)).doc).not.toHaveProperty("undeliverable");
  });

  test("that the provider fails to send is sent again under a new id, three times in all", async () => {
    const { joined, add, deliver, sent, rows, says, lines } = start();
    const person = await joined();
    says.atOnce = "failed";
    const row = await add(person, "proposal-made");
    for (let times = 0; times < 5; times += 1) await deliver(person);
    expect(sent).toHaveLength(3);
    expect(sent[0]?.id).toBe(row.id);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
    for (const { id } of sent) expect(z.uuid().safeParse(id).success).toBe(true);
    expect(rows(person)).toEqual([]);
    expect(lines.map(({ event }) => event)).toContain("mail.given-up");
  });

  test("that is never told is given up after two days, and that is told", async () => {
    const { joined, add, deliver, rows, says, clock, lines, sent } = start();
    const person = await joined();
    Object.assign(says, { atOnce: "pending", later: "pending" });
    await add(person, "proposal-made");
    await deliver(person);
    clock.move(2 * 86_400);
    await deliver(person);
    expect(rows(person)).toHaveLength(1);
    clock.move(1);
    await deliver(person);
    expect(rows(person)).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(lines.map(({ event }) => event)).toContain("mail.result-unknown");
  });
});
