/** POST /api/v1/sign-ups/verification: the code proves the mailbox and opens the account. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { sessionOpened, sessionView } from "../../shared/http/session-answer.ts";
import { codeInput } from "../../shared/sessions/code.ts";

register(
  concierge.serving,
  {
    name: "verify-sign-up",
    method: "POST",
    path: "api/v1/sign-ups/verification",
    access: "ticket",
    summary: {
      fr: "Le code prouve l'adresse, ouvre le compte et une session",
      en: "The code proves the address and opens the account and a session",
    },
    statuses: [201],
    refusals: ["code-expired", "code-rejected", "address-already-in-use"],
    sets: ["session", "ticket"],
    body: codeInput,
    answer: sessionView,
  },
  async ({ site, ticket, body }) => {
    const person = { brand: site.brand, subjectId: ticket.subjectId };
    const { secret, session } = await concierge.verifySignUp(person, ticket.secret, body);
    return sessionOpened(concierge.csrfKeys, { subjectId: person.subjectId, secret }, session);
  },
);
