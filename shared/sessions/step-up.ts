/**
 * Step-up: a fresh code, given within the session, before contact data change or a right is used. Signing in again in all
 * but name, so the session gets a new secret; its end stays what it was (OWASP ASVS 5, 7.2.4 and 7.5.1; decision 0091).
 */
import { newLedgerRow } from "../audit/entry.ts";
import { outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { CheckCode, CodeInput } from "./code.ts";
import { sendCountedCode } from "./new-ticket.ts";
import { type IssuedTicket, newSecret, newSession, type Session, session } from "./session.ts";

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly relaySeconds: number;
};

const note = { event: "session.stepped-up", actor: { role: "member" } } as const;

/** Sends a code to the mailbox of the account, for this session only. */
export const makeAskStepUp =
  (needs: Needs) =>
  (person: Person, of: Session): Promise<IssuedTicket> =>
    sendCountedCode(needs, person, of, "step-up");

/** @returns the session under its new secret, which exists nowhere else. The old one proves nothing any more. */
export const makeVerifyStepUp =
  ({ checkCode }: { readonly checkCode: CheckCode }) =>
  (
    person: Person,
    ticketSecret: string,
    of: Session,
    { code }: CodeInput,
  ): Promise<{ readonly secret: string; readonly session: Session }> =>
    checkCode(
      person,
      { secret: ticketSecret, purpose: "step-up", code, sessionId: of.id },
      {
        // As it stands now: codes asked for since this request was let in are counted on it.
        plan: async (_ticket, now, found) => {
          if (found === undefined) throw new Refusal("not-signed-in");
          const { codesAskedAt } = found.doc;
          const secret = newSecret();
          const raised: Session = {
            ...newSession(secret, now, found.doc),
            steppedUpAt: now.toISOString(),
            ...(codesAskedAt === undefined ? {} : { codesAskedAt }),
          };
          return {
            writes: [
              erase(session, of.id, found.etag),
              create(session, raised),
              create(outboxRow, newLedgerRow(note, now)),
            ],
            outcome: { secret, session: raised },
          };
        },
      },
    );
