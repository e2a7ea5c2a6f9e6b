/** POST /api/v1/requests/{id}/cancellation: the member calls a request off. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { requestCancelled } from "../../shared/requests/act-on-request.ts";
import { locationOf } from "../../shared/requests/submit-request.ts";

register(
  concierge.serving,
  {
    name: "cancel-request",
    method: "POST",
    path: "api/v1/requests/{requestId:guid}/cancellation",
    access: "member",
    summary: {
      fr: "Le membre annule une demande et apprend ce que cela entraîne",
      en: "The member calls a request off, and is told what that means",
    },
    statuses: [201],
    refusals: ["not-found", "state-conflict"],
    answer: requestCancelled,
    isCreating: true,
    isConditional: true,
  },
  async ({ person, intent, ifMatch, parameters }) => {
    const requestId = parameters.requestId ?? "";
    const cancelled = await concierge.cancelRequest(person, intent, { requestId, ifMatch });
    return { status: 201, headers: { location: locationOf(requestId) }, body: cancelled };
  },
);
