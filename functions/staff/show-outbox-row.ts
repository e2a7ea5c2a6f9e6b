/** GET …/outbox-rows/{rowId}: one sending, never what it says. */
import { concierge } from "../../shared/compose.ts";
import { rowAnswer } from "../../shared/failures/answers.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "show-outbox-row",
    method: "GET",
    path: "api/v1/staff/members/{memberId:guid}/outbox-rows/{rowId:guid}",
    access: "staff",
    roles: ["ops"],
    summary: {
      fr: "Un envoi et son état",
      en: "One sending and its state",
    },
    statuses: [200],
    refusals: ["not-found"],
    answer: rowAnswer,
  },
  async ({ staff, parameters }) => {
    const operator = { role: "ops", id: staff.id } as const;
    const address = { subjectId: parameters.memberId ?? "", id: parameters.rowId ?? "" };
    return { status: 200, body: await concierge.outbox.show(address, operator, staff.brand) };
  },
);
