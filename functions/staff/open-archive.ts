/** POST …/archive-openings: opens what a closed account left in the archive, for a legal claim or an authority. */
import { archiveOpened, openArchiveInput } from "../../shared/archive/open-archive.ts";
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "open-archive",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/archive-openings",
    access: "staff",
    roles: ["dpo"],
    summary: {
      fr: "Ouvrir l'archive d'un compte clos, pour des droits en justice ou une autorité",
      en: "Open the archive of a closed account, for a legal claim or an authority",
    },
    statuses: [201],
    refusals: ["not-found", "opening-over", "special-category-likely"],
    body: openArchiveInput,
    answer: archiveOpened,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const opened = await concierge.retention.openArchive(staff, memberId, intent, body);
    const location = `/api/v1/staff/members/${memberId}/openings/${opened.id}/archive/member`;
    return { status: 201, headers: { location }, body: opened };
  },
);
