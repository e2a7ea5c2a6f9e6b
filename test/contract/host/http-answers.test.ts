/** What the caller gets of what a handler returns. Runs on any host that `HOST_URL` names. */
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { headerOf, type RawAnswer, sendRaw } from "./raw-http.ts";
import { startTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

const raw = (path: string, method = "GET"): Promise<RawAnswer> =>
  sendRaw(target.url, `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
const cookiesOf = ({ headers }: RawAnswer) =>
  headers.filter(([name]) => name === "set-cookie").map(([, value]) => value);
/** Attributes compared without regard to case and order. */
const parts = (cookie: string) => {
  const [pair, ...attributes] = cookie.split(/; */);
  return [pair, ...attributes.map((text) => text.toLowerCase()).sort()];
};

describe("body and length", () => {
  it("a body leaves in chunks", async () => {
    const answer = await raw("/hello");
    expect(headerOf(answer, "transfer-encoding")).toBe("chunked");
    expect(headerOf(answer, "content-length")).toBeUndefined();
    expect(answer.body.toString()).toBe("5\r\nhello\r\n0\r\n\r\n");
  });
  it("an empty answer has Content-Length: 0", async () => {
    const answer = await raw("/answer/empty");
    expect(answer.status).toBe(200);
    expect(headerOf(answer, "content-length")).toBe("0");
    expect(answer.body).toHaveLength(0);
  });
  it("bytes leave as they are", async () => {
    const response = await fetch(`${target.url}/answer/binary`);
    const expected = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(expected);
  });
  it("the answer to HEAD has no body", async () => {
    const answer = await raw("/echo/x", "HEAD");
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(0);
  });
  it.each([201, 202, 400, 404, 409, 422, 503])("status %i is passed on with its body", async (status) => {
    const response = await fetch(`${target.url}/answer/status/${status}`);
    expect([response.status, await response.text()]).toEqual([status, "body"]);
  });
});

describe("nothing and errors", () => {
  it("undefined is 204", async () => {
    const answer = await raw("/answer/nothing");
    expect([answer.status, answer.body.length]).toEqual([204, 0]);
  });
  it.each(["/answer/throws", "/answer/text", "/answer/status/99", "/answer/accent"])(
    "%s is an empty 500 without any header of ours",
    async (path) => {
      const answer = await raw(path);
      expect(answer.status).toBe(500);
      expect(answer.body).toHaveLength(0);
      expect(answer.headers.map(([name]) => name).sort()).toEqual(["content-length", "date", "server"]);
    },
  );
});

describe("headers and cookies", () => {
  it("Server: Kestrel and Date are the host's", async () => {
    const answer = await raw("/answer/headers");
    expect(headerOf(answer, "server")).toBe("Kestrel");
    expect(Number.isNaN(Date.parse(headerOf(answer, "date") ?? ""))).toBe(false);
    expect(headerOf(answer, "x-own")).toBe("kept");
    expect(headerOf(answer, "content-type")).toBe("application/problem+json");
    expect(headerOf(answer, "keep-alive")).toBeUndefined();
  });
  it("of two set-cookie headers the last alone survives", async () => {
    expect(cookiesOf(await raw("/answer/two-cookie-headers"))).toEqual(["second=2"]);
  });
  it("the cookies array gives each its own line, values percent-encoded", async () => {
    const cookies = cookiesOf(await raw("/answer/cookies"));
    expect(cookies.map(parts)).toEqual(
      [
        ["__Host-session=a.b%2Fc%3Dd%20e", "httponly", "path=/", "samesite=lax", "secure"],
        ["gone=", "expires=thu, 02 jan 2020 03:04:05 gmt", "max-age=0", "path=/"],
      ].map(([pair = "", ...attributes]) => [pair, ...attributes.sort()]),
    );
  });
});

describe("connections", () => {
  it("are kept: a second request goes over the same one", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = [];
    for (let count = 0; count < 2; count += 1) {
      const port = await new Promise((resolve, reject) => {
        const sending = request(`${target.url}/hello`, { agent }, (response) => {
          const { localPort } = response.socket;
          response.resume().on("end", () => resolve(localPort));
        });
        sending.on("error", reject).end();
      });
      ports.push(port);
    }
    agent.destroy();
    expect(ports[0]).toBe(ports[1]);
  });
  it("a caller who leaves in the middle of a body runs nothing, and harms nobody", async () => {
    const { hostname, port } = new URL(target.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port || 80), hostname, () => {
        socket.write("POST /slow/left HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf", () => {
          socket.resetAndDestroy();
          resolve();
        });
      });
    });
    // A later request over a new connection has its turn after the one that was cut.
    await fetch(`${target.url}/slow/stayed?ms=50`);
    const left = await fetch(`${target.url}/notes/left-begun`);
    expect(await left.json()).toEqual([]);
  });
  it("a caller who leaves while the handler runs does not stop it", async () => {
    const leaving = new AbortController();
    const name = `leaver-${crypto.randomUUID()}`;
    const request = fetch(`${target.url}/slow/${name}?ms=200`, { signal: leaving.signal });
    await fetch(`${target.url}/notes/${name}-begun?count=1`);
    leaving.abort();
    await expect(request).rejects.toThrow();
    expect((await fetch(`${target.url}/notes/${name}-ended?count=1`)).status).toBe(200);
  });
  it("1,000 requests at once are each answered with their own", async () => {
    const agent = new Agent({ keepAlive: false, maxSockets: 1000 });
    const ask = (index: number) =>
      new Promise<string>((resolve, reject) => {
        const sending = request(`${target.url}/parameter/n${index}`, { agent }, (response) => {
          let text = "";
          response.on("data", (chunk) => {
            text += chunk;
          });
          response.on("end", () => resolve((JSON.parse(text) as { params: { value: string } }).params.value));
        });
        sending.on("error", reject).end();
      });
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, index) => ask(index)));
    expect(answers).toEqual(Array.from({ length: 1000 }, (_, index) => `n${index}`));
  });
});
