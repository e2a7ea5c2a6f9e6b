/** POST …/failures/{failureId}/dismissal: a person decides that it needs nothing more. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "discard-failure",
    method: "POST",
    path: "api/v1/staff/failures/{failureId}/dismissal",
    access: "staff",
    roles: ["ops"],
    summary: {
      fr: "Clore un message qui n'appelle plus rien",
      en: "Close a failed message that needs nothing more",
    },
    statuses: [204],
    refusals: ["not-found", "state-conflict"],
  },
  async ({ staff, parameters }) => {
    const operator = { role: "ops", id: staff.id } as const;
    await concierge.failures.discard(parameters.failureId ?? "", operator, staff.brand);
    return { status: 204 };
  },
);
