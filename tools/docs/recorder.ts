/**
 * A browser whose exchanges are kept for the documentation. Cookies, tokens and codes are taken out before anything is
 * written: each is replaced by a placeholder of the same form, so that an example still parses.
 */
import { type Options, openBrowser, type Reply } from "../../local/browser/browser.ts";
import type { Exchange } from "./examples.ts";

/** Shown in examples: the port of `npm start`, whatever the capture ran on. */
const shownPort = "7071";
const shownHeaders = [
  "content-type",
  "content-language",
  "cache-control",
  "location",
  "etag",
  "retry-after",
  "allow",
  "clear-site-data",
  "set-cookie",
];
const longestShownBody = 2_000;
const longestShownAnswer = 12_000;
const padded = (text: string) => text.padEnd(43, "-");

export type Recorder = {
  readonly cookies: Map<string, string>;
  /** Asks, and keeps the exchange for `route` under `title`. */
  readonly record: (route: string, title: string, method: string, path: string, options?: Options) => Promise<Reply>;
  /** Asks without keeping it. */
  readonly ask: (method: string, path: string, options?: Options) => Promise<Reply>;
};

export function openRecorder(origin: string, kept: Map<string, Exchange[]>, language = "fr"): Recorder {
  const browser = openBrowser(origin);
  const { host, port } = new URL(origin);

  const headersOf = (method: string, { body, raw, headers = {} }: Options) => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    return {
      host,
      "accept-language": language,
      ...(method === "GET" || method === "HEAD" ? {} : { origin, "sec-fetch-site": "same-origin" }),
      ...(browser.cookies.size === 0
        ? {}
        : { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
      ...(content === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(content)) }),
      ...headers,
    };
  };

  const record: Recorder["record"] = async (route, title, method, path, options = {}) => {
    const headers = headersOf(method, options);
    const reply = await browser.ask(method, path, { ...options, headers });
    const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const received = shownHeaders.flatMap((name) => {
      const value = reply.headers[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    const exchange: Exchange = {
      title,
      request: {
        method,
        path,
        headers: Object.fromEntries(sent.filter(([name]) => name !== "content-length" || options.raw !== undefined)),
        ...bodySent(options),
      },
      answer: { status: reply.status, headers: Object.fromEntries(received), ...bodyReceived(reply) },
    };
    kept.set(route, [...(kept.get(route) ?? []), redacted(exchange, port)]);
    return reply;
  };

  return { cookies: browser.cookies, record, ask: browser.ask };
}

function bodySent({ body, raw }: Options): { body?: unknown } {
  if (raw === undefined) return body === undefined ? {} : { body };
  const text = typeof raw === "string" ? raw : Buffer.from(raw).toString("utf8");
  return { body: text.length > longestShownBody ? { bytes: Buffer.byteLength(text) } : { text } };
}

function bodyReceived({ headers, text }: Reply): { body?: unknown } {
  if (text === "") return {};
  if (text.length > longestShownAnswer) return { body: { bytes: Buffer.byteLength(text) } };
  return { body: /json/.test(String(headers["content-type"])) ? (JSON.parse(text) as unknown) : text };
}

/** @param port the one the capture ran on. */
function redacted(exchange: Exchange, port: string): Exchange {
  const text = JSON.stringify(exchange)
    .replaceAll(/(__Host-session=[0-9a-f-]{36}\.)[A-Za-z0-9_-]{43}/g, `$1${padded("SESSION-SECRET")}`)
    .replaceAll(/(__Host-ticket=\d+\.)[A-Za-z0-9_-]{59}\.[A-Za-z0-9_-]{43}/g, `$1SEALED.${padded("TICKET-SECRET")}`)
    .replaceAll(/\b1~[A-Za-z0-9_-]{22}~[A-Za-z0-9_-]{43}/g, "1~RANDOM~SIGNATURE")
    .replaceAll(/Bearer [\w-]{20,}\.[\w-]+\.[\w-]+/g, "Bearer HEADER.CLAIMS.SIGNATURE")
    // A limit is shown by what is beyond it, and nobody reads that.
    .replaceAll(/a{1000,}/g, "aaa…")
    .replaceAll(/("code":")(?!000000)\d{6}"/g, '$1123456"')
    .replaceAll(new RegExp(`localhost:${port}\\b`, "g"), `localhost:${shownPort}`);
  return JSON.parse(text) as Exchange;
}
