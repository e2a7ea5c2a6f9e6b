/** The part of the composition root for requests: submitting, following, acting on them, and what is agreed to on the way. */
import { makeAnswerConsent, makeListConsents } from "./consents/answer-consent.ts";
import { makeAcceptDocument } from "./documents/accept-document.ts";
import type { Documents } from "./documents/document.ts";
import type { Relay } from "./messaging/relay.ts";
import type { Logger } from "./privacy/log.ts";
import { makeActOnRequest } from "./requests/act-on-request.ts";
import { makeExpireRequests } from "./requests/expire-requests.ts";
import {
  makeListChanges,
  makeListDisclosures,
  makeListMessages,
  makeListRequests,
  makeReadRequest,
} from "./requests/follow-request.ts";
import { makeCountUnread, makeMarkRead } from "./requests/mark-read.ts";
import { makeSubmitRequest } from "./requests/submit-request.ts";
import type { Repository } from "./storage/repository.ts";
import type { Clock } from "./time/clock.ts";

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly log: Logger;
  readonly relaySeconds: number;
  readonly documents: Documents;
};

export const requestsOf = (needs: Needs) => ({
  submitRequest: makeSubmitRequest(needs),
  acceptDocument: makeAcceptDocument(needs),
  readRequest: makeReadRequest(needs),
  listRequests: makeListRequests(needs),
  listChanges: makeListChanges(needs),
  listDisclosures: makeListDisclosures(needs),
  listConsents: makeListConsents(needs),
  answerConsent: makeAnswerConsent(needs),
  markRead: makeMarkRead(needs),
  countUnread: makeCountUnread(needs),
  expireRequests: makeExpireRequests(needs),
  listMessages: makeListMessages(needs),
  ...makeActOnRequest(needs),
});
