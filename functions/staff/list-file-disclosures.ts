/** GET …/openings/{openingId}/disclosures: who saw or received what, as the officer sees it. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { disclosurePageAnswer } from "../../shared/staff/file.ts";

register(
  concierge.serving,
  {
    name: "list-file-disclosures",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/openings/{openingId:guid}/disclosures",
    access: "staff",
    roles: ["dpo"],
    summary: {
      fr: "Qui a vu ou reçu quoi, dans un dossier ouvert",
      en: "Who saw or received what, in an opened file",
    },
    statuses: [200],
    refusals: ["opening-over", "outside-need-to-know"],
    isPaged: true,
    answer: disclosurePageAnswer,
  },
  async ({ request, staff, parameters }) => {
    const under = { memberId: parameters.memberId ?? "", openingId: parameters.openingId ?? "" };
    return { status: 200, body: await listPage(request, (page) => concierge.listFileDisclosures(staff, under, page)) };
  },
);
