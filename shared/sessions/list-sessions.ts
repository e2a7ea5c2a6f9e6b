/** A member's open sessions, as the member sees them: since when, last seen, and which one this is. */
import * as z from "zod";
import { digest } from "../privacy/formats.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { sessionsOf } from "./ending.ts";
import { handleOf, isOver, type Session, session } from "./session.ts";

const { startedAt, seenAt, expiresAt } = session.schema.shape;

export const sessionList = declared("session-list", {
  items: z.array(
    z.strictObject({
      /** What it is ended by; it proves nothing. */
      id: plain(digest(), ["member"]),
      startedAt,
      seenAt,
      expiresAt,
      isThisOne: plain(z.boolean(), ["member"]),
    }),
  ),
});
export type SessionList = Doc<typeof sessionList>;

export const makeListSessions =
  ({ repository, clock }: { readonly repository: Repository; readonly clock: Clock }) =>
  async (person: Person, current: Pick<Session, "id">): Promise<SessionList> => {
    const now = clock.now();
    const open = (await sessionsOf(repository, person))
      .map(({ doc }) => doc)
      .filter((doc) => !isOver(doc, now))
      .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
    return {
      items: open.map((doc) => ({
        id: handleOf(doc),
        startedAt: doc.startedAt,
        seenAt: doc.seenAt,
        expiresAt: doc.expiresAt,
        isThisOne: doc.id === current.id,
      })),
    };
  };
