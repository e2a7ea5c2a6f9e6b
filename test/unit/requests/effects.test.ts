/** What each message of the processor does to a request: pure, and only where its content fits. */
import { describe, expect, test } from "vitest";
import * as contract from "../../../shared/requests/contract.ts";
import { effects } from "../../../shared/requests/effects.ts";
import { maximumProposals } from "../../../shared/requests/request.ts";
import { transitions } from "../../../shared/requests/states.ts";
import { accepted, confirmation, proposal, requestAs, requestId } from "./fixtures.ts";

const now = new Date("2026-11-23T12:00:00.000Z");
const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null)
    for (const inner of Object.values(Object.freeze(value))) frozen(inner);
  return value;
};

const apply = (type: string, request: ReturnType<typeof requestAs>, payload: object) => {
  const effect = effects.get(type);
  if (effect === undefined) throw new Error(`no effect: ${type}`);
  return effect.apply(frozen(request), frozen(effect.payload.schema.parse(payload)) as never, now, undefined);
};

test("there is one for every message the processor may send about a request, for an event of the table", () => {
  expect([...effects.keys()].sort()).toEqual(
    [
      contract.requestStarted,
      contract.proposalMade,
      contract.requestConfirmed,
      contract.requestCompleted,
      contract.requestRefused,
      contract.requestCancelledByProcessor,
      contract.conversationPosted,
      contract.conversationRead,
      contract.cancellationSettled,
      contract.consentRequested,
      contract.disclosureReported,
    ]
      .map(({ type }) => type)
      .sort(),
  );
  for (const { event } of effects.values()) expect(Object.keys(transitions.submitted)).toContain(event);
});

test("the member's own doings are no effect of a message", () => {
  for (const type of [contract.requestSubmitted, contract.proposalAccepted, contract.proposalDeclined]) {
    expect(effects.has(type.type)).toBe(false);
  }
});

describe("a proposal", () => {
  test("is added with the time it came", () => {
    const applied = apply(contract.proposalMade.type, requestAs(), { proposal: proposal() });
    expect(applied).toMatchObject({ request: { proposals: [{ id: "prop-1", madeAt: now.toISOString() }] } });
  });

  test("that is there already changes nothing, even with other content", () => {
    const { proposals } = accepted();
    const again = { proposal: { ...proposal(), options: proposal().options.slice(0, 1) } };
    expect(apply(contract.proposalMade.type, requestAs({ status: "proposed", proposals }), again)).toBeUndefined();
  });

  test("is one too many after the limit", () => {
    const proposals = Array.from({ length: maximumProposals }, (_, index) => ({
      ...proposal(`p${index}`),
      madeAt: now.toISOString(),
    }));
    const full = requestAs({ status: "proposed", proposals });
    expect(apply(contract.proposalMade.type, full, { proposal: proposal("one-more") })).toBe("contradiction");
    expect(apply(contract.proposalMade.type, full, { proposal: proposal("p0") })).toBeUndefined();
  });
});

describe("a confirmation", () => {
  test("of what was accepted is kept with the supplier's reference", () => {
    expect(apply(contract.requestConfirmed.type, accepted("a"), confirmation)).toMatchObject({
      request: { confirmation: { reference: "BRZ-4812" } },
    });
  });

  const unanswered = requestAs({
    status: "accepted",
    proposals: [{ ...proposal(), madeAt: now.toISOString() }],
  });
  const declined = requestAs({
    status: "accepted",
    proposals: [
      { ...proposal(), madeAt: now.toISOString(), answered: { answer: "declined", answeredAt: now.toISOString() } },
    ],
  });
  test.each([
    ["of another option", accepted("b"), confirmation],
    ["of another proposal", accepted("a"), { ...confirmation, proposalId: "prop-2" }],
    ["of a proposal nobody answered", unanswered, confirmation],
    ["of a declined proposal", declined, confirmation],
    ["without any proposal", requestAs({ status: "accepted" }), confirmation],
  ])("%s is a contradiction", (_what, request, payload) => {
    expect(apply(contract.requestConfirmed.type, request, payload)).toBe("contradiction");
  });

  test.each([
    ["reference", ""],
    ["reference", "  "],
    ["startsAt", "2026-11-27 20:30"],
    ["startsAt", "tomorrow"],
    ["supplier", undefined],
    ["reference", undefined],
  ])("with %s = %j is not read", (name, value) => {
    expect(contract.requestConfirmed.schema.safeParse({ ...confirmation, [name]: value }).success).toBe(false);
  });
});

describe("an ending", () => {
  test.each([contract.requestRefused, contract.requestCancelledByProcessor])(
    "$type names the processor",
    ({ type }) => {
      expect(apply(type, requestAs(), { reason: "Complet", text: "Plus de table ce soir-là" })).toMatchObject({
        request: { ending: { by: "processor", reason: "Complet", endedAt: now.toISOString() } },
      });
      expect(apply(type, requestAs(), {})).toMatchObject({ request: { ending: { by: "processor" } } });
      expect(effects.get(type)?.payload.schema.safeParse({ by: "member" }).success).toBe(false);
    },
  );
});

test("a message of the conversation is written as the concierge's, about this request, at the time it reached us", () => {
  const messageId = "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11";
  const applied = apply(contract.conversationPosted.type, requestAs(), {
    messageId,
    text: "Préférez-vous la terrasse ?",
    postedAt: "2001-01-01T00:00:00Z",
  });
  expect(applied).toMatchObject({
    also: [{ operation: "create", doc: { id: messageId, requestId, from: "concierge", postedAt: now.toISOString() } }],
  });
});

test.each([contract.requestStarted, contract.requestCompleted])(
  "$type changes the state and nothing else",
  ({ type }) => {
    const request = requestAs();
    expect(apply(type, request, {})).toEqual({ request });
    expect(effects.get(type)?.payload.schema.safeParse({ text: "more" }).success).toBe(false);
  },
);

test.each([
  [{}, true],
  [{ endsAt: "2026-11-27T22:30:00+01:00" }, true],
  [{ endsAt: confirmation.startsAt }, false],
  [{ endsAt: "2026-11-27T12:00:00+01:00" }, false],
  // Later, though its digits come before.
  [{ startsAt: "2026-10-25T02:30:00+02:00", endsAt: "2026-10-25T02:15:00+01:00" }, true],
  [{ startsAt: "9999-12-31T23:59:59-10:00" }, false],
  [{ startsAt: "0201-11-27T20:30:00+01:00" }, false],
  [{ endsAt: "9202-11-27T20:30:00+01:00" }, false],
])("a confirmation that no calendar could say is refused for its form: %j", (over, isSound) => {
  const payload = contract.requestConfirmed.schema.parse({ ...confirmation, ...over });
  expect(effects.get(contract.requestConfirmed.type)?.isSound?.(payload as never)).toBe(isSound);
});
