/**
 * The made-up directory of a local system: its tenant, the application that tokens are for, and its people. Ids are derived
 * from names, so that one person has the same id in each of their tokens. Nothing of it exists anywhere else.
 */
import { createHash } from "node:crypto";

export const localTenant = {
  tenantId: "7c0f5a1e-3b52-4d0a-9a34-1f6d0c2b8e41",
  audience: "b8d1e6f2-90c4-4c7e-8d55-6a2f3e4c7b10",
} as const;

/** Enough people for four eyes. */
export const localPeople = ["camille", "dominique", "sacha", "claude", "andrea", "maxime"] as const;

/** A stable object id for a name. */
export function objectIdOf(name: string): string {
  const hex = createHash("sha256").update(`${localTenant.tenantId}/${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
