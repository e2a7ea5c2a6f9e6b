/** The controller's people for tests of functions, with tokens of the local issuer, and what they do first. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { type CardIssuer, cardIssuer } from "../../local/card-issuer/card-issuer.ts";
import { objectIdOf } from "../../local/issuer/tenant.ts";
import { issuerSource } from "../../local/system/settings.ts";
import type { BrandId } from "../../shared/charter/brands.ts";
import { maximumDequeueCount } from "../../shared/messaging/queue-handler.ts";
import type { StaffRole } from "../../shared/staff/staff.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import type { Call, Functions } from "../fixtures/functions.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { processorMessage } from "./person.ts";

export type Colleague = Awaited<ReturnType<typeof staffOf>>;

/** One person of the staff; another name is another person. */
export async function staffOf(functions: Functions, role: StaffRole, name = "camille", brand: BrandId = "milleis") {
  const authorization = `Bearer ${await functions.issuer.mint({ brand, role, name })}`;
  const host = brand === "milleis" ? {} : { host: `${brand}.localhost:7071` };
  return {
    id: objectIdOf(name),
    role,
    headers: { authorization },
    ask: (route: string, { headers, ...call }: Call = {}) =>
      functions.http(route, {
        ...call,
        headers: { authorization, "idempotency-key": randomUUID(), ...host, ...headers },
      }),
  };
}

/** What a function may give as purpose and reason. */
export const usualReason = {
  desk: { purpose: "concierge-requests", reason: "request-follow-up" },
  dpo: { purpose: "accountability", reason: "compliance-check" },
} as const;

export async function opened(
  staff: Colleague,
  memberId: string,
  body: object = usualReason[staff.role === "dpo" ? "dpo" : "desk"],
): Promise<{ readonly memberId: string; readonly openingId: string }> {
  const answer = await staff.ask("open-file", { params: { memberId }, body });
  expect(answer.status).toBe(201);
  return { memberId, openingId: answer.json<{ id: string }>().id };
}

export const legalDuty = (now: Date) => ({
  ground: "legal-duty",
  to: "authority",
  name: "Tribunal judiciaire de Paris",
  purpose: "legal-claims",
  categories: ["identity", "request"],
  at: now.toISOString(),
  reference: "Ordonnance 27/00112",
});

export async function proposedDisclosure(staff: Colleague, memberId: string, now: Date, over: object = {}) {
  const answer = await staff.ask("propose-disclosure", { params: { memberId }, body: { ...legalDuty(now), ...over } });
  expect(answer.status).toBe(201);
  return { memberId, approvalId: answer.json<{ id: string }>().id };
}

export const holdOrder = { reason: "litigation", reference: "TJ Paris 27/00112", reviewOn: "2027-12-31" };

/** Proposed by one, confirmed by another. @returns the approval's id and what became of it. */
export async function agreed(
  by: Colleague,
  second: Colleague,
  name: string,
  params: Readonly<Record<string, string>>,
  body: object,
) {
  const proposal = await by.ask(name, { params, body });
  expect(proposal.status).toBe(201);
  const { id } = proposal.json<{ id: string }>();
  const decision = { memberId: params.memberId ?? "", approvalId: id };
  const answer = await second.ask("confirm-action", { params: decision });
  return { id, status: answer.json<{ status: string }>().status };
}

export const glassReason = {
  purpose: "security",
  reason: "emergency",
  words: "Membre hospitalisé à l'étranger, joindre ses proches",
  confirmsSpecialCategories: ["health"],
};

export async function proposedOpening(staff: Colleague, memberId: string) {
  const answer = await staff.ask("propose-opening", { params: { memberId }, body: glassReason });
  expect(answer.status).toBe(201);
  return { memberId, approvalId: answer.json<{ id: string }>().id };
}

/** An exceptional opening with a second person's agreement. @returns its review's params. */
export async function brokenGlass(staff: Colleague, second: Colleague, memberId: string) {
  const { approvalId } = await proposedOpening(staff, memberId);
  expect((await second.ask("confirm-action", { params: { memberId, approvalId } })).status).toBe(200);
  const { purpose, reason } = glassReason;
  const { openingId } = await opened(staff, memberId, { purpose, reason, approvalId });
  return { memberId, approvalId, openingId, reviewId: openingId };
}

/** A termination the issuer announces of somebody: of nobody we know, where nothing else is said. @returns its id. */
export async function undecidedTermination(
  functions: Functions,
  holder: Partial<Parameters<CardIssuer["event"]>[1]> = {},
  on = parisDay(functions.clock.now()),
): Promise<string> {
  const { issuerKey: signingKey, issuerJoinKeys: joinKeys } = functions.secrets;
  const issuer = cardIssuer({ signingKey, joinKeys, source: issuerSource, now: () => functions.clock.now() });
  const nobody = {
    brand: "milleis",
    lastName: `Niemand${randomUUID()}`,
    birthDate: "1950-01-01",
    cardDigits: "497010123",
  };
  const event = issuer.event("terminated", { ...nobody, ...holder }, on, 1);
  await functions.take("take-card-event", await issuer.sign(event));
  return event.id;
}

/** A message about nothing we know, tried until it is parked. @returns its id. */
export async function failedMessage(functions: Functions, subjectId: string): Promise<string> {
  const about = { subject: `${subjectId}/${randomUUID()}`, type: "concierge.request.started.v1", data: {} };
  const { id, text } = await processorMessage(functions, about);
  await functions.take("take-update", text, maximumDequeueCount);
  return id;
}

/** A request's message that the processor refuses. @returns its row's id. */
export async function refusedMessage(functions: Functions, subjectId: string, requestId: string): Promise<string> {
  const outbox = (await itemsOf(functions.cosmos, "subjects")).filter(
    (item) => item.kind === "outbox" && item.subjectId === subjectId && item.requestId === requestId,
  );
  const rowId = outbox.find(({ channel }) => channel === "processor")?.id.replace(/^outbox\./, "") ?? "";
  const { text } = await processorMessage(functions, {
    subject: `${subjectId}/${requestId}`,
    type: "concierge.message.refused.v1",
    data: { messageId: rowId, reason: "schema" } as never,
  });
  await functions.take("take-update", text);
  return rowId;
}
