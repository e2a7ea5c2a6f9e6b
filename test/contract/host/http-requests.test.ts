/** What of a request arrives at the handler, and what the host refuses before. Runs on any host that `HOST_URL` names. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { headerOf, sendRaw } from "./raw-http.ts";
import { startTarget, type Target } from "./target.ts";

type Echo = {
  url: string;
  method: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
  traceParent: string;
};

let target: Target;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

const echo = async (path: string, init?: RequestInit): Promise<Echo> => {
  const response = await fetch(`${target.url}/echo${path}`, init);
  expect(response.status).toBe(200);
  return (await response.json()) as Echo;
};
const bodyOf = ({ body }: Echo): Buffer => Buffer.from(body, "base64");

/** Raw lines, so that names repeat and order stays; `Host` is among them or not. */
const rawEcho = async (...lines: string[]): Promise<Echo> => {
  const answer = await sendRaw(
    target.url,
    ["GET /echo/x HTTP/1.1", "Connection: close", ...lines, "", ""].join("\r\n"),
  );
  expect(answer.status).toBe(200);
  const text = answer.body.toString().replace(/(^|\r\n)[0-9a-f]+\r\n/gi, "");
  return JSON.parse(text.replace(/\r\n$/, "")) as Echo;
};
const rawStatus = async (...lines: string[]): Promise<[status: number, length: number]> => {
  const answer = await sendRaw(
    target.url,
    ["GET /echo/x HTTP/1.1", "Connection: close", ...lines, "", ""].join("\r\n"),
  );
  return [answer.status, answer.body.length];
};

describe("host name and URL", () => {
  it("req.url is built from Host; a forwarded host is only a header", async () => {
    const { url, headers } = await rawEcho("Host: platinum.localhost:7071", "X-Forwarded-Host: other.example");
    expect(url).toBe("http://platinum.localhost:7071/echo/x");
    expect(headers["x-forwarded-host"]).toBe("other.example");
  });
  it("no Host, two Hosts, a Host that is none: the host's own empty 400", async () => {
    expect(await rawStatus()).toEqual([400, 0]);
    expect(await rawStatus("Host: a", "Host: b")).toEqual([400, 0]);
    expect(await rawStatus("Host: a/b")).toEqual([400, 0]);
  });
});

describe("query", () => {
  it("joins repeated names by a comma, names without regard to case", async () => {
    expect((await echo("/x?a=1&b=2&a=3&A=4")).query).toEqual({ a: "1,3,4", b: "2" });
  });
  it("is decoded; a name without a value is empty", async () => {
    expect((await echo("/x?name=a+b%26c%C3%A9&flag")).query).toEqual({ name: "a b&cé", flag: "" });
  });
});

describe("headers", () => {
  it("repeated ones arrive joined by a comma, two Cookie lines too", async () => {
    const { headers } = await rawEcho("Host: localhost", "Cookie: a=1", "X-Two: one", "cookie: b=2", "X-TWO: two");
    expect(headers.cookie).toBe("a=1,b=2");
    expect(headers["x-two"]).toMatch(/^one, ?two$/);
  });
  it("more than 32 KiB of them: 431", async () => {
    const lines = (size: number) => Array.from({ length: 33 }, (_, index) => `X-${index}: ${"v".repeat(size)}`);
    expect(await rawStatus("Host: localhost", ...lines(1024))).toEqual([431, 0]);
    expect((await rawStatus("Host: localhost", ...lines(900)))[0]).toBe(200);
  });
  it("UTF-8 arrives decoded; bytes that are not UTF-8 are refused", async () => {
    const send = (value: Buffer) =>
      sendRaw(
        target.url,
        "GET /echo/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Name: ",
        value,
        "\r\n\r\n",
      );
    const answer = await send(Buffer.from("é"));
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toContain('"x-name":"é"');
    expect((await send(Buffer.from([0xff, 0xfe]))).status).toBe(400);
  });
  it("the trace of the caller goes on under a span of its own", async () => {
    const { traceParent } = await echo("/x", {
      headers: { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" },
    });
    expect(traceParent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/);
    expect(traceParent).not.toContain("00f067aa0ba902b7");
  });
});

describe("bodies", () => {
  it("arrive byte for byte", async () => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(bodyOf(await echo("/x", { method: "POST", body }))).toEqual(Buffer.from(body));
  });
  it("of a megabyte arrive whole", async () => {
    const body = Buffer.alloc(1024 * 1024, "0123456789");
    expect(bodyOf(await echo("/x", { method: "PUT", body })).equals(body)).toBe(true);
  });
  it("sent in chunks arrive empty, and the connection goes on", async () => {
    const chunked = await new Promise<Echo>((resolve, reject) => {
      const url = `${target.url}/echo/x`;
      const sending = request(url, { method: "POST", headers: { "transfer-encoding": "chunked" } }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve(JSON.parse(text) as Echo));
      });
      sending.on("error", reject);
      sending.write("some");
      sending.end("thing");
    });
    expect(bodyOf(chunked)).toHaveLength(0);
    expect(chunked.headers["transfer-encoding"]).toBe("chunked");
  });
  it("of a GET are dropped", async () => {
    const answer = await sendRaw(
      target.url,
      "GET /echo/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody",
    );
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toContain('"body":""');
  });
});

describe("keys", () => {
  const status = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${target.url}${path}`, { headers });
    return [response.status, response.status === 200 ? "" : await response.text()];
  };
  it("function level: 401 without, 200 with ?code= or x-functions-key, master key included", async () => {
    expect(await status("/guarded")).toEqual([401, ""]);
    expect(await status("/guarded?code=wrong")).toEqual([401, ""]);
    expect(await status(`/guarded?code=${target.functionKey}`)).toEqual([200, ""]);
    expect(await status("/guarded", { "x-functions-key": target.functionKey })).toEqual([200, ""]);
    expect(await status("/guarded", { "x-functions-key": target.masterKey })).toEqual([200, ""]);
  });
  it("admin level: the master key only", async () => {
    expect(await status("/guarded-admin", { "x-functions-key": target.functionKey })).toEqual([401, ""]);
    expect(await status("/guarded-admin", { "x-functions-key": target.masterKey })).toEqual([200, ""]);
  });
  it("/admin/* without the master key: the host's own empty 401, whatever the catch-all", async () => {
    for (const path of ["/admin/host/status", "/admin/anything", "/Admin/functions/x"]) {
      expect(await status(path), path).toEqual([401, ""]);
      expect(await status(path, { "x-functions-key": target.functionKey }), path).toEqual([401, ""]);
    }
    const known = await fetch(`${target.url}/admin/host/status`, { headers: { "x-functions-key": target.masterKey } });
    expect(await known.json()).toMatchObject({ state: "Running" });
  });
});

describe("what is not HTTP", () => {
  it("gets an empty 400 and a closed connection", async () => {
    const answer = await sendRaw(target.url, "HELLO\r\n\r\n");
    expect(answer.status).toBe(400);
    expect(headerOf(answer, "content-length")).toBe("0");
  });
});
