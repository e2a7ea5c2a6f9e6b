/** PATCH /api/v1/me: the member changes what is said of them; identity and contact data need a fresh code. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { memberView } from "../../shared/members/read-member.ts";
import { updateMemberInput } from "../../shared/members/update-member.ts";

register(
  concierge.serving,
  {
    name: "update-me",
    method: "PATCH",
    path: "api/v1/me",
    access: "member",
    summary: {
      fr: "Le membre modifie ses données, sa langue et ses choix d'e-mails",
      en: "The member changes their data, language and choices about e-mails",
    },
    statuses: [200],
    refusals: ["step-up-required", "invalid-input", "not-found"],
    body: updateMemberInput,
    answer: memberView,
    isConditional: true,
  },
  async ({ person, session, ifMatch, body }) => {
    const { doc, etag } = await concierge.updateMember(person, session, ifMatch, body);
    return { status: 200, headers: { etag }, body: memberView.show(doc) };
  },
);
