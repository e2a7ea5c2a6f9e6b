/** GET /api/v1/openapi.json: the description of this API. */
import * as z from "zod";
import { concierge } from "../../shared/compose.ts";
import { register, routes } from "../../shared/http/route.ts";
import { unlessKnown } from "../../shared/http/versioned-answer.ts";

register(
  concierge.serving,
  {
    name: "read-openapi",
    method: "GET",
    path: "api/v1/openapi.json",
    access: "public",
    summary: { fr: "La description de cette API, OpenAPI 3.1", en: "The description of this API, OpenAPI 3.1" },
    statuses: [200, 304],
    refusals: [],
    answer: { schema: z.looseObject({ openapi: z.string() }) },
  },
  async ({ request }) => {
    // Seldom asked for: what makes it is loaded with the first question.
    const { openApiAnswer } = await import("../../shared/http/openapi-answer.ts");
    return unlessKnown(request, openApiAnswer(routes));
  },
);
