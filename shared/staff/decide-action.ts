/**
 * The second person: looks at a proposal, and confirms or refuses it, once, whoever else does so at the same moment. What is
 * confirmed leaves as a row of the outbox in the same commit, so that it is carried out also after a crash; an exceptional
 * opening has no row: the one who proposed it uses it. GDPR articles 24 and 32(4).
 */
import * as z from "zod";
import type { Audited } from "../audit/audited.ts";
import { newLedgerRow } from "../audit/entry.ts";
import { wasGivenBefore } from "../disclosures/disclosure-rules.ts";
import { newOutboxRow, outboxRow } from "../messaging/outbox.ts";
import type { Relay } from "../messaging/relay.ts";
import type { Logger } from "../privacy/log.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { type Seen, view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository, replace, type Versioned } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type Approval, approval, decidedApproval, fourEyesOf } from "./approval.ts";
import { page } from "./file.ts";
import { actorOf, allStaff, type Staff, staffRoles } from "./staff.ts";

const { id, action, status, proposedAt, validUntil } = approval.schema.shape;

/** A line of the list: nothing personal, of the member or of colleagues. */
export const waiting = declared("staff-approval-waiting", {
  memberId: plain(z.uuid(), allStaff),
  id,
  action,
  status,
  proposedAt,
  validUntil,
  proposedByRole: plain(z.enum(staffRoles), allStaff),
  isMine: plain(z.boolean(), allStaff),
});
export const waitingPage = { schema: page<Doc<typeof waiting>>(waiting.schema) };

export const approvalViews = { desk: view(approval, "desk"), dpo: view(approval, "dpo"), ops: view(approval, "ops") };
type SeenBy<R extends "desk" | "dpo" | "ops"> = { readonly view: R; readonly content: Seen<typeof approval.schema, R> };
export type ApprovalAnswer = SeenBy<"desk"> | SeenBy<"dpo"> | SeenBy<"ops">;
export const approvalAnswer: { readonly schema: z.ZodType<ApprovalAnswer> } = {
  schema: z.discriminatedUnion("view", [
    z.strictObject({ view: z.literal("desk"), content: approvalViews.desk.schema }),
    z.strictObject({ view: z.literal("dpo"), content: approvalViews.dpo.schema }),
    z.strictObject({ view: z.literal("ops"), content: approvalViews.ops.schema }),
  ]) as never,
};

export const actionDecided = declared("action-decided", { id, action, status });
export type ActionDecided = Doc<typeof actionDecided>;

type Needs = {
  readonly repository: Repository;
  readonly relay: Relay;
  readonly audited: Audited;
  readonly log: Logger;
  readonly clock: Clock;
  readonly relaySeconds: number;
};
type Decision = "confirmed" | "refused";

/** More rounds than people who could decide at the same moment. */
const rounds = 4;

/** @throws Refusal not-allowed, approval-over or second-person-needed. */
function refuseDecision(doc: Approval, staff: Staff, decision: Decision, now: Date): void {
  const { decides, needsOfficer } = fourEyesOf(doc.action);
  const isMine = doc.proposedBy.id === staff.id;
  // Taking one's own proposal back needs nobody else.
  if (!decides.includes(staff.role) && !(isMine && decision === "refused")) throw new Refusal("not-allowed");
  if (doc.status !== "pending" || Date.parse(doc.validUntil) <= now.getTime()) throw new Refusal("approval-over");
  if (decision === "refused") return;
  const hasOfficer = doc.proposedBy.role === "dpo" || staff.role === "dpo";
  if (isMine || (needsOfficer && !hasOfficer)) throw new Refusal("second-person-needed");
}

type WaitingFound = { readonly items: readonly Doc<typeof waiting>[]; readonly cursor: string | undefined };
type PageAsked = { readonly limit: number; readonly cursor?: string | undefined };

export type DecideAction = {
  readonly confirmAction: (staff: Staff, memberId: string, approvalId: string) => Promise<ActionDecided>;
  readonly refuseAction: (staff: Staff, memberId: string, approvalId: string) => Promise<ActionDecided>;
  /** @throws Refusal not-found or not-allowed: who could neither propose nor decide it has no need to know it. */
  readonly readApproval: (staff: Staff, memberId: string, approvalId: string) => Promise<ApprovalAnswer>;
  /** What waits for a second person, or is confirmed and still under way. */
  readonly listApprovals: (staff: Staff, page: PageAsked) => Promise<WaitingFound>;
};

