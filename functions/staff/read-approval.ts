/** GET …/approvals/{approvalId}: one proposal, as the function sees it. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { approvalAnswer } from "../../shared/staff/decide-action.ts";

register(
  concierge.serving,
  {
    name: "read-approval",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/approvals/{approvalId:guid}",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "Une proposition et ses motifs",
      en: "One proposal and its reasons",
    },
    statuses: [200],
    refusals: ["not-found", "not-allowed"],
    answer: approvalAnswer,
  },
  async ({ staff, parameters }) => {
    const { memberId = "", approvalId = "" } = parameters;
    return { status: 200, body: await concierge.readApproval(staff, memberId, approvalId) };
  },
);
