/** However much a member and the processor write, a request stays an item, and its change a commit, that the store takes. */
import { expect, test } from "vitest";
import { proposalMade } from "../../../shared/requests/contract.ts";
import { maximumPayloadBytes } from "../../../shared/requests/read-payload.ts";
import { maximumOptions, maximumProposals, message, request } from "../../../shared/requests/request.ts";
import { sealRecord } from "../../../shared/storage/sealing.ts";
import { requestAs, requestId } from "./fixtures.ts";

/** Bytes an item may have, and a commit with all its items. */
const limit = 2 * 1_024 * 1_024;
/** Four bytes for each: the most that a character has. */
const text = (characters: number) => "😀".repeat(characters);
const id = (index: number) => String(index).padStart(64, "x");
const instant = `2026-11-27T20:30:00.${"0".repeat(14)}Z`;
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

const option = (index: number) => ({
  id: id(index),
  title: text(200),
  description: text(1_000),
  price: { amount: "99999999.99", currency: "EUR" as const },
  inclusions: Array.from({ length: 10 }, () => text(100)),
});
const proposal = (index: number) => ({
  id: id(index),
  expiresAt: instant,
  options: Array.from({ length: maximumOptions }, (_, at) => option(at)),
});
const largest = requestAs({
  status: "confirmed",
  what: text(2_000),
  where: text(200),
  wishes: text(2_000),
  proposals: Array.from({ length: maximumProposals }, (_, index) => ({
    ...proposal(index),
    madeAt: instant,
    answered: { answer: "accepted", optionId: id(0), answeredAt: instant },
  })),
  confirmation: {
    proposalId: id(0),
    optionId: id(0),
    supplier: text(200),
    reference: text(100),
    startsAt: instant,
    endsAt: instant,
    place: text(300),
    confirmedAt: instant,
  },
  ending: { by: "processor", reason: text(100), text: text(2_000), endedAt: instant },
});
const person = { brand: "milleis", subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" };
const key = new Uint8Array(32);

test("every part of the largest request is at its limit", () => {
  const more: readonly object[] = [
    { proposals: [...largest.proposals, largest.proposals[0]] },
    { proposals: [{ ...largest.proposals[0], options: [...proposal(0).options, option(9)] }] },
    { proposals: [{ ...largest.proposals[0], expiresAt: instant.replace("Z", "0Z") }] },
    ...[
      { title: text(201) },
      { description: text(1_001) },
      { inclusions: [...option(0).inclusions, "x"] },
      { inclusions: [text(101)] },
    ].map((change) => ({ proposals: [{ ...largest.proposals[0], options: [{ ...option(0), ...change }] }] })),
    ...["startsAt", "endsAt", "confirmedAt"].map((name) => ({
      confirmation: { ...largest.confirmation, [name]: instant.replace("Z", "0Z") },
    })),
    { confirmation: { ...largest.confirmation, place: text(301) } },
    { ending: { ...largest.ending, text: text(2_001) } },
    { what: text(2_001) },
  ];
  for (const change of more) expect(request.schema.safeParse({ ...largest, ...change }).success).toBe(false);
});

test("sealed, with a message beside it in one commit, it keeps well below what the store takes", () => {
  const stored = sealRecord(request, largest, { ...person, kind: "request", id: requestId }, key);
  const said = message.schema.parse({
    id: "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11",
    requestId,
    from: "concierge",
    postedAt: instant,
    text: text(4_000),
  });
  const beside = sealRecord(message, said, { ...person, kind: "message", id: said.id }, key);
  expect(bytesOf(largest)).toBeGreaterThan(900_000);
  expect(bytesOf(stored) + bytesOf(beside)).toBeLessThan(0.75 * limit);
});

test("the largest proposal fits into a payload", () => {
  const payload = proposalMade.schema.parse({ proposal: proposal(0) });
  expect(bytesOf(payload)).toBeLessThan(maximumPayloadBytes / 2);
  expect(bytesOf({ ...payload })).toBeGreaterThan(40_000);
});
