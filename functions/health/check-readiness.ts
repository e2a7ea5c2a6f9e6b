/** GET /api/v1/health/ready: every dependency answers, and the store lies in the EEA. */
import { concierge } from "../../shared/compose.ts";
import { readiness } from "../../shared/health/readiness.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "check-readiness",
    method: "GET",
    path: "api/v1/health/ready",
    access: "probe",
    summary: {
      fr: "Chaque dépendance répond, et la base se trouve dans l'EEE",
      en: "Every dependency answers, and the store lies in the EEA",
    },
    statuses: [200, 503],
    refusals: [],
    answer: readiness,
  },
  async () => {
    const body = await concierge.checkReadiness();
    return { status: body.status === "ready" ? 200 : 503, body };
  },
);
