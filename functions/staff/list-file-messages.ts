/** GET …/requests/{requestId}/messages: the conversation about a request, in an opened file. */
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";
import { messagePageAnswer } from "../../shared/staff/file.ts";

register(
  concierge.serving,
  {
    name: "list-file-messages",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/openings/{openingId:guid}/requests/{requestId:guid}/messages",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "La conversation d'une demande, dans un dossier ouvert",
      en: "The conversation about a request, in an opened file",
    },
    statuses: [200],
    refusals: ["opening-over"],
    isPaged: true,
    answer: messagePageAnswer,
  },
  async ({ request, staff, parameters }) => {
    const under = { memberId: parameters.memberId ?? "", openingId: parameters.openingId ?? "" };
    const { view, ...content } = await listPage(request, (page) =>
      concierge.listFileMessages(staff, under, parameters.requestId ?? "", page),
    );
    return { status: 200, body: { view, content } };
  },
);
