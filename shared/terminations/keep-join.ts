/**
 * Keeps a holder's join rows true: at activation, after a change of name or card, after a change of the shared key, and of a
 * closed account until its end. There is a row under every key that is shared, so that the issuer may change over when it
 * likes. New rows name the person before the record names the rows, and old ones let go last: at no moment is nobody found.
 * A row that names somebody whose own record names another row does not count (holders.ts). Safe to repeat.
 */
import type { Archive } from "../archive/archive.ts";
import type { KeyRing } from "../config.ts";
import { type Member, member } from "../members/member.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import { closure } from "../retention/closure.ts";
import type { Person } from "../storage/person-keys.ts";
import { type Repository, replace, type Write } from "../storage/repository.ts";
import { type HolderRows, holderJoins, joinHolder, type KeepJoin, leaveJoin } from "./holder-join.ts";

type Needs = {
  readonly repository: Repository;
  /** Of a closed account: there lie the name and the digits the hash is made of. */
  readonly archive: Pick<Archive, "read">;
  readonly holderRows: HolderRows;
  readonly joinKeys: KeyRing;
};
type Joins = Pick<Member, "issuerJoin" | "olderJoins">;

const namedBy = ({ issuerJoin, olderJoins = [] }: Joins): readonly KeyedHash[] =>
  issuerJoin === undefined ? [] : [issuerJoin, ...olderJoins];

/** @throws WriteConflict where the record changed meanwhile: whoever asked asks again. */
export const makeKeepJoin = ({ repository, archive, holderRows, joinKeys }: Needs): KeepJoin => {
  const follow = async (person: Person, holder: Member, own: Joins, write: (joins: Joins) => Write) => {
    const joins = holderJoins(joinKeys, person.brand, holder);
    const [issuerJoin, ...olderJoins] = joins;
    if (issuerJoin === undefined) throw new Error("no join key");
    const before = namedBy(own);
    if (before.join() === joins.join()) return "unchanged";
    for (const join of joins) await joinHolder(holderRows, join, person.subjectId);
    await repository.commit(person, [write({ issuerJoin, ...(olderJoins.length === 0 ? {} : { olderJoins }) })]);
    for (const join of before) if (!joins.includes(join)) await leaveJoin(holderRows, join, person.subjectId);
    return "changed";
  };

  return async (person) => {
    const { subjectId } = person;
    const found = await repository.read(person, member, subjectId);
    if (found?.doc.status === "active") {
      const { olderJoins: _, ...doc } = found.doc;
      return follow(person, found.doc, found.doc, (joins) => replace(member, { ...doc, ...joins }, found.etag));
    }
    const closed = await repository.read(person, closure, subjectId);
    // Nobody the issuer's word would be looked for: an unfinished sign-up, or an erasure that has the word.
    if (closed === undefined || closed.doc.stage === "erasing") return "unchanged";
    const holder = found ?? (await archive.read(person, member, subjectId));
    if (holder === undefined) return "unchanged";
    const { olderJoins: _, ...doc } = closed.doc;
    return follow(person, holder.doc, closed.doc, (joins) => replace(closure, { ...doc, ...joins }, closed.etag));
  };
};
