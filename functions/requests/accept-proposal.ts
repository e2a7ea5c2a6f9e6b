/** POST …/proposals/{id}/acceptance: the member accepts one option of a proposal; nothing is booked before this. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { acceptProposalInput, requestChanged } from "../../shared/requests/act-on-request.ts";
import { locationOf } from "../../shared/requests/submit-request.ts";

register(
  concierge.serving,
  {
    name: "accept-proposal",
    method: "POST",
    path: "api/v1/requests/{requestId:guid}/proposals/{proposalId}/acceptance",
    access: "member",
    summary: {
      fr: "Le membre accepte une option d'une proposition ; rien n'est réservé avant",
      en: "The member accepts one option of a proposal; nothing is booked before",
    },
    statuses: [201],
    refusals: ["invalid-input", "not-found", "proposal-already-answered", "proposal-expired", "state-conflict"],
    body: acceptProposalInput,
    answer: requestChanged,
    isCreating: true,
    isConditional: true,
  },
  async ({ person, intent, ifMatch, parameters, body }) => {
    const { requestId = "", proposalId = "" } = parameters;
    const changed = await concierge.acceptProposal(person, intent, { requestId, proposalId, ifMatch }, body);
    return { status: 201, headers: { location: locationOf(requestId) }, body: changed };
  },
);
