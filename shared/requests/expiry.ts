/**
 * What time does to a request. Proposals are good until a date; when the last one has passed unanswered, the search goes on
 * (`lapse`). A request of which nothing has come for three months ends (`expire`), but not before the week after the day it
 * was wished for; the processor may be away for a month without any of this. What was accepted never expires: it may be
 * booked already. Our own periods: the charter gives none.
 */
import { endOfDay, endOfPeriod, lastDayOf } from "../time/legal-periods.ts";
import type { Request } from "./request.ts";
import { isStatus, type RequestEvent, transitions } from "./states.ts";

/** Since the last thing that happened to it, or was said about it. */
export const silence = { days: 90 } as const;
/** After the last day it was wished for. */
export const grace = { days: 7 } as const;

/** @returns when time has something to say about it, where it has. */
function dueAtOf({ status, proposals, when, updatedAt }: Request): string | undefined {
  if (isStatus(transitions[status].lapse)) {
    const open = proposals.filter(({ answered }) => answered === undefined);
    // Told apart from a proposal by nothing but its date, which may have nine decimals.
    return open.length === 0 ? undefined : new Date(Math.max(...open.map(expiryOf))).toISOString();
  }
  if (!isStatus(transitions[status].expire)) return undefined;
  const tooLong = endOfPeriod(new Date(updatedAt), silence);
  const wished = when?.endDate ?? when?.date;
  const over = wished === undefined ? tooLong : endOfDay(lastDayOf(wished, grace));
  return (over > tooLong ? over : tooLong).toISOString();
}

const expiryOf = ({ expiresAt }: { readonly expiresAt: string }): number => Date.parse(expiresAt);

/** The request with its date as its state and proposals have it. Every write of a request goes through here. */
export function dated(doc: Request): Request {
  const { dueAt: _before, ...rest } = doc;
  const dueAt = dueAtOf(rest);
  return dueAt === undefined ? rest : { ...rest, dueAt };
}

/** @returns the event that is due by now, if one is. */
export function eventDue(doc: Request, now: Date): Extract<RequestEvent, "lapse" | "expire"> | undefined {
  const dueAt = dueAtOf(doc);
  if (dueAt === undefined || dueAt > now.toISOString()) return undefined;
  return isStatus(transitions[doc.status].lapse) ? "lapse" : "expire";
}
