/** POST /api/v1/session/step-up/verification: the code confirms the session, which gets a new secret and token. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { sessionOpened, sessionView } from "../../shared/http/session-answer.ts";
import { codeInput } from "../../shared/sessions/code.ts";

register(
  concierge.serving,
  {
    name: "verify-step-up",
    method: "POST",
    path: "api/v1/session/step-up/verification",
    access: "member",
    summary: {
      fr: "Le code confirme la session, qui reçoit un nouveau secret et un nouveau jeton",
      en: "The code confirms the session, which gets a new secret and a new token",
    },
    statuses: [201],
    refusals: ["code-expired", "code-rejected"],
    sets: ["session", "ticket"],
    body: codeInput,
    answer: sessionView,
    takesTicket: true,
  },
  async ({ person, session, ticket, body }) => {
    const raised = await concierge.verifyStepUp(person, ticket.secret, session, body);
    return sessionOpened(concierge.csrfKeys, { subjectId: person.subjectId, secret: raised.secret }, raised.session);
  },
);
