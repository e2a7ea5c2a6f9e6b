/** POST /api/v1/sign-ins/verification: the code opens a session. */
import { concierge } from "../../shared/compose.ts";
import { cookieNames, readBearer } from "../../shared/http/cookies.ts";
import { register } from "../../shared/http/route.ts";
import { sessionOpened, sessionView } from "../../shared/http/session-answer.ts";
import { signInCodeInput } from "../../shared/sessions/verify-code.ts";

register(
  concierge.serving,
  {
    name: "verify-sign-in",
    method: "POST",
    path: "api/v1/sign-ins/verification",
    access: "ticket",
    summary: { fr: "Le code ouvre une session", en: "The code opens a session" },
    statuses: [201],
    refusals: ["code-expired", "code-rejected", "invalid-input", "erasure-in-progress"],
    sets: ["session", "ticket"],
    body: signInCodeInput,
    answer: sessionView,
  },
  async ({ request, site, ticket, body }) => {
    const person = { brand: site.brand, subjectId: ticket.subjectId };
    const presented = readBearer(request.headers.get("cookie"), cookieNames.session);
    const former = presented?.subjectId === person.subjectId ? presented.secret : undefined;
    const { secret, session } = await concierge.verifySignIn(person, ticket.secret, body, former);
    return sessionOpened(concierge.csrfKeys, { subjectId: person.subjectId, secret }, session);
  },
);