export function makeDecideAction({ repository, relay, audited, clock, log, relaySeconds }: Needs): DecideAction {
  const find = async (person: Person, approvalId: string): Promise<Versioned<typeof approval>> => {
    const found = await repository.read(person, approval, approvalId);
    if (found === undefined) throw new Refusal("not-found");
    return found;
  };

  const decide = async (
    staff: Staff,
    memberId: string,
    approvalId: string,
    decision: Decision,
  ): Promise<ActionDecided> => {
    const person: Person = { brand: staff.brand, subjectId: memberId };
    for (let round = 0; round < rounds; round += 1) {
      const { doc, etag } = await find(person, approvalId);
      const now = clock.now();
      // Asked again, because the answer got lost: it is decided as was asked.
      if (doc.decidedBy?.id === staff.id && (doc.status === "refused") === (decision === "refused"))
        return decided(doc);
      refuseDecision(doc, staff, decision, now);
      const by = actorOf(staff);
      const isGlass = doc.action === "break-glass";
      const next = decidedApproval(doc, { decision, by }, now);
      const event = decision === "confirmed" ? "staff.action-confirmed" : "staff.action-refused";
      const carried =
        decision === "confirmed" && !isGlass
          ? [newOutboxRow({ channel: "approval", type: "approval-confirmed", aboutId: doc.id }, now, relaySeconds)]
          : [];
      try {
        await repository.commit(person, [
          replace(approval, next, etag),
          create(outboxRow, newLedgerRow({ event, actor: by, about: doc.id, detail: doc.action }, now)),
          ...carried.map((row) => create(outboxRow, row)),
        ]);
      } catch (error) {
        // Somebody decided in the meantime: look at what they decided.
        if (error instanceof WriteConflict) continue;
        throw error;
      }
      // Given already, and nobody else stands for it: register and timeline do not tell of it, so the officer must.
      if (decision === "refused" && doc.disclosure !== undefined && wasGivenBefore(doc.disclosure, doc.proposedAt)) {
        log.warn("staff.disclosure-not-agreed", { recordId: doc.id, brand: staff.brand });
      }
      if (carried.length === 0) return decided(next);
      await relay.inline(person, carried);
      return decided((await find(person, approvalId)).doc);
    }
    throw new Refusal("approval-over");
  };

  return {
    confirmAction: (staff, memberId, approvalId) => decide(staff, memberId, approvalId, "confirmed"),
    refuseAction: (staff, memberId, approvalId) => decide(staff, memberId, approvalId, "refused"),

    readApproval: async (staff, memberId, approvalId) => {
      const person: Person = { brand: staff.brand, subjectId: memberId };
      const { doc } = await find(person, approvalId);
      const { proposes, decides } = fourEyesOf(doc.action);
      const { role } = staff;
      if (role === "auditor" || ![...proposes, ...decides].includes(role)) throw new Refusal("not-allowed");
      // Its words are about a member: read, written down, and only then shown.
      const note = { event: "staff.approval-read", actor: actorOf(staff), about: doc.id, detail: doc.action } as const;
      await repository.commit(person, [create(outboxRow, newLedgerRow(note, clock.now()))]);
      return { view: role, content: approvalViews[role].show(doc) } as ApprovalAnswer;
    },

    listApprovals: async (staff, page) => {
      await audited.looked({ event: "staff.approvals-listed", actor: actorOf(staff), brand: staff.brand });
      const fields = ["action", "status", "proposedBy", "proposedAt", "validUntil"] as const;
      const found = await repository.inState(approval, staff.brand, {
        statuses: ["pending", "confirmed"],
        fields,
        ...page,
      });
      const now = clock.now().getTime();
      return {
        items: found.items
          .filter(({ clear }) => {
            const { proposes, decides } = fourEyesOf(clear.action);
            const concerns = [...proposes, ...decides].includes(staff.role);
            // What is confirmed is carried out whenever it can be; an exceptional opening is used in time or not at all.
            const isOpen = clear.status === "confirmed" && clear.action !== "break-glass";
            return concerns && (isOpen || Date.parse(clear.validUntil) > now);
          })
          .map(({ person, id, clear: { proposedBy, ...clear } }) => ({
            memberId: person.subjectId,
            id,
            ...clear,
            proposedByRole: proposedBy.role,
            isMine: proposedBy.id === staff.id,
          })),
        cursor: found.cursor,
      };
    },
  };
}

const decided = ({ id, action, status }: Approval): ActionDecided => ({ id, action, status });
