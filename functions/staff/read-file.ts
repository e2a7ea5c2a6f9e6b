/** GET …/openings/{openingId}/member: the member, once more, under an opening that is still good. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { memberAnswer } from "../../shared/staff/file.ts";

register(
  concierge.serving,
  {
    name: "read-file",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/openings/{openingId:guid}/member",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "Relire le membre dans un dossier ouvert",
      en: "Read the member again in an opened file",
    },
    statuses: [200],
    refusals: ["opening-over", "not-found"],
    answer: memberAnswer,
  },
  async ({ staff, parameters }) => {
    const under = { memberId: parameters.memberId ?? "", openingId: parameters.openingId ?? "" };
    return { status: 200, body: await concierge.readMemberFile(staff, under) };
  },
);
