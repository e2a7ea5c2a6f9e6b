/** One failure by its id alone, whichever queue it came from. */
import type { BrandId } from "../charter/brands.ts";
import { type Failure, type Failures, failureQueues } from "../messaging/failure.ts";
import { Refusal } from "../refusal.ts";
import type { Repository } from "../storage/repository.ts";
import { brandOfFailure } from "./shown.ts";

export type Found = { readonly failed: Failure; readonly brand: BrandId | undefined };

/**
 * @param within the brand the asker works for; without it, all of them.
 * @throws Refusal not-found where there is none, or where it is another brand's: nobody learns which.
 */
export async function findFailure(
  { failures, repository }: { readonly failures: Failures; readonly repository: Repository },
  id: string,
  within: BrandId | undefined,
): Promise<Found> {
  const found = await Promise.all(failureQueues.map((queue) => failures.read(queue, id)));
  const failed = found.find((one) => one !== undefined);
  if (failed === undefined) throw new Refusal("not-found");
  const brand = await brandOfFailure(repository, failed);
  if (within !== undefined && brand !== undefined && brand !== within) throw new Refusal("not-found");
  return { failed, brand };
}
