/** Turns a request on the wire into the data a worker gets, and says where the host's own web server refuses it. */
import type { IncomingMessage } from "node:http";
import { parseRequestTarget, type RequestTarget } from "./request-target.ts";

/** Limits of the real host's web server, in bytes and lines. */
const requestLineLimit = 8192;
const headersLimit = 32 * 1024;
const headerCountLimit = 100;

export type ReadRequest = {
  readonly method: string;
  readonly host: string;
  readonly target: RequestTarget;
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
};

/** The request, or the status the server answers by itself. */
export function readRequest(request: IncomingMessage): ReadRequest | 400 | 414 | 431 {
  const { method = "", url = "", rawHeaders, httpVersion } = request;
  if (method.length + Buffer.byteLength(url, "latin1") + " HTTP/1.1\r\n ".length > requestLineLimit) return 414;
  const headers = readHeaders(rawHeaders);
  if (typeof headers === "number") return headers;
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length;
  const host = headers.host ?? "";
  if (
    hosts > 1 ||
    (hosts === 0 && httpVersion === "1.1") ||
    !/^(?:\[[0-9a-f:.]+\]|[\w.-]*)(?::\d{1,5})?$/i.test(host)
  ) {
    return 400;
  }
  const target = parseRequestTarget(url);
  return target === undefined ? 400 : { method, host, target, headers };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function readHeaders(raw: readonly string[]): Record<string, string> | 400 | 431 {
  if (raw.length / 2 > headerCountLimit) return 431;
  const joined = new Map<string, string>();
  let size = 0;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    const sent = raw[at + 1]!;
    size += name.length + sent.length + ": \r\n".length;
    const value = decodeHeader(sent);
    if (value === undefined) return 400;
    const known = joined.get(name);
    joined.set(name, known === undefined ? value : `${known},${value}`);
  }
  return size > headersLimit ? 431 : Object.fromEntries(joined);
}

function decodeHeader(sent: string): string | undefined {
  if (/^[\t\x20-\x7e]*$/.test(sent)) return sent;
  try {
    return utf8.decode(Buffer.from(sent, "latin1"));
  } catch {
    return undefined;
  }
}

/** The body could not be handed over: longer than the limit, or the caller went away before its end. */
export type BodyRefusal = "too-large" | "aborted";

/** A body is read only when the request says its length: one sent in chunks arrives empty. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | BodyRefusal> {
  const length = Number(request.headers["content-length"] ?? 0);
  if (!(length > 0) || length > limit) {
    request.resume();
    return length > limit ? "too-large" : new Uint8Array();
  }
  const body = Buffer.allocUnsafeSlow(length);
  let at = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) at += chunk.copy(body, at);
  } catch {
    return "aborted";
  }
  return at === length ? body : "aborted";
}
