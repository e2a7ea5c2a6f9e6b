/**
 * Keeps a member's join row true: at activation, after a change of name or card, after a change of the shared key. The new
 * row names the person before the member names the row, and the old one lets go last: at no moment is nobody found. A row
 * that names somebody whose own record names another row does not count (take-card-event.ts). Safe to repeat.
 */
import type { KeyRing } from "../config.ts";
import { member } from "../members/member.ts";
import { type Repository, replace } from "../storage/repository.ts";
import { type HolderRows, holderJoin, joinHolder, type KeepJoin, leaveJoin } from "./holder-join.ts";

type Needs = { readonly repository: Repository; readonly holderRows: HolderRows; readonly joinKeys: KeyRing };

/** @throws WriteConflict where the member changed meanwhile: whoever asked asks again. */
export const makeKeepJoin =
  ({ repository, holderRows, joinKeys }: Needs): KeepJoin =>
  async (person) => {
    const found = await repository.read(person, member, person.subjectId);
    if (found?.doc.status !== "active") return "unchanged";
    const { doc, etag } = found;
    const join = holderJoin(joinKeys, person.brand, doc);
    if (doc.issuerJoin === join) return "unchanged";
    await joinHolder(holderRows, join, person.subjectId);
    await repository.commit(person, [replace(member, { ...doc, issuerJoin: join }, etag)]);
    if (doc.issuerJoin !== undefined) await leaveJoin(holderRows, doc.issuerJoin, person.subjectId);
    return "changed";
  };
