/**
 * Who may call what, written down by hand from docs/staff.md and docs/api.md and not read from any declaration: the matrix holds
 * both the declaration and the behaviour of each route against it. A new route needs its line here. (OWASP ASVS 5, 8.1.1)
 */
import type { Route } from "../../../shared/http/route.ts";
import type { StaffRole } from "../../../shared/staff/staff.ts";

export type Expected = { readonly access: Route["access"]; readonly roles: readonly StaffRole[] };

/** Whoever comes; a platform's probe; who has the ticket of a code that was asked for; who is signed in. */
const withoutStaff = {
  probe: ["check-liveness", "check-readiness"],
  public: [
    ...["read-charter", "list-charter-versions", "read-charter-version", "compare-charter-versions"],
    ...["read-terms", "list-terms-versions", "read-terms-version", "compare-terms-versions"],
    ...["read-openapi", "read-reference", "read-problem", "read-public-keys", "read-certificate"],
    ...["sign-up", "sign-in"],
  ],
  ticket: ["verify-sign-up", "verify-sign-in", "verify-email-change"],
  member: [
    ...["read-session", "end-session", "list-sessions", "end-named-session", "end-other-sessions"],
    ...["ask-step-up", "verify-step-up", "ask-email-change"],
    ...["read-me", "update-me", "renew-card", "close-account", "accept-document"],
    ...["read-timeline", "read-retention", "list-interests", "declare-interest", "erase-interest"],
    ...["submit-request", "list-requests", "read-request", "list-request-changes", "read-calendar"],
    ...["cancel-request", "read-cancellation", "accept-proposal", "decline-proposal"],
    ...["list-messages", "post-message", "mark-read", "count-unread"],
    ...["list-consents", "answer-consent", "list-disclosures"],
  ],
} as const satisfies Partial<Record<Route["access"], readonly string[]>>;

const columns = ["desk", "dpo", "auditor", "ops"] as const satisfies readonly StaffRole[];

/** One column for each function: desk, officer, auditor, operations. A dot is a refusal. */
const ofStaff: Readonly<Record<string, string>> = {
  "search-members": "desk dpo . .",
  "list-work": "desk . . .",
  // A file. Operations only behind glass, with a second person.
  "open-file": "desk dpo . ops",
  "read-file": "desk dpo . ops",
  "list-file-requests": "desk dpo . ops",
  "read-file-request": "desk dpo . ops",
  "list-file-messages": "desk dpo . ops",
  "read-file-retention": "desk dpo . ops",
  "list-file-disclosures": ". dpo . .",
  "end-file-sessions": "desk dpo . .",
  // Two people.
  "propose-closure": "desk dpo . .",
  "propose-termination": "desk dpo . .",
  "propose-attribution": "desk dpo . .",
  "propose-disclosure": "desk dpo . .",
  "propose-hold": "desk dpo . .",
  "propose-hold-review": "desk dpo . .",
  "propose-lifting": "desk dpo . .",
  "propose-opening": "desk . . ops",
  "list-approvals": "desk dpo . ops",
  "read-approval": "desk dpo . ops",
  "refuse-action": "desk dpo . ops",
  "confirm-action": "desk dpo . .",
  "list-reviews": ". dpo . .",
  "complete-review": ". dpo . .",
  // Retention, archive, erasure.
  "list-undecided": "desk dpo . .",
  "show-undecided": "desk dpo . .",
  "dismiss-undecided": "desk dpo . .",
  "open-archive": ". dpo . .",
  "list-archive": ". dpo . .",
  "list-erasures": ". dpo . ops",
  "confirm-erasure": ". dpo . ops",
  // Ledger, failures.
  "read-ledger": ". dpo auditor .",
  "list-failures": ". . . ops",
  "show-failure": ". . . ops",
  "replay-failure": ". . . ops",
  "discard-failure": ". . . ops",
  "list-outbox": ". . . ops",
  "show-outbox-row": ". . . ops",
  "replay-outbox-row": ". . . ops",
  "discard-outbox-row": ". . . ops",
};

const table: ReadonlyMap<string, Expected> = new Map([
  ...Object.entries(withoutStaff).flatMap(([access, names]) =>
    names.map((name): [string, Expected] => [name, { access: access as Route["access"], roles: [] }]),
  ),
  ...Object.entries(ofStaff).map(([name, line]): [string, Expected] => {
    const cells = line.split(" ");
    return [name, { access: "staff", roles: columns.filter((role, index) => cells[index] === role) }];
  }),
]);

/** @throws Error where nobody has written down who may call it. */
export function expectedOf({ name }: Pick<Route, "name">): Expected {
  const expected = table.get(name);
  if (expected === undefined) throw new Error(`${name} has no line in test/functions/matrices/expected-access.ts`);
  return expected;
}

/** @returns where a declaration says otherwise, or either side knows a route that the other does not. */
export function declarationFaults(routes: readonly Pick<Route, "name" | "access" | "roles">[]): readonly string[] {
  const spelt = ({ access, roles = [] }: { access: Route["access"]; roles?: readonly StaffRole[] }) =>
    [access, ...[...roles].toSorted()].join(" ");
  const declared = new Map(routes.map((route) => [route.name, route]));
  const names = [...new Set([...table.keys(), ...declared.keys()])].toSorted();
  return names.flatMap((name) => {
    const [wanted, found] = [table.get(name), declared.get(name)];
    if (wanted === undefined || found === undefined) return [`${name}: ${found ? "not written down" : "not there"}`];
    return spelt(wanted) === spelt(found) ? [] : [`${name}: for ${spelt(wanted)}, declared for ${spelt(found)}`];
  });
}
