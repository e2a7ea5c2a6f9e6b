/** GET /api/v1/me/retention: what is held about the member, why, and until when. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { retentionList } from "../../shared/retention/read-retention.ts";

register(
  concierge.serving,
  {
    name: "read-retention",
    method: "GET",
    path: "api/v1/me/retention",
    access: "member",
    summary: {
      fr: "Ce qui est détenu sur le membre, pourquoi et jusqu'à quand",
      en: "What is held about the member, why, and until when",
    },
    statuses: [200],
    refusals: ["not-found"],
    answer: retentionList,
  },
  async ({ person, language }) => ({ status: 200, body: await concierge.retention.read.forMember(person, language) }),
);
