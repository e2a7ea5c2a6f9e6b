/** Seeded choices for generators. */
import { randomFrom } from "../../../faults/random.ts";

export type Random = {
  /** A whole number from 0 up to, without, `below`. */
  readonly below: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Element>(from: readonly Element[]) => Element;
};

export function seededRandom(seed: number): Random {
  const { fraction } = randomFrom(seed);
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    below,
    chance: (probability) => fraction() < probability,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
  };
}
