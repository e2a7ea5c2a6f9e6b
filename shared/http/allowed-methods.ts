/** Which methods a path has, from the registered routes: what the Allow header says (RFC 9110 section 15.5.6). */
import { routes } from "./route.ts";

/** What a parameter of a path can be, by the route constraint after its colon. */
const constraints: Readonly<Record<string, string>> = {
  guid: "[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}",
};

function parameterPattern(parameter: string): string {
  const [, constraint] = parameter.slice(1, -1).split(":");
  if (constraint === undefined) return "[^/]+";
  const pattern = constraints[constraint];
  if (pattern === undefined) throw new Error(`no pattern for the route constraint ${constraint}`);
  return pattern;
}

const patternOf = (path: string) =>
  new RegExp(
    `^/?${path
      .split(/(\{[^}]+\})/)
      .map((part) => (part.startsWith("{") ? parameterPattern(part) : part.replace(/[.*+?^$()|[\]\\]/g, "\\$&")))
      .join("")}/?$`,
    "i",
  );

export const allowedMethods = (pathname: string): readonly string[] => [
  ...new Set(
    routes
      .filter(({ path }) => patternOf(path).test(pathname))
      .flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])),
  ),
];
