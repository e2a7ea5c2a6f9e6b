/**
 * Submitting a request: the member's words are kept and the processor is told, in one commit. The answer is given after
 * the commit, never before; the queue learns ids only. Basis: contract, GDPR article 6(1)(b); charter articles 3 and 4.
 */
import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { acceptancesInForce } from "../documents/acceptance.ts";
import type { Documents } from "../documents/document.ts";
import { confirmsSpecialCategories, consentIn } from "../free-text/ask-consent.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import { type Doc, declared } from "../privacy/record.ts";
import { type FieldFault, Refusal } from "../refusal.ts";
import { commitOnce, type Intent } from "../storage/commit-once.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import { parisDay } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { dated } from "./expiry.ts";
import { request, wishShape } from "./request.ts";

export const submitRequestInput = declared("submit-request", {
  ...wishShape,
  language: request.schema.shape.language,
  confirmsSpecialCategories,
});
export type SubmitRequestInput = Doc<typeof submitRequestInput>;

const { id, status, submittedAt } = request.schema.shape;
export const requestSubmitted = declared("request-submitted", { id, status, submittedAt });
export type RequestSubmitted = Doc<typeof requestSubmitted>;

/** Nobody plans a table further ahead; a year 9999 is a typing error. */
const furthestYears = 3;

function refuseDates({ when }: SubmitRequestInput, today: string): void {
  if (when === undefined) return;
  const fields: FieldFault[] = [];
  const furthest = `${Number(today.slice(0, 4)) + furthestYears}${today.slice(4)}`;
  if (when.date < today) fields.push({ pointer: "/when/date", rule: "must be today or later" });
  if (when.date > furthest) fields.push({ pointer: "/when/date", rule: "must be within three years" });
  if (when.endDate !== undefined && when.endDate < when.date) {
    fields.push({ pointer: "/when/endDate", rule: "must not be before the date" });
  }
  if (when.endDate !== undefined && when.endDate > furthest) {
    fields.push({ pointer: "/when/endDate", rule: "must be within three years" });
  }
  if (fields.length > 0) throw new Refusal("invalid-input", { fields });
}

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly clock: Clock;
  readonly relaySeconds: number;
  readonly documents: Documents;
};

export const makeSubmitRequest =
  ({ repository, relay, clock, relaySeconds, documents }: Needs) =>
  async (person: Person, intent: Intent, input: SubmitRequestInput): Promise<RequestSubmitted> => {
    const now = clock.now();
    const at = now.toISOString();
    const requestId = randomUUID();
    const rows = [
      newOutboxRow({ channel: "processor", type: "concierge.request.submitted.v1", requestId }, now, relaySeconds),
      newOutboxRow({ channel: "mail", type: "request-received", requestId }, now, relaySeconds),
    ];
    const answer = await commitOnce({ repository, clock }, person, intent, async () => {
      // Here, so that a request made before midnight is answered again after it.
      refuseDates(input, parisDay(now));
      const { confirmsSpecialCategories: _confirmed, ...asked } = input;
      const consents = await consentIn(input, { requestId }, input.language, now);
      return {
        answer: { id: requestId, status: "submitted", submittedAt: at } as const,
        writes: [
          create(
            request,
            dated({ ...asked, id: requestId, status: "submitted", submittedAt: at, updatedAt: at, proposals: [] }),
          ),
          ...rows.map((row) => create(outboxRow, row)),
          ...consents,
          ...acceptancesInForce(documents, person.brand, now),
        ],
      };
    });
    if (answer.id === requestId) await relay.inline(person, rows);
    return answer;
  };

export const locationOf = (requestId: z.output<typeof id>): string => `/api/v1/requests/${requestId}`;
