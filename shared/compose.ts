/**
 * The composition root: settings become adapters, adapters become capabilities. Parsed and put together once, when the
 * app loads: a bad setting stops it here, by name. Every capability gets a named object of what it needs and nothing else.
 */

import { makeAudited } from "./audit/audited.ts";
import { makeKeepStreams, streamsDue } from "./audit/keep-streams.ts";
import { makeReadLedger } from "./audit/read-ledger.ts";
import { makeLedger } from "./audit/record-entry.ts";
import { makeVerifyLedger } from "./audit/verify-ledger.ts";
import { makeWatchSettings } from "./audit/watch-settings.ts";
import { nonEeaLocations } from "./charter/regions.ts";
import { transferGate, transfers } from "./charter/transfers.ts";
import { makeExecutors } from "./compose-executors.ts";
import { retentionOf } from "./compose-retention.ts";
import { staffOf } from "./compose-staff.ts";
import { readSettings, type Settings } from "./config.ts";
import { makeAnswerConsent, makeListConsents } from "./consents/answer-consent.ts";
import { makeReadTimeline } from "./disclosures/timeline.ts";
import { makeAcceptDocument } from "./documents/accept-document.ts";
import { makeAnnounceVersions } from "./documents/announce-versions.ts";
import { type Documents, documentsOf } from "./documents/document.ts";
import { loadDocuments } from "./documents/load-documents.ts";
import { certificateSigner, publishedKeys } from "./erasure/certificate.ts";
import { erasureConfirmed } from "./erasure/contract.ts";
import { certificateMailer } from "./erasure/deliver-certificate.ts";
import { makeRecordEnd } from "./erasure/end-erasure.ts";
import { endedErasuresDue } from "./erasure/ended-due.ts";
import { makeHearProcessor } from "./erasure/hear-processor.ts";
import { keptDue, keptUntil, makeEndKept } from "./erasure/kept-until.ts";
import { isMarked, refuseWhileErasing } from "./erasure/mark-person.ts";
import { orderBlob } from "./erasure/order-processor.ts";
import { makeReadCertificate } from "./erasure/read-certificate.ts";
import { makeSendDueErasures, makeStartErasure } from "./erasure/start-erasure.ts";
import type { EngineNeeds } from "./erasure/step.ts";
import { makeDiscardFailure } from "./failures/discard-failure.ts";
import { makeDiscardOutboxRow } from "./failures/discard-outbox-row.ts";
import { makeListContradictions } from "./failures/list-contradictions.ts";
import { makeListFailures } from "./failures/list-failures.ts";
import { makeListOutbox } from "./failures/list-outbox.ts";
import { makeReplayFailure } from "./failures/replay-failure.ts";
import { makeReplayOutboxRow } from "./failures/replay-outbox-row.ts";
import { failuresDue, makeRetryFailures } from "./failures/retry-failures.ts";
import { makeShowFailure } from "./failures/show-failure.ts";
import { makeShowOutboxRow } from "./failures/show-outbox-row.ts";
import { makeTakeBackPoison } from "./failures/take-back-poison.ts";
import { makeCheckReadiness, type Probes } from "./health/readiness.ts";
import type { Serving } from "./http/handler.ts";
import { entraLogin, makeIdentifyStaff } from "./http/staff-token.ts";
import { makeReindexAddresses } from "./keys/reindex-addresses.ts";
import { makeKeyStatus, makeRewrapKeys } from "./keys/rotate-keys.ts";
import { makeAllowCode } from "./limits/allow-code.ts";
import { makeAskEmailChange, makeVerifyEmailChange } from "./members/change-email.ts";
import { makeConfirmAddress } from "./members/confirm-address.ts";
import { makeDeclareInterest, makeEraseInterest, makeListInterests } from "./members/declare-interest.ts";
import { makeReadMember } from "./members/read-member.ts";
import { makeRenewCard } from "./members/renew-card.ts";
import { makeSignUp } from "./members/sign-up.ts";
import { makeUpdateMember } from "./members/update-member.ts";
import { partnerOf } from "./messaging/partner.ts";
import { type PoisonQueues, poisonQueues } from "./messaging/poison-queues.ts";
import { pointerReader, type QueueReaders } from "./messaging/queue-reader.ts";
import { type QueueSender, queueSender } from "./messaging/queue-sender.ts";
import { longestSeconds, makeRelay } from "./messaging/relay.ts";
import { messageSigner } from "./messaging/signing.ts";
import { currentTrace } from "./messaging/trace.ts";
import { storedRecords } from "./model.ts";
import { communicationServicesMailer, type Mailer } from "./notifications/mail.ts";
import { makeSendNotification } from "./notifications/send-notification.ts";
import { type Logger, logger } from "./privacy/log.ts";
import { makeActOnRequest } from "./requests/act-on-request.ts";
import { makeApplyUpdate } from "./requests/apply-update.ts";
import { makeIsDispatchPaused, makeSwitchDispatch } from "./requests/dispatch-control.ts";
import { makeDispatchMessage } from "./requests/dispatch-message.ts";
import { makeExpireRequests } from "./requests/expire-requests.ts";
import {
  makeListChanges,
  makeListDisclosures,
  makeListMessages,
  makeListRequests,
  makeReadRequest,
} from "./requests/follow-request.ts";
import { makeHearErasure } from "./requests/hear-erasure.ts";
import { makeCountUnread, makeMarkRead } from "./requests/mark-read.ts";
import { makeSendReceipt } from "./requests/send-receipt.ts";
import { makeSettleMessage } from "./requests/settle-message.ts";
import { makeSubmitRequest } from "./requests/submit-request.ts";
import { makeTakeUpdate } from "./requests/take-update.ts";
import { makeHeldBy } from "./retention/hold-person.ts";
import { isAtItsEnd } from "./retention/standing.ts";
import { makeCheckCode } from "./sessions/check-code.ts";
import { makeEndNamedSession, makeEndSession, makeEndSessions } from "./sessions/end-sessions.ts";
import { makeListSessions } from "./sessions/list-sessions.ts";
import { makeOpenSession } from "./sessions/open-session.ts";
import { makeSignIn } from "./sessions/sign-in.ts";
import { makeAskStepUp, makeVerifyStepUp } from "./sessions/step-up.ts";
import { makeVerifySignIn, makeVerifySignUp } from "./sessions/verify-code.ts";
import { makeCarryOut } from "./staff/carry-out.ts";
import { containerBlobs, type ListedBlobs } from "./storage/blobs.ts";
import { type BrandKeyRotation, type BrandKeys, brandKeys } from "./storage/brand-keys.ts";
import { type BlobContainerName, blobContainers, type ContainerName, containers } from "./storage/containers.ts";
import type { Container } from "./storage/cosmos-container.ts";
import { cosmosContradictions } from "./storage/cosmos-contradictions.ts";
import { cosmosControls } from "./storage/cosmos-controls.ts";
import { cosmosErasures } from "./storage/cosmos-erasures.ts";
import { cosmosFailures } from "./storage/cosmos-failures.ts";
import { cosmosHolderRows } from "./storage/cosmos-holder-rows.ts";
import { cosmosLedger } from "./storage/cosmos-ledger.ts";
import { cosmosLimits } from "./storage/cosmos-limits.ts";
import { cosmosLookups } from "./storage/cosmos-lookups.ts";
import { cosmosOutbox } from "./storage/cosmos-outbox.ts";
import { cosmosPersonStores, everyItemOf } from "./storage/cosmos-person-stores.ts";
import { cosmosRepository } from "./storage/cosmos-repository.ts";
import { cosmosSettingsMemory } from "./storage/cosmos-settings-memory.ts";
import { cosmosUndecided } from "./storage/cosmos-undecided.ts";
import { blobClient, cosmosClient, queueClient } from "./storage/credentials.ts";
import { isNobodyIn, type Person, personKeys } from "./storage/person-keys.ts";
import { holdersOf } from "./terminations/holders.ts";
import { makeKeepJoin } from "./terminations/keep-join.ts";
import { followClockAuthority } from "./time/authority-clock.ts";
import { parisDay } from "./time/calendar.ts";
import { type Clock, systemClock } from "./time/clock.ts";

