/**
 * Dispatch: a row becomes a signed message in the processor's inbox and an immutable blob beside it. The row stays, due
 * again after its interval, until the processor acknowledges: nothing is lost if it is away for a month (DESIGN, section 6).
 */
import { newLedgerRow } from "../audit/entry.ts";
import type { TransferGate } from "../charter/transfers.ts";
import { categoriesIn, type Disclosure, disclosure } from "../disclosures/disclosure.ts";
import { type CloudEvent, digestOf } from "../messaging/cloud-event.ts";
import { type GrowingInterval, growingInterval } from "../messaging/growing-interval.ts";
import { type OutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { QueueSender } from "../messaging/queue-sender.ts";
import type { SignMessage } from "../messaging/signing.ts";
import { currentTrace } from "../messaging/trace.ts";
import { type Category, categories } from "../privacy/catalogues.ts";
import type { Blobs } from "../storage/blobs.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace } from "../storage/repository.ts";
import { secondsAfter } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { composeMessage } from "./compose-message.ts";
import { requestSubmitted } from "./contract.ts";
import { dated } from "./expiry.ts";
import { blobNameOf } from "./payload-blob.ts";
import { request } from "./request.ts";
import { isStatus, transitions } from "./states.ts";

type Needs = {
  readonly repository: Repository;
  readonly blobs: Blobs;
  readonly queues: QueueSender;
  readonly sign: SignMessage;
  readonly clock: Clock;
  readonly intervals: GrowingInterval;
  readonly gate: TransferGate;
  readonly isPaused: (brand: Person["brand"]) => Promise<boolean>;
  /** Whether the person is being erased: then the order to erase is the last that goes out. */
  readonly isMarked: (person: Person) => Promise<boolean>;
};

/** @throws TransferWithoutBasis, or whatever is not settled: the host tries again, and after that the timer. A row that is gone needs nothing. */
export const makeDispatchMessage = (needs: Needs) => {
  const { repository, blobs, queues, sign, clock, intervals, gate, isPaused, isMarked } = needs;

  /** Nothing was sent: the row counts as new, and is looked at again after the first interval, however long the pause. */
  const putOff = async (person: Person, row: OutboxRow, etag: string): Promise<void> => {
    const dueAt = secondsAfter(clock.now(), intervals.first).toISOString();
    try {
      await repository.commit(person, [replace(outboxRow, { ...row, dueAt }, etag)]);
    } catch (error) {
      // Somebody else has put it off, or it was settled.
      if (!(error instanceof WriteConflict)) throw error;
    }
  };

  return async (person: Person, rowId: string): Promise<void> => {
    const found = await repository.read(person, outboxRow, rowId);
    // Acknowledged meanwhile, or not visible yet: in both cases the row itself, not this pointer, brings it up again.
    if (found === undefined || found.doc.dueAt === undefined) return;
    const { doc, etag } = found;
    if (await isMarked(person)) return;
    // Once it is sent, it has not been taken up in vain.
    const { takeUps: _inVain, ...row } = doc;
    if (await isPaused(person.brand)) return putOff(person, row, etag);
    gate(person.brand, "processor");
    const { payload, request: about } = await composeMessage(repository, person, row);
    // Before it leaves, so that nothing is ever passed on without the person being able to see it.
    if (row.type === "concierge.request.submitted.v1" && row.attempts === 0) {
      await recordDispatch(repository, person, row, payload, clock.now());
    }
    const blobName = blobNameOf(person, row.id);
    const content = await blobs.putOnce(blobName, Buffer.from(JSON.stringify(payload)), "application/json");
    const interval = growingInterval(intervals, row.attempts);
    await queues.send("concierge-inbox", await sign(eventOf(person, row, blobName, content)), interval);

    const forwarded = transitions[about.doc.status].forward;
    const now = clock.now();
    try {
      await repository.commit(person, [
        replace(
          outboxRow,
          { ...row, attempts: row.attempts + 1, dueAt: secondsAfter(now, interval).toISOString() },
          etag,
        ),
        ...(row.type === "concierge.request.submitted.v1" && isStatus(forwarded)
          ? [replace(request, dated({ ...about.doc, status: forwarded, updatedAt: now.toISOString() }), about.etag)]
          : []),
      ]);
    } catch (error) {
      // It was sent all the same. The processor may have answered already, or the member have acted meanwhile; a row that is
      // still there comes up again at its date, and the receiver knows the message by its id.
      if (!(error instanceof WriteConflict)) throw error;
    }
  };
};

/**
 * One for each request: what it says and what is written about it from then on goes to the processor. Its id is the
 * message's, so it is written once. Charter article 5; GDPR articles 15(1)(c) and 28.
 */
async function recordDispatch(repository: Repository, person: Person, row: OutboxRow, payload: object, now: Date) {
  const shown = new Set([...categoriesIn(requestSubmitted, payload), "conversation"]);
  const recorded: Disclosure = {
    id: row.id,
    origin: "dispatched",
    at: now.toISOString(),
    to: "processor",
    purpose: "concierge-requests",
    categories: (Object.keys(categories) as Category[]).filter((category) => shown.has(category)),
    ground: "carrying-out-a-request",
    ...(row.requestId === undefined ? {} : { requestId: row.requestId }),
  };
  const note = { event: "data.disclosed", actor: { role: "system" }, purpose: recorded.purpose } as const;
  try {
    await repository.commit(person, [
      create(disclosure, recorded),
      create(outboxRow, newLedgerRow({ ...note, about: row.id, detail: "carrying-out-a-request" }, now)),
    ]);
  } catch (error) {
    // Written by a try that did not get to the end.
    if (!(error instanceof WriteConflict)) throw error;
  }
}

function eventOf(person: Person, row: OutboxRow, blobName: string, content: Buffer): CloudEvent {
  const traceparent = currentTrace();
  return {
    specversion: "1.0",
    id: row.id,
    source: `urn:concierge:${person.brand}`,
    type: row.type,
    subject: `${person.subjectId}/${row.requestId}`,
    time: row.createdAt,
    datacontenttype: "application/json",
    dataref: `to-processor/${blobName}`,
    datadigest: digestOf(content),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
