/** GET /api/v1/me: the member's own data. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { versionedAnswer } from "../../shared/http/versioned-answer.ts";
import { memberView } from "../../shared/members/read-member.ts";

register(
  concierge.serving,
  {
    name: "read-me",
    method: "GET",
    path: "api/v1/me",
    access: "member",
    summary: { fr: "Les données du membre lui-même", en: "The member's own data" },
    statuses: [200, 304],
    refusals: ["not-found"],
    answer: memberView,
  },
  async ({ request, person }) => {
    const { doc, etag } = await concierge.readMember(person);
    return versionedAnswer(request, etag, memberView.show(doc));
  },
);
