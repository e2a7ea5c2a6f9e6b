/** GET …/requests/{requestId}: one request, in an opened file. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { requestAnswer } from "../../shared/staff/file.ts";

register(
  concierge.serving,
  {
    name: "read-file-request",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/openings/{openingId:guid}/requests/{requestId:guid}",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "Une demande du membre, dans un dossier ouvert",
      en: "One request, in an opened file",
    },
    statuses: [200],
    refusals: ["opening-over", "not-found"],
    answer: requestAnswer,
  },
  async ({ staff, parameters }) => {
    const under = { memberId: parameters.memberId ?? "", openingId: parameters.openingId ?? "" };
    return { status: 200, body: await concierge.readFileRequest(staff, under, parameters.requestId ?? "") };
  },
);
