/** POST …/reviews/{reviewId}/completion: the officer's judgement of an exceptional opening. */
import { concierge } from "../../shared/compose.ts";
import { register } from "../../shared/http/route.ts";
import { completeReviewInput } from "../../shared/staff/review-opening.ts";

register(
  concierge.serving,
  {
    name: "complete-review",
    method: "POST",
    path: "api/v1/staff/members/{memberId:guid}/reviews/{reviewId:guid}/completion",
    access: "staff",
    roles: ["dpo"],
    summary: {
      fr: "Conclure l'examen d'une ouverture exceptionnelle",
      en: "Conclude the review of an exceptional opening",
    },
    statuses: [204],
    refusals: ["not-found", "second-person-needed", "approval-over", "special-category-likely"],
    body: completeReviewInput,
  },
  async ({ staff, parameters, body }) => {
    const { memberId = "", reviewId = "" } = parameters;
    await concierge.completeReview(staff, memberId, reviewId, body);
    return { status: 204 };
  },
);
