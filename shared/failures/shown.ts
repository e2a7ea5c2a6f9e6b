/** Failed work as operators see it: ids, states and closed words. What a message says, and whom it names, is in neither. */
import type { BrandId } from "../charter/brands.ts";
import { type Failure, type FailureState, failure, stateOf } from "../messaging/failure.ts";
import { type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import { personOf } from "../messaging/pointer.ts";
import { type Shown, view } from "../privacy/view.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";

export const failureView = view(failure, "ops");
export const rowView = view(outboxRow, "ops");

export type ShownFailure = Shown<typeof failure, "ops"> & {
  readonly state: FailureState;
  /** Absent where the message names nobody we know. */
  readonly brand?: BrandId;
};

/** `refused`: by its receiver, it waits for a person. `stuck`: open for a day or more. `open`: on its way. */
export const rowStates = ["refused", "stuck", "open"] as const;
export type RowState = (typeof rowStates)[number];

/** Longer than this, and a row is worth a look. */
export const stuckAfterSeconds = 86_400;

export const rowStateOf = ({ dueAt, createdAt }: Pick<OutboxRow, "dueAt" | "createdAt">, now: Date): RowState => {
  if (dueAt === undefined) return "refused";
  return now.getTime() - Date.parse(createdAt) >= stuckAfterSeconds * 1_000 ? "stuck" : "open";
};

export type ShownRow = Shown<typeof outboxRow, "ops"> & {
  readonly state: RowState;
  readonly brand: BrandId;
  readonly subjectId: string;
};

export const showRow = (person: Person, row: OutboxRow, now: Date): ShownRow => ({
  ...rowView.show(row),
  ...person,
  state: rowStateOf(row, now),
});

/** Whose message it is. @returns undefined where nobody is known by it. */
export async function brandOfFailure(repository: Repository, { event }: Failure): Promise<BrandId | undefined> {
  if (event === undefined) return undefined;
  try {
    return personOf({ ...event, specversion: "1.0" } as never).brand;
  } catch {
    // A partner's message: it names the subject only.
    return (await repository.owner(event.subject.split("/")[0] ?? ""))?.brand;
  }
}

export async function showFailure(repository: Repository, failed: Failure): Promise<ShownFailure> {
  const brand = await brandOfFailure(repository, failed);
  return { ...failureView.show(failed), state: stateOf(failed), ...(brand === undefined ? {} : { brand }) };
}
