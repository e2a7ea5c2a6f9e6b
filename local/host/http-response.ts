/** Writes answers the way the host's web server does: bodies in chunks, an empty one with a length of zero, its own `Server` and `Date`. */
import type { ServerResponse } from "node:http";
import { setCookie } from "./cookies.ts";
import type { InvocationResponse } from "./rpc.ts";

/** Headers host.json adds to every answer that does not set them itself. */
export type CustomHeaders = Readonly<Record<string, string>>;

/** Left out of an app's answer: they belong to the connection or are the host's own. */
const withheld = new Set(["transfer-encoding", "keep-alive", "connection", "server", "date", "content-length"]);

const serverHeaders = (): [string, string][] => [
  ["Date", new Date().toUTCString()],
  ["Server", "Kestrel"],
];

/** An answer without a body that the host gives by itself. */
export function sendEmpty(response: ServerResponse, status: number, custom: CustomHeaders = {}): void {
  send(response, status, Object.entries(custom), new Uint8Array());
}

export function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, [["Content-Type", "application/json; charset=utf-8"]], Buffer.from(JSON.stringify(value)));
}

/** The answer of a function. Nothing returned is 204; an answer that cannot be sent is an empty 500. */
export function sendReturned(response: ServerResponse, returned: InvocationResponse, custom: CustomHeaders): void {
  const http = returned.returnValue?.http;
  if (!http) {
    sendEmpty(response, 204, custom);
    return;
  }
  const own = Object.entries(http.headers ?? {});
  const isOwn = (name: string) => own.some(([known]) => known.toLowerCase() === name.toLowerCase());
  const headers = Object.entries(custom).filter(([name]) => !isOwn(name));
  for (const [name, value] of own) {
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      sendEmpty(response, 500, custom);
      return;
    }
    if (!withheld.has(name.toLowerCase())) headers.push([name, value]);
  }
  const body = http.body?.bytes ?? Buffer.from(http.body?.string ?? "");
  for (const cookie of http.cookies ?? []) headers.push(["set-cookie", setCookie(cookie)]);
  send(response, Number(http.statusCode), headers, body);
}

function send(response: ServerResponse, status: number, headers: [string, string][], body: Uint8Array): void {
  if (response.headersSent || response.destroyed) return;
  const isHead = response.req.method === "HEAD";
  const all = headers.concat(serverHeaders());
  if (body.length > 0) {
    if (response.req.httpVersion === "1.1" && !isHead) all.push(["Transfer-Encoding", "chunked"]);
  } else if (status !== 204 && status !== 304 && !isHead) {
    all.push(["Content-Length", "0"]);
  }
  response.sendDate = false;
  response.removeHeader("connection");
  response.writeHead(status, all.flat());
  response.end(body.length > 0 && !isHead ? body : undefined);
}

/** What goes out on a connection whose request could not be parsed at all. */
export function rawRefusal(status: 400 | 408 | 431, reason: string): string {
  const headers = [["Content-Length", "0"], ["Connection", "close"], ...serverHeaders()];
  return `HTTP/1.1 ${status} ${reason}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}
