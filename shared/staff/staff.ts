/**
 * Who of the controller's staff is asking: a function within one brand, proved by a token of the directory (Entra ID app
 * role `{brand}.{role}`). Charter article 5 (only who needs the data for their function); GDPR articles 29 and 32(4).
 */
import * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import { declared, plain } from "../privacy/record.ts";

/** Functions inside the controller. Each is a recipient of the data model too, so each has its own view. */
export const staffRoles = ["desk", "dpo", "auditor", "ops"] as const;
export type StaffRole = (typeof staffRoles)[number];

/** `id`: the directory's object id of the person, the same in every token. */
export type Staff = { readonly id: string; readonly role: StaffRole; readonly brand: BrandId };

/** The app role that makes somebody a member of staff, as it stands in the directory and in the token. */
export const appRole = (brand: BrandId, role: StaffRole): string => `${brand}.${role}`;

/** The scope a person's token carries; a token of a program has none (shared/http/staff-token.ts). */
export const staffScope = "staff";

/** Everybody on the staff side: what says nothing about the member is seen by all of them. */
export const allStaff = ["desk", "dpo", "auditor", "ops"] as const;

/** Who did something, as staff are shown it: the function and the directory's id, never a name. */
export const byStaff = () =>
  z.strictObject({ id: plain(z.uuid(), ["dpo", "auditor"]), role: plain(z.enum(staffRoles), allStaff) });

/** What a member of staff is told of themselves. */
export const staffIdentity = declared("staff-identity", {
  id: plain(z.uuid(), allStaff),
  role: plain(z.enum(staffRoles), allStaff),
});
