/**
 * Where a request that changes something can come from, and what it brings: Sec-Fetch-Site × Origin × content type × token. An
 * oracle of its own says what each of them must be answered (charter article 10.3; OWASP ASVS 5, 3.5.1 to 3.5.3).
 */
import { randomBytes, randomUUID } from "node:crypto";
import { csrfHeader, issueCsrfToken } from "../../../shared/http/cross-site.ts";
import type { Route } from "../../../shared/http/route.ts";
import { ticketCookie } from "../../../shared/http/ticket-cookie.ts";
import { hashOfSecret, newSecret } from "../../../shared/sessions/session.ts";
import type { Functions } from "../../fixtures/functions.ts";
import { newEmail, signUpBody } from "../../fixtures/inputs.ts";
import { type Joined, ticketFor } from "../../fixtures/joining.ts";
import { callOf, type Owner } from "./calls.ts";

const sites = {
  absent: undefined,
  own: "same-origin",
  sibling: "same-site",
  other: "cross-site",
  typed: "none",
} as const;
const origins = {
  absent: undefined,
  own: "http://localhost:7071",
  "of the other brand": "http://platinum.localhost:7071",
  elsewhere: "https://evil.example",
  opaque: "null",
} as const;
const types = {
  json: "application/json",
  text: "text/plain",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data; boundary=a",
  absent: undefined,
} as const;
const tokens = ["ok", "absent", "forged", "of another session", "of another key"] as const;

export type Combination = {
  readonly site: keyof typeof sites;
  readonly origin: keyof typeof origins;
  readonly type: keyof typeof types;
  readonly token: (typeof tokens)[number];
};

const names = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];
export const combinations: readonly Combination[] = names(sites).flatMap((site) =>
  names(origins).flatMap((origin) =>
    names(types).flatMap((type) => tokens.map((token) => ({ site, origin, type, token }))),
  ),
);

/** The refusal a combination must get, or nothing where it must come through to the route itself. */
export function refusalOf({ site, origin, type, token }: Combination, route: Route): string | undefined {
  const isFromHere =
    (site === "own" && (origin === "own" || origin === "absent")) || (site === "absent" && origin === "own");
  // A program that is no browser says neither; its token is sent by nothing on its own.
  const isProgram = route.access === "staff" && site === "absent" && origin === "absent";
  if (!isFromHere && !isProgram) return "cross-site-request";
  if (route.access === "member" && token !== "ok") return "csrf-token-invalid";
  if (route.body !== undefined && type !== "json") return "unsupported-media-type";
  return undefined;
}

/** Routes that change something, whoever they are for. */
export const isGuarded = ({ method, access }: Route): boolean => method !== "GET" && access !== "probe";

const sessionIdOf = ({ headers }: Joined) => hashOfSecret(String(headers.cookie).split(".")[1] ?? "");

function tokenFor(token: Combination["token"], owner: Joined, other: Joined): string | undefined {
  const own = owner.headers[csrfHeader] ?? "";
  const [version = "", salt = ""] = own.split("~");
  switch (token) {
    case "ok":
      return own;
    case "absent":
      return undefined;
    case "forged":
      return `${version}~${salt}~${randomBytes(32).toString("base64url")}`;
    case "of another session":
      return other.headers[csrfHeader];
    case "of another key":
      return issueCsrfToken([{ version, key: randomBytes(32).toString("base64url") }], sessionIdOf(owner));
  }
}

/** The session's, and a ticket where the route takes one within it. */
function cookiesOf({ secrets }: Functions, { takesTicket }: Route, { headers, subjectId }: Joined): string {
  if (!takesTicket) return headers.cookie ?? "";
  const { name, value } = ticketCookie(secrets.codeKeys, { subjectId, secret: newSecret() });
  return `${headers.cookie}; ${name}=${value}`;
}

/** @returns each combination that was answered otherwise than it must be. */
export async function crossSiteFaults(
  functions: Functions,
  route: Route,
  people: { readonly owner: Owner; readonly other: Joined },
  which: (refused: string | undefined) => boolean = () => true,
): Promise<readonly string[]> {
  const { owner, other } = people;
  const faults: string[] = [];
  const ticket =
    route.access === "ticket"
      ? await ticketFor(functions, "sign-up", "milleis", signUpBody("milleis", { email: newEmail() }))
      : undefined;
  let hasTakenEffect = false;
  // Staff have no token against forgery, so that it makes no difference.
  const all = route.access === "staff" ? combinations.filter(({ token }) => token === "ok") : combinations;
  for (const combination of all) {
    const expected = refusalOf(combination, route);
    if (!which(expected)) continue;
    const call = callOf(route, owner, functions.clock.now());
    const answer = await functions.http(route.name, {
      ...call,
      headers: {
        ...call.headers,
        host: owner.host,
        cookie: ticket?.cookie ?? (route.access === "member" ? cookiesOf(functions, route, owner) : undefined),
        ...(route.access === "staff" ? owner.by?.headers : { [csrfHeader]: tokenFor(combination.token, owner, other) }),
        "sec-fetch-site": sites[combination.site],
        origin: origins[combination.origin],
        ...(route.body === undefined ? {} : { "content-type": types[combination.type] }),
        ...(route.isCreating ? { "idempotency-key": randomUUID() } : {}),
      },
    });
    const code = /"\/problems\/([a-z-]+)"/.exec(answer.text)?.[1];
    const defences = [
      "cross-site-request",
      "csrf-token-invalid",
      "unsupported-media-type",
      "not-signed-in",
      "token-invalid",
    ];
    if (expected === undefined && answer.status < 300) hasTakenEffect = true;
    // What came through may have ended the session, and then the next one finds none.
    const isOver = hasTakenEffect && code === "not-signed-in";
    const isAsExpected = expected === undefined ? isOver || !defences.includes(code ?? "") : code === expected;
    if (!isAsExpected)
      faults.push(
        `${route.name} ${JSON.stringify(combination)}: ${answer.status} ${code}, not ${expected ?? "let through"}`,
      );
  }
  return faults;
}
