/** GET /api/v1/requests/{id}/calendar.ics: what is confirmed, for a calendar. */
import * as z from "zod";
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { versionedAnswer } from "../../shared/http/versioned-answer.ts";
import { calendarOf } from "../../shared/requests/calendar.ts";

const mediaType = "text/calendar";

register(
  concierge.serving,
  {
    name: "read-calendar",
    method: "GET",
    path: "api/v1/requests/{requestId:guid}/calendar.ics",
    access: "member",
    summary: { fr: "Ce qui est confirmé, pour un agenda", en: "What is confirmed, for a calendar" },
    statuses: [200, 304],
    refusals: ["not-found"],
    mediaTypes: [mediaType],
    answer: { schema: z.string() },
  },
  async ({ request, person, site, language, parameters }) => {
    const { doc, etag } = await concierge.readRequest(person, parameters.requestId ?? "");
    const answer = versionedAnswer(request, etag, await calendarOf(doc, site.brand, language));
    if (answer.status === 304) return answer;
    const headers = {
      ...answer.headers,
      "content-type": `${mediaType}; charset=utf-8`,
      "content-disposition": 'attachment; filename="reservation.ics"',
    };
    return { ...answer, headers };
  },
);
