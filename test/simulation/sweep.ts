/**
 * The crash sweep: one journey from submission to completion, and the application killed once at every port call it makes on the
 * way, before the call takes effect and after it. Enumerated, not sampled; afterwards the system goes on by itself.
 */
import type { Habits } from "./member.ts";
import { calmWith, type Run, runWith } from "./run.ts";
import type { Strike } from "./world.ts";

/** A member who writes now and then, accepts the first proposal and waits for the rest. */
const habits: Habits = { twice: false, writes: 0.4, cancels: 0, declines: 0, minutes: 20, looks: 0.3 };

const everyMessage = [
  "concierge.request.submitted.v1",
  "concierge.request.started.v1",
  "concierge.conversation.posted.v1",
  "concierge.proposal.made.v1",
  "concierge.proposal.accepted.v1",
  "concierge.request.confirmed.v1",
  "concierge.request.completed.v1",
];

export type Point = Strike & { readonly at: string };

export const undisturbed = (seed: number): Promise<Run> => runWith(seed, calmWith(1), habits);

/** The seed of a journey in which every kind of message but a refusal is sent. @throws Error where none of the first is one. */
export async function fullJourney(): Promise<number> {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { history } = await undisturbed(seed);
    const types = new Set(history.map((entry) => ("type" in entry ? entry.type : "")));
    if (everyMessage.every((type) => types.has(type))) return seed;
  }
  throw new Error("no journey has every kind of message");
}

/** Every point of a run at which it can be killed. */
export const pointsOf = ({ calls }: Run): readonly Point[] =>
  calls.flatMap((at, index) => (["before", "after"] as const).map((when) => ({ call: index + 1, when, at })));

export const killedAt = (seed: number, { call, when }: Point): Promise<Run> =>
  runWith(seed, calmWith(1), habits, { call, when });
