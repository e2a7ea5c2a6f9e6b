/** GET …/failures/{failureId}: one of them. */
import { concierge } from "../../shared/compose.ts";
import { failureAnswer } from "../../shared/failures/answers.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "show-failure",
    method: "GET",
    path: "api/v1/staff/failures/{failureId}",
    access: "staff",
    roles: ["ops"],
    summary: {
      fr: "Un message qui n'a pas pu être traité",
      en: "One message that could not be handled",
    },
    statuses: [200],
    refusals: ["not-found"],
    answer: failureAnswer,
  },
  async ({ staff, parameters }) => {
    const operator = { role: "ops", id: staff.id } as const;
    return { status: 200, body: await concierge.failures.show(parameters.failureId ?? "", operator, staff.brand) };
  },
);
