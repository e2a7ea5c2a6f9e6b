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
    summary: {
      fr: "La session de ce navigateur et le jeton qu'exigent les modifications",
      en: "This browser's session, and the token that changes need",
    },
    statuses: [200],
    refusals: [],
    answer: sessionView,
  },
  async ({ session }) => ({ status: 200, body: viewOfSession(concierge.csrfKeys, session) }),
);
