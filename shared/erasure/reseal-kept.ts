/**
 * What a law keeps although the person is erased (GDPR article 17(3)): sealed again under a key of its own, in the archive,
 * before anything goes. It lies there under an id that leads to nobody, with the day on which it goes too.
 */

import { outboxRow } from "../messaging/outbox.ts";
import { erasurePlan } from "../privacy/derive.ts";
import type { AnyRecord, Doc } from "../privacy/record.ts";
import type { RetentionRule } from "../privacy/retention-rules.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { derivedId } from "../storage/derived-id.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import { type Erasure, erasureMark, keptByLaw } from "./erasure.ts";
import { type Case, done, type EngineNeeds, type Step } from "./step.ts";
import { tracesIn } from "./traces.ts";

type Kept = Erasure["kept"][number];

/** The erasure's own records end by themselves; what a row of the outbox says is kept once it is where it goes. */
const own: readonly AnyRecord[] = [erasureMark, keptByLaw, outboxRow];

/** Kinds that outlive their person's erasure, each with its rule. */
export const keptKinds = (records: EngineNeeds["records"]): readonly { record: AnyRecord; rule: RetentionRule }[] =>
  records
    .filter(({ record, container }) => (container === "subjects" || container === "archive") && !own.includes(record))
    .flatMap(({ record }) =>
      erasurePlan(record)
        .filter(({ onErasure }) => onErasure === "kept")
        .map(({ rule }) => ({ record, rule })),
    );

/** Which id something lies under from then on: the same at each try. */
export const keptId = (erasureId: string, record: AnyRecord, id: string): string =>
  derivedId("kept-by-law", erasureId, record.kind, id);

export const resealKept: Step = async (needs, at) => {
  const kept: Kept[] = [];
  for (const [place, from] of [
    ["subjects", needs.repository],
    ["archive", needs.archive],
  ] as const) {
    for (const { record, rule } of keptKinds(needs.records)) {
      for await (const { kind, id } of tracesIn(needs.stores, place, at.person)) {
        if (kind === record.kind) kept.push(await reseal(needs, at, from, record, rule, id.slice(kind.length + 1)));
      }
    }
  }
  const known = at.doc.kept.filter(({ id }) => !kept.some((one) => one.id === id));
  return done(kept.length, { kept: [...known, ...kept] });
};

async function reseal(
  needs: EngineNeeds,
  { doc: of, person, now }: Case,
  from: Repository,
  record: AnyRecord,
  rule: RetentionRule,
  recordId: string,
): Promise<Kept> {
  const found = await from.read(person, record, recordId);
  if (found === undefined) throw new Error(`${record.kind} went before it was sealed again`);
  const doc = found.doc as Doc<AnyRecord> & { readonly id: string };
  // A copy that names the partition would lead back to the person.
  if (JSON.stringify(doc).includes(person.subjectId)) throw new Error(`${record.kind} names its person`);
  const id = keptId(of.id, record, recordId);
  const until = needs.keptUntil(rule, doc, now).toISOString();
  const owner: Person = { brand: of.brand, subjectId: id };
  await needs.keys.create(owner);
  try {
    await needs.archive.commit(owner, [
      create(record, doc),
      create(keptByLaw, { id, erasureId: of.id, what: record.kind, rule, dueAt: until }),
    ]);
  } catch (error) {
    // An earlier try, or another instance at this moment, wrote the same.
    if (!(error instanceof WriteConflict && error.reason === "exists")) throw error;
  }
  // Seen to open under its own key: only then may the other one go.
  if ((await needs.archive.read(owner, record, doc.id)) === undefined) throw new Error("what is kept is not there");
  return { id, kind: record.kind, rule, until };
}
