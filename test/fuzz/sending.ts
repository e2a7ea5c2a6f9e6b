/**
 * Sends a made-up request the way the host does: its own reading of the target, its own routing by function name, then the
 * runtime's request object and the function. What the host or the runtime answers before any code of ours is not sent.
 */
import { HttpRequest, type HttpResponseInit } from "@azure/functions";
import { parseRequestTarget } from "../../local/host/request-target.ts";
import { httpRoute, Router } from "../../local/host/router.ts";
import type { Functions } from "../fixtures/functions.ts";
import type { Planned } from "./requests.ts";

export type Given = {
  /** The function that answered. */
  readonly name: string;
  readonly invocationId: string;
  readonly answer: HttpResponseInit;
};
export type Sender = {
  readonly send: (planned: Planned) => Promise<Given | "before us">;
  /** The function a request reaches. */
  readonly functionOf: (planned: Planned) => string | undefined;
};

export function sender(functions: Functions): Sender {
  const routes = [...functions.core.functions.values()].flatMap(({ metadata }) =>
    Object.entries(metadata.bindings)
      .filter(([, { type }]) => type.toLowerCase() === "httptrigger")
      .map(([trigger, binding]) => httpRoute(metadata, trigger, binding, "")),
  );
  const router = new Router(routes);
  const find = ({ method, path, query }: Planned) => {
    const target = parseRequestTarget(path + query);
    if (target === undefined || target.segments[0]?.toLowerCase() === "admin") return undefined;
    const match = router.find(method, target.segments);
    return match === undefined ? undefined : { target, match };
  };
  const send: Sender["send"] = async (planned) => {
    const found = find(planned);
    if (found === undefined) return "before us";
    const { target, match } = found;
    const { method, headers, bytes } = planned;
    const name = match.route.functionName;
    let request: HttpRequest;
    try {
      request = new HttpRequest({
        method: method as never,
        url: `http://${headers.host ?? "localhost"}${target.path}${target.queryString}`,
        headers: { ...headers },
        params: { ...match.params },
        query: { ...target.query },
        // The host reads a body only where its length was said.
        ...(bytes === undefined || !(Number(headers["content-length"]) > 0) ? {} : { body: { bytes } }),
      });
    } catch {
      return "before us";
    }
    const context = functions.contextOf(name);
    const answer = (await functions.callbackOf(name)(request, context)) as HttpResponseInit;
    return { name, invocationId: context.invocationId, answer };
  };
  return { send, functionOf: (planned) => find(planned)?.match.route.functionName };
}
