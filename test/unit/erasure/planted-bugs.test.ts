/** The checks of an erasure are worth what they catch: each bug planted here must keep it from ending, or show afterwards. */
import { expect, test } from "vitest";
import { usualSteps } from "../../../shared/erasure/advance-erasure.ts";
import { certificateOf } from "../../../shared/erasure/certificate.ts";
import { done, type EngineNeeds, type Steps } from "../../../shared/erasure/step.ts";
import { type Paths, paths, type StepName, stepNames } from "../../../shared/erasure/steps.ts";
import type { KeyedHash } from "../../../shared/privacy/formats.ts";
import { cosmosPersonStores } from "../../../shared/storage/cosmos-person-stores.ts";
import { byIdAlone, isStore, type PersonStore, type Place, type Trace } from "../../../shared/storage/person-stores.ts";
import { holderRow } from "../../../shared/terminations/holder-join.ts";
import { type Expected, faultsAfter } from "../../memory/erased.ts";
import { erasingWorld, type World } from "../../memory/erasing.ts";
import { opensAlone, putSample, withKeptSample } from "../../memory/kept-sample.ts";

type Bug = {
  readonly steps?: Partial<Steps>;
  readonly order?: readonly StepName[];
  readonly change?: (needs: EngineNeeds, world: World) => EngineNeeds;
  /** Somebody of the same name, birth date and card range is there, and stays. */
  readonly withTwin?: true;
  /** The card issuer speaks once the stores are empty. */
  readonly isLate?: true;
};

/** Steps in another order: one of them put before another. */
const before = (moved: StepName, other: StepName): readonly StepName[] => {
  const rest = stepNames.filter((step) => step !== moved);
  return [...rest.slice(0, rest.indexOf(other)), moved, ...rest.slice(rest.indexOf(other))];
};
const without = (left: StepName): readonly StepName[] => stepNames.filter((step) => step !== left);

const storeChanged = (place: Place, change: object) => (needs: EngineNeeds) => {
  const store = needs.stores[place];
  if (!isStore(store)) throw new Error(`${place} is no store`);
  return { ...needs, stores: { ...needs.stores, [place]: { ...store, ...change } } };
};
const nothing = { find: async function* () {}, erase: async () => undefined };

/** What could not be handled, as if every hash named one person only. */
const regardless = ({ keys }: EngineNeeds, { cosmos, blobs }: World) =>
  cosmosPersonStores({
    container: (name) => cosmos.open(name),
    blobs: (name) => blobs[name],
    keys,
    holdersOf: async () => [],
  }).failures;

/** A place that does not say by which hash it names somebody. */
const blind = ({ stores }: EngineNeeds, place: "subjects" | "lookups") => ({
  find: async function* (...asked: Parameters<PersonStore["find"]>): AsyncGenerator<readonly Trace[]> {
    const store = stores[place];
    if (!isStore(store)) throw new Error(`${place} is no store`);
    for await (const page of store.find(...asked)) {
      yield page.map(({ kind, fields, ...trace }) => {
        const { issuerJoin: _join, ...seen } = fields ?? {};
        return { ...trace, ...(kind !== undefined && kind !== holderRow.kind && { kind }), fields: seen };
      });
    }
  },
});

/** @returns what was seen of the bug. */
async function seen({
  steps = {},
  order,
  change = (needs) => needs,
  withTwin,
  isLate,
}: Bug): Promise<readonly string[]> {
  const world = await erasingWorld();
  let announced: Expected["announced"];
  const announce = async (join: KeyedHash) => {
    announced ??= { join, ...(await world.announced(join)), ...(withTwin && { isShared: withTwin }) };
  };
  world.plant({
    plan: {
      steps: {
        ...usualSteps,
        "key-caches": async (needs, at) => {
          await announce(join);
          return usualSteps["key-caches"](needs, at);
        },
        ...steps,
      },
      paths: order === undefined ? paths : ({ ...paths, member: order } satisfies Paths),
    },
    change: (needs) => change(withKeptSample(needs), world),
  });
  const { person, email } = await world.member();
  if (withTwin) await world.member(0);
  const join = world.joinOf(person);
  if (!isLate) await announce(join);
  await putSample(world, person, "case-1");
  // One that the processor has not taken yet: its payload lies there.
  await world.submit(person);
  await world.settle();
  world.taken("concierge-inbox");
  const requestIds = [...world.cosmos.all("subjects")]
    .filter(({ partition, item }) => partition === person.subjectId && item.kind === "request")
    .map(({ item }) => item.id.slice("request.".length));
  const { erasureId } = await world.app.startErasure(person, { cause: "member", at: world.clock.now() });
  const ended = async () => (await world.app.readErasure(erasureId))?.doc.endedAt !== undefined;
  const isOver = await world.until(ended, { days: 8, step: 7_200 });
  if (!isOver) return ["it has not ended"];
  return faultsAfter(world, {
    person,
    email,
    erasureId,
    requestIds,
    kept: opensAlone(world, "case-1"),
    keptCount: 1,
    ...(announced && { announced }),
  });
}

