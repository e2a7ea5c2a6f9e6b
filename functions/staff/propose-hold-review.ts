/** POST …/legal-holds/{holdId}/review: proposes to keep a hold that was looked at again; a second person decides. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionProposed, approvalLocation, reviewLegalHoldInput } from "../../shared/staff/propose-action.ts";

register(
  concierge.serving,
  {
    name: "propose-hold-review",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/legal-holds/{holdId:guid}/review",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Proposer de maintenir la suspension de l'effacement, jusqu'à un autre jour ; une seconde personne décide",
      en: "Propose to keep a legal hold until another day; a second person decides",
    },
    statuses: [201],
    refusals: ["not-found", "invalid-input", "special-category-likely"],
    body: reviewLegalHoldInput,
    answer: actionProposed,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "", holdId = "" } = parameters;
    const { reference, reviewOn, ...rest } = body;
    const proposed = await concierge.proposeAction(staff, memberId, intent, {
      action: "review-legal-hold",
      holdId,
      hold: { reference, reviewOn },
      ...rest,
    });
    return { status: 201, headers: { location: approvalLocation(memberId, proposed.id) }, body: proposed };
  },
);
