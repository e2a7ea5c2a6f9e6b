/**
 * After a backup was restored: everybody in it whose key no longer exists is erased again. Nothing of them opens, because the
 * key store has no backup and comes back with nothing; what is left of them is ids and sealed bytes, and those go too.
 * Payloads that no row stands for any more go as well: they are the one place where something lay in clear.
 */
import { brandIds } from "../charter/brands.ts";
import type { Logger } from "../privacy/log.ts";
import { blobNameOf } from "../requests/payload-blob.ts";
import type { ListedBlobs } from "../storage/blobs.ts";
import { KeyShredded, type Person, type PersonKeys } from "../storage/person-keys.ts";
import type { NamingItem } from "../storage/person-stores.ts";
import type { Clock } from "../time/clock.ts";
import type { Erasures } from "./erasures.ts";
import { orderBlob } from "./order-processor.ts";
import { newErasure } from "./start-erasure.ts";
import { stepNames } from "./steps.ts";

type Needs = {
  readonly erasures: Erasures;
  readonly keys: PersonKeys;
  /** Whether no brand has a key of this id. */
  readonly isNobody: (subjectId: string) => Promise<boolean>;
  readonly outgoing: ListedBlobs;
  /** A walk through every item that names a person, of a whole container. */
  readonly everyItem: (container: "subjects" | "archive" | "lookups") => AsyncIterable<NamingItem>;
  readonly advance: (id: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
};

export type Replayed = {
  /** People found in what was restored. */
  readonly people: number;
  /** Those of them whose key no longer exists: erased again. */
  readonly erased: number;
  /** Payloads that no message waited for. */
  readonly payloads: number;
};

/** What a sign-in with an unknown address leaves for an hour: it never had a key, and ends by itself. */
const passing: readonly (string | undefined)[] = ["ticket", "outbox"];

export const makeReplayRestore = (needs: Needs) => async (): Promise<Replayed> => {
  const { erasures, isNobody, outgoing, everyItem, advance, clock, log } = needs;
  const people = new Map<string, { person: Person; lasting: boolean }>();
  const rows = new Set<string>();
  for (const container of ["subjects", "archive", "lookups"] as const) {
    for await (const { brand, subjectId, kind, id } of everyItem(container)) {
      if (container === "subjects" && kind === "outbox")
        rows.add(blobNameOf({ subjectId }, id.slice("outbox.".length)));
      const known = people.get(subjectId);
      const lasting = (known?.lasting ?? false) || !passing.includes(kind);
      // A look-up row does not say on which site: the person's own items do.
      const on = brand ?? known?.person.brand;
      if (on !== undefined) people.set(subjectId, { person: { brand: on, subjectId }, lasting });
      // Nothing else names them, so any site will do: what is left goes by the id alone.
      else if (await isNobody(subjectId)) people.set(subjectId, { person: { brand: brandIds[0], subjectId }, lasting });
    }
  }
  const running = await resume(needs);
  let erased = 0;
  for (const { person, lasting } of people.values()) {
    if (!lasting || running.has(person.subjectId) || !(await isGone(needs, person))) continue;
    const now = clock.now();
    const doc = newErasure(person, { cause: "restore", at: now }, now);
    await erasures.create(doc);
    await advance(doc.id);
    erased += 1;
    log.event("erasure.replayed", { recordId: doc.id, brand: person.brand });
  }
  let payloads = 0;
  for await (const name of outgoing.names("")) {
    if (rows.has(name) || name.startsWith(orderBlob(""))) continue;
    await outgoing.erase(name);
    payloads += 1;
  }
  return { people: people.size, erased: erased + running.size, payloads };
};

/**
 * Erasures that run. One that the backup brought back to before its person's key went cannot go its way again, because what
 * it would read does not open: it goes on by the way of a restore. @returns whose they are.
 */
async function resume(needs: Needs): Promise<ReadonlySet<string>> {
  const { erasures, advance, clock } = needs;
  const running = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await erasures.list({ limit: 100, cursor });
    cursor = page.cursor;
    for (const { id, brand, subjectId, step, endedAt } of page.items) {
      if (subjectId === undefined || endedAt !== undefined) continue;
      if (!(await isGone(needs, { brand, subjectId }))) continue;
      running.add(subjectId);
      const found = stepNames.indexOf(step) < stepNames.indexOf("key") ? await erasures.read(id) : undefined;
      if (found === undefined) continue;
      const { waitsFor: _waiting, ...rest } = found.doc;
      const again = { ...rest, cause: "restore", step: "stores", dueAt: clock.now().toISOString() } as const;
      if (await erasures.replace(again, found.etag)) await advance(id);
    }
  } while (cursor !== undefined);
  return running;
}

async function isGone({ keys }: Needs, person: Person): Promise<boolean> {
  try {
    await keys.open(person);
    return false;
  } catch (error) {
    if (error instanceof KeyShredded) return true;
    throw error;
  }
}
