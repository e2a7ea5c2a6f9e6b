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
    summary: {
      fr: "Le membre décline une proposition ; une autre peut suivre",
      en: "The member declines a proposal; another may follow",
    },
    statuses: [201],
    refusals: ["not-found", "proposal-already-answered", "proposal-expired", "state-conflict"],
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