const toConsole = (line: string, level: "info" | "warn" | "error") =>
  level === "error" ? console.error(line) : console.log(line);

/** What the application stands on. Azure's adapters by `portsOf`; the simulation gives it others of the same contracts. */
export type Ports = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly container: (name: ContainerName) => Container;
  readonly blobs: (name: BlobContainerName) => ListedBlobs;
  readonly queues: QueueSender;
  readonly poison: PoisonQueues;
  readonly brandKeys: BrandKeys & BrandKeyRotation;
  readonly mailer: Mailer;
  readonly documents: Documents;
  readonly probes: Probes;
};

/** Settings become adapters. */
export async function portsOf(settings: Settings): Promise<Ports> {
  const clock =
    settings.CONCIERGE_MODE === "local" && settings.CLOCK_URL !== undefined
      ? await followClockAuthority(settings.CLOCK_URL)
      : systemClock;
  const cosmos = cosmosClient(settings);
  // The archive's client by need: most instances never open it.
  let archive: ReturnType<typeof cosmosClient> | undefined;
  const clientFor = (name: ContainerName) => {
    if (containers[name].identity === "application") return cosmos;
    archive ??= cosmosClient(settings, "archive");
    return archive;
  };
  const container = (name: ContainerName) => clientFor(name).database(settings.COSMOS_DATABASE).container(name);
  const dataQueues = queueClient(settings, "data");
  const exchangeQueues = queueClient(settings, "exchange");
  const accounts = {
    data: blobClient(settings, "data"),
    keys: blobClient(settings, "keys"),
    exchange: blobClient(settings, "exchange"),
  };
  const blobContainer = (name: BlobContainerName) => accounts[blobContainers[name].account].getContainerClient(name);

  return {
    clock,
    log: logger({ write: toConsole, clock, trace: currentTrace }),
    container,
    blobs: (name) => containerBlobs(blobContainer(name)),
    queues: queueSender({ data: dataQueues, exchange: exchangeQueues }),
    poison: poisonQueues({ data: dataQueues, exchange: exchangeQueues }),
    brandKeys: brandKeys(settings),
    mailer: communicationServicesMailer(settings),
    documents: documentsOf(loadDocuments(), parisDay(clock.now())),
    probes: {
      store: () => container("subjects").read(),
      residency: async () => {
        if (settings.CONCIERGE_MODE === "local") return;
        const { resource } = await cosmos.getDatabaseAccount();
        const names = [...(resource?.readableLocations ?? []), ...(resource?.writableLocations ?? [])].map(
          (at) => at.name,
        );
        if (nonEeaLocations(names).length > 0) throw new Error("the store has a location outside the EEA");
      },
      keys: () => blobContainer("person-keys").getProperties(),
      exchange: async () => (await exchangeQueues()).getQueueClient("concierge-inbox").getProperties(),
      queues: async () => (await dataQueues()).getQueueClient("dispatch").getProperties(),
    },
  };
}

