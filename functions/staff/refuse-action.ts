/** POST …/approvals/{approvalId}/refusal: the second person refuses. Safe to repeat. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionDecided } from "../../shared/staff/decide-action.ts";

register(
  concierge.serving,
  {
    name: "refuse-action",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/approvals/{approvalId:guid}/refusal",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "Refuser une proposition",
      en: "Refuse a proposal",
    },
    statuses: [200],
    refusals: ["not-found", "not-allowed", "approval-over"],
    answer: actionDecided,
  },
  async ({ staff, parameters }) => {
    const { memberId = "", approvalId = "" } = parameters;
    return { status: 200, body: await concierge.refuseAction(staff, memberId, approvalId) };
  },
);