test("without a bug nothing is seen", async () => {
  expect(await seen({})).toEqual([]);
  expect(await seen({ withTwin: true })).toEqual([]);
  expect(await seen({ isLate: true })).toEqual([]);
});

const bugs: Readonly<Record<string, Bug>> = {
  "a step that fails and is counted as done: look-ups": {
    change: storeChanged("lookups", { erase: async () => undefined }),
  },
  "a step that fails and is counted as done: the stores": { steps: { stores: async () => done(7) } },
  "a step that fails and is counted as done: the key": { steps: { key: async () => done(1) } },
  "a step that fails and is counted as done: the order": {
    steps: { processor: async () => done(), confirmation: async () => done() },
  },
  "a step that fails and is counted as done: the proof": { steps: { proof: async () => done() } },
  "a step that fails and is counted as done: re-sealing": { steps: { reseal: async () => done() } },
  "a step that fails and is counted as done: delivery": { steps: { delivery: async () => done() } },
  "a kept record erased": {
    steps: {
      certificate: async (needs, at) => {
        const store = needs.stores.archive;
        for (const { id } of at.doc.kept) {
          const owner = { brand: at.doc.brand, subjectId: id };
          if (isStore(store)) for await (const page of store.find(owner, byIdAlone)) await store.erase(owner, page);
        }
        return usualSteps.certificate(needs, at);
      },
    },
  },
  "a store forgotten: the look-ups": { change: storeChanged("lookups", nothing) },
  "a store forgotten: the person's partition": { change: storeChanged("subjects", nothing) },
  "a store forgotten: payloads": {
    change: (needs) => ({
      ...storeChanged("to-processor", nothing)(needs),
      outgoing: { ...needs.outgoing, erase: async () => undefined },
    }),
  },
  "a store forgotten: failures": { change: storeChanged("failures", nothing) },
  "the card issuer's hashes not gathered": {
    change: (needs) =>
      storeChanged("lookups", blind(needs, "lookups"))(storeChanged("subjects", blind(needs, "subjects"))(needs)),
  },
  "the card issuer's hashes not remembered until the last search": {
    isLate: true,
    steps: { proof: (needs, at) => usualSteps.proof(needs, { ...at, doc: { ...at.doc, joins: [] } }) },
  },
  "the mailbox's counters forgotten, and not searched for": {
    steps: {
      stores: (needs, at) => usualSteps.stores(needs, { ...at, doc: { ...at.doc, counters: [] } }),
      proof: (needs, at) => usualSteps.proof(needs, { ...at, doc: { ...at.doc, counters: [] } }),
    },
  },
  "what others are named by too is erased": {
    withTwin: true,
    change: (needs, world) => storeChanged("failures", regardless(needs, world))(needs),
  },
  "the desk is not told": { change: (needs) => ({ ...needs, appendEntry: async () => undefined }) },
  "a store forgotten: the key": { change: storeChanged("person-keys", nothing), steps: { key: async () => done(1) } },
  "certificate before proof": { order: before("certificate", "proof") },
  "certificate signed before proof, whatever stands against it": {
    order: before("certificate", "proof"),
    steps: {
      certificate: async (needs, { doc, now }) =>
        done(1, { certificate: await needs.signCertificate(certificateOf(doc, needs.records, now)) }),
    },
  },
  "key before re-seal": { order: before("key", "reseal") },
  "key before re-seal, and what does not open counted as not there": {
    order: before("key", "reseal"),
    steps: { reseal: async (needs, at) => usualSteps.reseal(needs, at).catch(() => done()) },
  },
  "stores before re-seal": { order: before("stores", "reseal") },
  "the messages not waited out": { order: without("messages"), steps: {} },
  "the processor's word not waited for": { order: without("confirmation"), steps: { processor: async () => done() } },
  "the mark goes first, and the member signs in again": {
    steps: { sessions: async () => done() },
    change: (needs) => ({ ...needs, endSessions: async () => undefined, heldBy: async () => false }),
    order: without("stores"),
  },
};

test.each(Object.keys(bugs))("%s", async (name) => {
  const what = await seen(bugs[name] as Bug);
  expect(what).not.toEqual([]);
});
