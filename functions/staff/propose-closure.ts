/** POST …/closures: proposes to close an account; a second person decides. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionProposed, approvalLocation, closeAccountInput } from "../../shared/staff/propose-action.ts";

register(
  concierge.serving,
  {
    name: "propose-closure",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/closures",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Proposer la fermeture d'un compte ; une seconde personne décide",
      en: "Propose to close an account; a second person decides",
    },
    statuses: [201],
    refusals: ["not-found", "special-category-likely"],
    body: closeAccountInput,
    answer: actionProposed,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const proposed = await concierge.proposeAction(staff, memberId, intent, { action: "close-account", ...body });
    return { status: 201, headers: { location: approvalLocation(memberId, proposed.id) }, body: proposed };
  },
);
