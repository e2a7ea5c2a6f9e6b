/** Somebody whose account is closed and whose data lie in the archive, as closing and its sweep leave them. */
import { eraseKinds, putInArchive } from "../../shared/archive/archive.ts";
import { acceptance, member } from "../../shared/members/member.ts";
import { outboxRow } from "../../shared/messaging/outbox.ts";
import { request } from "../../shared/requests/request.ts";
import { closure } from "../../shared/retention/closure.ts";
import { session, ticket } from "../../shared/sessions/session.ts";
import { idempotencyRow } from "../../shared/storage/commit-once.ts";
import { create, erase } from "../../shared/storage/repository.ts";
import type { Functions } from "../fixtures/functions.ts";
import { application } from "./erasing.ts";
import { type Person, signedUp, submitted } from "./person.ts";
import { type Colleague, staffOf } from "./staff.ts";

export async function archived(functions: Functions): Promise<Person & { readonly requestId: string }> {
  const person = await signedUp(functions);
  const requestId = await submitted(functions, person);
  // What is on its way is delivered before anything moves.
  await functions.deliver("notifications", "send-notification");
  const { repository, archive } = (await application()).erasing;
  const of = { brand: "milleis", subjectId: person.subjectId } as const;
  await eraseKinds(repository, of, [outboxRow, session, ticket, idempotencyRow]);
  for (const record of [acceptance, request, member]) {
    for (const { doc } of (await repository.list(of, record, { limit: 100 })).items) {
      await putInArchive(archive, of, record, doc as never);
      await repository.commit(of, [erase(record, doc.id)]);
    }
  }
  const at = functions.clock.now().toISOString();
  const closed = { id: of.subjectId, cause: "member", closedAt: at, openedAt: at, archivedAt: at } as const;
  await repository.commit(of, [
    create(closure, { ...closed, stage: "archived", gone: [], dueAt: "2040-01-01T00:00:00.000Z" }),
  ]);
  return { ...person, requestId };
}

export const legalClaim = { reason: "legal-claim", reference: "TJ Paris 27/00871" };

/** @returns the params of an opening of the archive. */
export async function openedArchive(functions: Functions, dpo?: Colleague, memberId?: string) {
  const who = dpo ?? (await staffOf(functions, "dpo", "dominique"));
  const params = { memberId: memberId ?? (await archived(functions)).subjectId };
  const answer = await who.ask("open-archive", { params, body: legalClaim });
  if (answer.status !== 201) throw new Error(`opening the archive is answered with ${answer.status}`);
  return { ...params, openingId: answer.json<{ id: string }>().id };
}
