/**
 * The rule by which requests are charged, so that cost is visible while developing. It follows the service's published
 * orders of magnitude (1 RU to read 1 KB, about 5 RU to write 1 KB) and is not a measurement of it:
 *
 * | request | request units |
 * |---|---|
 * | point read, found or not | 1 + 0.1 per KB after the first |
 * | create, delete | 4.5 + 0.5 per KB + 0.1 per index entry written or removed |
 * | replace, upsert of an existing item, patch | twice 4.5 + 0.5 per KB + 0.1 per index entry written or removed |
 * | query, read feed and change feed page | 2.3 + 0.04 per item read + 0.1 per KB read |
 * | batch | the sum of its operations |
 * | anything else | 1 |
 *
 * Reads of items count double when the account's consistency is Strong or BoundedStaleness.
 */
export type Consistency = "Strong" | "BoundedStaleness" | "Session" | "ConsistentPrefix" | "Eventual";

const kilobyte = 1024;

function rounded(units: number): number {
  return Math.round(units * 100) / 100;
}

function readFactor(consistency: Consistency): number {
  return consistency === "Strong" || consistency === "BoundedStaleness" ? 2 : 1;
}

export function chargeOfPointRead(bytes: number, consistency: Consistency): number {
  return rounded((1 + 0.1 * Math.max(0, Math.ceil(bytes / kilobyte) - 1)) * readFactor(consistency));
}

export function chargeOfWrite(bytes: number, terms: number, changesExisting: boolean): number {
  return rounded((4.5 + 0.5 * Math.ceil(bytes / kilobyte)) * (changesExisting ? 2 : 1) + 0.1 * terms);
}

export function chargeOfPage(itemsRead: number, bytesRead: number, consistency: Consistency): number {
  return rounded((2.3 + 0.04 * itemsRead + (0.1 * bytesRead) / kilobyte) * readFactor(consistency));
}

export const chargeOfMetadata = 1;
