/** POST …/outbox-rows/{rowId}/replay: takes a sending up now. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "replay-outbox-row",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/outbox-rows/{rowId:guid}/replay",
    access: "staff",
    roles: ["ops"],
    summary: {
      fr: "Reprendre un envoi",
      en: "Take a sending up again",
    },
    statuses: [204],
    refusals: ["not-found", "stale-version"],
  },
  async ({ staff, parameters }) => {
    const operator = { role: "ops", id: staff.id } as const;
    const address = { subjectId: parameters.memberId ?? "", id: parameters.rowId ?? "" };
    await concierge.outbox.replay(address, operator, staff.brand);
    return { status: 204 };
  },
);
