/** POST /api/v1/me/card: the first digits of a renewed card; eligibility is looked at again. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { memberView } from "../../shared/members/read-member.ts";
import { renewCardInput } from "../../shared/members/renew-card.ts";

register(
  concierge.serving,
  {
    name: "renew-card",
    method: "POST",
    path: "api/v1/me/card",
    access: "member",
    summary: {
      fr: "Les premiers chiffres d'une carte renouvelée, dont le droit au service est vérifié de nouveau",
      en: "The first digits of a renewed card, whose eligibility is checked again",
    },
    statuses: [200],
    refusals: ["invalid-input", "card-not-eligible", "not-found"],
    body: renewCardInput,
    answer: memberView,
    isConditional: true,
    isSteppedUp: true,
  },
  async ({ person, ifMatch, body }) => {
    const { doc, etag } = await concierge.renewCard(person, ifMatch, body);
    return { status: 200, headers: { etag }, body: memberView.show(doc) };
  },
);
