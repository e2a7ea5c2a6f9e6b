/** GET …/undecided-terminations/{terminationId}: one of them, with whom it may concern. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { undecidedShown } from "../../shared/terminations/list-undecided.ts";

register(
  concierge.serving,
  {
    name: "show-undecided",
    method: "GET",
    path: "api/v1/staff/undecided-terminations/{terminationId:guid}",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Une résiliation sans titulaire certain, et qui elle peut concerner",
      en: "An undecided termination, and whom it may concern",
    },
    statuses: [200],
    refusals: ["not-found"],
    answer: undecidedShown,
  },
  async ({ staff, parameters }) => ({
    status: 200,
    body: await concierge.retention.undecided.show(staff, parameters.terminationId ?? ""),
  }),
);
