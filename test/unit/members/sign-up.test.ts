/** Sign-up: who may, who may not and why, and that nobody learns which addresses are known. */
import { describe, expect, test } from "vitest";
import { hashOf } from "../../../shared/documents/document.ts";
import { addressHash } from "../../../shared/members/address.ts";
import { member } from "../../../shared/members/member.ts";
import type { SignUpInput } from "../../../shared/members/sign-up.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { storedRecords } from "../../../shared/model.ts";
import { codeFor, hashOfSecret, ticket } from "../../../shared/sessions/session.ts";
import { accounts, codeKeys, documents, lookupKeys, signUpAs } from "../../memory/accounts.ts";

const refusalOf = async (change: Partial<SignUpInput>, brand: "milleis" | "platinum" = "milleis") => {
  const system = accounts();
  const refusal = await system.signUp(brand, signUpAs(change)).then(
    () => undefined,
    ({ code, fields }: { code: string; fields: unknown }) => ({ code, fields }),
  );
  if (refusal !== undefined) expect([...system.keyBlobs.contents.keys(), ...system.queues.sent]).toEqual([]);
  return refusal;
};
const oneFault = (code: string, pointer: string) => ({ code, fields: [expect.objectContaining({ pointer })] });

test("keeps exactly what was given, in one form, pending for a day", async () => {
  const { signUp, repository, lookups, clock } = accounts();
  const { ticket: given, expiresAt } = await signUp(
    "milleis",
    signUpAs({
      email: " Zoe.DURAND@example.fr",
      mobile: "+33 (0)6 12 34 56 78",
      cardDigits: "497 010 123",
      lastName: "Durand ",
    }),
  );
  const person = { brand: "milleis", subjectId: given.subjectId } as const;
  expect(repository.all(person, member)).toEqual([
    {
      ...(({ accepts: _, ...rest }) => rest)(signUpAs()),
      id: given.subjectId,
      status: "pending",
      mobile: "+33612345678",
      mobileVerified: false,
      programme: "milleis-infinite",
      addressHash: addressHash(lookupKeys, "milleis", signUpAs().email),
      createdAt: clock.now().toISOString(),
      dueAt: "2026-11-24T10:00:00.000Z",
      expiresAt: "2026-11-24T10:00:00.000Z",
      accepted: (["charter", "terms"] as const).map((document) => ({
        id: `${document}_2026-01`,
        document,
        version: "2026-01",
        hash: hashOf(documents.inForce("milleis", document, "fr", "2026-11-23")),
        language: "fr",
        acceptedAt: clock.now().toISOString(),
      })),
    },
  ]);
  expect(repository.all(person, ticket)).toMatchObject([
    { purpose: "sign-up", triesLeft: 5, expiresAt, isDecoy: false },
  ]);
  expect(lookups.row(addressHash(lookupKeys, "milleis", signUpAs().email))?.state).toBe("reserved");
});

test("everything a sign-up writes ends by itself or is done with, until somebody verifies it", async () => {
  const system = accounts();
  const { ticket: given } = await system.signUp("milleis", signUpAs());
  const person = { brand: "milleis", subjectId: given.subjectId } as const;
  const written = storedRecords.flatMap(({ record }) =>
    system.repository.all(person, record).map((doc) => ({ kind: record.kind, doc: doc as { expiresAt?: string } })),
  );
  expect(written.map(({ kind }) => kind).toSorted()).toEqual(["member", "outbox", "ticket"]);
  // The mail's row goes when the mail has gone, or the ticket has ended.
  for (const { kind, doc } of written) if (kind !== "outbox") expect(doc.expiresAt, kind).toBeDefined();
});

test("the mail's row and pointer hold no code and no secret", async () => {
  const { signUp, repository, queues } = accounts();
  const { ticket: given } = await signUp("milleis", signUpAs());
  const code = codeFor(codeKeys, given.subjectId, { id: hashOfSecret(given.secret), issue: 1 });
  const written = JSON.stringify([
    repository.all({ brand: "milleis", subjectId: given.subjectId }, outboxRow),
    repository.all({ brand: "milleis", subjectId: given.subjectId }, ticket),
    queues.sent,
  ]);
  expect(written).not.toContain(`"${code}"`);
  expect(written).not.toContain(given.secret);
  expect(queues.sent).toHaveLength(1);
});

