/** Where an account stands, read from the person's partition: the open account itself, or its closure. */
import { type Member, member } from "../members/member.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository, Versioned } from "../storage/repository.ts";
import { nextStep, type Standing } from "./clock.ts";
import { type Closure, closure } from "./closure.ts";

export type Known =
  | { readonly account: Versioned<typeof member>; readonly closed?: never; readonly standing: Standing }
  | { readonly closed: Versioned<typeof closure>; readonly account?: never; readonly standing: Standing };

const optionalDate = <K extends string>(name: K, text: string | undefined) =>
  (text === undefined ? {} : { [name]: new Date(text) }) as Readonly<Partial<Record<K, Date>>>;

const holdOf = ({ hold }: Pick<Member, "hold">): Pick<Standing, "hold"> =>
  hold === undefined ? {} : { hold: { reviewOn: hold.reviewOn, ...optionalDate("remindedAt", hold.remindedAt) } };

const terminationOf = ({ termination }: Pick<Member, "termination">): Pick<Standing, "termination"> =>
  termination === undefined ? {} : { termination };

export const standingOfMember = (brand: Person["brand"], doc: Member): Standing => ({
  brand,
  status: doc.status === "pending" ? "pending" : "active",
  signedUpAt: new Date(doc.createdAt),
  ...optionalDate("lastSignedInAt", doc.lastSignedInAt ?? doc.activatedAt),
  ...optionalDate("firstWarnedAt", doc.inactivity?.firstWarnedAt),
  ...optionalDate("lastWarnedAt", doc.inactivity?.lastWarnedAt),
  ...terminationOf(doc),
  ...holdOf(doc),
});

export const standingOfClosure = (brand: Person["brand"], doc: Closure): Standing => ({
  brand,
  status: doc.stage,
  signedUpAt: new Date(doc.closedAt),
  closedAt: new Date(doc.closedAt),
  gone: doc.gone,
  ...(doc.isHeldBack === undefined ? {} : { isHeldBack: true }),
  ...terminationOf(doc),
  ...holdOf(doc),
});

/** Whether the last of the rules' ends has come: what an erasure that waits for others asks again. */
export const isAtItsEnd = (brand: Person["brand"], doc: Closure, now: Date): boolean => {
  const planned = nextStep({ ...standingOfClosure(brand, doc), status: "erasing" }, now);
  return planned?.step.name === "erase" && planned.at <= now;
};

/** @returns undefined where there is nobody (any more). @throws KeyShredded */
export async function knownOf(repository: Repository, person: Person): Promise<Known | undefined> {
  // The closure first: it needs no key, and where it is, what is left of the account no longer counts.
  const closed = await repository.read(person, closure, person.subjectId);
  if (closed !== undefined) return { closed, standing: standingOfClosure(person.brand, closed.doc) };
  const account = await repository.read(person, member, person.subjectId);
  // A closed account without its closure is one that an erasure is emptying: what it says of a hold counts no more.
  if (account === undefined || account.doc.status === "closed") return undefined;
  return { account, standing: standingOfMember(person.brand, account.doc) };
}
