/**
 * Opening the archive of one person: for a legal claim or an authority, and nothing else. That it was opened, by whom and why
 * is on record, with the person and in the ledger, before anything is read. CNIL, référentiel on retention periods, 2020.
 */
import { randomUUID } from "node:crypto";
import { type AuditNote, newLedgerRow } from "../audit/entry.ts";
import { disclosure } from "../disclosures/disclosure.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { isPersonal } from "../privacy/annotation.ts";
import { type Category, categories } from "../privacy/catalogues.ts";
import { type AnyRecord, leaves } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { closure } from "../retention/closure.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type Archive, contentsOf } from "./archive.ts";

/** The only reasons. Convenience, statistics, a wish to look: none of them. */
export const openingReasons = ["legal-claim", "authority"] as const;
export type OpeningReason = (typeof openingReasons)[number];

type Needs = {
  readonly repository: Repository;
  readonly archive: Archive;
  readonly clock: Clock;
  /** Every kind of record that may lie there. */
  readonly records: readonly AnyRecord[];
};

export type Archived = { readonly record: AnyRecord; readonly doc: unknown };

const categoriesOf = (records: readonly AnyRecord[]): Category[] => {
  const found = new Set(
    records.flatMap(({ schema }) =>
      [...leaves(schema)].flatMap(({ note }) => (isPersonal(note) ? [note.category] : [])),
    ),
  );
  return (Object.keys(categories) as Category[]).filter((name) => found.has(name));
};

/** @throws Refusal not-found where nothing of the person is archived. */
export const makeOpenArchive =
  ({ repository, archive, clock, records }: Needs) =>
  async (
    person: Person,
    order: {
      readonly reason: OpeningReason;
      /** The reference of the claim, or of the authority's order. */
      readonly reference: string;
      readonly actor: AuditNote["actor"] & { readonly id: string; readonly role: "desk" | "dpo" };
    },
  ): Promise<readonly Archived[]> => {
    const closed = await repository.read(person, closure, person.subjectId);
    if (closed?.doc.stage !== "archived") throw new Refusal("not-found");
    const { reason, reference, actor } = order;
    const byKind = new Map(records.map((record) => [record.kind, record]));
    const contents = [];
    for await (const page of contentsOf(archive, person)) contents.push(...page);
    const kinds = new Set(contents.map(({ kind }) => kind));
    const now = clock.now();
    await repository.commit(person, [
      create(disclosure, {
        id: randomUUID(),
        origin: "opening",
        at: now.toISOString(),
        to: actor.role,
        purpose: "legal-claims",
        categories: categoriesOf(records.filter(({ kind }) => kinds.has(kind))),
        reason,
        reference,
        by: actor.id,
      }),
      create(outboxRow, newLedgerRow({ event: "archive.opened", actor, purpose: "legal-claims", detail: reason }, now)),
    ]);
    const opened: Archived[] = [];
    for (const { kind, id } of contents) {
      const record = byKind.get(kind);
      const found = record === undefined ? undefined : await archive.read(person, record, id);
      if (record !== undefined && found !== undefined) opened.push({ record, doc: found.doc });
    }
    return opened;
  };
