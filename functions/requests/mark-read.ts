/** PUT /api/v1/requests/{id}/reading-mark: the member has read the conversation up to a message. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { marked, markReadInput } from "../../shared/requests/mark-read.ts";

register(
  concierge.serving,
  {
    name: "mark-read",
    method: "PUT",
    path: "api/v1/requests/{requestId:guid}/reading-mark",
    access: "member",
    summary: {
      fr: "Le membre a lu les échanges jusqu'à un message",
      en: "The member has read the conversation up to a message",
    },
    statuses: [200],
    refusals: ["not-found", "stale-version"],
    body: markReadInput,
    answer: marked,
  },
  async ({ person, parameters, body }) => ({
    status: 200,
    body: await concierge.markRead(person, parameters.requestId ?? "", body),
  }),
);
