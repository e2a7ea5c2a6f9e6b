/** Sign-up, sign-in and verification over ports in memory, as `compose.ts` puts them together. */

import { makeLedger } from "../../shared/audit/record-entry.ts";
import { brandIds } from "../../shared/charter/brands.ts";
import type { KeyRing } from "../../shared/config.ts";
import { documentNames, documentSchema, documentsOf } from "../../shared/documents/document.ts";
import { refuseWhileErasing as refuse } from "../../shared/erasure/mark-person.ts";
import { makeAllowCode } from "../../shared/limits/allow-code.ts";
import { makeAskEmailChange, makeVerifyEmailChange } from "../../shared/members/change-email.ts";
import { makeConfirmAddress } from "../../shared/members/confirm-address.ts";
import { makeDeclareInterest, makeEraseInterest, makeListInterests } from "../../shared/members/declare-interest.ts";
import type { Lookups } from "../../shared/members/lookup.ts";
import { makeRenewCard } from "../../shared/members/renew-card.ts";
import { makeSignUp, type SignUpInput } from "../../shared/members/sign-up.ts";
import { makeUpdateMember } from "../../shared/members/update-member.ts";
import { makeRelay } from "../../shared/messaging/relay.ts";
import { makeEndLookUps } from "../../shared/retention/end-look-ups.ts";
import { makeCheckCode } from "../../shared/sessions/check-code.ts";
import { makeEndNamedSession, makeEndSession, makeEndSessions } from "../../shared/sessions/end-sessions.ts";
import { makeListSessions } from "../../shared/sessions/list-sessions.ts";
import { makeSignIn } from "../../shared/sessions/sign-in.ts";
import { makeAskStepUp, makeVerifyStepUp } from "../../shared/sessions/step-up.ts";
import { makeVerifySignIn, makeVerifySignUp, type SignInCodeInput } from "../../shared/sessions/verify-code.ts";
import type { Person, PersonKeys } from "../../shared/storage/person-keys.ts";
import type { Repository } from "../../shared/storage/repository.ts";
import { standingClock } from "./clock.ts";
import { memoryLedger } from "./ledger.ts";
import { memoryLimits } from "./limits.ts";
import { keptLog } from "./log.ts";
import { memoryLookups } from "./lookups.ts";
import { memoryPersonKeys } from "./person-keys.ts";
import { memoryQueues } from "./queues.ts";
import { memoryRepository } from "./repository.ts";

export const lookupKeys = [{ version: "1", key: "l".repeat(43) }];
export const ledgerKeys = [{ version: "1", key: "a".repeat(43) }];
/** No approval is made here. */
const nothingToCarryOut = async () => {
  throw new Error("nothing to carry out");
};
export const codeKeys = [{ version: "1", key: "c".repeat(43) }];

/** One version of each text, in force since the beginning of 2026. */
export const documents = documentsOf(
  brandIds.flatMap((brand) =>
    documentNames.flatMap((document) =>
      (["fr", "en"] as const).map((language) =>
        documentSchema.parse({
          document,
          brand,
          language,
          version: "2026-01",
          effectiveOn: "2026-01-01",
          change: "major",
          isExample: true,
          title: document,
          sections: [{ id: "one", heading: "1", paragraphs: [`${document} ${brand} ${language}`] }],
        }),
      ),
    ),
  ),
  "2026-11-23",
);

export const signUpAs = (change: Partial<SignUpInput> = {}): SignUpInput => ({
  title: "madame",
  lastName: "Durand",
  firstName: "Zoé",
  birthDate: "1984-02-29",
  email: "zoe.durand@example.fr",
  mobile: "06 12 34 56 78",
  cardDigits: "497010123",
  language: "fr",
  accepts: { charter: "2026-01", terms: "2026-01" },
  ...change,
});

type Ports = { readonly repository: Repository; readonly lookups: Lookups; readonly keys: PersonKeys };

/** @param through puts something between the capabilities and their ports, such as a crash. */
export function accounts(through: (ports: Ports) => Ports = (ports) => ports) {
  const clock = standingClock();
  const repository = memoryRepository();
  const lookups = memoryLookups(clock);
  const { keys, blobs: keyBlobs } = memoryPersonKeys(clock);
  const queues = memoryQueues();
  const limitRows = memoryLimits();
  const ledger = memoryLedger();
  const { log, events } = keptLog();

  const capabilities = (ports: Ports, ring: KeyRing = lookupKeys) => {
    const confirmAddress = makeConfirmAddress({ ...ports, log, clock, relaySeconds: 60 });
    const intervals = { relay: 60, dispatch: 120, notification: 120 };
    const recordEntry = makeLedger({ ...ports, store: ledger, clock, ledgerKeys }).recordRow;
    const relay = makeRelay({
      ...ports,
      queues,
      clock,
      log,
      intervals,
      confirmAddress,
      recordEntry,
      carryOut: nothingToCarryOut,
    });
    const refuseWhileErasing = (person: Person) => refuse(ports.repository, person);
    const allowCode = makeAllowCode({ limitRows, clock, lookupKeys: ring });
    const checkCode = makeCheckCode({ ...ports, clock, codeKeys });
    const needs = {
      ...ports,
      relay,
      clock,
      lookupKeys: ring,
      codeKeys,
      documents,
      relaySeconds: 60,
      allowCode,
      checkCode,
      refuseWhileErasing,
    };
    const [verifySignUp, verifySignIn] = [makeVerifySignUp(needs), makeVerifySignIn(needs)];
    return {
      signUp: makeSignUp(needs),
      signIn: makeSignIn(needs),
      verifySignUp,
      verifySignIn,
      verifyCode: (person: Person, secret: string, purpose: "sign-up" | "sign-in", input: SignInCodeInput) =>
        purpose === "sign-up" ? verifySignUp(person, secret, input) : verifySignIn(person, secret, input),
      askStepUp: makeAskStepUp(needs),
      verifyStepUp: makeVerifyStepUp(needs),
      askEmailChange: makeAskEmailChange(needs),
      verifyEmailChange: makeVerifyEmailChange(needs),
      allowCode,
      confirmAddress,
      relay,
      listSessions: makeListSessions(needs),
      endSession: makeEndSession(needs),
      endNamedSession: makeEndNamedSession(needs),
      endSessions: makeEndSessions(needs),
      updateMember: makeUpdateMember(needs),
      renewCard: makeRenewCard(needs),
      declareInterest: makeDeclareInterest(needs),
      listInterests: makeListInterests(needs),
      eraseInterest: makeEraseInterest(needs),
    };
  };
  const ports = { repository, lookups, keys };
  return {
    clock,
    repository,
    lookups,
    keys,
    keyBlobs,
    queues,
    ledger,
    events,
    log,
    limitRows,
    endLookUps: makeEndLookUps({ lookups, limitRows, clock }),
    ...capabilities(through(ports)),
    sound: capabilities(ports),
    /** The same system after a change of the look-up keys. */
    under: (ring: KeyRing) => capabilities(ports, ring),
  };
}