describe("who may not", () => {
  test.each([
    ["tomorrow", "2026-11-24", "must be in the past"],
    ["eighteen tomorrow", "2008-11-24", "must be an adult's: 18 years or more"],
    ["today", "2026-11-23", "must be an adult's: 18 years or more"],
    ["131 years ago", "1895-11-22", "must be a living person's"],
    ["in the year 1", "0001-01-01", "must be a living person's"],
  ])("born %s", async (_when, birthDate, rule) => {
    expect(await refusalOf({ birthDate })).toEqual({
      code: "invalid-input",
      fields: [{ pointer: "/birthDate", rule }],
    });
  });

  test.each(["2008-11-23", "1896-11-23", "2004-02-29"])("born %s may", async (birthDate) => {
    expect(await refusalOf({ birthDate })).toBeUndefined();
  });

  test.each(["12345678", "06 12 34 56", "+33 1", "abcdefgh", "0000000000", "+999612345678"])(
    "mobile %s",
    async (mobile) => {
      expect(await refusalOf({ mobile })).toEqual(oneFault("invalid-input", "/mobile"));
    },
  );

  test.each(["+44 7911 123456", "0033612345678", "06.12.34.56.78", "+1 212 555 2368", "+41 79 123 45 67"])(
    "mobile %s may",
    async (mobile) => {
      expect(await refusalOf({ mobile })).toBeUndefined();
    },
  );

  test.each([
    ["49701012", "invalid-input"],
    ["4970101234", "invalid-input"],
    ["497010", "invalid-input"],
    ["abc", "invalid-input"],
    ["378282246", "invalid-input"],
    ["374200123", "invalid-input"],
    ["411111111", "card-not-eligible"],
    ["513200123", "card-not-eligible"],
    ["374200", "card-not-eligible"],
    ["000000000", "card-not-eligible"],
  ])("card digits %s at milleis: %s", async (cardDigits, code) => {
    expect(await refusalOf({ cardDigits })).toEqual(oneFault(code, "/cardDigits"));
  });

  test("six digits of a fifteen-digit card at the brand that has them may", async () => {
    expect(await refusalOf({ cardDigits: "374200" }, "platinum")).toBeUndefined();
    expect(await refusalOf({ cardDigits: "374200123" }, "platinum")).toEqual(oneFault("invalid-input", "/cardDigits"));
    expect(await refusalOf({ cardDigits: "497010123" }, "platinum")).toEqual(
      oneFault("card-not-eligible", "/cardDigits"),
    );
  });

  test.each(["charter", "terms"] as const)("who accepts another version of the %s", async (name) => {
    const accepts = { ...signUpAs().accepts, [name]: "2025-06" };
    expect(await refusalOf({ accepts })).toEqual(oneFault("documents-outdated", `/accepts/${name}`));
  });

  test.each(["lastName", "firstName"] as const)("whose %s grows beyond the record when composed", async (name) => {
    // One character as sent, three as kept (Unicode excludes it from composition).
    const grows = "\ufb2c";
    expect(await refusalOf({ [name]: grows.repeat(26) })).toBeUndefined();
    expect(await refusalOf({ [name]: grows.repeat(80) })).toEqual({
      code: "invalid-input",
      fields: [{ pointer: `/${name}`, rule: "must have at most 80 characters" }],
    });
  });

  test("every fault is named at once, no value is", async () => {
    const refusal = await refusalOf({ birthDate: "2026-11-24", mobile: "99999999", cardDigits: "4111111111111111" });
    expect(refusal?.fields).toHaveLength(3);
    expect(JSON.stringify(refusal)).not.toMatch(/99999999|4111|2026-11-24/);
  });
});

test("an address that has an account gets the same answer through the same calls", async () => {
  const system = accounts();
  const calls: string[] = [];
  system.repository.before = (operation) => void calls.push(operation);
  const first = await system.signUp("milleis", signUpAs());
  const fresh = calls.splice(0);
  delete system.repository.before;
  const code = codeFor(codeKeys, first.ticket.subjectId, { id: hashOfSecret(first.ticket.secret), issue: 1 });
  await system.verifyCode({ brand: "milleis", subjectId: first.ticket.subjectId }, first.ticket.secret, "sign-up", {
    code,
  });
  system.repository.before = (operation) => void calls.push(operation);
  const queued = system.queues.sent.length;
  const second = await system.signUp("milleis", signUpAs());
  expect(calls).toEqual(fresh);
  expect(system.queues.sent.length - queued).toBe(1);
  expect(second.expiresAt).toBe(first.expiresAt);
  expect(second.ticket.subjectId).not.toBe(first.ticket.subjectId);
  expect(system.lookups.row(addressHash(lookupKeys, "milleis", signUpAs().email))?.subjectId).toBe(
    first.ticket.subjectId,
  );
});
