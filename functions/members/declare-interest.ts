/** POST /api/v1/me/interests: the member declares an interest, from the list or in their own words. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { declareInterestInput, interestDeclared } from "../../shared/members/declare-interest.ts";

register(
  concierge.serving,
  {
    name: "declare-interest",
    method: "POST",
    path: "api/v1/me/interests",
    access: "member",
    summary: { fr: "Le membre déclare un centre d'intérêt", en: "The member declares an interest" },
    statuses: [201],
    refusals: ["invalid-input", "special-category-likely"],
    body: declareInterestInput,
    answer: interestDeclared,
    isCreating: true,
  },
  async ({ person, intent, language, body }) => ({
    status: 201,
    headers: { location: "/api/v1/me/interests" },
    body: await concierge.declareInterest(person, intent, body, language),
  }),
);
