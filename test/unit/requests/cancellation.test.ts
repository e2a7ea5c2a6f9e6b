/** What calling a request off means: told before, with it and after, as far as it was stated. */
import { describe, expect, test } from "vitest";
import { consequencesOf } from "../../../shared/requests/cancellation.ts";
import { accepted, confirmation, requestAs, requestId } from "./fixtures.ts";
import { scene } from "./scene.ts";

const now = new Date("2026-11-23T12:00:00.000Z");
const fee = { amount: "90.00", currency: "EUR" } as const;
const booked = (cancellation?: object) => ({
  ...accepted(),
  status: "confirmed" as const,
  confirmation: { ...confirmation, ...(cancellation === undefined ? {} : { cancellation }) },
});

describe("consequences", () => {
  test("of what is not accepted: nothing is booked", () => {
    expect(consequencesOf(requestAs(), now)).toEqual({ isCancelled: false, booking: "none", isFree: true });
  });

  test("of what is accepted: perhaps booked by now, on the option's terms", () => {
    const doc = accepted();
    const [only] = doc.proposals;
    const options = only?.options.map((option) => ({ ...option, cancellation: { fee } }));
    const stated = { ...doc, proposals: [{ ...only, options }] } as typeof doc;
    expect(consequencesOf(doc, now)).toEqual({ isCancelled: false, booking: "under-way" });
    expect(consequencesOf(stated, now)).toMatchObject({ booking: "under-way", isFree: false, fee });
  });

  test.each([
    [undefined, {}],
    [{ freeUntil: "2026-11-25T12:00:00+01:00", fee }, { isFree: true }],
    [
      { freeUntil: "2026-11-23T12:59:59+01:00", fee },
      { isFree: false, fee },
    ],
    [{ freeUntil: "2026-11-22T12:00:00Z" }, { isFree: false }],
    [{ fee: { amount: "0", currency: "EUR" } }, { isFree: true }],
    [{ text: "Sur devis." }, {}],
  ])("of what is booked with %j", (terms, cost) => {
    expect(consequencesOf(booked(terms), now)).toEqual({
      isCancelled: false,
      booking: "booked",
      supplier: "Chez Paul",
      reference: "BRZ-4812",
      ...(terms === undefined ? {} : { terms }),
      ...({ fee: terms && "fee" in terms && !("freeUntil" in terms) ? terms.fee : undefined }.fee === undefined
        ? {}
        : { fee: (terms as { fee: object }).fee }),
      ...cost,
    });
  });

  test("of what was called off are those of that moment, however late they are asked for", () => {
    const terms = { freeUntil: "2026-11-23T13:00:00Z", fee };
    const ended = {
      ...booked(terms),
      status: "cancelled" as const,
      ending: { by: "member" as const, endedAt: "2026-11-23T12:30:00.000Z" },
    };
    expect(consequencesOf(ended, new Date("2027-06-01T00:00:00Z"))).toMatchObject({ isCancelled: true, isFree: true });
  });
});

test("the member who cancels is told in the answer", async () => {
  const at = await scene();
  const { etag } = await at.put(booked({ fee }));
  const told = await at.cancelRequest(at.person, at.intent(), { requestId, ifMatch: etag });
  expect(told).toMatchObject({
    status: "cancelled",
    isCancelled: true,
    booking: "booked",
    isFree: false,
    fee,
    reference: "BRZ-4812",
  });
});
