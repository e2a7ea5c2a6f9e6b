/** DELETE /api/v1/me/sessions/{id}: ends one of the member's sessions, such as that of a lost telephone. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "end-named-session",
    method: "DELETE",
    path: "api/v1/me/sessions/{sessionId}",
    access: "member",
    summary: { fr: "Met fin à une des sessions du membre", en: "Ends one of the member's sessions" },
    statuses: [204],
    refusals: ["not-found"],
  },
  async ({ person, parameters }) => {
    await concierge.endNamedSession(person, parameters.sessionId ?? "");
    return { status: 204 };
  },
);
