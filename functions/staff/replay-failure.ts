/** POST …/failures/{failureId}/replay: handles it now, by the same handler. */
import { concierge } from "../../shared/compose.ts";
import { replayedAnswer } from "../../shared/failures/answers.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "replay-failure",
    method: "POST",
    path: "api/v1/staff/failures/{failureId}/replay",
    access: "staff",
    roles: ["ops"],
    summary: {
      fr: "Traiter de nouveau un message",
      en: "Handle a failed message again",
    },
    statuses: [200],
    refusals: ["not-found", "state-conflict"],
    answer: replayedAnswer,
  },
  async ({ staff, parameters }) => {
    const operator = { role: "ops", id: staff.id } as const;
    return { status: 200, body: await concierge.failures.replay(parameters.failureId ?? "", operator, staff.brand) };
  },
);
