/** GET /api/v1/staff/outbox-rows: what its receiver refused, or is stuck for a day. */
import { concierge } from "../../shared/compose.ts";
import { rowsAnswer } from "../../shared/failures/answers.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "list-outbox",
    method: "GET",
    path: "api/v1/staff/outbox-rows",
    access: "staff",
    roles: ["ops"],
    summary: {
      fr: "Les envois refusés ou bloqués",
      en: "Sendings that were refused or are stuck",
    },
    statuses: [200],
    refusals: [],
    answer: rowsAnswer,
  },
  async ({ staff }) => {
    const operator = { role: "ops", id: staff.id } as const;
    const pages = [];
    for (const state of ["refused", "stuck"] as const) {
      pages.push(await concierge.outbox.list({ brand: staff.brand, state }, operator));
    }
    const items = pages.flatMap((page) => page.items);
    return { status: 200, body: { items, more: pages.some(({ cursor }) => cursor !== undefined) } };
  },
);
