/** POST …/openings: opens a member's file, for a purpose and a reason; the first look comes with the answer. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { fileOpenedAnswer, memberViews } from "../../shared/staff/file.ts";
import { openFileInput } from "../../shared/staff/open-file.ts";

register(
  concierge.serving,
  {
    name: "open-file",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/openings",
    access: "staff",
    roles: ["desk", "dpo", "ops"],
    summary: {
      fr: "Ouvrir le dossier d'un membre, avec une finalité et un motif",
      en: "Open a member's file, for a purpose and a reason",
    },
    statuses: [201],
    refusals: [
      "not-found",
      "outside-need-to-know",
      "approval-over",
      "opening-over",
      "stale-version",
      "special-category-likely",
    ],
    body: openFileInput,
    answer: fileOpenedAnswer,
    isCreating: true,
  },
  async ({ staff, parameters, intent, body }) => {
    const { memberId = "" } = parameters;
    const { opened, member } = await concierge.openFile(staff, memberId, intent, body);
    const { id, view, validUntil } = opened;
    return {
      status: 201,
      headers: { location: `/api/v1/staff/members/${memberId}/openings/${id}/member` },
      body: { id, validUntil, file: { view, content: memberViews[view].show(member.doc) } as never },
    };
  },
);
