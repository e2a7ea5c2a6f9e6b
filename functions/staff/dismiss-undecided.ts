/** POST …/undecided-terminations/{terminationId}/dismissal: it concerns nobody here, once two people have said so. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { wordTaken } from "../../shared/staff/joint-decision.ts";

register(
  concierge.serving,
  {
    name: "dismiss-undecided",
    method: "POST",
    path: "api/v1/staff/undecided-terminations/{terminationId:guid}/dismissal",
    access: "staff",
    roles: ["desk", "dpo"],
    summary: {
      fr: "Écarter une résiliation qui ne concerne personne ici ; une seconde personne doit le dire aussi",
      en: "Dismiss a termination that concerns nobody here; a second person has to say so too",
    },
    statuses: [200],
    refusals: ["not-found", "state-conflict", "second-person-needed", "stale-version"],
    answer: wordTaken,
  },
  async ({ staff, parameters }) => ({
    status: 200,
    body: await concierge.retention.undecided.dismiss(staff, parameters.terminationId ?? ""),
  }),
);
