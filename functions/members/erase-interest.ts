/** DELETE /api/v1/me/interests/{id}: one interest goes, with no trace of what it was. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "erase-interest",
    method: "DELETE",
    path: "api/v1/me/interests/{interestId:guid}",
    access: "member",
    summary: { fr: "Le membre efface un centre d'intérêt", en: "The member erases an interest" },
    statuses: [204],
    refusals: ["not-found", "legal-hold"],
  },
  async ({ person, parameters }) => {
    await concierge.eraseInterest(person, parameters.interestId ?? "");
    return { status: 204 };
  },
);
