/**
 * The effect of a confirmed approval: its action is done, then the row goes. The action may be asked for again after a crash,
 * so it must be one that has its effect once; what belongs to it in the person's partition is committed together with the
 * news that it is done. A rule that stops it is written down; unknown trouble is tried again by the relay.
 */
import { newLedgerRow } from "../audit/entry.ts";
import { type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Logger } from "../privacy/log.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository, replace, type Write } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type Action, type Approval, approval, carriedOut } from "./approval.ts";

/** Does an action, safely again. @returns what is to be committed with it. @throws Refusal where a rule stops it. */
export type Executor = (person: Person, approval: Approval, now: Date) => Promise<readonly Write[]> | readonly Write[];

/** One for each action but the exceptional opening, which whoever proposed it carries out by opening the file. */
export type Executors = Readonly<Record<Exclude<Action, "break-glass">, Executor>>;

type Needs = {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly log: Logger;
  readonly executors: Executors;
};

export const makeCarryOut =
  ({ repository, clock, log, executors }: Needs) =>
  async (person: Person, row: OutboxRow): Promise<void> => {
    const found = await repository.read(person, approval, row.aboutId ?? "");
    // On this path "not found" may only mean "not visible yet".
    if (found === undefined) throw new Error("approval not found");
    const { doc, etag } = found;
    const now = clock.now();
    const isConfirmed = doc.status === "confirmed" && doc.action !== "break-glass";
    const writes = isConfirmed ? await done(doc, etag, now) : [];
    try {
      await repository.commit(person, [...writes, erase(outboxRow, row.id)]);
    } catch (error) {
      // Carried out by another instance at the same time; or the record changed, and the row that is still there comes up again.
      if (!(error instanceof WriteConflict)) throw error;
    }

    async function done(doc: Approval, etag: string, now: Date): Promise<readonly Write[]> {
      const executor = executors[doc.action as keyof Executors];
      const actor = { role: "system" } as const;
      const note = { actor, about: doc.id, detail: doc.action };
      try {
        const own = await executor(person, doc, now);
        return [
          ...own,
          replace(approval, carriedOut(doc), etag),
          create(outboxRow, newLedgerRow({ ...note, event: "staff.action-done" }, now)),
        ];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        log.warn("staff.action-failed", { recordId: doc.id, code: error.code, operation: doc.action });
        return [
          replace(approval, carriedOut(doc, error.code), etag),
          create(outboxRow, newLedgerRow({ ...note, event: "staff.action-failed", detail: error.code }, now)),
        ];
      }
    }
  };
