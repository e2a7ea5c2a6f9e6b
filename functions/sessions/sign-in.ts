/** POST /api/v1/sign-ins: a member asks for a code; known and unknown addresses get the same answer. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { ticketCookie } from "../../shared/http/ticket-cookie.ts";
import { signInAsked, signInInput } from "../../shared/sessions/sign-in.ts";

register(
  concierge.serving,
  {
    name: "sign-in",
    method: "POST",
    path: "api/v1/sign-ins",
    access: "public",
    summary: {
      fr: "Un membre demande un code ; adresse connue ou non, la réponse est la même",
      en: "A member asks for a code; the answer is the same for known and unknown addresses",
    },
    statuses: [202],
    refusals: ["too-many-requests"],
    sets: ["ticket"],
    body: signInInput,
    answer: signInAsked,
  },
  async ({ site, body, network }) => {
    const { ticket, expiresAt, asksCardDigits } = await concierge.signIn(site.brand, body, network);
    return {
      status: 202,
      body: { expiresAt, asksCardDigits },
      cookies: [ticketCookie(concierge.codeKeys, ticket)],
    };
  },
);
