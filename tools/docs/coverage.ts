/** What the captured examples leave out or get wrong: each fault in a sentence, none where they are complete. */

import { problems } from "../../shared/http/problem.ts";
import { refusalCodesOf } from "../../shared/http/refusal-codes.ts";
import type { Route } from "../../shared/http/route.ts";
import { refusalCodes } from "../../shared/refusal.ts";
import type { Exchange } from "./examples.ts";

const pattern = ({ path }: Route) => new RegExp(`^/${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);

const codeOf = ({ answer }: Exchange): string | undefined =>
  /^application\/problem\+json/.test(String(answer.headers["content-type"]))
    ? (answer.body as { type: string }).type.replace("/problems/", "")
    : undefined;

/** Routes without a captured success, and files of functions that are not there. */
export function faultsOfExamples(
  routes: readonly Route[],
  examples: ReadonlyMap<string, readonly Exchange[]>,
): readonly string[] {
  const missing = routes
    .filter(({ name }) => !(examples.get(name) ?? []).some(({ answer }) => answer.status < 300))
    .map(({ name }) => `${name} has no captured success`);
  const named = new Set(["zz-catch-all", ...routes.map(({ name }) => name)]);
  const unknown = [...examples.keys()].filter((name) => !named.has(name)).map((name) => `${name} is no function`);
  const seen = new Set([...examples.values()].flat().map(codeOf));
  const unseen = refusalCodes.filter((code) => !seen.has(code)).map((code) => `${code} has no captured answer`);
  const wrong = routes.flatMap((route) =>
    (examples.get(route.name) ?? []).flatMap((exchange) => faultsOfExchange(route, exchange)),
  );
  return [...missing, ...unknown, ...unseen, ...wrong];
}

function faultsOfExchange(route: Route, exchange: Exchange): readonly string[] {
  const { title, request, answer } = exchange;
  const where = `${route.name}, “${title}”`;
  const faults: string[] = [];
  if (request.method !== route.method) faults.push(`${where}: another method`);
  if (!pattern(route).test(request.path.split("?")[0] ?? "")) faults.push(`${where}: another path`);
  const code = codeOf(exchange);
  if (code !== undefined) {
    const known = refusalCodes.find((one) => one === code);
    if (known === undefined || problems[known].status !== answer.status) faults.push(`${where}: not a known problem`);
    else if (!refusalCodesOf(route).includes(known))
      faults.push(`${where}: ${known} is not among the route's problems`);
    return faults;
  }
  if (answer.status >= 300) return faults;
  if (route.body !== undefined && !route.body.schema.safeParse(request.body).success)
    faults.push(`${where}: the body does not fit`);
  if (route.answer === undefined ? answer.body !== undefined : !fits(route.answer.schema, answer.body))
    faults.push(`${where}: the answer does not fit`);
  return faults;
}

/** What is too long to be shown is not kept, only its length. */
const isLong = (body: unknown) => typeof body === "object" && body !== null && "bytes" in body;

const fits = (schema: NonNullable<Route["answer"]>["schema"], body: unknown) =>
  isLong(body) || schema.safeParse(body).success;
