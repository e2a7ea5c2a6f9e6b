/** GET /api/v1/session: is this browser signed in, until when, and the token that changes need. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { sessionView, viewOfSession } from "../../shared/http/session-answer.ts";

register(
  concierge.serving,
  {
    name: "read-session",
    method: "GET",
    path: "api/v1/session",
    access: "member",
    answer: sessionView,
  },
  async ({ session }) => ({ status: 200, body: viewOfSession(concierge.csrfKeys, session) }),
);
