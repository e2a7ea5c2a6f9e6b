/** POST /api/v1/sign-ups/verification: the code proves the mailbox and opens the account. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { sessionOpened, sessionView } from "../../shared/http/session-answer.ts";
import { codeInput } from "../../shared/sessions/verify-code.ts";

register(
  concierge.serving,
  {
    name: "verify-sign-up",
    method: "POST",
    path: "api/v1/sign-ups/verification",
    access: "ticket",
    body: codeInput,
    answer: sessionView,
  },
  async ({ site, ticket, body }) => {
    const person = { brand: site.brand, subjectId: ticket.subjectId };
    const { secret, session } = await concierge.verifyCode(person, ticket.secret, "sign-up", body);
    return sessionOpened(concierge.csrfKeys, { subjectId: person.subjectId, secret }, session);
  },
);