/** Adapters become capabilities. */
export function capabilitiesOf(settings: Settings, ports: Ports) {
  const { clock, log, container, queues, poison, mailer, documents, probes, brandKeys: wrapping } = ports;
  const storedKeys = ports.blobs("person-keys");
  const outgoing = ports.blobs("to-processor");
  const incoming = ports.blobs("from-processor");
  const keys = personKeys({ blobs: storedKeys, brandKeys: wrapping, clock });
  const repository = cosmosRepository({ container: container("subjects"), keys, clock });
  const lookups = cosmosLookups(container("lookups"));
  const limitRows = cosmosLimits(container("lookups"));
  const failures = cosmosFailures({ container: container("failures"), clock });
  const controls = cosmosControls(container("controls"));
  const sign = messageSigner(settings.SIGNING_KEYS);
  const processor = partnerOf(settings.PROCESSOR_KEYS, clock);
  const issuer = partnerOf(settings.ISSUER_KEYS, clock);
  const gate = transferGate({ register: transfers, clock });

  const relaySeconds = settings.RELAY_INTERVAL_SECONDS;
  const { LOOKUP_KEYS: lookupKeys, CODE_KEYS: codeKeys, CSRF_KEYS: csrfKeys, BRAND_ORIGINS: origins } = settings;

  const ledgerKeys = settings.LEDGER_KEYS;
  const ledgerStore = cosmosLedger(container("ledger"));
  const ledger = makeLedger({ store: ledgerStore, repository, keys, clock, ledgerKeys });
  const streams = { store: ledgerStore, blobs: ports.blobs("ledger-seals"), ledgerKeys, clock };

  const archive = cosmosRepository({ container: container("archive"), keys, clock, place: "archive" });
  const joins = {
    repository,
    archive,
    holderRows: cosmosHolderRows(container("lookups")),
    joinKeys: settings.ISSUER_JOIN_KEYS,
  };
  const keepJoin = makeKeepJoin(joins);
  const confirmAddress = makeConfirmAddress({ repository, lookups, keys, log, clock, relaySeconds });
  const relay = makeRelay({
    repository,
    queues,
    clock,
    log,
    intervals: {
      relay: relaySeconds,
      dispatch: settings.DISPATCH_INTERVAL_SECONDS,
      notification: settings.NOTIFICATION_INTERVAL_SECONDS,
    },
    confirmAddress: async (person, row) => {
      // Whatever brings an address up brings up the join row too: both follow the member's own record.
      await keepJoin(person);
      await confirmAddress(person, row);
    },
    recordEntry: ledger.recordRow,
    carryOut: makeCarryOut({
      repository,
      clock,
      log,
      // The capabilities stand further down: nothing is carried out before all of them are there.
      executors: makeExecutors({ repository, retention: () => retention }),
    }),
  });

  const allowCode = makeAllowCode({ limitRows, clock, lookupKeys });
  const checkCode = makeCheckCode({ repository, clock, codeKeys });
  const intervals = { first: settings.INBOX_INTERVAL_SECONDS, maximum: settings.INBOX_INTERVAL_MAX_SECONDS };
  const erasures = cosmosErasures({ container: container("erasures"), keys });
  const stores = cosmosPersonStores({
    container,
    blobs: ports.blobs,
    keys,
    holdersOf: (brand, join) => holdersOf(joins, brand, join),
  });
  const isPersonMarked = (person: Person) => isMarked(repository, person);
  const stopWhileErasing = (person: Person, sessionId?: string) => refuseWhileErasing(repository, person, sessionId);
  const heldBy = makeHeldBy(repository);
  const isNobody = isNobodyIn(storedKeys);
  const erasing: EngineNeeds = {
    erasures,
    repository,
    archive,
    stores,
    keys,
    records: storedRecords,
    endSessions: async (person) => void (await makeEndSessions({ repository, clock })(person)),
    heldBy,
    isDue: isAtItsEnd,
    keptUntil,
    recordEnd: makeRecordEnd(ledger),
    appendEntry: ledger.append,
    queues,
    sign,
    signCertificate: certificateSigner(settings.SIGNING_KEYS),
    sendCertificate: certificateMailer({ mailer, gate, origins }),
    outgoing,
    gate,
    clock,
    log,
    timing: {
      chase: intervals,
      patience: settings.ERASURE_PATIENCE_DAYS * 86_400,
      alert: settings.ERASURE_ALERT_DAYS * 86_400,
      longestLife: Math.max(settings.INBOX_INTERVAL_MAX_SECONDS, longestSeconds),
    },
  };
  // Seldom needed and not small: loaded with the first erasure.
  const advanceErasure = async (id: string): Promise<void> => {
    const { makeAdvanceErasure } = await import("./erasure/advance-erasure.ts");
    await makeAdvanceErasure(erasing)(id);
  };

  const openSession = makeOpenSession({ repository, clock });
  const sendReceipt = makeSendReceipt({ queues, sign, clock, replySeconds: settings.INBOX_INTERVAL_SECONDS });
  const takeUpdate = makeTakeUpdate({
    repository,
    sendReceipt,
    hearErasure: makeHearErasure({
      hearProcessor: makeHearProcessor({ erasures, speaksFor: processor.speaksFor, clock, log }),
      confirmed: erasureConfirmed,
      orderBlob,
      incoming,
      outgoing,
      isMarked: isPersonMarked,
      isNobody,
      sendReceipt,
      log,
    }),
    log,
    failures,
    partner: processor,
    applyUpdate: makeApplyUpdate({ repository, incoming, relay, clock, log, relaySeconds }),
    settle: makeSettleMessage({ repository, outgoing, clock, log }),
  });
  const identifyStaff = makeIdentifyStaff({
    directory: {
      tenantId: settings.STAFF_TENANT_ID,
      audience: settings.STAFF_AUDIENCE,
      loginUrl: settings.CONCIERGE_MODE === "local" ? settings.STAFF_LOGIN_URL : entraLogin,
    },
    clock,
    log,
  });
  const dispatchMessage = makeDispatchMessage({
    repository,
    blobs: outgoing,
    queues,
    sign,
    clock,
    gate,
    isPaused: makeIsDispatchPaused({ controls }),
    isMarked: isPersonMarked,
    intervals,
  });
  const sendNotification = makeSendNotification({
    repository,
    lookups,
    mailer,
    clock,
    lookupKeys,
    codeKeys,
    origins,
    gate,
    allowCode,
    log,
    claimSeconds: settings.NOTIFICATION_INTERVAL_SECONDS,
  });
  const audited = makeAudited(ledger);
  const startErasure = makeStartErasure({ erasures, repository, heldBy, advance: advanceErasure, queues, clock, log });
  const retention = retentionOf({
    ...joins,
    archive,
    keys,
    storedKeys,
    undecided: cosmosUndecided(container("failures")),
    lookups,
    limitRows,
    queues,
    relay,
    ledger,
    audited,
    sign,
    clock,
    log,
    relaySeconds,
    runCap: settings.RETENTION_RUN_CAP,
    replySeconds: settings.INBOX_INTERVAL_SECONDS,
    speaksFor: issuer.speaksFor,
    startErasure,
    comingEnds: [failuresDue(failures), streamsDue(streams), endedErasuresDue(erasures), keptDue(archive)],
  });
  /** How what failed is read and handled again. Every queue the application reads stands here (tested). */
  const readers = {
    dispatch: pointerReader(dispatchMessage),
    notifications: pointerReader(sendNotification),
    "erasure-work": pointerReader((_person, erasureId) => advanceErasure(erasureId)),
    "concierge-updates": { read: processor.verify, run: takeUpdate.take },
    "card-services": { read: issuer.verify, run: retention.takeCardEvent },
    "retention-work": pointerReader(retention.careFor),
  } satisfies QueueReaders;
  const retry = makeRetryFailures({ failures, readers, clock, log });
  const serving: Serving = {
    log,
    origins,
    csrfKeys,
    codeKeys,
    clock,
    trustedFronts: settings.TRUSTED_FRONTS,
    openSession,
    identifyStaff,
    refuseWhileErasing: stopWhileErasing,
  };

  return {
    settings,
    serving,
    log,
    clock,
    documents,
    /** The calendar day in Paris: what is in force on it is public. */
    today: () => parisDay(clock.now()),
    csrfKeys,
    codeKeys,
    signUp: makeSignUp({ repository, lookups, keys, relay, clock, lookupKeys, relaySeconds, documents, allowCode }),
    signIn: makeSignIn({ repository, lookups, relay, clock, lookupKeys, relaySeconds, allowCode }),
    verifySignUp: makeVerifySignUp({ repository, lookups, relay, checkCode, lookupKeys, relaySeconds }),
    verifySignIn: makeVerifySignIn({ repository, checkCode, refuseWhileErasing: stopWhileErasing }),
    askStepUp: makeAskStepUp({ repository, relay, clock, relaySeconds }),
    verifyStepUp: makeVerifyStepUp({ checkCode }),
    listSessions: makeListSessions({ repository, clock }),
    endSession: makeEndSession({ repository, clock }),
    endNamedSession: makeEndNamedSession({ repository, clock }),
    endSessions: makeEndSessions({ repository, clock }),
    updateMember: makeUpdateMember({ repository, clock }),
    renewCard: makeRenewCard({ repository, clock }),
    declareInterest: makeDeclareInterest({ repository, clock }),
    listInterests: makeListInterests({ repository }),
    eraseInterest: makeEraseInterest({ repository, clock }),
    askEmailChange: makeAskEmailChange({ repository, lookups, relay, clock, lookupKeys, relaySeconds, checkCode }),
    verifyEmailChange: makeVerifyEmailChange({
      repository,
      lookups,
      relay,
      clock,
      lookupKeys,
      relaySeconds,
      checkCode,
    }),
    readMember: makeReadMember({ repository }),
    readTimeline: makeReadTimeline({ repository, clock }),
    ...staffOf({
      repository,
      archive,
      lookups,
      lookupKeys,
      erasures,
      retention,
      audited,
      relay,
      relaySeconds,
      clock,
      log,
    }),
    submitRequest: makeSubmitRequest({ repository, relay, clock, relaySeconds, documents }),
    acceptDocument: makeAcceptDocument({ repository, clock, documents }),
    readRequest: makeReadRequest({ repository }),
    listRequests: makeListRequests({ repository }),
    listChanges: makeListChanges({ repository }),
    listDisclosures: makeListDisclosures({ repository }),
    listConsents: makeListConsents({ repository }),
    answerConsent: makeAnswerConsent({ repository, relay, clock, relaySeconds }),
    markRead: makeMarkRead({ repository, clock }),
    countUnread: makeCountUnread({ repository }),
    expireRequests: makeExpireRequests({ repository, relay, clock, log, relaySeconds }),
    listMessages: makeListMessages({ repository }),
    ...makeActOnRequest({ repository, relay, clock, relaySeconds }),
    switchDispatch: makeSwitchDispatch({ controls, clock }),
    dispatchControl: controls.dispatch,
    dispatchMessage,
    sendNotification,
    takeUpdate: takeUpdate.receive,
    retryFailures: retry.retryDue,
    takeBackPoison: makeTakeBackPoison({ poison, failures, readers, log }),
    readQueues: Object.keys(readers) as readonly (keyof typeof readers)[],
    failures: {
      list: makeListFailures({ failures, repository, audited }),
      show: makeShowFailure({ failures, repository, audited }),
      replay: makeReplayFailure({ failures, repository, audited, retry: retry.retry }),
      discard: makeDiscardFailure({ failures, repository, audited }),
    },
    outbox: {
      list: makeListOutbox({ outbox: cosmosOutbox(container("subjects")), clock, audited }),
      show: makeShowOutboxRow({ repository, clock, audited }),
      replay: makeReplayOutboxRow({ repository, relay, clock, relaySeconds }),
      discard: makeDiscardOutboxRow({ repository, outgoing, clock }),
    },
    listContradictions: makeListContradictions({
      contradictions: cosmosContradictions(container("subjects")),
      audited,
    }),
    relayDue: relay.due,
    retention,
    issuer: { log, failures, verify: issuer.verify },
    startErasure,
    advanceErasure,
    /** What the engine stands on, for runs that look at each of its steps. */
    erasing,
    sendDueErasures: makeSendDueErasures({ erasures, queues, clock }),
    endKept: makeEndKept({ archive, stores, keys, clock }),
    readCertificate: makeReadCertificate({ erasures }),
    listErasures: erasures.list,
    readErasure: erasures.read,
    replayRestore: async () => {
      const { makeReplayRestore } = await import("./erasure/replay-restore.ts");
      const everyItem = everyItemOf(container);
      return makeReplayRestore({
        erasures,
        keys,
        isNobody,
        outgoing,
        everyItem,
        advance: advanceErasure,
        clock,
        log,
      })();
    },
    /** The public halves of the keys that sign messages and certificates. */
    publicKeys: publishedKeys(settings.SIGNING_KEYS),
    audited,
    keepStreams: makeKeepStreams({ ...streams, ledger, log }),
    verifyLedger: makeVerifyLedger(streams),
    readLedger: makeReadLedger({ store: streams.store, audited }),
    watchSettings: makeWatchSettings({
      memory: cosmosSettingsMemory(container("ledger")),
      ledger,
      ledgerKeys,
      settings,
    }),
    keyStatus: makeKeyStatus({ blobs: storedKeys, brandKeys: wrapping }),
    rotateBrandKey: wrapping.rotate,
    rewrapKeys: makeRewrapKeys({ blobs: storedKeys, brandKeys: wrapping }),
    reindexAddresses: makeReindexAddresses({
      blobs: storedKeys,
      repository,
      lookups,
      lookupKeys,
      clock,
      log,
      keepJoin,
    }),
    announceVersions: makeAnnounceVersions({ blobs: storedKeys, repository, relay, clock, documents, relaySeconds }),
    partner: { log, failures, verify: processor.verify },
    checkReadiness: makeCheckReadiness({ log, probes }),
  };
}

export const compose = async (settings: Settings) => capabilitiesOf(settings, await portsOf(settings));

export type Concierge = Awaited<ReturnType<typeof compose>>;

/** The running application. */
export const concierge: Concierge = await compose(readSettings());
