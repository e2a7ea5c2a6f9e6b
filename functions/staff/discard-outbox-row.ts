/** POST …/outbox-rows/{rowId}/dismissal: sends a refused message no more; its payload is erased. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "discard-outbox-row",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/outbox-rows/{rowId:guid}/dismissal",
    access: "staff",
    roles: ["ops"],
    summary: {
      fr: "Renoncer à un envoi refusé",
      en: "Give up a refused sending",
    },
    statuses: [204],
    refusals: ["not-found", "state-conflict", "stale-version"],
  },
  async ({ staff, parameters }) => {
    const operator = { role: "ops", id: staff.id } as const;
    const address = { subjectId: parameters.memberId ?? "", id: parameters.rowId ?? "" };
    await concierge.outbox.discard(address, operator, staff.brand);
    return { status: 204 };
  },
);
