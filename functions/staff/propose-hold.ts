/** POST …/legal-holds: proposes to hold erasure up; a second person decides. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionProposed, approvalLocation, setLegalHoldInput } from "../../shared/staff/propose-action.ts";

register(
  concierge.serving,
  {
    name: "propose-hold",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/legal-holds",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Proposer de suspendre l'effacement ; une seconde personne décide",
      en: "Propose a legal hold; a second person decides",
    },
    statuses: [201],
    refusals: ["not-found", "invalid-input", "special-category-likely"],
    body: setLegalHoldInput,
    answer: actionProposed,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const { reference, reviewOn, ...rest } = body;
    const proposed = await concierge.proposeAction(staff, memberId, intent, {
      action: "set-legal-hold",
      hold: { reference, reviewOn },
      ...rest,
    });
    return { status: 201, headers: { location: approvalLocation(memberId, proposed.id) }, body: proposed };
  },
);
