/** GET /api/v1/requests/{id}: one request with its proposals and what came of it. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { versionedAnswer } from "../../shared/http/versioned-answer.ts";
import { requestView } from "../../shared/requests/follow-request.ts";

register(
  concierge.serving,
  {
    name: "read-request",
    method: "GET",
    path: "api/v1/requests/{requestId:guid}",
    access: "member",
    summary: {
      fr: "Une demande, ses propositions et ce qui en est advenu",
      en: "One request with its proposals and what came of it",
    },
    statuses: [200, 304],
    refusals: ["not-found"],
    answer: requestView,
  },
  async ({ request, person, parameters }) => {
    const { doc, etag } = await concierge.readRequest(person, parameters.requestId ?? "");
    return versionedAnswer(request, etag, requestView.show(doc));
  },
);
