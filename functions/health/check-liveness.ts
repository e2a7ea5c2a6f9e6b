/** GET /api/v1/health/live: the process answers. */
import { concierge } from "../../shared/compose.ts";
import { liveness } from "../../shared/health/readiness.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "check-liveness",
    method: "GET",
    path: "api/v1/health/live",
    access: "probe",
    summary: { fr: "Le processus répond", en: "The process answers" },
    statuses: [200],
    refusals: [],
    answer: liveness,
  },
  async () => ({ status: 200, body: { status: "alive" as const } }),
);
