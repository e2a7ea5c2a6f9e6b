/**
 * The intermediate archive: what a closed account leaves behind, in a container of its own, reached with an identity that is
 * used for nothing else, each record sealed anew under the person's key and bound to this place. Nobody works with it: it
 * is opened for a legal claim or an authority, with a reason (open-archive.ts), or it ends. CNIL, référentiel on retention
 * periods, 2020; charter article 6.
 */
import type { AnyRecord, Doc } from "../privacy/record.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { type Content, create, erase, type Repository, replace } from "../storage/repository.ts";

export type Archive = Pick<Repository, "read" | "commit" | "contents" | "list">;

const pageSize = 100;

/** Puts a record there; once more replaces what an interrupted try left. */
export async function putInArchive<R extends AnyRecord>(
  archive: Archive,
  person: Person,
  record: R,
  doc: Doc<R> & { id: string },
): Promise<void> {
  try {
    await archive.commit(person, [create(record, doc)]);
  } catch (error) {
    if (!(error instanceof WriteConflict)) throw error;
    const there = await archive.read(person, record, doc.id);
    if (there === undefined) throw error;
    await archive.commit(person, [replace(record, doc, there.etag)]);
  }
}

/** Everything in a partition, page by page. What is erased meanwhile is not read twice, so it is asked again until it is empty. */
export async function* contentsOf(
  place: Pick<Repository, "contents">,
  person: Person,
): AsyncGenerator<readonly Content[]> {
  let cursor: string | undefined;
  do {
    const page = await place.contents(person, { limit: pageSize, cursor });
    if (page.items.length > 0) yield page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** Erases some kinds of records of a person. Safe to repeat. @returns how many. */
export async function eraseKinds(
  place: Pick<Repository, "contents" | "commit">,
  person: Person,
  records: readonly AnyRecord[],
): Promise<number> {
  const byKind = new Map(records.map((record) => [record.kind, record]));
  const found: Content[] = [];
  for await (const page of contentsOf(place, person)) found.push(...page.filter(({ kind }) => byKind.has(kind)));
  for (let from = 0; from < found.length; from += pageSize) {
    const batch = found.slice(from, from + pageSize).map(({ kind, id }) => erase(byKind.get(kind) as AnyRecord, id));
    try {
      await place.commit(person, batch);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      // One of them has gone meanwhile: each by itself, absent is as good as erased.
      for (const one of batch) await place.commit(person, [one]).catch(alreadyGone);
    }
  }
  return found.length;
}

function alreadyGone(error: unknown): void {
  if (!(error instanceof WriteConflict)) throw error;
}
