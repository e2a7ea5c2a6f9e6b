/**
 * Streaming mode (`app.setup({ enableHttpStream: true })`): the app's library runs a small HTTP server of its own, and the host
 * passes request and answer through to it while the invocation runs. Such answers carry `x-ms-invocation-id`.
 */
import { randomUUID } from "node:crypto";
import { type ClientRequest, request as connect, type IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Wire } from "./http-listener.ts";
import type { ReadRequest } from "./http-request.ts";
import { type CustomHeaders, sendEmpty } from "./http-response.ts";
import type { Invocation, Invoke } from "./invocation.ts";
import type { TypedData } from "./rpc.ts";

const ofTheConnection = new Set(["connection", "keep-alive", "transfer-encoding", "date", "server"]);

export async function streamThrough(
  httpUri: string,
  invoke: Invoke,
  customHeaders: CustomHeaders,
  invocation: Invocation,
  read: ReadRequest,
  wire: Wire,
): Promise<void> {
  const invocationId = randomUUID();
  const { pathname, search } = new URL(`http://host${read.target.path}${read.target.queryString}`);
  const headers = {
    ...read.headers,
    "x-forwarded-host": read.host,
    "x-forwarded-proto": "http",
    "x-ms-invocation-id": invocationId,
  };
  const metadata: Record<string, TypedData> = { Headers: { json: JSON.stringify(read.headers) } };
  for (const [name, value] of Object.entries(invocation.data.http?.params ?? {})) metadata[name] = { string: value };

  const inner = connect(new URL(`${pathname}${search}`, httpUri), { method: read.method, headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => inner.on("response", resolve).on("error", reject));
  const sent = pipeline(wire.request, inner);
  sent.catch(() => undefined);
  try {
    const run = invoke({ ...invocation, invocationId, metadata }).catch((error) => abandon(inner, error));
    const answer = await Promise.race([answered, run.then(() => answered)]);
    passHeaders(answer, wire, customHeaders);
    await Promise.all([pipeline(answer, wire.response), run]);
  } catch {
    // Logged as a failed invocation, or the caller went away; before the first byte the answer is the host's empty 500.
    if (wire.response.headersSent) wire.response.destroy();
    else sendEmpty(wire.response, 500, customHeaders);
  }
}

function abandon(inner: ClientRequest, error: unknown): never {
  inner.destroy();
  throw error;
}

function passHeaders(answer: IncomingMessage, { response }: Wire, customHeaders: CustomHeaders): void {
  response.sendDate = false;
  response.removeHeader("connection");
  const headers = Object.entries(customHeaders).flat();
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    const name = answer.rawHeaders[at]!;
    if (!ofTheConnection.has(name.toLowerCase())) headers.push(name, answer.rawHeaders[at + 1]!);
  }
  headers.push("Date", new Date().toUTCString(), "Server", "Kestrel");
  response.writeHead(answer.statusCode ?? 500, headers);
}
