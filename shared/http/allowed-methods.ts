/** Which methods a path has, from the registered routes: what the Allow header says (RFC 9110 section 15.5.6). */
import { routes } from "./route.ts";

const patternOf = (path: string) =>
  new RegExp(`^/?${path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+")}/?$`, "i");

export const allowedMethods = (pathname: string): readonly string[] => [
  ...new Set(
    routes
      .filter(({ path }) => patternOf(path).test(pathname))
      .flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])),
  ),
];
