/** Rows of the outbox, for whoever operates the service: refused by their receiver, stuck for a day or more, or on their way. */

import type { Audited, Operator } from "../audit/audited.ts";
import type { BrandId } from "../charter/brands.ts";
import type { OutboxScan } from "../storage/cosmos-outbox.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { type RowState, rowStateOf, type ShownRow, showRow, stuckAfterSeconds } from "./shown.ts";

export type RowsAskedFor = {
  readonly brand?: BrandId | undefined;
  readonly state?: RowState | undefined;
  readonly cursor?: string | undefined;
};

type Needs = { readonly outbox: OutboxScan; readonly clock: Clock; readonly audited: Audited };

const pageSize = 100;

export const makeListOutbox =
  ({ outbox, clock, audited }: Needs) =>
  async (
    { brand, state, cursor }: RowsAskedFor,
    actor: Operator,
  ): Promise<{ readonly items: readonly ShownRow[]; readonly cursor: string | undefined }> => {
    await audited.looked({ event: "outbox.listed", actor, brand });
    const now = clock.now();
    const page = await outbox.page({
      brand,
      ...(state === undefined ? {} : { isRefused: state === "refused" }),
      ...(state === "stuck" ? { until: secondsAfter(now, -stuckAfterSeconds) } : {}),
      limit: pageSize,
      cursor,
    });
    const wanted = page.items.filter(({ row }) => state === undefined || rowStateOf(row, now) === state);
    return { items: wanted.map(({ person, row }) => showRow(person, row, now)), cursor: page.cursor };
  };
