/**
 * Taking in what the processor says. Its messages are untrusted input: signed, checked against the contract, applied once
 * by their id, and only where the state table says so. A late or repeated one changes nothing and is acknowledged; one
 * that contradicts the state is refused, with the reason, on the record; one that is early is left unacknowledged, so
 * that the sender brings it again when its turn has come (DESIGN, section 6).
 */
import type { CloudEvent } from "../messaging/cloud-event.ts";
import { newOutboxRow, type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import type { Logger } from "../privacy/log.ts";
import type { Doc } from "../privacy/record.ts";
import { closure } from "../retention/closure.ts";
import type { Blobs } from "../storage/blobs.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Versioned, type Write } from "../storage/repository.ts";
import { readSurely } from "../storage/sure-read.ts";
import { Unavailable } from "../storage/unavailable.ts";
import type { Clock } from "../time/clock.ts";
import type * as contract from "./contract.ts";
import { type Effect, effects } from "./effects.ts";
import { dated } from "./expiry.ts";
import { readPayload } from "./read-payload.ts";
import { type Request, received, request } from "./request.ts";
import { isStatus, transitions } from "./states.ts";

export type RefusalReason = Doc<typeof contract.messageRefused>["reason"];

/** What is told to the sender: taken in, refused for a reason, or nothing yet. */
export type Verdict =
  | { readonly outcome: "acknowledged" }
  | { readonly outcome: "refused"; readonly reason: RefusalReason }
  | { readonly outcome: "early" };

/** The request is not to be found: it may only not be visible yet, so this is tried again before anyone gives up. */
export class UnknownRequest extends Error {
  override readonly name = "UnknownRequest";
}

type Needs = {
  readonly repository: Repository;
  readonly incoming: Blobs;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly log: Logger;
  readonly relaySeconds: number;
};

const rounds = 5;
const refused = (reason: RefusalReason): Verdict => ({ outcome: "refused", reason });
const acknowledged: Verdict = { outcome: "acknowledged" };

/** A message is answered by its first outcome, however often it comes and whatever has happened since. */
const answerTo = (outcome: Doc<typeof received>["outcome"]): Verdict =>
  outcome === "contradiction" ? refused("state") : acknowledged;

export const makeApplyUpdate = (needs: Needs) => {
  const { repository, incoming, relay, clock, log } = needs;

  return async (person: Person, requestId: string, event: CloudEvent): Promise<Verdict> => {
    const effect = effects.get(event.type);
    if (effect === undefined) return refused("schema");
    const payload = await readPayload(incoming, event, effect);
    // What was taken in already keeps its answer: its sender may have erased the blob at our receipt, as the contract says.
    if ("reason" in payload) return (await surelyFirstAnswer(person, event)) ?? refused(payload.reason);

    for (let round = 0; round < rounds; round += 1) {
      const found = await repository.read(person, request, requestId);
      if (found === undefined) {
        // Archived with the account: nothing that is said about it now can change anything.
        if ((await repository.read(person, closure, person.subjectId)) !== undefined) return refused("state");
        throw new UnknownRequest();
      }
      const outcome = transitions[found.doc.status][effect.event];
      // Refused once, it is not waited for.
      if (outcome === "early") return (await firstAnswer(person, event)) ?? { outcome: "early" };
      const now = clock.now();
      const scope = { repository, person, requestId };
      const beside = isStatus(outcome) ? await effect.find?.(scope, payload.value as never) : undefined;
      const applied = isStatus(outcome) ? effect.apply(found.doc, payload.value as never, now, beside) : undefined;
      if (applied === "contradiction" || outcome === "contradiction") {
        // What was taken in before and comes again may well contradict what has happened since.
        const verdict = await note(person, requestId, event, "contradiction", found);
        // It contradicts a version that is not the newest any more: read and decided again.
        if (verdict === undefined) continue;
        if (verdict.outcome === "refused") {
          log.warn("update.contradicts-state", {
            requestId,
            messageId: event.id,
            type: event.type,
            state: found.doc.status,
          });
        }
        return verdict;
      }
      if (applied === undefined || !isStatus(outcome)) return noteLate(person, requestId, event);
      const rows = mailRows(effect, requestId, now, needs.relaySeconds);
      const changed: Request = dated({ ...applied.request, status: outcome, updatedAt: now.toISOString() });
      const writes: Write[] = [
        receivedRow(requestId, event, "applied", now),
        ...(applied.also ?? []),
        ...rows.map((row) => create(outboxRow, row)),
        ...(applied.request === found.doc && outcome === found.doc.status
          ? []
          : [replace(request, changed, found.etag)]),
      ];
      try {
        await repository.commit(person, writes);
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        // If another row exists, what the message brings is there already under another message's id. If its own does (the
        // first write), it was answered before; a row this read does not see yet is looked for again.
        if (error.reason === "exists" && error.index > 0) return noteLate(person, requestId, event);
        const verdict = error.reason === "exists" ? await firstAnswer(person, event) : undefined;
        if (verdict !== undefined) return verdict;
        continue;
      }
      await relay.inline(person, rows);
      return acknowledged;
    }
    throw new Error("the request kept changing");
  };

  /** What the sender was told when this message was taken in. @returns undefined where it never was. */
  async function firstAnswer(person: Person, { id }: CloudEvent): Promise<Verdict | undefined> {
    const before = await repository.read(person, received, id);
    return before === undefined ? undefined : answerTo(before.doc.outcome);
  }

  /** The same for good. @throws Unavailable where it was taken in and that cannot be read yet. */
  async function surelyFirstAnswer(person: Person, { id }: CloudEvent): Promise<Verdict | undefined> {
    const before = await readSurely(repository, person, received, id);
    return before === undefined ? undefined : answerTo(before.doc.outcome);
  }

  /** What has its effect already has it for good, whichever version was read. */
  async function noteLate(person: Person, requestId: string, event: CloudEvent): Promise<Verdict> {
    return (await note(person, requestId, event, "late")) ?? acknowledged;
  }

  /**
   * Leaves a trace of a message that changes nothing, once. A refusal is for good, so it is kept only on the version of the
   * request it was decided on, written once more as it is: a read may lag behind (decision 0185).
   * @returns the answer of the first time; undefined where the request is another one by now.
   */
  async function note(
    person: Person,
    requestId: string,
    event: CloudEvent,
    outcome: "late" | "contradiction",
    decidedOn?: Versioned<typeof request>,
  ): Promise<Verdict | undefined> {
    try {
      await repository.commit(person, [
        receivedRow(requestId, event, outcome, clock.now(), decidedOn?.doc.status),
        ...(decidedOn === undefined ? [] : [replace(request, decidedOn.doc, decidedOn.etag)]),
      ]);
      return answerTo(outcome);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      if (error.index > 0) return undefined;
      const first = await firstAnswer(person, event);
      // It is there, with an answer that must not be contradicted.
      if (first === undefined) throw new Unavailable("store", error);
      return first;
    }
  }
};

/** @param contradicts the state of the request that the message does not fit. */
const receivedRow = (
  requestId: string,
  { id, type, dataref }: CloudEvent,
  outcome: "applied" | "late" | "contradiction",
  now: Date,
  contradicts?: Request["status"],
) =>
  create(received, {
    id,
    requestId,
    receivedAt: now.toISOString(),
    outcome,
    ...(dataref === undefined ? {} : { payload: dataref }),
    ...(contradicts === undefined ? {} : { contradicted: { at: now.toISOString(), type, state: contradicts } }),
  });

const mailRows = (effect: Effect, requestId: string, now: Date, relaySeconds: number): readonly OutboxRow[] =>
  effect.mail === undefined ? [] : [newOutboxRow({ channel: "mail", type: effect.mail, requestId }, now, relaySeconds)];
