/** A pointer on an internal queue: whose outbox row is due. It holds ids and the brand, nothing else. */
import { type BrandId, brandIds } from "../charter/brands.ts";
import type { Person } from "../storage/person-keys.ts";
import type { CloudEvent } from "./cloud-event.ts";
import type { OutboxRow } from "./outbox.ts";
import { currentTrace } from "./trace.ts";

const source = "urn:concierge:";

export function pointerTo(
  { brand, subjectId }: Person,
  row: Pick<OutboxRow, "id" | "traceparent">,
  now: Date,
): CloudEvent {
  const traceparent = currentTrace() ?? row.traceparent;
  return {
    specversion: "1.0",
    id: row.id,
    source: `${source}${brand}`,
    type: "concierge.outbox-row.due.v1",
    subject: subjectId,
    time: now.toISOString(),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/** @throws Error for an event that is no pointer of ours. */
export function personOf({ source: from, subject }: CloudEvent): Person {
  const brand = brandIds.find((candidate) => from === `${source}${candidate}`);
  if (brand === undefined) throw new Error("not a pointer");
  return { brand: brand satisfies BrandId, subjectId: subject };
}
