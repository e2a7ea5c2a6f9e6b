/** DELETE …/openings/{openingId}/sessions: ends every session of the member, under an opening that is still good. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "end-file-sessions",
    method: "DELETE",
    path: "api/v1/staff/members/{memberId:guid}/openings/{openingId:guid}/sessions",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Mettre fin à toutes les sessions du membre, par exemple après le vol d'un téléphone",
      en: "End every session of the member, for instance after a telephone was stolen",
    },
    statuses: [204],
    refusals: ["opening-over"],
  },
  async ({ staff, parameters }) => {
    const under = { memberId: parameters.memberId ?? "", openingId: parameters.openingId ?? "" };
    await concierge.endSessionsOf(staff, under);
    return { status: 204 };
  },
);
