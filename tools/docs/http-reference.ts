/** The reference of docs/api.md, made from the registered routes, the refusals' answers and the captured exchanges. */
import { problems } from "../../shared/http/problem.ts";
import { refusalCodesOf } from "../../shared/http/refusal-codes.ts";
import type { Route } from "../../shared/http/route.ts";
import { refusalCodes } from "../../shared/refusal.ts";
import type { Exchange } from "./examples.ts";
import { fieldTable } from "./fields.ts";
import { routeFacts } from "./route-facts.ts";

const who = {
  probe: "anybody, on any host name",
  public: "anybody",
  ticket: "who asked for a code, in the same browser",
  member: "a signed-in member",
  staff: "staff of the brand",
};

/** In the order a reader meets them; a route that is not named here comes last. */
const order = [
  "sign-up",
  "verify-sign-up",
  "sign-in",
  "verify-sign-in",
  "read-session",
  "end-session",
  "ask-step-up",
  "verify-step-up",
  "read-me",
  "update-me",
  "renew-card",
  "ask-email-change",
  "verify-email-change",
  "list-interests",
  "declare-interest",
  "erase-interest",
  "list-sessions",
  "end-named-session",
  "end-other-sessions",
  "read-timeline",
  "read-retention",
  "close-account",
  "read-certificate",
  "accept-document",
  "submit-request",
  "list-requests",
  "read-request",
  "list-request-changes",
  "list-messages",
  "post-message",
  "mark-read",
  "count-unread",
  "accept-proposal",
  "decline-proposal",
  "read-calendar",
  "read-cancellation",
  "cancel-request",
  "list-consents",
  "answer-consent",
  "list-disclosures",
  "read-charter",
  "list-charter-versions",
  "read-charter-version",
  "compare-charter-versions",
  "read-terms",
  "list-terms-versions",
  "read-terms-version",
  "compare-terms-versions",
  "read-public-keys",
  "read-problem",
  "read-openapi",
  "read-reference",
];
const rank = ({ name }: Route) => (order.indexOf(name) < 0 ? order.length : order.indexOf(name));
export const inReadingOrder = (routes: readonly Route[]) => routes.toSorted((a, b) => rank(a) - rank(b));

export const pathOf = ({ path }: Route) => `/${path.replaceAll(/\{(\w+):guid\}/g, "{$1}")}`;
const titleOf = (route: Route) => `${route.method} ${pathOf(route)}`;

export const routeTable = (routes: readonly Route[]): string =>
  [
    "| route | who | does |",
    "|---|---|---|",
    ...inReadingOrder(routes).map(
      (route) =>
        `| [\`${titleOf(route)}\`](#${route.name}) | ${route.roles?.join(", ") ?? route.access} | ${route.summary.en}. |`,
    ),
  ].join("\n");

export const problemTable = (routes: readonly Route[]): string =>
  [
    "| status | code | means | given by |",
    "|---|---|---|---|",
    ...refusalCodes
      .toSorted((a, b) => problems[a].status - problems[b].status)
      .map((code) => {
        const { status, title, advice } = problems[code];
        return `| ${status} | \`${code}\` | ${title.en}. ${advice.en} | ${givenBy(code, routes)} |`;
      }),
  ].join("\n");

function givenBy(code: (typeof refusalCodes)[number], routes: readonly Route[]): string {
  const names = inReadingOrder(routes)
    .filter((route) => refusalCodesOf(route).includes(code))
    .map(({ name }) => name);
  if (code === "method-not-allowed") return "a known path with another method";
  if (names.length === 0) return "nothing yet";
  if (names.length === routes.length - 2) return "all but the probes";
  return names.length > 4 ? `${names.length} routes` : names.map((name) => `[${name}](#${name})`).join(", ");
}

export const httpReference = (routes: readonly Route[], examples: ReadonlyMap<string, readonly Exchange[]>): string =>
  inReadingOrder(routes)
    .map((route) => section(route, examples.get(route.name) ?? []))
    .join("\n\n");

