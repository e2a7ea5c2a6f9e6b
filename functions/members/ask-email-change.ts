/** POST /api/v1/me/email-change: a code to the new address; nothing changes until it is given. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { ticketCookie } from "../../shared/http/ticket-cookie.ts";
import { changeEmailInput } from "../../shared/members/change-email.ts";
import { ticketIssued } from "../../shared/sessions/session.ts";

register(
  concierge.serving,
  {
    name: "ask-email-change",
    method: "POST",
    path: "api/v1/me/email-change",
    access: "member",
    summary: {
      fr: "Un code part vers la nouvelle adresse ; qu'elle ait un compte ou non, la réponse est la même",
      en: "A code goes to the new address; the answer is the same whether it has an account or not",
    },
    statuses: [202],
    refusals: ["too-many-requests"],
    sets: ["ticket"],
    body: changeEmailInput,
    answer: ticketIssued,
    isSteppedUp: true,
  },
  async ({ person, session, body }) => {
    const { ticket, expiresAt } = await concierge.askEmailChange(person, session, body);
    return { status: 202, body: { expiresAt }, cookies: [ticketCookie(concierge.codeKeys, ticket)] };
  },
);
