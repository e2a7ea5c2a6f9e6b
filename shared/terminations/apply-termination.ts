/**
 * What was said about the end of somebody's services becomes part of their account, or of its closure, and the clock is
 * looked at anew. What comes late, by the issuer's own count, changes nothing; what contradicts is not applied. Whoever says
 * it (issuer or staff), a date may move either way and the clock follows.
 */
import { type AuditNote, newLedgerRow } from "../audit/entry.ts";
import { member } from "../members/member.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { closure } from "../retention/closure.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace } from "../storage/repository.ts";
import { parisDay } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { isPlausible, type Termination } from "./termination.ts";

export type Said = Pick<Termination, "effectiveOn" | "isRevoked" | "by" | "said"> & {
  /** Absent: staff, whose word is the last until the issuer says something newer. */
  readonly sequence?: number;
};

/** `again`: the same word, which has had its effect. `late`: a newer one of the issuer's has. `nothing-to-revoke`: of staff. */
type Unchanged = "again" | "late" | "contradiction" | "nothing-to-revoke";
export type Applied = "applied" | Unchanged | "before-sign-up" | "implausible-date" | "nobody";

export type ApplyTermination = (person: Person, said: Said, actor: AuditNote["actor"]) => Promise<Applied>;

type Needs = { readonly repository: Repository; readonly clock: Clock };

const rounds = 5;

/** @returns what it changes the known termination to, or why it changes nothing. Pure. */
export function termined(known: Termination | undefined, said: Said, receivedAt: string): Termination | Unchanged {
  const { sequence = known?.sequence ?? 0, ...rest } = said;
  // Of the issuer's messages the last one that had its effect, also where staff have spoken since.
  const issuerSaid = said.sequence === undefined ? issuerWord(known) : said.said;
  // Staff's word, carried out once more after a crash.
  const isSaid = known?.said === said.said && known.effectiveOn === said.effectiveOn;
  if (said.sequence === undefined && isSaid && known.isRevoked === said.isRevoked) return "again";
  // Staff take back what is known. The issuer's reinstatement may come before the termination that it takes back.
  if (said.sequence === undefined && said.isRevoked && known?.isRevoked !== false) return "nothing-to-revoke";
  if (said.sequence !== undefined && known !== undefined) {
    if (sequence < known.sequence) return "late";
    if (sequence === known.sequence) {
      const isSame =
        issuerWord(known) === said.said ||
        (known.effectiveOn === said.effectiveOn && known.isRevoked === said.isRevoked);
      if (isSame) return "again";
      // Of two words that contradict each other two people may choose the later one.
      if (said.by === "card-issuer") return "contradiction";
    }
  }
  return {
    ...rest,
    sequence,
    receivedAt,
    ...(said.by === "card-issuer" || issuerSaid === undefined ? {} : { issuerSaid }),
  };
}

const issuerWord = (known: Termination | undefined): string | undefined =>
  known?.issuerSaid ?? (known?.by === "card-issuer" ? known.said : undefined);

export const makeApplyTermination = ({ repository, clock }: Needs): ApplyTermination => {
  const apply = async (person: Person, said: Said, actor: AuditNote["actor"]): Promise<Applied> => {
    const closed = await repository.read(person, closure, person.subjectId);
    const account = closed === undefined ? await repository.read(person, member, person.subjectId) : undefined;
    const found = closed ?? account;
    if (found === undefined || account?.doc.status === "pending") return "nobody";
    const openedAt = closed?.doc.openedAt ?? account?.doc.createdAt ?? "";
    // Services that ended before the person came cannot be this person's.
    if (!said.isRevoked && said.effectiveOn < parisDay(new Date(openedAt))) return "before-sign-up";
    const now = clock.now();
    if (!isPlausible(said.effectiveOn, now)) return "implausible-date";
    const termination = termined(found.doc.termination, said, now.toISOString());
    if (typeof termination === "string") return termination;
    const change = { termination, dueAt: now.toISOString() };
    await repository.commit(person, [
      closed === undefined
        ? replace(member, { ...(account as NonNullable<typeof account>).doc, ...change }, found.etag)
        : replace(closure, { ...closed.doc, ...change }, found.etag),
      create(
        outboxRow,
        newLedgerRow(
          {
            event: "termination.received",
            actor,
            about: said.said,
            detail: said.isRevoked ? "revoked" : "effective",
          },
          now,
        ),
      ),
    ]);
    return "applied";
  };

  return async (person, said, actor) => {
    for (let round = 0; ; round += 1) {
      try {
        return await apply(person, said, actor);
      } catch (error) {
        // Somebody else wrote in between: from a fresh read.
        if (!(error instanceof WriteConflict) || round === rounds) throw error;
      }
    }
  };
};
