/**
 * Aggregates over the values of a group. Missing values are skipped. SUM and AVG of anything but numbers, MIN and MAX of
 * arrays or objects are undefined; SUM of nothing is 0, AVG, MIN and MAX of nothing are undefined.
 */
import { compareForOrder, typeRank, type Value } from "../json.ts";

export function aggregate(name: string, values: readonly Value[]): Value {
  const present = values.filter((value) => value !== undefined);
  switch (name) {
    case "COUNT":
      return present.length;
    case "SUM":
      return sum(present);
    case "AVG": {
      const total = sum(present);
      return total === undefined || present.length === 0 ? undefined : total / present.length;
    }
    default: {
      if (present.some((value) => typeRank(value) > 4)) return undefined;
      const direction = name === "MIN" ? 1 : -1;
      return present.reduce<Value>(
        (best, value) => (best === undefined || compareForOrder(value, best) * direction < 0 ? value : best),
        undefined,
      );
    }
  }
}

function sum(values: readonly Value[]): number | undefined {
  let total = 0;
  for (const value of values) {
    if (typeof value !== "number") return undefined;
    total += value;
  }
  return total;
}
