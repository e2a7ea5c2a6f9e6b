/** GET /api/v1/requests/{id}/consents: what is asked of the member about a request, in the words that agreeing would mean. */
import { concierge } from "../../shared/compose.ts";
import { consentPage, shownConsent } from "../../shared/consents/answer-consent.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { request } from "../../shared/requests/request.ts";

register(
  concierge.serving,
  {
    name: "list-consents",
    method: "GET",
    path: "api/v1/requests/{requestId:guid}/consents",
    access: "member",
    summary: {
      fr: "Les accords demandés ou donnés au sujet d'une demande",
      en: "The consents asked or given about a request",
    },
    statuses: [200],
    refusals: [],
    beneath: { record: request, parameter: "requestId" },
    isPaged: true,
    answer: consentPage,
  },
  async ({ request: asking, person, language, parameters }) => {
    const page = await listPage(asking, (asked) => concierge.listConsents(person, parameters.requestId ?? "", asked));
    return { status: 200, body: { ...page, items: page.items.map(({ doc }) => shownConsent(doc, language)) } };
  },
);
