/** POST …/erasures/{erasureId}/paper-confirmation: the processor has confirmed on paper, once two people have read the same. */
import { concierge } from "../../shared/compose.ts";
import { onPaperInput } from "../../shared/erasure/confirm-on-paper.ts";
import { register } from "../../shared/http/route.ts";
import { wordTaken } from "../../shared/staff/joint-decision.ts";

register(
  concierge.serving,
  {
    name: "confirm-erasure",
    method: "POST",
    path: "api/v1/staff/erasures/{erasureId:guid}/paper-confirmation",
    access: "staff",
    roles: ["dpo", "ops"],
    summary: {
      fr: "Consigner qu'un sous-traitant a confirmé un effacement par écrit ; une seconde personne doit avoir lu la même chose",
      en: "Record that the processor has confirmed an erasure on paper; a second person must have read the same",
    },
    statuses: [200],
    refusals: ["not-found", "state-conflict", "invalid-input", "second-person-needed", "stale-version"],
    body: onPaperInput,
    answer: wordTaken,
  },
  async ({ staff, parameters, body }) => ({
    status: 200,
    body: await concierge.erasuresOfStaff.confirm(staff, parameters.erasureId ?? "", body),
  }),
);
