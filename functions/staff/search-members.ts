/** POST /api/v1/staff/searches: is there an account with exactly this identifier? It stands in the body, never in the address. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { searchAnswer, searchInput } from "../../shared/staff/find-member.ts";

register(
  concierge.serving,
  {
    name: "search-members",
    method: "POST",
    path: "api/v1/staff/searches",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Chercher un compte par un identifiant exact",
      en: "Look for an account by an exact identifier",
    },
    statuses: [200],
    refusals: ["invalid-input"],
    body: searchInput,
    answer: searchAnswer,
  },
  async ({ staff, body }) => {
    return { status: 200, body: await concierge.findMember(staff, body) };
  },
);
