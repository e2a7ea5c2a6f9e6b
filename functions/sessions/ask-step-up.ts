/** POST /api/v1/session/step-up: a fresh code to the account's mailbox, for this session only. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { ticketCookie } from "../../shared/http/ticket-cookie.ts";
import { ticketIssued } from "../../shared/sessions/session.ts";

register(
  concierge.serving,
  {
    name: "ask-step-up",
    method: "POST",
    path: "api/v1/session/step-up",
    access: "member",
    summary: {
      fr: "Un nouveau code part vers la boîte du membre, pour confirmer ce qui va suivre",
      en: "A fresh code goes to the member's mailbox, to confirm what comes next",
    },
    statuses: [202],
    refusals: ["too-many-requests"],
    sets: ["ticket"],
    answer: ticketIssued,
  },
  async ({ person, session }) => {
    const { ticket, expiresAt } = await concierge.askStepUp(person, session);
    return { status: 202, body: { expiresAt }, cookies: [ticketCookie(concierge.codeKeys, ticket)] };
  },
);
