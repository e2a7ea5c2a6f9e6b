/** What an entry says, as it stands in the outbox row and again in the ledger. */
import * as z from "zod";
import { purposes } from "../privacy/catalogues.ts";
import { code, opaqueId, reference } from "../privacy/formats.ts";
import { declared, type Personal, personal, plain } from "../privacy/record.ts";
import { actorRoles, auditEventNames } from "./events.ts";

const seen = ["dpo", "auditor"] as const;

/** The object id of a staff member in the controller's directory: who it is, only the directory says. */
const staffNote = {
  category: "proof",
  purposes: ["accountability", "security"],
  source: "observed",
  seenBy: ["dpo", "auditor"],
  kept: "proof",
  protection: "plain",
} as const satisfies Personal;
export const staffId = { id: opaqueId, note: staffNote };

const purposeNames = Object.keys(purposes) as [keyof typeof purposes, ...(keyof typeof purposes)[]];

export const entryFields = declared("audit-entry", {
  event: plain(z.enum(auditEventNames), seen),
  /** When it happened; the ledger is written a little later. */
  at: plain(z.iso.datetime(), seen),
  actor: z.strictObject({
    role: plain(z.enum(actorRoles), seen),
    id: z.exactOptional(personal(opaqueId(), staffNote)),
  }),
  /** For which purpose, where data were seen or disclosed. */
  purpose: z.exactOptional(plain(z.enum(purposeNames), seen)),
  /** The record it is about, by its id. */
  about: z.exactOptional(plain(reference(), seen)),
  /** A closed word: a ground, a reason, a version, an outcome. */
  detail: z.exactOptional(plain(code(), seen)),
});
