/**
 * Finds the function for a request. Functions are tried in the order of their names without regard to case, the method is part
 * of the match, and the first match wins: a literal segment does not beat a parameter.
 */
import { parseRouteTemplate, type RouteTemplate } from "./route-template.ts";
import type { Binding, FunctionMetadata } from "./rpc.ts";

export type AuthLevel = "anonymous" | "function" | "admin";

export type HttpRoute = {
  readonly functionName: string;
  readonly triggerName: string;
  readonly methods: ReadonlySet<string>;
  readonly authLevel: AuthLevel;
  readonly template: RouteTemplate;
};

export type RouteMatch = { readonly route: HttpRoute; readonly params: Readonly<Record<string, string>> };

export class Router {
  readonly #routes: readonly HttpRoute[];

  constructor(routes: readonly HttpRoute[]) {
    const key = (route: HttpRoute) => route.functionName.toLowerCase();
    this.#routes = routes.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** `segments` are the decoded parts of the path; an empty one matches nothing at all. */
  find(method: string, segments: readonly string[]): RouteMatch | undefined {
    if (segments.includes("")) return undefined;
    for (const route of this.#routes) {
      if (!route.methods.has(method)) continue;
      const params = route.template.match(segments);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

/** @throws Error naming the function whose route cannot be used. */
export function httpRoute(
  metadata: FunctionMetadata,
  triggerName: string,
  trigger: Binding,
  prefix: string,
): HttpRoute {
  const own = typeof trigger.route === "string" ? trigger.route.replace(/^\//, "") : metadata.name;
  const path = prefix === "" ? own : `${prefix}/${own}`;
  if (/^(admin|runtime)(\/|$)/i.test(path)) {
    throw new Error(`function "${metadata.name}": the route "${path}" belongs to the host`);
  }
  const methods = Array.isArray(trigger.methods) ? trigger.methods.map((method) => String(method).toUpperCase()) : [];
  const authLevel = String(trigger.authLevel ?? "function").toLowerCase();
  if (authLevel !== "anonymous" && authLevel !== "function" && authLevel !== "admin") {
    throw new Error(`function "${metadata.name}": unknown authLevel "${authLevel}"`);
  }
  try {
    const template = parseRouteTemplate(path);
    return { functionName: metadata.name, triggerName, methods: new Set(methods), authLevel, template };
  } catch (error) {
    throw new Error(`function "${metadata.name}": ${(error as Error).message}`);
  }
}
