/** Promises about HTTP, each as one check that throws when the host at `url` breaks it: used by the planted bugs. */
import assert from "node:assert/strict";
import { functionKey, type HostProcess } from "./host-process.ts";
import { sendRaw } from "./raw-http.ts";

const reached = async ({ url }: HostProcess, path: string, method = "GET"): Promise<string> =>
  ((await (await fetch(`${url}${path}`, { method })).json()) as { function: string }).function;

export async function methodMatched(host: HostProcess): Promise<void> {
  assert.equal(await reached(host, "/by-method", "POST"), "by-method-post");
  assert.equal(await reached(host, "/by-method", "DELETE"), "zz-fallback");
}

export async function namesOrdered(host: HostProcess): Promise<void> {
  assert.equal(await reached(host, "/insensitive/fixed"), "alpha-parameter");
  assert.equal(await reached(host, "/swallowed/hello"), "a-swallows");
}

export async function emptySegmentRefused({ url }: HostProcess): Promise<void> {
  const answer = await sendRaw(url, "GET //x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  assert.deepEqual([answer.status, answer.body.length], [404, 0]);
}

export async function keyAsked({ url }: HostProcess): Promise<void> {
  assert.equal((await fetch(`${url}/guarded`)).status, 401);
  assert.equal((await fetch(`${url}/guarded?code=${functionKey}`)).status, 200);
}

export async function chunkedArrivesEmpty({ url }: HostProcess): Promise<void> {
  const head = "POST /echo/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
  const answer = await sendRaw(url, `${head}4\r\nsome\r\n0\r\n\r\n`);
  assert.match(answer.body.toString(), /"body":""/);
}

export async function headersJoined({ url }: HostProcess): Promise<void> {
  const head = "GET /echo/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n";
  assert.match((await sendRaw(url, head)).body.toString(), /"cookie":"a=1,b=2"/);
}

export async function cookiesEncoded({ url }: HostProcess): Promise<void> {
  const [first] = (await fetch(`${url}/answer/cookies`)).headers.getSetCookie();
  assert.match(first ?? "", /^__Host-session=a\.b%2Fc%3Dd%20e;/);
}

export async function escapedSlashKept({ url }: HostProcess): Promise<void> {
  const { params } = (await (await fetch(`${url}/parameter/a%2Fb`)).json()) as { params: object };
  assert.deepEqual(params, { value: "a%2Fb" });
}

export async function errorsHidden({ url }: HostProcess): Promise<void> {
  const answer = await fetch(`${url}/answer/throws`);
  assert.deepEqual([answer.status, await answer.text()], [500, ""]);
}
