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
import { transferGate, transfers } from "./charter/transfers.ts";
import { makeExecutors } from "./compose-executors.ts";
import { membersOf } from "./compose-members.ts";
import { failedWorkOf, keysOf } from "./compose-operations.ts";
import { type Ports, portsOf } from "./compose-ports.ts";
import { requestsOf } from "./compose-requests.ts";
import { retentionOf } from "./compose-retention.ts";
import { staffOf } from "./compose-staff.ts";
import { readSettings, type Settings } from "./config.ts";
import { makeAnnounceVersions } from "./documents/announce-versions.ts";
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
import { failuresDue, makeRetryFailures } from "./failures/retry-failures.ts";
import { makeTakeBackPoison } from "./failures/take-back-poison.ts";
import { makeCheckReadiness } from "./health/readiness.ts";
import type { Serving } from "./http/handler.ts";
import { entraLogin, makeIdentifyStaff } from "./http/staff-token.ts";
import { makeAllowCode } from "./limits/allow-code.ts";
import { mailboxCounters } from "./limits/mailbox-counter.ts";
import { makeConfirmAddress } from "./members/confirm-address.ts";
import { partnerOf } from "./messaging/partner.ts";
import { pointerReader, type QueueReaders } from "./messaging/queue-reader.ts";
import { longestSeconds, makeRelay } from "./messaging/relay.ts";
import { messageSigner } from "./messaging/signing.ts";
import { storedRecords } from "./model.ts";
import { makeSendNotification } from "./notifications/send-notification.ts";
import { makeApplyUpdate } from "./requests/apply-update.ts";
import { makeIsDispatchPaused, makeSwitchDispatch } from "./requests/dispatch-control.ts";
import { makeDispatchMessage } from "./requests/dispatch-message.ts";
import { makeHearErasure } from "./requests/hear-erasure.ts";
import { makeSendReceipt } from "./requests/send-receipt.ts";
import { makeSettleMessage } from "./requests/settle-message.ts";
import { makeTakeUpdate } from "./requests/take-update.ts";
import { makeHeldBy } from "./retention/hold-person.ts";
import { isAtItsEnd } from "./retention/standing.ts";
import { makeEndSessions } from "./sessions/end-sessions.ts";
import { makeOpenSession } from "./sessions/open-session.ts";
import { makeCarryOut } from "./staff/carry-out.ts";
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
import { isNobodyIn, type Person, personKeys } from "./storage/person-keys.ts";
import { holdersOf } from "./terminations/holders.ts";
import { makeKeepJoin } from "./terminations/keep-join.ts";
import { parisDay } from "./time/calendar.ts";

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
  const endSessions = makeEndSessions({ repository, clock });
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
    endSessions: async (person) => void (await endSessions(person)),
    countersOf: (brand, email) => mailboxCounters(lookupKeys, brand, email),
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
  const retry = makeRetryFailures({ failures, readers, repository, ledger, clock, log });
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
    ...membersOf({
      repository,
      lookups,
      keys,
      relay,
      clock,
      lookupKeys,
      codeKeys,
      relaySeconds,
      documents,
      allowCode,
      refuseWhileErasing: stopWhileErasing,
      endSessions,
    }),
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
      endSessions,
      clock,
      log,
    }),
    ...requestsOf({ repository, relay, clock, log, relaySeconds, documents }),
    switchDispatch: makeSwitchDispatch({ controls, clock }),
    dispatchControl: controls.dispatch,
    dispatchMessage,
    sendNotification,
    takeUpdate: takeUpdate.receive,
    retryFailures: retry.retryDue,
    takeBackPoison: makeTakeBackPoison({ poison, failures, readers, log }),
    readQueues: Object.keys(readers) as readonly (keyof typeof readers)[],
    ...failedWorkOf({
      repository,
      outbox: cosmosOutbox(container("subjects")),
      contradictions: cosmosContradictions(container("subjects")),
      failures,
      outgoing,
      relay,
      retry: retry.retry,
      audited,
      clock,
      relaySeconds,
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
    ...keysOf({ blobs: storedKeys, brandKeys: wrapping, repository, lookups, lookupKeys, clock, log, keepJoin }),
    announceVersions: makeAnnounceVersions({ blobs: storedKeys, repository, relay, clock, documents, relaySeconds }),
    partner: { log, failures, verify: processor.verify },
    checkReadiness: makeCheckReadiness({ log, probes }),
  };
}

export const compose = async (settings: Settings) => capabilitiesOf(settings, await portsOf(settings));

export type Concierge = Awaited<ReturnType<typeof compose>>;

/** The running application. */
export const concierge: Concierge = await compose(readSettings());
