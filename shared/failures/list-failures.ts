/** Failed messages, for whoever operates the service: which wait for a person, which are still tried again. */

import type { Audited, Operator } from "../audit/audited.ts";
import type { BrandId } from "../charter/brands.ts";
import {
  type FailureQueue,
  type FailureState,
  type Failures,
  failureQueues,
  failureStates,
} from "../messaging/failure.ts";
import type { Repository } from "../storage/repository.ts";
import { type ShownFailure, showFailure } from "./shown.ts";

export type FailuresWanted = {
  /** Without it, every brand's. A failure that names nobody known is shown to all. */
  readonly brand?: BrandId | undefined;
  /** Without it, everything that is not resolved. */
  readonly state?: FailureState | undefined;
  readonly queue?: FailureQueue | undefined;
};

export type FailuresListed = {
  readonly items: readonly ShownFailure[];
  /** There are more than fit. */
  readonly more: boolean;
};

type Needs = { readonly failures: Failures; readonly repository: Repository; readonly audited: Audited };

const most = 200;
const pageSize = 100;

export const makeListFailures =
  ({ failures, repository, audited }: Needs) =>
  async ({ brand, state, queue }: FailuresWanted, actor: Operator): Promise<FailuresListed> => {
    await audited.looked({ event: "failures.listed", actor, brand });
    const queues = queue === undefined ? failureQueues : [queue];
    const states = state === undefined ? failureStates.filter((one) => one !== "resolved") : [state];
    const items: ShownFailure[] = [];
    for (const from of queues) {
      for (const inState of states) {
        let cursor: string | undefined;
        do {
          const page = await failures.list(from, inState, { limit: pageSize, cursor });
          cursor = page.cursor;
          const shown = await Promise.all(page.items.map((failed) => showFailure(repository, failed)));
          items.push(...shown.filter((one) => brand === undefined || (one.brand ?? brand) === brand));
        } while (cursor !== undefined && items.length <= most);
      }
    }
    const oldestFirst = items.toSorted((a, b) => a.firstAt.localeCompare(b.firstAt));
    return { items: oldestFirst.slice(0, most), more: items.length > most };
  };
