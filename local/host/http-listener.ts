/**
 * The HTTP side of the host: one server on the loopback interface that answers for any host name, refuses what the real one
 * refuses before any function runs, finds the function, and hands request and answer to and fro.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { AdminAnswer, AdminRequest } from "./admin.ts";
import { type ReadRequest, readBody, readRequest } from "./http-request.ts";
import { type CustomHeaders, rawRefusal, sendEmpty, sendJson, sendReturned } from "./http-response.ts";
import { HttpThrottle, type ThrottleOptions } from "./http-throttle.ts";
import type { Invocation, Invoke } from "./invocation.ts";
import { type Keys, mayCall } from "./keys.ts";
import type { RouteMatch, Router } from "./router.ts";
import type { RpcHttp } from "./rpc.ts";

export type HttpOptions = {
  readonly router: Router;
  readonly routePrefix: string;
  readonly customHeaders: CustomHeaders;
  readonly throttle: ThrottleOptions;
  readonly keys: Keys;
  /** In bytes; a longer body is answered with an empty 500. */
  readonly bodyLimit: number;
  readonly invoke: Invoke;
  readonly admin: (request: AdminRequest) => AdminAnswer;
  /** Answers through the app's own server instead, when the app streams. */
  readonly stream: ((invocation: Invocation, request: ReadRequest, wire: Wire) => Promise<void>) | undefined;
};

export type Wire = { readonly request: IncomingMessage; readonly response: ServerResponse };

export class HttpListener {
  readonly #server: Server;
  readonly #options: HttpOptions;
  readonly #throttle: HttpThrottle;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#throttle = new HttpThrottle(options.throttle);
    const limits = { maxHeaderSize: 128 * 1024, requireHostHeader: false, insecureHTTPParser: false };
    const times = { keepAliveTimeout: 130_000, headersTimeout: 30_000, requestTimeout: 0 };
    this.#server = createServer({ ...limits, ...times }, (request, response) => {
      // Nothing in there is expected to fail; if it does, the host goes on.
      this.#answer({ request, response }).catch(() => sendEmpty(response, 500));
    });
    this.#server.on("clientError", refuseUnreadable);
  }

  /** Resolves with the port once requests are taken. Rejects with the system's error, `EADDRINUSE` among others. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Takes no new connection, answers what was begun, and resolves when the last connection is closed. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    // A connection that was busy at first is idle later: looked at again until none is left.
    const timer = setInterval(() => this.#server.closeIdleConnections(), 50);
    await closed;
    clearInterval(timer);
  }

  async #answer(wire: Wire): Promise<void> {
    const { request, response } = wire;
    const { keys, routePrefix, customHeaders, router } = this.#options;
    if (!this.#server.listening) response.shouldKeepAlive = false;
    const read = readRequest(request);
    if (typeof read === "number") {
      response.shouldKeepAlive = false;
      request.resume();
      return sendEmpty(response, read);
    }
    const { segments, query } = read.target;
    const key = read.headers["x-functions-key"] ?? query.code;
    if (segments[0]?.toLowerCase() === "admin") {
      if (!mayCall("admin", key, keys)) return refuse(wire, 401, customHeaders);
      return this.#answerAdmin(read, wire);
    }
    const match = router.find(read.method, segments);
    if (match === undefined) {
      // The real host shows a page at `/` when the functions live under a prefix; with that page switched off it says 204.
      return refuse(wire, routePrefix !== "" && segments.length === 0 ? 204 : 404, customHeaders);
    }
    if (!mayCall(match.route.authLevel, key, keys)) return refuse(wire, 401, customHeaders);
    await (this.#throttle.run(() => this.#run(match, read, wire)) ?? refuse(wire, 429, customHeaders));
  }

  async #run({ route, params }: RouteMatch, read: ReadRequest, wire: Wire): Promise<void> {
    const { invoke, stream, bodyLimit, customHeaders } = this.#options;
    const { target, host, method, headers } = read;
    const url = `http://${host}${target.path}${target.queryString}`;
    const http: RpcHttp = { method, url, headers: { ...headers }, params: { ...params }, query: { ...target.query } };
    const { traceparent } = headers;
    const { functionName, triggerName } = route;
    const invocation = { functionName, trigger: "http", triggerName, traceparent } as const;
    if (stream !== undefined) return stream({ ...invocation, data: { http } }, read, wire);

    const body = await readBody(wire.request, bodyLimit);
    if (body === "aborted") return void wire.response.destroy();
    if (body === "too-large") return sendEmpty(wire.response, 500, customHeaders);
    if (body.length > 0) http.body = { bytes: body };
    try {
      sendReturned(wire.response, await invoke({ ...invocation, data: { http } }), customHeaders);
    } catch {
      // The invocation has been logged as failed; the caller learns nothing but that.
      sendEmpty(wire.response, 500, customHeaders);
    }
  }

  async #answerAdmin(read: ReadRequest, { request, response }: Wire): Promise<void> {
    const body = await readBody(request, this.#options.bodyLimit);
    if (typeof body === "string") return sendEmpty(response, 400);
    const answer = this.#options.admin({ method: read.method, segments: read.target.segments, body });
    if (answer.json === undefined) sendEmpty(response, answer.status);
    else sendJson(response, answer.json);
  }
}

function refuse({ request, response }: Wire, status: number, customHeaders: CustomHeaders): void {
  request.resume();
  sendEmpty(response, status, customHeaders);
}

function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  if (error.code === "HPE_HEADER_OVERFLOW") socket.end(rawRefusal(431, "Request Header Fields Too Large"));
  else if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") socket.end(rawRefusal(408, "Request Timeout"));
  else socket.end(rawRefusal(400, "Bad Request"));
}
