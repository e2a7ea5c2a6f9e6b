/** POST …/approvals/{approvalId}/confirmation: the second person confirms. Safe to repeat. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionDecided } from "../../shared/staff/decide-action.ts";

register(
  concierge.serving,
  {
    name: "confirm-action",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/approvals/{approvalId:guid}/confirmation",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Confirmer une proposition",
      en: "Confirm a proposal",
    },
    statuses: [200],
    refusals: ["not-found", "not-allowed", "second-person-needed", "approval-over"],
    answer: actionDecided,
  },
  async ({ staff, parameters }) => {
    const { memberId = "", approvalId = "" } = parameters;
    return { status: 200, body: await concierge.confirmAction(staff, memberId, approvalId) };
  },
);
