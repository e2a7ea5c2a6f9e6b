/** DELETE /api/v1/session: signs out; the cookie proves nothing from here on and the browser forgets what it kept. */
import { concierge } from "../../shared/compose.ts";
import { clearedCookie, cookieNames } from "../../shared/http/cookies.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "end-session",
    method: "DELETE",
    path: "api/v1/session",
    access: "member",
    summary: { fr: "Déconnexion", en: "Signs out" },
    statuses: [204],
    refusals: [],
    sets: ["session"],
  },
  async ({ person, session }) => {
    await concierge.endSession(person, session);
    return {
      status: 204,
      headers: { "clear-site-data": '"cache", "storage"' },
      cookies: [clearedCookie(cookieNames.session)],
    };
  },
);
