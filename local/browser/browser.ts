/**
 * A stand-in for a member's browser: keeps cookies as a browser does, sends Origin and Fetch Metadata, and connects to
 * this machine whatever the host name, so that every brand's site can be used without a DNS entry. For the demo and tests.
 */
import { request as httpRequest } from "node:http";

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  readonly json: <T = Record<string, unknown>>() => T;
};

export type Options = {
  readonly body?: unknown;
  /** Sent as it is instead of a JSON body. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string | undefined>>;
};

export type Browser = {
  readonly origin: string;
  readonly cookies: Map<string, string>;
  readonly ask: (method: string, path: string, options?: Options) => Promise<Reply>;
};

/** @param origin the site's own origin, such as `http://localhost:7071`. */
export function openBrowser(origin: string): Browser {
  const { port, host } = new URL(origin);
  const cookies = new Map<string, string>();

  const keep = (lines: readonly string[]) => {
    for (const line of lines) {
      const [pair = "", ...attributes] = line.split(";");
      const [name = "", ...value] = pair.trim().split("=");
      const ends = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
      if (ends) cookies.delete(name);
      else cookies.set(name, value.join("="));
    }
  };

  const ask = (method: string, path: string, { body, raw, headers = {} }: Options = {}): Promise<Reply> => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const bytes = content === undefined ? undefined : Buffer.from(content as string);
    const isSafe = method === "GET" || method === "HEAD";
    const sent: Record<string, string | undefined> = {
      host,
      accept: "application/json",
      "accept-language": "fr-FR,fr;q=0.9",
      "sec-fetch-site": "same-origin",
      ...(isSafe ? {} : { origin }),
      ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
      ...(bytes === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(bytes.byteLength) }),
      ...headers,
    };
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port,
        method,
        path,
        headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as never,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          keep(response.headers["set-cookie"] ?? []);
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: <T>() => JSON.parse(text) as T,
          });
        });
      },
    );
    request.on("error", reject);
    request.end(bytes);
    return promise;
  };

  return { origin, cookies, ask };
}