function section(route: Route, exchanges: readonly Exchange[]): string {
  const facts = routeFacts[route.name] ?? {};
  const success = exchanges.find(({ answer }) => answer.status < 300);
  const headers = [
    ...(route.method === "GET" || route.access === "staff" ? [] : ["`Sec-Fetch-Site: same-origin` or `Origin`"]),
    ...(route.access === "staff" ? ["`Authorization: Bearer`"] : []),
    ...(route.body === undefined ? [] : ["`Content-Type: application/json`", "`Content-Length`"]),
    ...(route.access === "member" && route.method !== "GET" ? ["`X-CSRF-TOKEN-CONCIERGERIE`"] : []),
    ...(route.isCreating ? ["`Idempotency-Key`"] : []),
    ...(route.isConditional ? ["`If-Match`"] : []),
  ];
  const cookie = {
    probe: undefined,
    public: undefined,
    ticket: "`__Host-ticket`",
    member: "`__Host-session`",
    staff: undefined,
  }[route.access];
  const bodyTable = route.body === undefined ? undefined : fieldTable(route.body.schema);
  const answerTable =
    route.answer === undefined || route.mediaTypes?.[0] === "text/html" ? undefined : fieldTable(route.answer.schema);
  return [
    `<a id="${route.name}"></a>\n\n### ${titleOf(route)}`,
    `${route.summary.en}.`,
    [
      `- Who: ${who[route.access]}${route.roles === undefined ? "" : `: ${route.roles.join(", ")}`}.${cookie === undefined ? "" : ` Cookie ${cookie}.`}`,
      ...(headers.length === 0 ? [] : [`- Headers: ${headers.join(", ")}.`]),
      `- Success: ${facts.success ?? `${route.statuses.filter((status) => status < 300).join(", ")}${mediaOf(route)}.`}`,
      ...(route.statuses.includes(304)
        ? ["- Answers `ETag`; with `If-None-Match` and an unchanged version: 304 without a body."]
        : []),
      ...(facts.rules ?? []).map((rule) => `- ${rule}`),
      `- Problems: ${
        refusalCodesOf(route).length === 0
          ? "none of its own"
          : refusalCodesOf(route)
              .map((code) => `\`${code}\` ${problems[code].status}`)
              .join(", ")
      }.`,
    ].join("\n"),
    ...(bodyTable === undefined ? [] : ["Body:", bodyTable]),
    ...(answerTable === undefined ? [] : [folded("Answer, field by field", answerTable)]),
    ...(success === undefined ? [] : [inWords(success)]),
  ].join("\n\n");
}

/** Media types where JSON is not the only one; the first is given where nothing is asked for. */
const mediaOf = ({ mediaTypes }: Route) => (mediaTypes === undefined ? "" : `, ${mediaTypes.join(" or ")}`);

const folded = (title: string, content: string) => `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;

const firstLines = ({ request, answer }: Exchange) => [
  `${request.method} ${request.path.length > 120 ? `${request.path.slice(0, 120)}…` : request.path}`,
  `HTTP ${answer.status}`,
];

/** An exchange as it went over the wire, but for the headers that every exchange has. */
function inWords(exchange: Exchange): string {
  const { request, answer } = exchange;
  const [asked, answered] = firstLines(exchange);
  const lines = (headers: Exchange["answer"]["headers"], without: readonly string[]) =>
    Object.entries(headers)
      .filter(([name]) => !without.includes(name))
      .flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  return [
    "```http",
    asked,
    ...lines(request.headers, ["accept-language", "origin", "content-type"]),
    ...content(request.body),
    "",
    answered,
    ...lines(answer.headers, ["cache-control", "content-type"]),
    ...content(answer.body),
    "```",
  ].join("\n");
}

/** Lines of a body; the captured file has all of them. */
const longestExample = 60;

const content = (body: unknown): readonly string[] => {
  if (body === undefined) return [];
  const text = typeof body === "string" ? body.trim() : JSON.stringify(body, null, 2);
  const lines = text.split("\n").map((line) => (line.length > 160 ? `${line.slice(0, 160)}…` : line));
  return ["", ...lines.slice(0, longestExample), ...(lines.length > longestExample ? ["…"] : [])];
};
