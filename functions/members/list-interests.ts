/** GET /api/v1/me/interests: what the member has declared, and what there is to choose from. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { interestList, interestView, topicsIn } from "../../shared/members/declare-interest.ts";

register(
  concierge.serving,
  {
    name: "list-interests",
    method: "GET",
    path: "api/v1/me/interests",
    access: "member",
    summary: { fr: "Les centres d'intérêt déclarés par le membre", en: "The interests the member has declared" },
    statuses: [200],
    refusals: [],
    answer: interestList,
  },
  async ({ person, language }) => {
    const declared = await concierge.listInterests(person);
    return {
      status: 200,
      body: { items: declared.map((one) => interestView.show(one)), topics: topicsIn(language) },
    };
  },
);
