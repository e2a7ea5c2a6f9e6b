/** A message that somebody's work is due: the person's id and brand, nothing else. */
import { randomUUID } from "node:crypto";
import type { CloudEvent } from "../messaging/cloud-event.ts";
import { currentTrace } from "../messaging/trace.ts";
import type { Person } from "../storage/person-keys.ts";

export function personDue({ brand, subjectId }: Person, now: Date): CloudEvent {
  const traceparent = currentTrace();
  return {
    specversion: "1.0",
    id: randomUUID(),
    source: `urn:concierge:${brand}`,
    type: "concierge.person.due.v1",
    subject: subjectId,
    time: now.toISOString(),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
