/** The life of a request: every cell of the table looked at, and what must hold whatever happens in which order. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  finalStatuses,
  isStatus,
  type Outcome,
  type RequestEvent,
  type RequestStatus,
  requestEvents,
  requestStatuses,
  transitions,
} from "../../../shared/requests/states.ts";
import { seed } from "../seed.ts";

/** Written down a second time on purpose, as a picture: rows are states, columns the events in the order below. */
const picture = `
              forward    acknowledge   start        propose   accept    decline      decline-one  confirm    complete   refuse   cancel     converse      lapse        expire   settle     note
submitted     forwarded  acknowledged  in-progress  proposed  NO        NO           NO           NO         NO         refused  cancelled  submitted     NO           expired  early      submitted
forwarded     late       acknowledged  in-progress  proposed  NO        NO           NO           NO         NO         refused  cancelled  forwarded     NO           expired  early      forwarded
acknowledged  late       late          in-progress  proposed  NO        NO           NO           NO         NO         refused  cancelled  acknowledged  NO           expired  early      acknowledged
in-progress   late       late          late         proposed  NO        NO           NO           NO         NO         refused  cancelled  in-progress   late         expired  early      in-progress
proposed      late       late          late         proposed  accepted  in-progress  proposed     NO         NO         refused  cancelled  proposed      in-progress  NO       early      proposed
accepted      late       late          late         NO        NO        NO           NO           confirmed  early      refused  cancelled  accepted      NO           NO       early      accepted
confirmed     late       late          late         NO        NO        NO           NO           late       completed  NO       cancelled  confirmed     NO           NO       early      confirmed
completed     late       late          late         NO        NO        NO           NO           late       late       NO       NO         completed     NO           NO       NO         completed
refused       late       late          late         NO        NO        NO           NO           NO         NO         late     NO         NO            NO           NO       NO         refused
cancelled     late       late          late         NO        NO        NO           NO           NO         NO         NO       late       NO            NO           NO       cancelled  cancelled
expired       late       late          late         NO        NO        NO           NO           NO         NO         late     late       NO            NO           late     late       expired
`;

const [header = [], ...rows] = picture
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([state, ...outcomes]) =>
  outcomes.map((outcome, index) => [state, header[index], outcome.replace("NO", "contradiction")] as const),
);

test("the picture shows every state and every event", () => {
  expect(header).toEqual([...requestEvents]);
  expect(rows.map(([state]) => state)).toEqual([...requestStatuses]);
  expect(cells).toHaveLength(requestStatuses.length * requestEvents.length);
});

test.each(cells)("%s, %s: %s", (state, event, outcome) => {
  expect(transitions[state as RequestStatus][event as RequestEvent]).toBe(outcome);
});

const histories = fc.array(fc.constantFrom(...requestEvents), { maxLength: 40 });

/** The states a request goes through, and which events took effect. */
function live(events: readonly RequestEvent[]) {
  let state: RequestStatus = "submitted";
  const taken: { readonly from: RequestStatus; readonly event: RequestEvent; readonly to: RequestStatus }[] = [];
  for (const event of events) {
    const outcome: Outcome = transitions[state][event];
    if (!isStatus(outcome)) continue;
    taken.push({ from: state, event, to: outcome });
    state = outcome;
  }
  return { state, taken };
}

describe("whatever happens in whatever order", () => {
  test("nothing is confirmed that was not accepted, nothing completed that was not confirmed", () => {
    fc.assert(
      fc.property(histories, (events) => {
        const reached = live(events).taken.map(({ to }) => to);
        if (reached.includes("confirmed"))
          expect(reached.indexOf("accepted")).toBeLessThan(reached.indexOf("confirmed"));
        if (reached.includes("confirmed")) expect(reached).toContain("accepted");
        if (reached.includes("completed")) expect(reached).toContain("confirmed");
        if (reached.includes("accepted")) expect(reached).toContain("proposed");
      }),
      { seed, numRuns: 2_000 },
    );
  });

  test("what is over stays over", () => {
    fc.assert(
      fc.property(histories, histories, (before, after) => {
        const { state } = live(before);
        fc.pre(finalStatuses.includes(state));
        expect(live([...before, ...after]).state).toBe(state);
      }),
      { seed, numRuns: 2_000 },
    );
  });

  test("the same message twice in a row has no second effect on the state", () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(...requestEvents), (before, event) => {
        expect(live([...before, event, event]).state).toBe(live([...before, event]).state);
      }),
      { seed, numRuns: 2_000 },
    );
  });

  test("a request that is not over can always be cancelled, and every state can be reached", () => {
    const reached = new Set<RequestStatus>(["submitted"]);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const state of reached)
        for (const outcome of Object.values(transitions[state])) if (isStatus(outcome)) reached.add(outcome);
    }
    expect([...reached].sort()).toEqual([...requestStatuses].sort());
    for (const state of requestStatuses) {
      const canBeCancelled = transitions[state].cancel === "cancelled";
      expect(canBeCancelled, state).toBe(!finalStatuses.includes(state));
      // A settlement that overtakes its cancellation is never refused for good.
      expect(transitions[state].settle === "early", state).toBe(canBeCancelled);
    }
  });
});

test("the words for no effect are no states", () => {
  for (const word of ["late", "early", "contradiction"] as const) expect(isStatus(word)).toBe(false);
});
