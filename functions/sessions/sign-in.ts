/** POST /api/v1/sign-ins: a member asks for a code; known and unknown addresses get the same answer. */
import { concierge } from "../../shared/compose.ts";
import { bearerCookie, cookieNames } from "../../shared/http/cookies.ts";
import { register } from "../../shared/http/route.ts";
import { ticketIssued } from "../../shared/sessions/session.ts";
import { signInInput } from "../../shared/sessions/sign-in.ts";

register(
  concierge.serving,
  {
    name: "sign-in",
    method: "POST",
    path: "api/v1/sign-ins",
    access: "public",
    body: signInInput,
    answer: ticketIssued,
  },
  async ({ site, body }) => {
    const { ticket, expiresAt } = await concierge.signIn(site.brand, body);
    return { status: 202, body: { expiresAt }, cookies: [bearerCookie(cookieNames.ticket, ticket)] };
  },
);
