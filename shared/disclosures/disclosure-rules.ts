/**
 * What a disclosure on a ground of the controller's own must satisfy before anybody is asked to confirm it: who may be told
 * on that ground, what it needs, and when the person may be kept from knowing. Charter article 5; GDPR articles 5(1)(b),
 * 6(1)(c), 6(1)(f), 13(1)(e) and 23.
 */
import { type DisclosureGround, disclosureGrounds } from "../charter/disclosures.ts";
import type { Recipient } from "../privacy/catalogues.ts";
import type { FieldFault } from "../refusal.ts";
import { parisDay, secondsAfter } from "../time/calendar.ts";

type Proposed = {
  readonly ground: DisclosureGround;
  readonly to: Recipient;
  readonly at: string;
  readonly hiddenUntil?: string;
  readonly commitmentsKept?: true;
};

/** Whether data had been given already when it was proposed: then agreeing can only come after the fact. */
export const wasGivenBefore = ({ at }: Pick<Proposed, "at">, proposedAt: string): boolean =>
  Date.parse(at) <= Date.parse(proposedAt);

/**
 * @param window seconds in which it can be agreed to: data are given after that, and not planned beyond it.
 * @returns the rules it breaks; none when it may be proposed.
 */
export function disclosureFaults(
  { ground, to, at, hiddenUntil, commitmentsKept }: Proposed,
  now: Date,
  window: number,
): FieldFault[] {
  const allowed: readonly Recipient[] = disclosureGrounds[ground].to;
  const faults: FieldFault[] = [];
  if (!allowed.includes(to)) faults.push({ pointer: "/to", rule: "must be a recipient this ground allows" });
  if (new Date(at) > secondsAfter(now, window)) {
    faults.push({ pointer: "/at", rule: "must not be later than it can be agreed to" });
  }
  if (ground === "business-transfer" && commitmentsKept !== true) {
    faults.push({ pointer: "/commitmentsKept", rule: "must be true: the acquirer has taken over the commitments" });
  }
  // Only the law can forbid telling the person, and not for a day that is over.
  if (hiddenUntil !== undefined && ground !== "legal-duty") {
    faults.push({ pointer: "/hiddenUntil", rule: "must be absent: only a legal duty can forbid telling" });
  }
  if (hiddenUntil !== undefined && hiddenUntil <= parisDay(now)) {
    faults.push({ pointer: "/hiddenUntil", rule: "must be a day to come" });
  }
  return faults;
}
