/**
 * Everything no other function matches: 405 with Allow where the path is known, 404 otherwise. Routes are tried in the
 * order of function names, which is why this one begins with `zz`.
 */
import { app } from "@azure/functions";
import { concierge } from "../shared/compose.ts";
import { allowedMethods } from "../shared/http/allowed-methods.ts";
import { handle } from "../shared/http/handler.ts";
import { Refusal } from "../shared/refusal.ts";

const name = "zz-catch-all";

app.http(name, {
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
  route: "{*path}",
  authLevel: "anonymous",
  handler: (request, context) =>
    handle(
      concierge.serving,
      {
        name,
        // The cross-site defence guards changes; nothing is changed here, and a wrong method must learn that it is wrong.
        method: "GET",
        path: "{*path}",
        access: "public",
      },
      async () => {
        const allow = allowedMethods(new URL(request.url).pathname);
        throw allow.length > 0 ? new Refusal("method-not-allowed", { allow }) : new Refusal("not-found");
      },
      request,
      context,
    ),
});
