/**
 * Finding an account by an exact identifier: there is no browsing, no part of a name, no list. The answer has one shape,
 * found or not, and each search stands in the ledger. Charter article 5; GDPR articles 5(1)(c) and 32.
 */
import * as z from "zod";
import type { Audited } from "../audit/audited.ts";
import { newLedgerRow } from "../audit/entry.ts";
import type { KeyRing } from "../config.ts";
import { addressHashes } from "../members/address.ts";
import { isProven, type Lookups } from "../members/lookup.ts";
import { member } from "../members/member.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { request } from "../requests/request.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { actorOf, allStaff, type Staff } from "./staff.ts";

const id = () => z.exactOptional(plain(z.uuid(), allStaff));

/** Exactly one of them. In the body, so that no address stands in a URL. */
export const searchInput = declared("staff-search", {
  email: z.exactOptional(member.schema.shape.email),
  memberId: id(),
  requestId: id(),
});
export type SearchInput = Doc<typeof searchInput>;

export const searchAnswer = declared("staff-search-answer", {
  members: z.array(z.strictObject({ memberId: plain(z.uuid(), allStaff) })).max(1),
});
export type SearchAnswer = Doc<typeof searchAnswer>;

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly lookupKeys: KeyRing;
  readonly clock: Clock;
  readonly audited: Audited;
};

export const makeFindMember = ({ repository, lookups, lookupKeys, clock, audited }: Needs) => {
  const byEmail = async (brand: Staff["brand"], email: string): Promise<Person | undefined> => {
    const now = clock.now();
    const rows = await Promise.all(addressHashes(lookupKeys, brand, email).map((hash) => lookups.read(hash)));
    const found = rows.find((row) => row !== undefined && isProven(row.doc, now));
    return found === undefined ? undefined : { brand, subjectId: found.doc.subjectId };
  };
  const byMemberId = async (brand: Staff["brand"], subjectId: string): Promise<Person | undefined> => {
    const owner = await repository.owner(subjectId);
    return owner?.brand === brand ? owner : undefined;
  };

  /** @throws Refusal invalid-input where there is not exactly one identifier. */
  return async (staff: Staff, input: SearchInput): Promise<SearchAnswer> => {
    const { email, memberId, requestId } = input;
    const given = Object.keys(input);
    const [by] = given;
    if (by === undefined || given.length !== 1) {
      throw new Refusal("invalid-input", { fields: [{ pointer: "", rule: "must hold exactly one identifier" }] });
    }
    const person =
      email !== undefined
        ? await byEmail(staff.brand, email)
        : memberId !== undefined
          ? await byMemberId(staff.brand, memberId)
          : await repository.locate(request, staff.brand, requestId ?? "");
    const note = { event: "staff.searched", actor: actorOf(staff) } as const;
    if (person === undefined) {
      // It met nobody: there is no partition its row could lie in.
      await audited.looked({ ...note, brand: staff.brand }, by);
      return { members: [] };
    }
    await repository.commit(person, [create(outboxRow, newLedgerRow({ ...note, detail: by }, clock.now()))]);
    return { members: [{ memberId: person.subjectId }] };
  };
};
