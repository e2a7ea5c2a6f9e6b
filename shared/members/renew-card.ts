/**
 * A renewed card: its first digits replace the old ones if they make its holder eligible, and the programme follows from
 * them. The digits show eligibility and nothing else (charter article 3). Basis: contract, GDPR article 6(1)(b).
 */
import { newLedgerRow } from "../audit/entry.ts";
import { brandOf } from "../charter/brands.ts";
import { type Doc, declared } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository, Versioned } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { cardDigitsFault, eligibleProgramme } from "./card.ts";
import type { member } from "./member.ts";
import { digitsAsGiven, normaliseDigits } from "./normal-form.ts";
import { commitMember, holderChanged } from "./update-member.ts";

export const renewCardInput = declared("renew-card", { cardDigits: digitsAsGiven });

/** @throws Refusal invalid-input, card-not-eligible, stale-version, not-found */
export const makeRenewCard =
  ({ repository, clock }: { readonly repository: Repository; readonly clock: Clock }) =>
  async (person: Person, ifMatch: string, input: Doc<typeof renewCardInput>): Promise<Versioned<typeof member>> => {
    const cardDigits = normaliseDigits(input.cardDigits);
    const rule = cardDigitsFault(cardDigits);
    if (rule !== undefined) throw new Refusal("invalid-input", { fields: [{ pointer: "/cardDigits", rule }] });
    const programme = eligibleProgramme(brandOf(person.brand), cardDigits).id;
    const now = clock.now();
    return commitMember(repository, person, ifMatch, (doc) => {
      const next = { ...doc, cardDigits, programme };
      const entry = newLedgerRow({ event: "card.renewed", actor: { role: "member" } }, now);
      return { next, notes: [entry, ...holderChanged(doc, next, now)] };
    });
  };
