/** The part of the composition root for members themselves: sign-up, sign-in, sessions, and what they keep of themselves. */
import type { KeyRing } from "./config.ts";
import { makeReadTimeline } from "./disclosures/timeline.ts";
import type { Documents } from "./documents/document.ts";
import type { AllowCode } from "./limits/limit.ts";
import { makeAskEmailChange, makeVerifyEmailChange } from "./members/change-email.ts";
import { makeDeclareInterest, makeEraseInterest, makeListInterests } from "./members/declare-interest.ts";
import type { Lookups } from "./members/lookup.ts";
import { makeReadMember } from "./members/read-member.ts";
import { makeRenewCard } from "./members/renew-card.ts";
import { makeSignUp } from "./members/sign-up.ts";
import { makeUpdateMember } from "./members/update-member.ts";
import type { Relay } from "./messaging/relay.ts";
import { makeCheckCode } from "./sessions/check-code.ts";
import { makeEndNamedSession, makeEndSession, type makeEndSessions } from "./sessions/end-sessions.ts";
import { makeListSessions } from "./sessions/list-sessions.ts";
import { makeSignIn } from "./sessions/sign-in.ts";
import { makeAskStepUp, makeVerifyStepUp } from "./sessions/step-up.ts";
import { makeVerifySignIn, makeVerifySignUp } from "./sessions/verify-code.ts";
import type { Person, PersonKeys } from "./storage/person-keys.ts";
import type { Repository } from "./storage/repository.ts";
import type { Clock } from "./time/clock.ts";

type Needs = {
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly keys: PersonKeys;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly lookupKeys: KeyRing;
  readonly codeKeys: KeyRing;
  readonly relaySeconds: number;
  readonly documents: Documents;
  readonly allowCode: AllowCode;
  readonly refuseWhileErasing: (person: Person, sessionId?: string) => Promise<void>;
  readonly endSessions: ReturnType<typeof makeEndSessions>;
};

export function membersOf(needs: Needs) {
  const withCodes = { ...needs, checkCode: makeCheckCode(needs) };
  return {
    signUp: makeSignUp(needs),
    signIn: makeSignIn(needs),
    verifySignUp: makeVerifySignUp(withCodes),
    verifySignIn: makeVerifySignIn(withCodes),
    askStepUp: makeAskStepUp(needs),
    verifyStepUp: makeVerifyStepUp(withCodes),
    listSessions: makeListSessions(needs),
    endSession: makeEndSession(needs),
    endNamedSession: makeEndNamedSession(needs),
    endSessions: needs.endSessions,
    updateMember: makeUpdateMember(needs),
    renewCard: makeRenewCard(needs),
    declareInterest: makeDeclareInterest(needs),
    listInterests: makeListInterests(needs),
    eraseInterest: makeEraseInterest(needs),
    askEmailChange: makeAskEmailChange(withCodes),
    verifyEmailChange: makeVerifyEmailChange(withCodes),
    readMember: makeReadMember(needs),
    readTimeline: makeReadTimeline(needs),
  };
}
