/** POST …/attributions: proposes that an undecided termination concerns this member; a second person decides. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionProposed, approvalLocation, attributeTerminationInput } from "../../shared/staff/propose-action.ts";

register(
  concierge.serving,
  {
    name: "propose-attribution",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/attributions",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Proposer qu'une résiliation sans titulaire certain concerne ce membre ; une seconde personne décide",
      en: "Propose that an undecided termination concerns this member; a second person decides",
    },
    statuses: [201],
    refusals: ["not-found", "special-category-likely"],
    body: attributeTerminationInput,
    answer: actionProposed,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const proposed = await concierge.proposeAction(staff, memberId, intent, {
      action: "attribute-termination",
      ...body,
    });
    return { status: 201, headers: { location: approvalLocation(memberId, proposed.id) }, body: proposed };
  },
);
