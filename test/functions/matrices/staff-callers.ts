/** The controller's people in the access matrix: every function, of the brand and of the other one, and what they act on. */
import { brandIds } from "../../../shared/charter/brands.ts";
import type { Route } from "../../../shared/http/route.ts";
import { type StaffRole, staffRoles } from "../../../shared/staff/staff.ts";
import type { Functions } from "../../fixtures/functions.ts";
import { hosts } from "../../fixtures/joining.ts";
import { archived, openedArchive } from "../archiving.ts";
import { ordered } from "../erasing.ts";
import {
  brokenGlass,
  type Colleague,
  failedMessage,
  opened,
  proposedDisclosure,
  refusedMessage,
  staffOf,
  undecidedTermination,
} from "../staff.ts";

export type StaffCaller = {
  readonly role: StaffRole;
  readonly brand: keyof typeof hosts;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Everybody with a token, on every site. */
export async function staffCallers(functions: Functions): Promise<Readonly<Record<string, StaffCaller>>> {
  const found: Record<string, StaffCaller> = {};
  for (const role of staffRoles)
    for (const brand of brandIds)
      for (const site of brandIds) {
        const { headers } = await staffOf(functions, role, "andrea", brand);
        found[`${role} of ${brand} on ${site}'s site`] = { role, brand, host: hosts[site], headers };
      }
  return found;
}

/** What of the owner the staff of the brand have in hand; who may call the route is whose it is. */
export type OwnersFile = {
  readonly openingId?: string;
  readonly approvalId?: string;
  readonly reviewId?: string;
  readonly terminationId?: string;
  readonly erasureId?: string;
  /** Somebody whose account is closed and archived. */
  readonly archivedId?: string;
  readonly failureId?: string;
  readonly rowId?: string;
  readonly by: Colleague;
};

export async function ownersFile(
  functions: Functions,
  { subjectId: memberId, requestId }: { readonly subjectId: string; readonly requestId: string },
  route: Pick<Route, "name" | "path"> & { readonly roles: readonly StaffRole[] },
): Promise<OwnersFile> {
  const [desk, dpo] = [await staffOf(functions, "desk", "camille"), await staffOf(functions, "dpo", "dominique")];
  const by = route.roles.includes("desk")
    ? desk
    : route.roles.includes("dpo")
      ? dpo
      : await staffOf(functions, route.roles[0] ?? "ops", "sacha");
  if (route.name === "open-archive") return { by, archivedId: (await archived(functions)).subjectId };
  if (route.name === "list-archive") {
    const { memberId: archivedId, openingId } = await openedArchive(functions, by);
    return { by, archivedId, openingId };
  }
  if (route.path.includes("{openingId")) return { by, ...(await opened(by, memberId)) };
  if (route.path.includes("{approvalId")) {
    return { by: dpo, ...(await proposedDisclosure(desk, memberId, functions.clock.now())) };
  }
  if (route.path.includes("{reviewId")) return { by, ...(await brokenGlass(desk, dpo, memberId)) };
  if (route.path.includes("{terminationId") || route.name === "propose-attribution") {
    return { by, terminationId: await undecidedTermination(functions) };
  }
  if (route.path.includes("{erasureId")) return { by, erasureId: await ordered(functions) };
  if (route.path.includes("{failureId")) return { by, failureId: await failedMessage(functions, memberId) };
  if (route.path.includes("{rowId")) return { by, rowId: await refusedMessage(functions, memberId, requestId) };
  return { by };
}
