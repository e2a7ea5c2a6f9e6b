/** What a step of an erasure is: it does its part again from the start, however often it is asked, and says how it ended. */
import type { AppendEntry } from "../audit/entry.ts";
import type { BrandId } from "../charter/brands.ts";
import type { TransferGate } from "../charter/transfers.ts";
import type { GrowingInterval } from "../messaging/growing-interval.ts";
import type { QueueSender } from "../messaging/queue-sender.ts";
import type { SignMessage } from "../messaging/signing.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import type { Logger } from "../privacy/log.ts";
import type { AnyRecord, Doc } from "../privacy/record.ts";
import type { RetentionRule } from "../privacy/retention-rules.ts";
import type { Closure } from "../retention/closure.ts";
import type { Blobs } from "../storage/blobs.ts";
import type { ContainerName } from "../storage/containers.ts";
import type { Person, PersonKeys } from "../storage/person-keys.ts";
import type { PersonStores } from "../storage/person-stores.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import type { Erasure, WaitingFor } from "./erasure.ts";
import type { Erasures } from "./erasures.ts";
import type { StepName } from "./steps.ts";

/** Seconds. */
export type Timing = {
  /** How long an order waits for its answer before it is sent again. */
  readonly chase: GrowingInterval;
  /** How long our own stores wait for the processor's word. */
  readonly patience: number;
  /** After how long somebody is told that an erasure is stuck, and again each day after that. */
  readonly alert: number;
  /** The longest life of any message about a person. */
  readonly longestLife: number;
};

/** A mail that carries a certificate. */
export type SendCertificate = (mail: {
  readonly id: string;
  readonly brand: BrandId;
  readonly to: string;
  readonly language: "fr" | "en";
  readonly erasureId: string;
  readonly certificate: string;
}) => Promise<void>;

export type EngineNeeds = {
  readonly erasures: Erasures;
  readonly repository: Repository;
  /** The archive: where what a law keeps lies after its person is gone. */
  readonly archive: Repository;
  readonly stores: PersonStores;
  readonly keys: PersonKeys;
  readonly records: readonly { readonly record: AnyRecord; readonly container: ContainerName }[];
  readonly endSessions: (person: Person) => Promise<void>;
  /** Under what the codes for a mailbox are counted. */
  readonly countersOf: (brand: BrandId, email: string) => readonly KeyedHash[];
  /** Whether a legal hold stands: it goes before everything else (DESIGN, section 11). */
  readonly heldBy: (person: Person) => Promise<boolean>;
  /** Whether the rules' end, looked at anew, has come: it moves with what is said about the end of the services. */
  readonly isDue: (brand: BrandId, standing: Closure, now: Date) => boolean;
  /** The last instant of what a rule keeps. @param doc the record, in which the starting event stands. */
  readonly keptUntil: (rule: RetentionRule, doc: Doc<AnyRecord>, now: Date) => Date;
  readonly recordEnd: (of: Erasure) => Promise<void>;
  /** Straight to the ledger, for what lies in nobody's partition. Once, by its id. */
  readonly appendEntry: AppendEntry;
  readonly queues: QueueSender;
  readonly sign: SignMessage;
  readonly signCertificate: (content: object) => Promise<string>;
  readonly sendCertificate: SendCertificate;
  readonly outgoing: Blobs;
  readonly gate: TransferGate;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing: Timing;
};

/** The erasure as it stands, and whose it is. */
export type Case = { readonly doc: Erasure; readonly person: Person; readonly now: Date };

export type Change = { readonly [K in keyof Erasure]?: Erasure[K] | undefined };

export type Outcome =
  /** Its part is done, and it has seen that it is. */
  | { readonly outcome: "done"; readonly count?: number; readonly change?: Change }
  /** Something is put on record first; then it goes on. */
  | { readonly outcome: "again"; readonly change: Change }
  | { readonly outcome: "wait"; readonly until: Date; readonly waitsFor: WaitingFor; readonly change?: Change }
  | { readonly outcome: "back"; readonly to: StepName; readonly change?: Change }
  /** There is nothing to erase, or another erasure does it: this one goes without a trace. */
  | { readonly outcome: "drop" };

export type Step = (needs: EngineNeeds, at: Case) => Promise<Outcome>;
export type Steps = Readonly<Record<StepName, Step>>;

export const done = (count = 0, change: Change = {}): Outcome => ({ outcome: "done", count, change });
