/** What goes wrong with the head of a request: headers, cookies, path, query, method. */
import { randomUUID } from "node:crypto";
import { csrfHeader } from "../../shared/http/cross-site.ts";
import type { Random } from "../faults/random.ts";
import type { Player, Scene } from "./scene.ts";
import { chance, headerText, hostileText, oneOf } from "./values.ts";

export type Head = { method: string; path: string; query: string; headers: Record<string, string> };

const token = csrfHeader.toLowerCase();
const names = [
  "accept accept-language authorization content-encoding content-length content-type cookie expect forwarded host",
  "idempotency-key if-match if-none-match if-modified-since origin range referer sec-fetch-dest sec-fetch-mode sec-fetch-site",
  `te traceparent tracestate transfer-encoding upgrade user-agent x-forwarded-for x-forwarded-host x-http-method-override`,
  `x-ms-client-principal x-original-url x-request-id ${token}`,
].flatMap((line) => line.split(" "));

const known: Readonly<Record<string, readonly string[]>> = {
  accept: ["text/html", "*/*", "application/json;q=0", "image/png"],
  "accept-language": ["en", "fr;q=0, en;q=0", "de,*;q=0.1", "en-GB-oed;q=1.0000"],
  "content-type": [
    "text/plain",
    "application/json; charset=utf-16",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
  ],
  "content-encoding": ["gzip", "br", "identity, deflate"],
  "content-length": ["0", "-1", "99999999", "1e3", "5, 5"],
  "transfer-encoding": ["chunked", "gzip, chunked"],
  "sec-fetch-site": ["cross-site", "same-site", "none", "same-origin, same-origin"],
  origin: [
    "null",
    "https://evil.example",
    "http://localhost:7071",
    "http://LOCALHOST:7071",
    "http://localhost:7071, null",
  ],
  host: [
    "localhost",
    "platinum.localhost:7071",
    "127.0.0.1:7071",
    "LOCALHOST:7071",
    "evil.example",
    "localhost:7071.evil.example",
  ],
  "if-match": ["*", '"1"', 'W/"1"', '"1", "2"', "1"],
  "if-none-match": ["*", '"1"', 'W/"1"'],
  range: ["bytes=0-1", "bytes=-"],
  traceparent: [`00-${"0".repeat(32)}-${"0".repeat(16)}-00`, `ff-${"1".repeat(32)}-${"2".repeat(16)}-01`],
  "x-http-method-override": ["DELETE", "PUT"],
  "x-original-url": ["/api/v1/me"],
  authorization: ["Bearer a.b.c", "Basic YTpi", "Bearer "],
};

function spoilCookie(cookie: string, random: Random, mark: string, scene: Scene): string {
  const other = oneOf(random, scene.members).headers.cookie ?? "";
  const [own = "", secret = ""] = cookie.split(".");
  const options = [
    headerText(random, mark),
    `${cookie}; ${cookie}`,
    `${cookie}; ${other}`,
    `${cookie},${other}`,
    `${own}.${other.split(".")[1]}`,
    `__Host-session=${scene.victim.subjectId}.${secret}`,
    cookie.slice(0, -random.whole(1, 20)),
    cookie.toUpperCase(),
    cookie.replace("__Host-", "__host-"),
    `a=${mark}; ${cookie}; b=${mark}`,
    `__Host-session=${randomUUID()}.${"A".repeat(43)}`,
    scene.ended.cookie ?? "",
    `__Host-ticket=${mark}; ${cookie}`,
    `a=${"b".repeat(9_000)}; ${cookie}`,
  ];
  return oneOf(random, options);
}

function spoilToken(own: string, random: Random, mark: string, members: readonly Player[]): string {
  const [version, salt, signature] = own.split("~");
  const other = oneOf(random, members).headers[csrfHeader] ?? "";
  const options = [
    other,
    "",
    headerText(random, mark),
    `${version}~${salt}~`,
    `9~${salt}~${signature}`,
    own.slice(0, -1),
  ];
  return oneOf(random, options);
}

export function spoilHeaders({ headers }: Head, random: Random, mark: string, scene: Scene): void {
  const name = oneOf(random, [...names, ...Object.keys(headers)]);
  switch (random.whole(0, 6)) {
    case 0:
      delete headers[name];
      return;
    case 1:
      headers[name] = headerText(random, mark);
      return;
    case 2:
      if (headers[name] !== undefined) headers[name] = `${headers[name]},${headerText(random, mark)}`;
      return;
    case 3:
      headers[`x-${mark}`] = headerText(random, mark);
      return;
    case 4:
      if (chance(random, 0.1)) for (let at = 0; at < 90; at += 1) headers[`x-${mark}-${at}`] = "a";
      else headers.cookie = spoilCookie(headers.cookie ?? "", random, mark, scene);
      return;
    case 5:
      headers[token] = spoilToken(headers[token] ?? "", random, mark, scene.members);
      return;
    default: {
      const values = known[name];
      headers[name] = values === undefined ? mark : oneOf(random, values);
    }
  }
}

const escaped = (text: string) => encodeURIComponent(text.toWellFormed());

export function spoilPath(head: Head, random: Random, mark: string): void {
  const parts = head.path.split("/");
  const at = random.whole(1, Math.max(1, parts.length - 1));
  const options: (() => string)[] = [
    () => parts.with(at, escaped(hostileText(random, mark))).join("/"),
    () => `${head.path}/${mark}`,
    () => `${head.path}/`,
    () => head.path.toUpperCase(),
    () => parts.with(at, "..").join("/"),
    () => head.path.replace("/", "//"),
    () => `${head.path}%2f${mark}`,
    () => `${head.path}%00`,
    () => `${head.path};${mark}`,
    () => parts.toSpliced(at, 1).join("/"),
    () => `/${mark}/${"a/".repeat(random.whole(1, 400))}`,
    () => `http://evil.example${head.path}`,
    () => `/admin/host/${mark}`,
  ];
  head.path = oneOf(random, options)();
}

export function spoilQuery(head: Head, random: Random, mark: string): void {
  const name = oneOf(random, ["limit", "cursor", "q", "code", "id", mark, "__proto__"]);
  const options = [
    escaped(hostileText(random, mark)),
    Buffer.from(hostileText(random, mark)).toString("base64url"),
    Buffer.from(JSON.stringify([{ compositeToken: mark }])).toString("base64url"),
    "0",
    "101",
    "20",
    "1e2",
    "a".repeat(random.whole(1, 7_000)),
  ];
  head.query = `${head.query === "" ? "?" : `${head.query}&`}${name}=${oneOf(random, options)}`;
}

export const spoilMethod = (head: Head, random: Random): void => {
  head.method = oneOf(random, ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
};
