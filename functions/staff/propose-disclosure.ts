/** POST …/disclosures: proposes to disclose data on a ground of charter article 5; a second person decides. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { actionProposed, approvalLocation, registerDisclosureInput } from "../../shared/staff/propose-action.ts";

register(
  concierge.serving,
  {
    name: "propose-disclosure",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/disclosures",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Proposer une communication de données ; une seconde personne décide",
      en: "Propose a disclosure of data; a second person decides",
    },
    statuses: [201],
    refusals: ["not-found", "invalid-input", "special-category-likely"],
    body: registerDisclosureInput,
    answer: actionProposed,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const { words, confirmsSpecialCategories, ...disclosure } = body;
    const proposed = await concierge.proposeAction(staff, memberId, intent, {
      action: "register-disclosure",
      reason: disclosure.ground,
      disclosure,
      ...(words === undefined ? {} : { words }),
      confirmsSpecialCategories,
    });
    return { status: 201, headers: { location: approvalLocation(memberId, proposed.id) }, body: proposed };
  },
);
