/**
 * Who may call what, by the table written down for it (expected-access.ts): what each kind of caller must be answered, and what is
 * wrong with an answer that is otherwise.
 */
import { randomUUID } from "node:crypto";
import { problems } from "../../../shared/http/problem.ts";
import type { Route } from "../../../shared/http/route.ts";
import type { RefusalCode } from "../../../shared/refusal.ts";
import { comparable } from "../../fixtures/answers.ts";
import type { Answered, Functions } from "../../fixtures/functions.ts";
import { hosts, join, signInAgain, steppedUp } from "../../fixtures/joining.ts";
import { itemsOf } from "../../fixtures/stored.ts";
import { callOf, isAboutAnObject, newOwner, type Owner, secretsOf } from "./calls.ts";
import { type Expected, expectedOf } from "./expected-access.ts";
import { ownersFile, staffCallers } from "./staff-callers.ts";

export type Caller = { readonly host: string; readonly headers: Readonly<Record<string, string>> };
/** How a caller stands to the owner of what is asked for. */
export type Standing = "nobody" | "another member";
export type Row = { readonly standing: Standing; readonly of: Caller };
export type Rows = Readonly<Record<string, Row>>;

/** The same callers, signed in again where a route has ended their session. */
async function stillSignedIn(functions: Functions, rows: Rows): Promise<Rows> {
  const now: Record<string, Row> = {};
  for (const [who, row] of Object.entries(rows)) {
    const { host, headers } = row.of;
    const isOver =
      row.standing === "another member" &&
      (await functions.http("read-session", { headers: { host, ...headers } })).status !== 200;
    const brand = host === hosts.platinum ? "platinum" : "milleis";
    now[who] = isOver ? { ...row, of: await join(functions, brand) } : row;
  }
  return now;
}

/** Who has closed the account, with the session they did it in. */
async function closedAccount(functions: Functions): Promise<Rows> {
  const route = functions.routeOf("close-account");
  if (route === undefined) return {};
  const member = await steppedUp(functions, await join(functions, "milleis"));
  const { host } = member;
  const elsewhere = await signInAgain(functions, member);
  const headers = { host, ...member.headers, "idempotency-key": randomUUID() };
  const { status } = await functions.http(route.name, { headers });
  if (!route.statuses.includes(status)) throw new Error(`closing an account is answered with ${status}`);
  return {
    "a closed account": { standing: "nobody", of: { host, headers: member.headers } },
    "a closed account in another browser": { standing: "nobody", of: { host, headers: elsewhere.headers } },
  };
}

/** Everybody but the owner. The owner's own cookie on the other brand's site proves nothing there. */
export async function callers(functions: Functions): Promise<Rows> {
  const [sameBrand, otherBrand, gone] = [
    await join(functions, "milleis"),
    await join(functions, "platinum"),
    await join(functions, "milleis"),
  ];
  await functions.http("end-session", { headers: { host: gone.host, ...gone.headers } });
  return {
    "another member of the brand": { standing: "another member", of: sameBrand },
    "a member of the other brand": { standing: "another member", of: otherBrand },
    "a member of the other brand on this brand's site": {
      standing: "nobody",
      of: { ...otherBrand, host: hosts.milleis },
    },
    "nobody signed in": { standing: "nobody", of: { host: hosts.milleis, headers: {} } },
    "an ended session": { standing: "nobody", of: gone },
    ...(await closedAccount(functions)),
  };
}

const is = ({ status, text }: Answered, code: RefusalCode): boolean =>
  status === problems[code].status && text.includes(`"/problems/${code}"`);
const told = (answer: Answered) =>
  `${answer.status}${/"\/problems\/([a-z-]+)"/.exec(answer.text)?.[1]?.replace(/^/, " ") ?? ""}`;

const withCookies = (answer: Answered) => ({ ...comparable(answer), cookies: answer.cookies });

