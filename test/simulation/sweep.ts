/**
 * The crash sweep: one journey from submission to completion, and the application killed once at every port call it makes on the
 * way, before the call takes effect and after it. Enumerated, not sampled; afterwards the system goes on by itself.
 */
import type { Habits } from "./member.ts";
import { calmWith, type Run, runWith } from "./run.ts";
import type { Strike } from "./world.ts";

/** A member who writes now and then, accepts the first proposal and waits for the rest. */
const habits: Habits = { twice: false, writes: 0.4, cancels: 0, declines: 0, minutes: 20 };

export type Point = Strike & { readonly at: string };

export const undisturbed = (seed: number): Promise<Run> => runWith(seed, calmWith(1), habits);

/** Every point of a run at which it can be killed. */
export const pointsOf = ({ calls }: Run): readonly Point[] =>
  calls.flatMap((at, index) => (["before", "after"] as const).map((when) => ({ call: index + 1, when, at })));

export const killedAt = (seed: number, { call, when }: Point): Promise<Run> =>
  runWith(seed, calmWith(1), habits, { call, when });
