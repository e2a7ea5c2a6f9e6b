/** GET /api/v1/erasures/{erasureId}/certificate: the signed certificate, for whoever was sent its random id. */
import * as z from "zod";
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { Refusal } from "../../shared/refusal.ts";

register(
  concierge.serving,
  {
    name: "read-certificate",
    method: "GET",
    path: "api/v1/erasures/{erasureId}/certificate",
    access: "public",
    summary: {
      fr: "Le certificat signé d'un effacement, pour qui en connaît le numéro",
      en: "The signed certificate of an erasure, for whoever knows its number",
    },
    statuses: [200],
    refusals: ["not-found", "temporarily-unavailable"],
    mediaTypes: ["application/jose"],
    answer: { schema: z.string() },
  },
  async ({ site, parameters }) => {
    const id = z.uuid().safeParse(parameters.erasureId);
    if (!id.success) throw new Refusal("not-found");
    const body = await concierge.readCertificate(site.brand, id.data);
    return { status: 200, body, headers: { "content-type": "application/jose" } };
  },
);
