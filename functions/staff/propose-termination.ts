/** POST …/terminations: proposes to record that the services have ended; a second person decides. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionProposed, approvalLocation, terminateServicesInput } from "../../shared/staff/propose-action.ts";

register(
  concierge.serving,
  {
    name: "propose-termination",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/terminations",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Proposer de constater la fin des services ; une seconde personne décide",
      en: "Propose to record that the services have ended; a second person decides",
    },
    statuses: [201],
    refusals: ["not-found", "special-category-likely"],
    body: terminateServicesInput,
    answer: actionProposed,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const proposed = await concierge.proposeAction(staff, memberId, intent, { action: "terminate-services", ...body });
    return { status: 201, headers: { location: approvalLocation(memberId, proposed.id) }, body: proposed };
  },
);
