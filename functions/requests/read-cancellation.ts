/** GET /api/v1/requests/{id}/cancellation: what calling it off would mean, or has meant. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { consequences, consequencesOf } from "../../shared/requests/cancellation.ts";

register(
  concierge.serving,
  {
    name: "read-cancellation",
    method: "GET",
    path: "api/v1/requests/{requestId:guid}/cancellation",
    access: "member",
    summary: {
      fr: "Ce que l'annulation d'une demande entraîne, avant et après",
      en: "What calling a request off means, before and after",
    },
    statuses: [200],
    refusals: ["not-found"],
    answer: consequences,
  },
  async ({ person, parameters }) => {
    const { doc } = await concierge.readRequest(person, parameters.requestId ?? "");
    return { status: 200, body: consequencesOf(doc, concierge.clock.now()) };
  },
);
