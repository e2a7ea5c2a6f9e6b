/** GET …/openings/{openingId}/retention: what is held of the member, why and until when, in an opened file. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { retentionForStaff } from "../../shared/retention/read-retention.ts";

register(
  concierge.serving,
  {
    name: "read-file-retention",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/openings/{openingId:guid}/retention",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "Ce qui est détenu sur le membre, pourquoi et jusqu'à quand, dans un dossier ouvert",
      en: "What is held of the member, why and until when, in an opened file",
    },
    statuses: [200],
    refusals: ["opening-over", "not-found"],
    answer: retentionForStaff,
  },
  async ({ staff, parameters, language }) => {
    const under = { memberId: parameters.memberId ?? "", openingId: parameters.openingId ?? "" };
    return { status: 200, body: await concierge.readFileRetention(staff, under, language) };
  },
);
