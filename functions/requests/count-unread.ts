/** GET /api/v1/unread-messages: how many messages of the concierge wait to be read, by request. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { unreadCounts } from "../../shared/requests/mark-read.ts";

register(
  concierge.serving,
  {
    name: "count-unread",
    method: "GET",
    path: "api/v1/unread-messages",
    access: "member",
    summary: {
      fr: "Combien de messages du concierge restent à lire, par demande",
      en: "How many messages of the concierge wait to be read, by request",
    },
    statuses: [200],
    refusals: [],
    answer: unreadCounts,
  },
  async ({ person }) => ({ status: 200, body: await concierge.countUnread(person) }),
);
