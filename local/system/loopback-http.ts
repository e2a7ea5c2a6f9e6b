/**
 * What the small HTTP servers of the local system share: they listen on 127.0.0.1 only, read bounded bodies, answer JSON,
 * and refuse requests that a web page of another origin makes a browser send.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Server as AnyServer } from "node:net";

/** An answer other than 200 that the asker can understand. */
export class HttpRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Listens on 127.0.0.1; port 0 takes a free one. Gives the port. Rejects with the system's error (EADDRINUSE, EACCES). */
export function listenOnLoopback(server: AnyServer, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Ends the server and every connection, also those that are held open. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The request's URL; the host part has no meaning. */
export const requestUrl = (request: IncomingMessage) => new URL(request.url ?? "/", "http://127.0.0.1");

/** Refuses what a browser sends for another site: these servers have no accounts, so their only guard is who asks. */
export function refuseOtherSites(request: IncomingMessage): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none" && request.method !== "GET") {
    throw new HttpRefusal(403, "Only pages of this server may do this");
  }
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  if (host !== "127.0.0.1" && host !== "localhost" && host !== "[::1]") {
    throw new HttpRefusal(421, "This server answers on localhost only");
  }
}

export async function readBody(request: IncomingMessage, maxBytes = 1_048_576): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) throw new HttpRefusal(413, `More than ${maxBytes} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpRefusal(400, "The body is not JSON");
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(JSON.stringify(body));
}

/** Runs a handler and turns what it throws into an answer: a refusal as it says, anything else 500 and a line on stderr. */
export function answering(handler: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      refuseOtherSites(request);
      await handler(request, response);
    } catch (error) {
      const status = error instanceof HttpRefusal ? error.status : 500;
      if (status === 500) console.error(error);
      if (!response.headersSent)
        sendJson(response, status, { error: error instanceof Error ? error.message : "error" });
      else response.destroy();
    }
  };
}
