/** DELETE /api/v1/me/sessions: ends every session of the member but this one. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "end-other-sessions",
    method: "DELETE",
    path: "api/v1/me/sessions",
    access: "member",
    summary: {
      fr: "Met fin à toutes les autres sessions du membre",
      en: "Ends all other sessions of the member",
    },
    statuses: [204],
    refusals: [],
  },
  async ({ person, session }) => {
    await concierge.endSessions(person, { but: session, by: { role: "member" } });
    return { status: 204 };
  },
);