/** @returns what is wrong, each in a sentence; nothing where all is as it must be. */
export async function accessFaults(functions: Functions, route: Route, rows: Rows): Promise<readonly string[]> {
  const expected = expectedOf(route);
  const { access } = expected;
  const owner = await newOwner(functions, route);
  const faults: string[] = [];
  const send = (caller: Caller, elsewhere = false) => {
    const call = callOf(route, owner, functions.clock.now(), elsewhere);
    return functions.http(route.name, { ...call, headers: { ...call.headers, host: caller.host, ...caller.headers } });
  };
  const anonymous: Caller = { host: hosts.milleis, headers: {} };

  for (const [who, { standing, of }] of Object.entries(await stillSignedIn(functions, rows))) {
    const answer = await send(of);
    const fault = (sentence: string) => faults.push(`${route.name} by ${who}: ${sentence}, ${told(answer)}`);
    const whole = JSON.stringify([answer.text, answer.headers, answer.cookies]);
    for (const secret of secretsOf(owner)) if (whole.includes(secret)) fault("is shown what is the owner's");
    if (access === "member" && standing === "nobody") {
      if (!is(answer, "not-signed-in")) fault("is not told to sign in");
      const none = await send({ ...anonymous, host: of.host });
      if (!areEqual(answer, none)) fault("is answered otherwise than somebody without a session");
    }
    if (access === "member" && standing === "another member" && isAboutAnObject(route)) {
      if (!is(answer, "not-found")) fault("does not get not-found");
      if (!areEqual(answer, await send(of, true))) fault("is answered otherwise than for an unknown id");
    }
    if (access === "staff" && !is(answer, "token-invalid")) fault("does without a token");
    if (access === "ticket" && !is(answer, "code-expired")) fault("does without a ticket");
    if ((access === "public" || access === "probe") && route.method === "GET") {
      const none = await send({ ...anonymous, host: of.host });
      if (!areEqual(answer, none)) fault("is answered otherwise than anybody");
    }
  }

  if (access === "staff") return [...faults, ...(await staffFaults(functions, route, expected, owner))];

  const own = await send(owner);
  if (access === "member" && !isLetIn(route, own)) faults.push(`${route.name} by the owner: ${told(own)}`);
  return faults;
}

/** The same for people with a token: a function the route is not for, another brand, and whom it is for. */
async function staffFaults(
  functions: Functions,
  route: Route,
  { roles }: Expected,
  someone: Owner,
): Promise<readonly string[]> {
  const owner: Owner = { ...someone, ...(await ownersFile(functions, someone, { ...route, roles })) };
  const faults: string[] = [];
  const send = (caller: Caller, elsewhere = false) => {
    const call = callOf(route, owner, functions.clock.now(), elsewhere);
    return functions.http(route.name, { ...call, headers: { ...call.headers, host: caller.host, ...caller.headers } });
  };
  for (const [who, caller] of Object.entries(await staffCallers(functions))) {
    const isAtHome = caller.host === hosts[caller.brand];
    const isFor = isAtHome && roles.includes(caller.role);
    const isOwners = isFor && caller.brand === "milleis";
    // What is about an object is tried by one of them only, below: it may be done once.
    if (isOwners && (isAboutAnObject(route) || route.method !== "GET")) continue;
    const answer = await send(caller);
    const fault = (sentence: string) => faults.push(`${route.name} by ${who}: ${sentence}, ${told(answer)}`);
    if (isOwners) {
      if (!route.statuses.includes(answer.status)) fault("is not let in");
      continue;
    }
    const whole = JSON.stringify([answer.text, answer.headers]);
    for (const secret of secretsOf(owner)) if (whole.includes(secret)) fault("is shown what is the owner's");
    if (!isFor && !is(answer, "not-allowed")) fault("is let in");
    if (isFor && isAboutAnObject(route)) {
      if (answer.status < 400) fault("reaches another brand's object");
      if (!areEqual(answer, await send(caller, true))) fault("is answered otherwise than for an unknown id");
    }
  }
  const before = await entriesBy(functions, owner.by?.id);
  const own = await send({ host: hosts.milleis, headers: owner.by?.headers ?? {} });
  if (!route.statuses.includes(own.status)) faults.push(`${route.name} by whom it is for: ${told(own)}`);
  if (route.method === "GET" && (await entriesBy(functions, owner.by?.id)) <= before) {
    faults.push(`${route.name} by whom it is for: the look is not on record`);
  }
  return faults;
}

/** How many entries name somebody of the staff, in the ledger and on their way there. */
async function entriesBy({ cosmos }: Functions, id: string | undefined): Promise<number> {
  const [stored, waiting] = [await itemsOf(cosmos, "ledger"), await itemsOf(cosmos, "subjects")];
  const actors = [...stored, ...waiting.map(({ entry }) => entry as { readonly actor?: unknown } | undefined)].map(
    (entry) => entry?.actor as { readonly id?: string } | undefined,
  );
  return actors.filter((actor) => actor?.id === id).length;
}

const areEqual = (one: Answered, other: Answered): boolean =>
  JSON.stringify(withCookies(one)) === JSON.stringify(withCookies(other));

/** The call was good: what others were refused is not refused for another reason. */
const isLetIn = (route: Route, { status }: Answered): boolean =>
  route.statuses.includes(status) || (!isAboutAnObject(route) && ![401, 403, 404].includes(status));
