/** GET /api/v1/staff/ledger/{class}/{month}: a month of the brand's audit chain, without anybody's name. */

import { ledgerPage } from "../../shared/audit/read-ledger.ts";
import { concierge } from "../../shared/compose.ts";
import { listPage } from "../../shared/http/paging.ts";
import { register } from "../../shared/http/route.ts";

register(
  concierge.serving,
  {
    name: "read-ledger",
    method: "GET",
    path: "api/v1/staff/ledger/{class}/{month}",
    access: "staff",
    roles: ["auditor", "dpo"],
    summary: {
      fr: "Un mois du registre d'audit",
      en: "A month of the audit ledger",
    },
    statuses: [200],
    refusals: ["not-found"],
    isPaged: true,
    answer: ledgerPage,
  },
  async ({ request, staff, parameters }) => {
    const reader = { ...staff, role: staff.role === "dpo" ? "dpo" : "auditor" } as const;
    const of = { class: parameters.class ?? "", month: parameters.month ?? "" };
    return { status: 200, body: await listPage(request, (page) => concierge.readLedger(reader, of, page)) };
  },
);
