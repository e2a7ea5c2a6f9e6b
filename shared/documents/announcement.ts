/** That a person was told of a version before it took effect: proof for as long as the announcement matters. */
import * as z from "zod";
import { opaqueId } from "../privacy/formats.ts";
import { plain, record } from "../privacy/record.ts";

const seen = ["member", "dpo", "auditor"] as const;

export const announcement = record(
  "announcement",
  1,
  {
    /** `{document}_{version}`. */
    id: plain(opaqueId(), seen),
    announcedAt: plain(z.iso.datetime(), seen),
    effectiveOn: plain(z.iso.date(), seen),
  },
  { kept: "acceptance" },
);
