/** HTTP on loopback: reads a request whole, has it answered, and lets the fault switch spoil the answer. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { badRequest, CosmosError, tooLarge } from "../cosmos-error.ts";
import { type FaultRule, type Faults, readFaults } from "../faults.ts";
import type { Json } from "../json.ts";
import { chargeOfMetadata } from "../request-units.ts";
import { checkAuthorization } from "./authorization.ts";
import { type Endpoint, Exchange, type Reply } from "./exchange.ts";
import { checkHeaders } from "./headers.ts";
import { operationKind, route } from "./router.ts";

/** Beyond this a body is not read on; the limits of items and batches are lower and checked where they apply. */
const largestBody = 4 * 1024 * 1024;

export function createCosmosServer(endpoint: Endpoint, key: string, faults: Faults): Server {
  const server = createServer((request, response) => {
    answer(endpoint, key, faults, request, response).catch((error: unknown) => {
      process.stderr.write(`cosmos: ${error instanceof Error ? error.stack : String(error)}\n`);
      send(response, errorReply(new CosmosError(500, "InternalServerError", "The endpoint failed; see its output.")));
    });
  });
  // Clients keep connections for minutes; closing one first would reset a request that is just being sent.
  server.keepAliveTimeout = 10 * 60 * 1000;
  server.requestTimeout = 0;
  return server;
}

async function answer(
  endpoint: Endpoint,
  key: string,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let reply: Reply;
  try {
    const body = await readBody(request);
    const segments = segmentsOf(request.url ?? "/");
    const method = request.method ?? "GET";
    if (segments[0] === "_local") {
      send(response, adminReply(endpoint, faults, method, segments, body, request.headers["content-type"]));
      return;
    }
    checkAuthorization(key, method, segments, request.headers);
    checkHeaders(request.headers);
    const { headers } = request;
    const seen = { method, segments, headers, body };
    const striking = faults.strike(operationKind(new Exchange(endpoint, seen, endpoint.store.connection)));
    const stale = striking.find((rule) => rule.fault === "stale");
    const reading = stale ? endpoint.store.staleConnection(stale.commits ?? 1) : endpoint.store.connection;
    const spoiled = await spoil(striking, response, () => route(new Exchange(endpoint, seen, reading)));
    if (!spoiled) return;
    reply = spoiled;
  } catch (error) {
    if (!(error instanceof CosmosError)) throw error;
    reply = errorReply(error);
  }
  send(response, reply);
}

/** The answer as the striking faults leave it; undefined when the connection was cut. */
async function spoil(
  striking: readonly FaultRule[],
  response: ServerResponse,
  handle: () => Reply,
): Promise<Reply | undefined> {
  const strikes = (fault: FaultRule["fault"]): FaultRule | undefined => striking.find((rule) => rule.fault === fault);
  const delay = strikes("delay");
  if (delay) await new Promise((resolve) => setTimeout(resolve, delay.delayMs ?? 1_000));
  if (strikes("cutBeforeCommit")) {
    response.destroy();
    return undefined;
  }
  const throttle = strikes("throttle");
  if (throttle) {
    const retryAfter = String(throttle.retryAfterMs ?? 100);
    throw new CosmosError(429, "TooManyRequests", "Request rate is large (fault switch).", {
      substatus: 3200,
      headers: { "x-ms-retry-after-ms": retryAfter },
    });
  }
  if (strikes("unavailable")) throw new CosmosError(503, "ServiceUnavailable", "Service unavailable (fault switch).");
  if (strikes("retryWith")) throw new CosmosError(449, "RetryWith", "Conflicting request, retry (fault switch).");
  const reply = handle();
  if (strikes("cutAfterCommit")) {
    response.destroy();
    return undefined;
  }
  if (strikes("timeoutAfterCommit")) throw new CosmosError(408, "RequestTimeout", "Request timed out (fault switch).");
  return reply;
}

/** `/_local/faults`: GET shows, POST sets, DELETE clears. Loopback only, as all of the endpoint. */
function adminReply(
  endpoint: Endpoint,
  faults: Faults,
  method: string,
  segments: readonly string[],
  body: Buffer,
  type: string | undefined,
): Reply {
  if (segments.length !== 2 || segments[1] !== "faults")
    throw new CosmosError(404, "NotFound", "There is no such resource.");
  if (method === "POST") {
    // A page in a browser cannot send this type to another origin without asking first, and is not allowed.
    if (!type?.startsWith("application/json")) throw badRequest("Faults are set with content type application/json.");
    const { seed, rules } = readFaults(parse(body));
    faults.set(seed, rules);
  } else if (method === "DELETE") faults.clear();
  else if (method !== "GET") throw badRequest("Faults take GET, POST and DELETE.");
  if (method !== "GET") endpoint.store.keepStale(faults.staleCommits());
  return { status: 200, body: faults.describe() };
}

function parse(body: Buffer): Json {
  try {
    return JSON.parse(body.toString("utf8")) as Json;
  } catch {
    throw badRequest("The request body is not JSON.");
  }
}

function segmentsOf(url: string): string[] {
  try {
    const path = url.split("?")[0] ?? "";
    return path.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    throw badRequest("The path is not readable.");
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on to the end, so that the client gets the answer and not a reset.
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) throw tooLarge("Request size is too large.");
  return Buffer.concat(chunks);
}

function errorReply(error: CosmosError): Reply {
  const { substatus, headers, additionalErrorInfo } = error.options;
  return {
    status: error.status,
    body: {
      code: error.code,
      message: error.message,
      ...(additionalErrorInfo === undefined ? {} : { additionalErrorInfo }),
    },
    headers: { ...headers, ...(substatus === undefined ? {} : { "x-ms-substatus": String(substatus) }) },
  };
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed || response.headersSent) return;
  const text = reply.body === undefined ? "" : typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
  const headers: Record<string, string> = {
    "x-ms-activity-id": randomUUID(),
    "x-ms-request-charge": String(reply.charge ?? chargeOfMetadata),
    "x-ms-version": "2020-07-15",
    "x-ms-serviceversion": "local",
    ...reply.headers,
  };
  if (text !== "") {
    headers["content-type"] = "application/json";
    headers["content-length"] = String(Buffer.byteLength(text));
  } else if (reply.status !== 204 && reply.status !== 304) headers["content-length"] = "0";
  response.writeHead(reply.status, headers);
  response.end(text);
}
