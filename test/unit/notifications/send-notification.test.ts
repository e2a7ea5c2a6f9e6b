/** A row becomes a mail and goes: at least once, to the right mailbox, and to nobody where there is nobody. */
import { describe, expect, test } from "vitest";
import { TransferWithoutBasis, transferGate, transfers } from "../../../shared/charter/transfers.ts";
import { addressHash } from "../../../shared/members/address.ts";
import { member } from "../../../shared/members/member.ts";
import { newOutboxRow, type OutboxRow, outboxRow } from "../../../shared/messaging/outbox.ts";
import type { Mail } from "../../../shared/notifications/mail.ts";
import { makeSendNotification } from "../../../shared/notifications/send-notification.ts";
import { codeFor, hashOfSecret, type IssuedTicket } from "../../../shared/sessions/session.ts";
import { KeyShredded, type Person } from "../../../shared/storage/person-keys.ts";
import { create, replace } from "../../../shared/storage/repository.ts";
import { accounts, codeKeys, lookupKeys, signUpAs } from "../../memory/accounts.ts";

const claimSeconds = 120;
const site = "https://conciergerie.milleis.example";
const personOf = ({ ticket: { subjectId } }: IssuedTicket): Person => ({ brand: "milleis", subjectId });
const codeOf = ({ ticket: { subjectId, secret } }: IssuedTicket) =>
  codeFor(codeKeys, subjectId, { id: hashOfSecret(secret), issue: 1 });

function start(isTransferable = true) {
  const system = accounts();
  const sent: Mail[] = [];
  const mailer = { send: async (mail: Mail) => void sent.push(mail) };
  const register = isTransferable ? transfers : transfers.filter(({ recipient }) => recipient !== "mail-provider");
  const gate = transferGate({ register, clock: system.clock });
  const notifyUnder = (ring = lookupKeys) =>
    makeSendNotification({
      ...system,
      mailer,
      lookupKeys: ring,
      codeKeys,
      gate,
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
  return { ...system, sent, mailer, notify, notifyUnder, rows, deliver, add, verify };
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
