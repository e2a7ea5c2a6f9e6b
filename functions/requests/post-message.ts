/** POST /api/v1/requests/{id}/messages: the member writes to the concierge about a request. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { messagePosted, postMessageInput } from "../../shared/requests/act-on-request.ts";
import { locationOf } from "../../shared/requests/submit-request.ts";

register(
  concierge.serving,
  {
    name: "post-message",
    method: "POST",
    path: "api/v1/requests/{requestId:guid}/messages",
    access: "member",
    summary: {
      fr: "Le membre écrit au concierge au sujet d'une demande",
      en: "The member writes to the concierge about a request",
    },
    statuses: [201],
    refusals: ["not-found", "state-conflict", "special-category-likely"],
    body: postMessageInput,
    answer: messagePosted,
    isCreating: true,
  },
  async ({ person, intent, language, parameters, body }) => {
    const requestId = parameters.requestId ?? "";
    const posted = await concierge.postMessage(person, intent, { requestId, language }, body);
    return { status: 201, headers: { location: `${locationOf(requestId)}/messages` }, body: posted };
  },
);
