/** GET /problems/{code}: the page a problem's `type` leads to. */
import * as z from "zod";
import { concierge } from "../../shared/compose.ts";
import { problemCode, problemPage } from "../../shared/http/problem-page.ts";
import { register } from "../../shared/http/route.ts";
import { Refusal } from "../../shared/refusal.ts";

register(
  concierge.serving,
  {
    name: "read-problem",
    method: "GET",
    path: "problems/{code}",
    access: "public",
    answer: { schema: z.string() },
  },
  async ({ request, language, parameters }) => {
    const code = problemCode(parameters.code);
    if (code === undefined) throw new Refusal("not-found");
    const page = problemPage(code, language);
    return request.headers.get("if-none-match") === page.headers?.etag
      ? { status: 304, headers: page.headers ?? {} }
      : page;
  },
);
