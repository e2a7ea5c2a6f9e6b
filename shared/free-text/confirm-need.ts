/**
 * What staff write in their own words is looked through as members' words are: the closed reasons say enough, so data that
 * GDPR article 9 protects are said in other words, or confirmed to be needed (article 9(2)(c): an emergency; (f): a legal
 * claim). Staff cannot consent for the person, so nothing is kept as a consent: that it was confirmed stands in the ledger.
 */
import { newLedgerRow } from "../audit/entry.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { actorOf, type Staff } from "../staff/staff.ts";
import { create, type Write } from "../storage/repository.ts";
import { confirmedIn } from "./ask-consent.ts";
import type { SpecialCategory } from "./special-categories.ts";

type Words = { readonly confirmsSpecialCategories?: readonly SpecialCategory[] | undefined };

/**
 * @param about the record that keeps the words.
 * @returns the ledger's row, none where nothing was found. @throws Refusal special-category-likely
 */
export async function needIn<W extends Words>(
  words: W,
  staff: Staff,
  about: string,
  now: Date,
): Promise<readonly Write[]> {
  const found = await confirmedIn(words);
  if (found === undefined) return [];
  const note = { event: "staff.special-words-confirmed", actor: actorOf(staff), about } as const;
  return [create(outboxRow, newLedgerRow(note, now))];
}
