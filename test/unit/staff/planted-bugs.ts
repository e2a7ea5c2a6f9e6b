/** Planted bugs: the checks at the staff's doors, each left out in the product's own source, and what must notice it. */
import type { PlantedBug } from "../../faults/application.ts";
import type { checks } from "./checks.ts";

export type StaffBug = PlantedBug & { readonly caughtBy: keyof typeof checks };

const bug = (
  caughtBy: StaffBug["caughtBy"],
  name: string,
  file: string,
  text: string,
  replacement: string,
): StaffBug => ({ name, caughtBy, edits: [{ file, text, replacement }] });

const token = "shared/http/staff-token.ts";
const [reading, opening] = ["shared/staff/read-file.ts", "shared/staff/open-file.ts"];
const [proposing, deciding] = ["shared/staff/propose-action.ts", "shared/staff/decide-action.ts"];
const [reviewing, finding] = ["shared/staff/review-opening.ts", "shared/staff/find-member.ts"];

export const staffBugs: readonly StaffBug[] = [
  bug("a token of another issuer", "the issuer is not compared", token, "        issuer,\n", ""),
  bug(
    "a token for another audience",
    "the audience is not compared",
    token,
    "        audience,\n        clock",
    "        clock",
  ),
  bug(
    "a token of another tenant",
    "the tenant is not compared",
    token,
    'if (claims.data.tid !== tenantId) return refuse("tenant");',
    "",
  ),
  bug(
    "a token that is over",
    "the clock is years behind",
    token,
    "currentDate: clock.now(),",
    "currentDate: new Date(clock.now().getTime() - 3_000_000),",
  ),
  bug(
    "a token without an end",
    "an end is not asked for",
    token,
    'requiredClaims: ["exp", "nbf", "iat"],',
    "requiredClaims: [],",
  ),
  bug(
    "a token of a program",
    "the scope is not looked at",
    token,
    'if (!claims.data.scp.split(" ").includes(staffScope)) return refuse("scope");',
    "",
  ),
  bug(
    "a token of another brand",
    "a function counts in every brand",
    token,
    "claims.data.roles.includes(appRole(brand, role))",
    "claims.data.roles.some((one) => one.endsWith(role))",
  ),
  bug("a token with two functions", "of two functions one is taken", token, " || held.length > 1 || ", " || "),
  bug(
    "a token of another function",
    "the route's functions are not compared",
    token,
    " || !roles.includes(role)) {",
    ") {",
  ),
  bug(
    "a file is opened for a purpose of one's function only",
    "everybody sees what the desk sees",
    opening,
    "const view = table[staff.role][purpose];",
    'const view = table[staff.role][purpose] ?? "desk";',
  ),
  bug(
    "a file is opened for a purpose of one's function only",
    "a reason need not be one of the purpose",
    opening,
    "if (view === undefined || !isReasonFor(reason, purpose))",
    "if (view === undefined)",
  ),
  bug(
    "an opening leaves what the member sees, and the ledger's row",
    "the ledger's row is left out",
    opening,
    "    create(outboxRow, newLedgerRow({ event, actor: by, purpose, about: id, detail: reason }, now)),\n",
    "",
  ),
  bug("an opening is its maker's", "whose opening it is is not compared", reading, "by.id === staff.id && ", ""),
  bug("an opening is of one function", "the function is not compared", reading, "by.role === staff.role && ", ""),
  bug(
    "an opening has an end",
    "its end is not looked at",
    reading,
    "Date.parse(validUntil) > now.getTime()",
    "now !== undefined",
  ),
  bug(
    "what may not be told yet is shown to the officer only",
    "everybody with an opening sees it",
    reading,
    'if (view !== "dpo") throw new Refusal("outside-need-to-know");',
    "",
  ),
  bug(
    "a proposal is about a member of one's own brand",
    "whose member it is is not compared",
    proposing,
    "if ((await repository.owner(memberId))?.brand !== staff.brand)",
    "if ((await repository.owner(memberId)) === undefined)",
  ),
  bug(
    "a proposal is for those who may propose",
    "everybody may propose",
    proposing,
    'if (!fourEyesOf(action).proposes.includes(role)) throw new Refusal("not-allowed");',
    "",
  ),
  bug(
    "a search finds members of one's own brand only",
    "whose member it is is not compared",
    finding,
    "return owner?.brand === brand ? owner : undefined;",
    "return brand === undefined ? undefined : owner;",
  ),
  bug("nobody confirms a proposal of their own", "the proposer may confirm", deciding, "if (isMine || (", "if (("),
  bug(
    "nobody confirms a proposal of their own",
    "another function counts as another person",
    deciding,
    "const isMine = doc.proposedBy.id === staff.id;",
    "const isMine = doc.proposedBy.id === staff.id && doc.proposedBy.role === staff.role;",
  ),
  bug(
    "one of the two is the officer",
    "no officer is needed",
    deciding,
    "(needsOfficer && !hasOfficer)",
    "(needsOfficer && hasOfficer && false)",
  ),
  bug(
    "a decision is for those who may decide",
    "everybody may decide",
    deciding,
    '  if (!decides.includes(staff.role) && !(isMine && decision === "refused")) throw new Refusal("not-allowed");\n',
    "  void decides;\n",
  ),
  bug(
    "a proposal is confirmed in its time only",
    "its end is not looked at",
    deciding,
    ' || Date.parse(doc.validUntil) <= now.getTime()) throw new Refusal("approval-over");',
    ' || now === undefined) throw new Refusal("approval-over");',
  ),
  bug("what was refused stays refused", "a decision can be taken again", deciding, 'doc.status !== "pending" || ', ""),
  bug(
    "a proposal is shown to those it concerns",
    "everybody is shown it",
    deciding,
    'if (role === "auditor" || ![...proposes, ...decides].includes(role)) throw new Refusal("not-allowed");',
    'if (role === "auditor" || proposes === decides) throw new Refusal("not-allowed");',
  ),
  bug(
    "the glass is broken by who asked for it, once, in time and as agreed",
    "anybody may use what was agreed",
    opening,
    "doc.proposedBy.id === staff.id && ",
    "",
  ),
  bug(
    "the glass is broken by who asked for it, once, in time and as agreed",
    "for another reason than was agreed",
    opening,
    " && doc.opening.reason === reason;",
    ";",
  ),
  bug(
    "the glass is broken by who asked for it, once, in time and as agreed",
    "the end of the agreement is not looked at",
    opening,
    ' || Date.parse(doc.validUntil) <= now.getTime()) throw new Refusal("approval-over");',
    ') throw new Refusal("approval-over");',
  ),
  bug(
    "the glass is broken by who asked for it, once, in time and as agreed",
    "it is broken before anybody agreed, and again after",
    opening,
    'doc.status !== "confirmed" || ',
    "",
  ),
  bug(
    "who broke the glass does not judge it",
    "who opened may judge",
    reviewing,
    'if (doc.openedBy.id === staff.id) throw new Refusal("second-person-needed");',
    "",
  ),
];
