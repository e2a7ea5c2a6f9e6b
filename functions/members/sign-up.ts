/** POST /api/v1/sign-ups: a card holder signs up; the code goes to the mailbox, the ticket stays in this browser. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { ticketCookie } from "../../shared/http/ticket-cookie.ts";
import { signUpInput } from "../../shared/members/sign-up.ts";
import { ticketIssued } from "../../shared/sessions/session.ts";

register(
  concierge.serving,
  {
    name: "sign-up",
    method: "POST",
    path: "api/v1/sign-ups",
    access: "public",
    summary: {
      fr: "Une personne titulaire d'une carte s'inscrit ; un code part vers sa boîte aux lettres",
      en: "A card holder signs up; a code goes to the mailbox",
    },
    statuses: [202],
    refusals: ["invalid-input", "card-not-eligible", "documents-outdated", "too-many-requests"],
    sets: ["ticket"],
    body: signUpInput,
    answer: ticketIssued,
  },
  async ({ site, body, network }) => {
    const { ticket, expiresAt } = await concierge.signUp(site.brand, body, network);
    return { status: 202, body: { expiresAt }, cookies: [ticketCookie(concierge.codeKeys, ticket)] };
  },
);
