/** POST /api/v1/me/closure: the member closes the account; a fresh code is needed, and every session ends with it. */
import { concierge } from "../../shared/compose.ts";
import { clearedCookie, cookieNames } from "../../shared/http/cookies.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "close-account",
    method: "POST",
    path: "api/v1/me/closure",
    access: "member",
    isSteppedUp: true,
    summary: {
      fr: "Le membre clôt son compte ; ses données sont mises à part, puis effacées à leur terme",
      en: "The member closes the account; the data are set apart, and erased at the end of their period",
    },
    statuses: [202],
    refusals: ["not-found"],
    sets: ["session"],
  },
  async ({ person }) => {
    await concierge.retention.closeAccount(person, { cause: "member", actor: { role: "member" } });
    return {
      status: 202,
      headers: { "clear-site-data": '"cache", "storage"' },
      cookies: [clearedCookie(cookieNames.session)],
    };
  },
);
