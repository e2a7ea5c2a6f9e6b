/** GET /api/v1/staff/failures: messages that could not be handled, ids and reasons only. */
import { concierge } from "../../shared/compose.ts";
import { failuresAnswer } from "../../shared/failures/answers.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "list-failures",
    method: "GET",
    path: "api/v1/staff/failures",
    access: "staff",
    roles: ["ops"],
    summary: {
      fr: "Les messages qui n'ont pas pu être traités",
      en: "Messages that could not be handled",
    },
    statuses: [200],
    refusals: [],
    answer: failuresAnswer,
  },
  async ({ staff }) => {
    const operator = { role: "ops", id: staff.id } as const;
    return { status: 200, body: await concierge.failures.list({ brand: staff.brand }, operator) };
  },
);
