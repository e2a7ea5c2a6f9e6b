/**
 * Who of the controller's staff is asking: a function within one brand, proved by a token of the directory (Entra ID app
 * role `{brand}.{role}`). Charter article 5 (only who needs the data for their function); GDPR articles 29 and 32(4).
 */
import * as z from "zod";
import { staffId } from "../audit/entry-fields.ts";
import type { BrandId } from "../charter/brands.ts";
import { personal, plain } from "../privacy/record.ts";
import type { RetentionRule } from "../privacy/retention-rules.ts";

/** Functions inside the controller. Each is a recipient of the data model too, so each has its own view. */
export const staffRoles = ["desk", "dpo", "auditor", "ops"] as const;
export type StaffRole = (typeof staffRoles)[number];

/** `id`: the directory's object id of the person, the same in every token. */
export type Staff = { readonly id: string; readonly role: StaffRole; readonly brand: BrandId };

/** The app role that makes somebody a member of staff, as it stands in the directory and in the token. */
export const appRole = (brand: BrandId, role: StaffRole): string => `${brand}.${role}`;

/** The scope a person's token carries; a token of a program has none (shared/http/staff-token.ts). */
export const staffScope = "staff";

/** Who may see what says nothing about the member: states, dates, functions. */
export const allStaff = ["desk", "dpo", "auditor", "ops"] as const;

/** Who did something: the function, which colleagues see, and the directory's id, which only officer and auditor do. */
export const byStaff = <const R extends RetentionRule>(kept: R) =>
  z.strictObject({
    id: personal(staffId.id(), { ...staffId.note, kept }),
    role: plain(z.enum(staffRoles), allStaff),
  });

export const actorOf = ({ id, role }: Pick<Staff, "id" | "role">) => ({ id, role });
