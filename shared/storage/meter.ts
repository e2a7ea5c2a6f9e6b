/**
 * Counts what one invocation costs: Cosmos operations (the budget of DESIGN, section 8) and request units, and beside
 * them the blob and key-store calls. The count follows the invocation through its awaits and ends in its log line.
 */
import { AsyncLocalStorage } from "node:async_hooks";

export type Meter = { dataOperations: number; requestUnits: number; storageOperations: number };

const meters = new AsyncLocalStorage<Meter>();

export const metered = <T>(run: (meter: Meter) => Promise<T>): Promise<T> => {
  const meter: Meter = { dataOperations: 0, requestUnits: 0, storageOperations: 0 };
  return meters.run(meter, () => run(meter));
};

export function countDataOperation(requestUnits: number): void {
  const meter = meters.getStore();
  if (meter === undefined) return;
  meter.dataOperations += 1;
  meter.requestUnits += requestUnits;
}

export function countStorageOperation(): void {
  const meter = meters.getStore();
  if (meter !== undefined) meter.storageOperations += 1;
}
