/**
 * Who is there while requests are made up: members of both brands with a request each, one member whose data nobody else may
 * see, and whoever is signed in no longer. Members whose session a request has ended are replaced.
 */
import { CosmosClient } from "@azure/cosmos";
import type { BrandId } from "../../shared/charter/brands.ts";
import { cookieNames } from "../../shared/http/cookies.ts";
import { csrfHeader, issueCsrfToken } from "../../shared/http/cross-site.ts";
import { newSecret, newSession, session } from "../../shared/sessions/session.ts";
import type { StaffRole } from "../../shared/staff/staff.ts";
import { databaseName } from "../../shared/storage/containers.ts";
import type { Functions } from "../fixtures/functions.ts";
import { newEmail, signUpBody } from "../fixtures/inputs.ts";
import { type Asked, ask, declare, type Joined, join, steppedUp, ticketFor } from "../fixtures/joining.ts";

export type Player = Joined &
  Asked & {
    readonly interestId: string;
    uses: number;
    /** Sessions that were opened in this player's name so far. */
    reopened: number;
  };

export type Scene = {
  readonly functions: Functions;
  readonly members: Player[];
  /** Nobody asks in this member's name, so nothing of theirs belongs into any answer. */
  readonly victim: Player;
  readonly secrets: readonly string[];
  /** Cookie and token of a session that was ended. */
  readonly ended: Readonly<Record<string, string>>;
  /** A ticket's cookie and its code, fresh or one asked for before; nothing where no more codes are given out for now. */
  readonly ticket: (
    route: string,
    member: Joined,
    isFresh: boolean,
  ) => Promise<{ readonly cookie: string; readonly code: string } | undefined>;
  /** A token of somebody of the brand's staff. */
  readonly staffToken: (brand: BrandId, role: StaffRole) => Promise<string>;
  readonly replace: (member: Player) => Promise<void>;
};

/** A member can be asked for so often before a fresh one takes the place, so that no partition grows without end. */
export const usesOfMember = 500;

/** After so many sessions in vain there is nobody to sign in any more: the account was closed or is under erasure. */
const reopensOfMember = 40;

const victimName = "Geheimniskraemer";
const victimWish = "opfersingvogel";

export async function openScene(functions: Functions): Promise<Scene> {
  const player = async (brand: BrandId, lastName?: string, wish?: string): Promise<Player> => {
    const joined = await join(functions, brand, lastName === undefined ? {} : { lastName });
    const member = await steppedUp(functions, joined);
    const interestId = await declare(functions, member, wish ?? "Vieux gréements");
    return { ...member, ...(await ask(functions, member, wish)), interestId, uses: 0, reopened: 0 };
  };
  const sessions = new CosmosClient(functions.cosmos).database(databaseName).container("subjects");
  /** Another session as the application writes it, beside it: signing in anew each time would cost most of a run. */
  const reopen = async (player: Player): Promise<Player> => {
    const secret = newSecret();
    const now = functions.clock.now();
    const doc = { ...newSession(secret, now), steppedUpAt: now.toISOString() };
    const { brand, subjectId } = player;
    await sessions.items.create({
      ...session.schema.parse(doc),
      id: `session.${doc.id}`,
      kind: "session",
      v: 1,
      brand,
      subjectId,
    });
    const headers = {
      cookie: `${cookieNames.session}=${subjectId}.${secret}`,
      [csrfHeader]: issueCsrfToken(functions.secrets.csrfKeys, doc.id),
    };
    return { ...player, headers, reopened: player.reopened + 1 };
  };
  const victim = await player("milleis", victimName, `Un secret : ${victimWish}`);
  const gone = await player("milleis");
  const members: Player[] = [];
  const staffTokens = new Map<string, string>();
  const tickets = new Map<string, { readonly cookie: string; readonly code: string }>();
  for (const brand of ["milleis", "milleis", "milleis", "milleis", "platinum", "platinum"] as const)
    members.push(await player(brand));
  await functions.http("end-session", { headers: { host: gone.host, ...gone.headers } });
  return {
    functions,
    members,
    victim,
    secrets: [victim.email, victimName, victimWish, victim.subjectId, String(victim.headers.cookie).slice(60)],
    ended: gone.headers,
    async ticket(route, { brand, email }, isFresh) {
      const before = tickets.get(`${route} ${brand}`);
      if (!isFresh && before !== undefined) return before;
      const asked = await (route === "verify-sign-in"
        ? ticketFor(functions, "sign-in", brand, { email })
        : ticketFor(functions, "sign-up", brand, signUpBody(brand, { email: newEmail() }))
      ).catch(() => undefined);
      if (asked !== undefined) tickets.set(`${route} ${brand}`, asked);
      return asked;
    },
    async staffToken(brand, role) {
      const known = staffTokens.get(`${brand} ${role}`);
      const token = known ?? (await functions.issuer.mint({ brand, role, name: "camille" }));
      staffTokens.set(`${brand} ${role}`, token);
      return token;
    },
    async replace(member) {
      const at = members.indexOf(member);
      // Somebody else has replaced this one already.
      if (at < 0) return;
      members[at] = { ...member };
      const isSpent = member.uses > usesOfMember || member.reopened > reopensOfMember;
      members[at] = isSpent ? await player(member.brand) : await reopen(member);
    },
  };
}
