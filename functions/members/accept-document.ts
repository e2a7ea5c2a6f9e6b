/** POST /api/v1/me/acceptances: a member accepts the charter or the terms in the version in force. */
import { concierge } from "../../shared/compose.ts";
import { acceptDocumentInput, documentAccepted } from "../../shared/documents/accept-document.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "accept-document",
    method: "POST",
    path: "api/v1/me/acceptances",
    access: "member",
    summary: {
      fr: "Un membre accepte la charte ou les conditions en vigueur",
      en: "A member accepts the charter or the terms in force",
    },
    statuses: [201],
    refusals: ["documents-outdated"],
    body: acceptDocumentInput,
    answer: documentAccepted,
    isCreating: true,
  },
  async ({ person, intent, body }) => ({
    status: 201,
    headers: { location: "/api/v1/me" },
    body: await concierge.acceptDocument(person, intent, body),
  }),
);
