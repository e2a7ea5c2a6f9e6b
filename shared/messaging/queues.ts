/**
 * Every storage queue of the product, declared once. Local start, tests, the handlers and the Bicep check read this; the
 * application creates none of them. No queue ever holds personal data: messages carry ids and references (DESIGN, section 2).
 */
import type { StorageConnection } from "../storage/containers.ts";

export type QueueDeclaration = {
  readonly account: StorageConnection;
  /** Who puts messages in; who takes them out. */
  readonly from: "application" | "processor" | "card-issuer";
  readonly to: "application" | "processor" | "card-issuer";
};

export const queues = {
  /** Outbox rows to hand to the concierge processor. */
  dispatch: { account: "data", from: "application", to: "application" },
  /** Outbox rows that become an e-mail. */
  notifications: { account: "data", from: "application", to: "application" },
  /** Erasures that are due. */
  "erasure-work": { account: "data", from: "application", to: "application" },
  /** Signed messages the concierge processor reads. */
  "concierge-inbox": { account: "exchange", from: "application", to: "processor" },
  /** Signed messages the concierge processor writes. */
  "concierge-updates": { account: "exchange", from: "processor", to: "application" },
  /** People whose retention is due. */
  "retention-work": { account: "data", from: "application", to: "application" },
  /** Signed messages of the card issuer: terminations and corrections. */
  "card-services": { account: "exchange", from: "card-issuer", to: "application" },
  /** Signed answers to them: taken in, or refused and why. Never whether anybody was found. */
  "card-services-replies": { account: "exchange", from: "application", to: "card-issuer" },
} as const satisfies Record<string, QueueDeclaration>;

export type QueueName = keyof typeof queues;

/** The queue where the Functions host puts what a handler refused too often. Exists for every queue the application reads. */
export const poisonQueue = <Q extends QueueName>(queue: Q) => `${queue}-poison` as const;
