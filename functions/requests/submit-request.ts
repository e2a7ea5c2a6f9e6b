/** POST /api/v1/requests: a member asks the concierge for something. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { locationOf, requestSubmitted, submitRequestInput } from "../../shared/requests/submit-request.ts";

register(
  concierge.serving,
  {
    name: "submit-request",
    method: "POST",
    path: "api/v1/requests",
    access: "member",
    summary: { fr: "Un membre confie une demande à la conciergerie", en: "A member asks the concierge for something" },
    statuses: [201],
    refusals: ["invalid-input", "special-category-likely", "documents-outdated"],
    body: submitRequestInput,
    answer: requestSubmitted,
    isCreating: true,
  },
  async ({ person, intent, body }) => {
    const submitted = await concierge.submitRequest(person, intent, body);
    return { status: 201, headers: { location: locationOf(submitted.id) }, body: submitted };
  },
);
