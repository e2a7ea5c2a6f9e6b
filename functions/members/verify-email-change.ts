/** POST /api/v1/me/email-change/verification: the code proves the new address, and the old one is told. */
import { concierge } from "../../shared/compose.ts";
import { clearedCookie, cookieNames } from "../../shared/http/cookies.ts";
import { register } from "../../shared/http/route.ts";
import { codeInput } from "../../shared/sessions/code.ts";

register(
  concierge.serving,
  {
    name: "verify-email-change",
    method: "POST",
    path: "api/v1/me/email-change/verification",
    access: "ticket",
    summary: {
      fr: "Le code prouve la nouvelle adresse ; l'ancienne en est informée et les autres sessions prennent fin",
      en: "The code proves the new address; the old one is told and all other sessions end",
    },
    statuses: [204],
    refusals: ["code-expired", "code-rejected", "address-already-in-use"],
    sets: ["ticket"],
    body: codeInput,
  },
  async ({ site, ticket, body }) => {
    await concierge.verifyEmailChange({ brand: site.brand, subjectId: ticket.subjectId }, ticket.secret, body);
    return { status: 204, cookies: [clearedCookie(cookieNames.ticket)] };
  },
);
