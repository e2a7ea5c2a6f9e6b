/** Planted bugs: the mistakes this design is there to rule out, each as a change of the product's own source. All must be found. */
import type { PlantedBug } from "../faults/application.ts";

/** `from`: a seed at which it shows. Where the product has changed since, the search goes on from there. */
export type Mutant = PlantedBug & { readonly from: number; readonly kind?: "lagging" };

const bug = (name: string, file: string, text: string, replacement: string, from = 1, kind?: "lagging"): Mutant => ({
  name,
  edits: [{ file, text, replacement }],
  from,
  ...(kind === undefined ? {} : { kind }),
});

export const mutants: readonly Mutant[] = [
  bug(
    "the timer takes up nothing: what the first sending missed is never sent again",
    "shared/messaging/relay.ts",
    "if (found?.doc.dueAt === undefined || Date.parse(found.doc.dueAt) > now.getTime()) return;",
    "if (found?.doc.dueAt === undefined || Date.parse(found.doc.dueAt) <= now.getTime()) return;",
  ),
  bug(
    "a message of the processor is acknowledged before it is taken in",
    "shared/requests/take-update.ts",
    "const verdict = await applyUpdate(person, requestId, event);",
    'await reply(person, event, { outcome: "acknowledged" });\n    const verdict = await applyUpdate(person, requestId, event);',
  ),
  bug(
    "no note is kept of the messages that were taken in",
    "shared/requests/apply-update.ts",
    '        receivedRow(requestId, event, "applied", now),\n',
    "",
  ),
  bug(
    "each sending to the processor has an id of its own",
    "shared/requests/dispatch-message.ts",
    "    id: row.id,\n    source:",
    "    id: crypto.randomUUID(),\n    source:",
  ),
  bug(
    "a row goes when it was sent, not when it was acknowledged",
    "shared/requests/dispatch-message.ts",
    `        replace(
          outboxRow,
          { ...row, attempts: row.attempts + 1, dueAt: secondsAfter(now, interval).toISOString() },
          etag,
        ),`,
    '        { operation: "erase", record: outboxRow, id: row.id, etag },',
  ),
  bug(
    "a request is answered for before it is kept",
    "shared/storage/commit-once.ts",
    `      await repository.commit(person, [
        ...writes,
        overwritten === undefined ? create(idempotencyRow, row) : replace(idempotencyRow, row, overwritten),
      ]);`,
    `      repository.commit(person, [
        ...writes,
        overwritten === undefined ? create(idempotencyRow, row) : replace(idempotencyRow, row, overwritten),
      ]).catch(() => undefined);`,
  ),
  bug(
    "a request and its key are kept in two commits",
    "shared/storage/commit-once.ts",
    "      await repository.commit(person, [\n        ...writes,",
    "      await repository.commit(person, writes);\n      await repository.commit(person, [",
  ),
  bug(
    "a message that came too early is acknowledged",
    "shared/requests/apply-update.ts",
    '?? { outcome: "early" };',
    "?? acknowledged;",
  ),
  bug(
    "a sending leads a request back to forwarded",
    "shared/requests/states.ts",
    '  "in-progress": row({\n    forward: late,',
    '  "in-progress": row({\n    forward: "forwarded",',
  ),
  bug(
    "a record is replaced whatever has become of it since it was read",
    "shared/storage/cosmos-repository.ts",
    '{ operation: "replace", item, etag: write.etag }',
    '{ operation: "replace", item, etag: undefined as never }',
  ),
  bug(
    "a payload need not be the one that was signed for",
    "shared/requests/read-payload.ts",
    "if (blob === undefined || digestOf(blob) !== event.datadigest)",
    "if (blob === undefined)",
  ),
  bug(
    "the row of a mail goes before the mail is sent",
    "shared/notifications/send-notification.ts",
    "const claimed = await claim(person, found);",
    "await commit(person, goes(row));\n    const claimed: Row | undefined = found;",
  ),
  bug(
    "whoever has a pointer sends the mail, even when another is at it",
    "shared/notifications/send-notification.ts",
    "const claimed = await claim(person, found);",
    "const claimed: Row | undefined = found;",
  ),
  bug(
    "a refusal of the processor makes the row go",
    "shared/requests/settle-message.ts",
    "await repository.commit(person, [replace(outboxRow, { ...kept, refusedFor: reason }, row.etag)]);",
    "await repository.commit(person, [erase(outboxRow, messageId, row.etag)]);",
  ),
  bug(
    "an order to erase counts as carried out once it was sent",
    "shared/erasure/order-processor.ts",
    "if (order.confirmed !== undefined) {",
    "if (order.firstSentAt !== undefined) {",
  ),
  bug(
    "an erasure leaves the person's key where it is",
    "shared/erasure/advance-erasure.ts",
    "  key: eraseKey,",
    "  key: waitOutCaches,",
  ),
  bug(
    "every confirmation counts as a contradiction",
    "shared/requests/effects.ts",
    'return isAccepted ? { request: { ...request, confirmation } } : "contradiction";',
    'return isAccepted ? "contradiction" : "contradiction";',
  ),
  bug(
    "what the concierge writes is acknowledged and dropped",
    "shared/requests/apply-update.ts",
    "if (applied === undefined || !isStatus(outcome))",
    'if (applied === undefined || event.type === "concierge.conversation.posted.v1" || !isStatus(outcome))',
  ),
  bug(
    "a contradiction is refused on whichever version was read",
    "shared/requests/apply-update.ts",
    "...(decidedOn === undefined ? [] : [replace(request, decidedOn.doc, decidedOn.etag)]),",
    "",
    1,
    "lagging",
  ),
  bug(
    "a pause is not looked at",
    "shared/requests/dispatch-message.ts",
    "if (await isPaused(person.brand)) return putOff(person, row, etag);",
    "",
  ),
  bug(
    "a mail that the provider could not send is let go",
    "shared/notifications/settle-mail.ts",
    "if (attempts < mostSends) return [replace(outboxRow, { ...rest, attempts, dueAt }, etag)];",
    "",
  ),
  bug(
    "a mail that the provider has taken counts as delivered",
    "shared/notifications/settle-mail.ts",
    "return sentAt === undefined ? [replace(outboxRow, { ...rest, sentAt: now.toISOString(), dueAt }, etag)] : [];",
    "return goes;",
  ),
  bug(
    "quiet hours are not kept",
    "shared/notifications/wanted.ts",
    'return at === undefined ? { goes: "now" } : { goes: "later", at };',
    'return { goes: "now" };',
  ),
  bug(
    "contact data go with whatever the member answers",
    "shared/requests/compose-message.ts",
    'const isDue = about === "provider" && last.answer === "given" && categories.includes("contact");',
    'const isDue = about === "provider" && categories.includes("contact");',
  ),
  bug(
    "the answer to a consent is kept and not passed on",
    "shared/consents/answer-consent.ts",
    "create(outboxRow, row), ",
    "",
  ),
  bug(
    "what a cancellation came to is acknowledged and not kept",
    "shared/requests/effects.ts",
    "if (request.ending.settlement !== undefined) return undefined;",
    "if (request.ending.settlement === undefined) return undefined;",
  ),
  bug(
    "a reading mark of the concierge marks what the member has not read",
    "shared/requests/effects.ts",
    'reader: "concierge", messageId } as const;',
    'reader: "member", messageId } as const;',
  ),
];
