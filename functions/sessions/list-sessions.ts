/** GET /api/v1/me/sessions: where the member is signed in. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { sessionList } from "../../shared/sessions/list-sessions.ts";

register(
  concierge.serving,
  {
    name: "list-sessions",
    method: "GET",
    path: "api/v1/me/sessions",
    access: "member",
    summary: { fr: "Les sessions ouvertes du membre", en: "The member's open sessions" },
    statuses: [200],
    refusals: [],
    answer: sessionList,
  },
  async ({ person, session }) => ({ status: 200, body: await concierge.listSessions(person, session) }),
);
