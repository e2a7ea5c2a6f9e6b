/** POST /api/v1/requests/{id}/consents/{consentId}/answers: the member gives, refuses or withdraws a consent. */
import { concierge } from "../../shared/compose.ts";
import { answerConsentInput, consentAnswered } from "../../shared/consents/answer-consent.ts";
import { register } from "../../shared/http/route.ts";
import { locationOf } from "../../shared/requests/submit-request.ts";

register(
  concierge.serving,
  {
    name: "answer-consent",
    method: "POST",
    path: "api/v1/requests/{requestId:guid}/consents/{consentId:guid}/answers",
    access: "member",
    summary: {
      fr: "Le membre donne, refuse ou retire un accord",
      en: "The member gives, refuses or withdraws a consent",
    },
    statuses: [201],
    refusals: ["not-found", "state-conflict"],
    body: answerConsentInput,
    answer: consentAnswered,
    isCreating: true,
  },
  async ({ person, intent, language, parameters, body }) => {
    const { requestId = "", consentId = "" } = parameters;
    const answered = await concierge.answerConsent(person, intent, { requestId, consentId, language }, body);
    return { status: 201, headers: { location: `${locationOf(requestId)}/consents` }, body: answered };
  },
);
