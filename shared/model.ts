/**
 * Everything that is declared, in one list: what is stored, where, and what is exchanged. Registers, exports, the erasure
 * plan and the schemas for others are made from it; a test compares it with the tree, so that nothing declared is missing.
 */

import { ledgerEntry, ledgerHead } from "./audit/ledger-entry.ts";
import { settingsState } from "./audit/watch-settings.ts";
import { consent } from "./consents/consent.ts";
import { disclosure } from "./disclosures/disclosure.ts";
import { announcement } from "./documents/announcement.ts";
import * as erasureContract from "./erasure/contract.ts";
import { erasure, erasureDelivery, erasureMark, keptByLaw } from "./erasure/erasure.ts";
import { limit } from "./limits/limit.ts";
import { emailChange } from "./members/email-change.ts";
import { interest } from "./members/interest.ts";
import { lookup } from "./members/lookup.ts";
import { acceptance, member } from "./members/member.ts";
import { failure } from "./messaging/failure.ts";
import { outboxRow } from "./messaging/outbox.ts";
import type { Recipient } from "./privacy/catalogues.ts";
import type { AnyRecord, Declared } from "./privacy/record.ts";
import * as contract from "./requests/contract.ts";
import { dispatchControl } from "./requests/dispatch-control.ts";
import { message, received, request } from "./requests/request.ts";
import { closure } from "./retention/closure.ts";
import { legalHold } from "./retention/legal-hold.ts";
import { session, ticket } from "./sessions/session.ts";
import { approval } from "./staff/approval.ts";
import { opening } from "./staff/opening.ts";
import { review } from "./staff/review.ts";
import { idempotencyRow } from "./storage/commit-once.ts";
import type { BlobContainerName, ContainerName } from "./storage/containers.ts";
import * as card from "./terminations/contract.ts";
import { holderRow } from "./terminations/holder-join.ts";
import { undecidedTermination } from "./terminations/undecided.ts";

export type StoredRecord = { readonly record: AnyRecord; readonly container: ContainerName };

/** Every kind of record and the container it lies in. */
export const storedRecords: readonly StoredRecord[] = [
  { record: member, container: "subjects" },
  { record: acceptance, container: "subjects" },
  { record: announcement, container: "subjects" },
  { record: session, container: "subjects" },
  { record: ticket, container: "subjects" },
  { record: emailChange, container: "subjects" },
  { record: interest, container: "subjects" },
  { record: closure, container: "subjects" },
  { record: legalHold, container: "subjects" },
  { record: holderRow, container: "lookups" },
  { record: undecidedTermination, container: "failures" },
  { record: request, container: "subjects" },
  { record: message, container: "subjects" },
  { record: consent, container: "subjects" },
  { record: received, container: "subjects" },
  { record: opening, container: "subjects" },
  { record: approval, container: "subjects" },
  { record: review, container: "subjects" },
  { record: disclosure, container: "subjects" },
  { record: outboxRow, container: "subjects" },
  { record: idempotencyRow, container: "subjects" },
  { record: erasureMark, container: "subjects" },
  { record: keptByLaw, container: "archive" },
  { record: erasure, container: "erasures" },
  { record: erasureDelivery, container: "erasures" },
  { record: lookup, container: "lookups" },
  { record: limit, container: "lookups" },
  { record: failure, container: "failures" },
  { record: dispatchControl, container: "controls" },
  { record: ledgerEntry, container: "ledger" },
  { record: ledgerHead, container: "ledger" },
  { record: settingsState, container: "ledger" },
];

/** Every message exchanged with the card issuer: ids, a keyed hash and a day, in the event itself. */
export const cardMessages = [
  { payload: card.servicesTerminated, to: "application" },
  { payload: card.servicesReinstated, to: "application" },
  { payload: card.servicesCorrected, to: "application" },
  { payload: card.cardMessageAcknowledged, to: "card-issuer" },
  { payload: card.cardMessageRefused, to: "card-issuer" },
] as const;

export type Payload = {
  readonly payload: Declared & { readonly type: string };
  readonly to: Extract<Recipient, "processor"> | "application";
  /** Where it lies until it is acknowledged; absent where the event itself carries it. */
  readonly container?: BlobContainerName;
};

/** Every message exchanged with the concierge processor. */
export const payloads: readonly Payload[] = [
  { payload: contract.requestSubmitted, to: "processor", container: "to-processor" },
  { payload: contract.conversationPosted, to: "processor", container: "to-processor" },
  { payload: contract.proposalAccepted, to: "processor", container: "to-processor" },
  { payload: contract.proposalDeclined, to: "processor", container: "to-processor" },
  { payload: contract.requestCancelled, to: "processor", container: "to-processor" },
  { payload: erasureContract.erasureOrdered, to: "processor", container: "to-processor" },
  { payload: contract.requestExpired, to: "processor", container: "to-processor" },
  { payload: contract.consentAnswered, to: "processor", container: "to-processor" },
  { payload: contract.messageAcknowledged, to: "processor" },
  { payload: contract.messageRefused, to: "processor" },
  { payload: contract.messageAcknowledged, to: "application" },
  { payload: contract.messageRefused, to: "application" },
  { payload: contract.requestStarted, to: "application" },
  { payload: contract.proposalMade, to: "application", container: "from-processor" },
  { payload: contract.requestConfirmed, to: "application", container: "from-processor" },
  { payload: contract.requestCompleted, to: "application" },
  { payload: contract.requestRefused, to: "application", container: "from-processor" },
  { payload: contract.requestCancelledByProcessor, to: "application", container: "from-processor" },
  { payload: contract.conversationPosted, to: "application", container: "from-processor" },
  { payload: erasureContract.erasureConfirmed, to: "application", container: "from-processor" },
  { payload: contract.conversationRead, to: "application" },
  { payload: contract.cancellationSettled, to: "application", container: "from-processor" },
  { payload: contract.consentRequested, to: "application", container: "from-processor" },
  { payload: contract.disclosureReported, to: "application", container: "from-processor" },
];
