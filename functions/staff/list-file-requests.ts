/** GET …/openings/{openingId}/requests: the member's requests, in an opened file. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { requestPageAnswer } from "../../shared/staff/file.ts";

register(
  concierge.serving,
  {
    name: "list-file-requests",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/openings/{openingId:guid}/requests",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "Les demandes du membre, dans un dossier ouvert",
      en: "The member's requests, in an opened file",
    },
    statuses: [200],
    refusals: ["opening-over"],
    isPaged: true,
    answer: requestPageAnswer,
  },
  async ({ request, staff, parameters }) => {
    const under = { memberId: parameters.memberId ?? "", openingId: parameters.openingId ?? "" };
    const { view, ...content } = await listPage(request, (page) => concierge.listFileRequests(staff, under, page));
    return { status: 200, body: { view, content } };
  },
);
