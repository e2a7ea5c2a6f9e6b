/**
 * Emptying every place of the person, and erasing the person's key. The look-ups go first, so that nobody finds the way in
 * any more; the person's own partition last, and in it the mark last of all.
 */
import { member } from "../members/member.ts";
import { closure } from "../retention/closure.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import { cacheSeconds, KeyShredded, type Person } from "../storage/person-keys.ts";
import { isStore, type Place, type Trace } from "../storage/person-stores.ts";
import { erase, type Repository, replace, type Versioned } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import { awaitRelay } from "./call-off.ts";
import { erasureMark } from "./erasure.ts";
import { noteUndecided } from "./note-undecided.ts";
import { orderBlob } from "./order-processor.ts";
import { type Case, done, type EngineNeeds, type Step } from "./step.ts";
import { messagesOf, newNames, tracesIn } from "./traces.ts";

/** In this order. The key has a step of its own, and goes after all that. */
export const emptied = [
  "lookups",
  "archive",
  "failures",
  "to-processor",
  "from-processor",
  "erasures",
  "subjects",
] as const satisfies readonly Place[];

/** More rounds than anything that still ends meanwhile can need. */
const rounds = 5;

export const emptyStores: Step = async (needs, at) => {
  const { doc, person, now } = at;
  const messages = await messagesOf(needs, person);
  // Written while the processor was waited for. Without the key nobody could say in the ledger whose they are.
  const waits = awaitRelay(messages, now);
  if (waits !== undefined && (await hasKey(needs, person))) return waits;
  const names = newNames(doc, messages);
  if (names !== undefined) return { outcome: "again", change: names };
  let count = await closeWayBack(needs, at);
  if (count === undefined) return { outcome: "again", change: {} };
  for (const place of emptied) count += await empty(needs, at, place);
  return done(count);
};

/**
 * By the closure an erasure can be withdrawn, and by an open account's record a hold be set: both are taken out of reach before
 * anything else goes, and in the version that was asked, so that no word is lost that came meanwhile (DESIGN, section 11).
 * @returns undefined where there is such a word: then everything is asked again.
 */
async function closeWayBack({ repository, isDue }: EngineNeeds, at: Case): Promise<number | undefined> {
  const { person, doc, now } = at;
  // After a restore a hold is perhaps one long lifted, and nothing opens that it could keep.
  const stands = (hold: object | undefined) => doc.cause !== "restore" && hold !== undefined;
  const closed = await repository.read(person, closure, person.subjectId);
  const account = closed === undefined ? await accountOf(repository, person) : undefined;
  if (stands(closed?.doc.hold) || stands(account?.doc.hold)) return undefined;
  if (closed !== undefined && doc.cause === "retention" && !isDue(doc.brand, closed.doc, now)) return undefined;
  try {
    if (closed !== undefined) await repository.commit(person, [erase(closure, closed.doc.id, closed.etag)]);
    if (account !== undefined) {
      await repository.commit(person, [replace(member, { ...account.doc, status: "closed" }, account.etag)]);
    }
  } catch (error) {
    if (error instanceof WriteConflict) return undefined;
    throw error;
  }
  return closed === undefined ? 0 : 1;
}

/** The open account. What a closed one says of a hold counts no more. */
async function accountOf(repository: Repository, person: Person): Promise<Versioned<typeof member> | undefined> {
  try {
    const found = await repository.read(person, member, person.subjectId);
    return found?.doc.status === "active" ? found : undefined;
  } catch (error) {
    // Without the key nobody writes in it any more.
    if (error instanceof KeyShredded) return undefined;
    throw error;
  }
}

async function hasKey({ stores }: EngineNeeds, person: Person): Promise<boolean> {
  for await (const _ of tracesIn(stores, "person-keys", person)) return true;
  return false;
}

async function empty(needs: EngineNeeds, at: Case, place: Place): Promise<number> {
  const store = needs.stores[place];
  if (!isStore(store)) return 0;
  let count = 0;
  for (let round = 0; round < rounds; round += 1) {
    let found = 0;
    const last: Trace[] = [];
    for await (const page of store.find(at.person, at.doc)) {
      const theirs = page.filter((trace) => !isOwn(trace, at));
      const now = theirs.filter(({ kind }) => kind !== erasureMark.kind);
      last.push(...theirs.filter(({ kind }) => kind === erasureMark.kind));
      await noteUndecided(needs, now);
      if (now.length > 0) await store.erase(at.person, now);
      found += now.length;
    }
    if (found === 0 && last.length > 0) await store.erase(at.person, last);
    count += found;
    if (found === 0) return count;
  }
  throw new Error(`${place} keeps filling`);
}

/** The erasure itself names the person until its end, and its order lies there until it is confirmed. */
export const isOwn = ({ place, id }: Trace, { doc }: Case): boolean =>
  (place === "erasures" && id === `erasure.${doc.id}`) ||
  (place === "to-processor" && doc.order?.confirmed === undefined && id === orderBlob(doc.order?.messageId ?? ""));

export const eraseKey: Step = async ({ keys, stores }, { person }) => {
  await keys.shred(person);
  for await (const _ of tracesIn(stores, "person-keys", person)) throw new Error("the key is still there");
  return done(1);
};

/** Seconds more than an opened key is kept: clocks of two instances are never quite the same. */
const margin = 5;

export const waitOutCaches: Step = async (_needs, { doc, now }) => {
  const gone = doc.steps.find(({ step }) => step === "key");
  if (gone === undefined) throw new Error("the key has not gone");
  const until = secondsAfter(new Date(gone.at), cacheSeconds + margin);
  return now < until ? { outcome: "wait", until, waitsFor: "key-caches" } : done();
};

export const waitOutMessages: Step = async (_needs, { doc, now }) => {
  const until = new Date(doc.messagesEndAt);
  return now < until ? { outcome: "wait", until, waitsFor: "message-lives" } : done();
};
