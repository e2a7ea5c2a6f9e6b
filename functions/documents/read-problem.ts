/** GET /problems/{code}: the page a problem's `type` leads to. */
import * as z from "zod";
import { concierge } from "../../shared/compose.ts";
import { problemCode, problemPage } from "../../shared/http/problem-page.ts";
import { register } from "../../shared/http/route.ts";
import { unlessKnown } from "../../shared/http/versioned-answer.ts";
import { Refusal } from "../../shared/refusal.ts";

register(
  concierge.serving,
  {
    name: "read-problem",
    method: "GET",
    path: "problems/{code}",
    access: "public",
    summary: {
      fr: "Ce que signifie un problème et ce qu'il faut faire",
      en: "What a problem means and what to do about it",
    },
    statuses: [200, 304],
    refusals: ["not-found"],
    mediaTypes: ["text/html"],
    answer: { schema: z.string() },
  },
  async ({ request, language, parameters }) => {
    const code = problemCode(parameters.code);
    if (code === undefined) throw new Refusal("not-found");
    return unlessKnown(request, problemPage(code, language));
  },
);
