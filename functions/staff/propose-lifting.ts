/** POST …/legal-holds/{holdId}/lifting: proposes to lift a hold; a second person decides. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionProposed, approvalLocation, liftLegalHoldInput } from "../../shared/staff/propose-action.ts";

register(
  concierge.serving,
  {
    name: "propose-lifting",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/legal-holds/{holdId:guid}/lifting",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Proposer de lever la suspension de l'effacement ; une seconde personne décide",
      en: "Propose to lift a legal hold; a second person decides",
    },
    statuses: [201],
    refusals: ["not-found", "special-category-likely"],
    body: liftLegalHoldInput,
    answer: actionProposed,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const proposed = await concierge.proposeAction(staff, memberId, intent, {
      action: "lift-legal-hold",
      holdId: parameters.holdId ?? "",
      ...body,
    });
    return { status: 201, headers: { location: approvalLocation(memberId, proposed.id) }, body: proposed };
  },
);
