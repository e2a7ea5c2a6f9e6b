/** POST …/exceptional-openings: proposes to open a file outside one's function; a second person decides. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionProposed, approvalLocation, breakGlassInput } from "../../shared/staff/propose-action.ts";

register(
  concierge.serving,
  {
    name: "propose-opening",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/exceptional-openings",
    access: "staff",
    roles: ["desk", "ops"],
    summary: {
      fr: "Proposer une ouverture exceptionnelle ; une seconde personne décide",
      en: "Propose an exceptional opening; a second person decides",
    },
    statuses: [201],
    refusals: ["not-found", "outside-need-to-know", "special-category-likely"],
    body: breakGlassInput,
    answer: actionProposed,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const { purpose, reason, ...rest } = body;
    const opening = { purpose, reason };
    const proposed = await concierge.proposeAction(staff, memberId, intent, {
      action: "break-glass",
      opening,
      ...rest,
    });
    return { status: 201, headers: { location: approvalLocation(memberId, proposed.id) }, body: proposed };
  },
);
