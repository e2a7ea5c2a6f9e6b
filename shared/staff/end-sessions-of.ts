/**
 * Ending a member's sessions for them: somebody who rings up because a telephone was stolen. It needs an opened file, so a
 * purpose and a reason stand beside it, and the ledger names who did it. OWASP ASVS 5, 7.4.5; GDPR article 32.
 */
import type { EndSessions } from "../sessions/ending.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { requireOpening, type Under } from "./look-under.ts";
import { actorOf, type Staff } from "./staff.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock; readonly endSessions: EndSessions };

/** @throws Refusal opening-over. Safe to repeat. */
export const makeEndSessionsOf =
  (needs: Needs) =>
  async (staff: Staff, under: Under): Promise<void> => {
    const { person } = await requireOpening(needs, staff, under, "sessions");
    await needs.endSessions(person, { by: actorOf(staff) });
  };
