/** GET /api/v1/requests/{id}/disclosures: which provider received which data about a request. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { disclosurePage, disclosureView } from "../../shared/requests/follow-request.ts";
import { request } from "../../shared/requests/request.ts";

register(
  concierge.serving,
  {
    name: "list-disclosures",
    method: "GET",
    path: "api/v1/requests/{requestId:guid}/disclosures",
    access: "member",
    summary: {
      fr: "Ce qui a été transmis à des prestataires pour une demande",
      en: "What was passed to providers for a request",
    },
    statuses: [200],
    refusals: [],
    beneath: { record: request, parameter: "requestId" },
    isPaged: true,
    answer: disclosurePage,
  },
  async ({ request: asking, person, parameters }) => {
    const page = await listPage(asking, (asked) =>
      concierge.listDisclosures(person, parameters.requestId ?? "", concierge.today(), asked),
    );
    return { status: 200, body: { ...page, items: page.items.map(({ doc }) => disclosureView.show(doc)) } };
  },
);
