/** POST …/proposals/{id}/refusal: the member declines a proposal; the concierge may make another. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { requestChanged } from "../../shared/requests/act-on-request.ts";
import { locationOf } from "../../shared/requests/submit-request.ts";

register(
  concierge.serving,
  {
    name: "decline-proposal",
    method: "POST",
    path: "api/v1/requests/{requestId:guid}/proposals/{proposalId}/refusal",
    access: "member",
    answer: requestChanged,
    isCreating: true,
    isConditional: true,
  },
  async ({ person, intent, ifMatch, parameters }) => {
    const { requestId = "", proposalId = "" } = parameters;
    const changed = await concierge.declineProposal(person, intent, { requestId, proposalId, ifMatch });
    return { status: 201, headers: { location: locationOf(requestId) }, body: changed };
  },
);
