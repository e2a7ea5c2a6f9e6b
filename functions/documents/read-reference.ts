/** GET /api/v1/reference: the description of this API as a page. */
import * as z from "zod";
import { concierge } from "../../shared/compose.ts";
import { register, routes } from "../../shared/http/route.ts";
import { unlessKnown } from "../../shared/http/versioned-answer.ts";

register(
  concierge.serving,
  {
    name: "read-reference",
    method: "GET",
    path: "api/v1/reference",
    access: "public",
    summary: { fr: "La description de cette API, à lire", en: "The description of this API, to be read" },
    statuses: [200, 304],
    refusals: [],
    mediaTypes: ["text/html"],
    answer: { schema: z.string() },
  },
  async ({ request, language }) => {
    const { referencePage } = await import("../../shared/http/openapi-answer.ts");
    return unlessKnown(request, referencePage(routes, language));
  },
);
