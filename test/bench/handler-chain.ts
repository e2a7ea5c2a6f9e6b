/**
 * The handler chain alone, without host, network or endpoint, against a sensible Fastify application that does the same for one
 * read and one submit: who is asking, forgery defence, checked body, one answer per key, an atomic write to a store in memory.
 * Both are called in this process, turn by turn, so that the ratio is of the same minute and the same machine.
 */
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { HttpRequest, InvocationContext } from "@azure/functions";
import fastify from "fastify";
import * as z from "zod";
import { cookieNames } from "../../shared/http/cookies.ts";
import { csrfHeader, issueCsrfToken } from "../../shared/http/cross-site.ts";
import { handle, type Serving } from "../../shared/http/handler.ts";
import { versionedAnswer } from "../../shared/http/versioned-answer.ts";
import { memberView } from "../../shared/members/read-member.ts";
import { submitRequestInput } from "../../shared/requests/submit-request.ts";
import { hashOfSecret, newSecret, session } from "../../shared/sessions/session.ts";
import type { Person } from "../../shared/storage/person-keys.ts";
import { create } from "../../shared/storage/repository.ts";
import { startApplication } from "../simulation/application.ts";
import { enrol, repositoryOf } from "../simulation/enrol.ts";
import { calmWith } from "../simulation/run.ts";
import { World } from "../simulation/world.ts";
import { median, type Row, rounded } from "./figures.ts";

const rounds = 40;
const perRound = 50;
const host = "localhost:7071";
const origin = `http://${host}`;

type Ask = () => Promise<number>;
type Pair = { readonly read: Ask; readonly submit: Ask };
/** Somebody new: what one person piles up within a bench is no part of a request. */
type Product = Pair & { readonly someoneElse: () => Promise<void> };

const wish = {
  category: "restaurant",
  what: "Une table pour deux, au calme",
  where: "Lyon",
  party: { adults: 2 },
  language: "fr",
} as const;

/** The product: its handler, capabilities, sealing and repository on a store that answers at once. */
async function product(): Promise<Product> {
  const world = new World(1, calmWith(1));
  const concierge = startApplication(world.portsAtOnce());
  let person: Person;
  let cookie = "";
  let token = "";
  const someoneElse = async () => {
    person = await enrol(world, "zoe");
    const secret = newSecret();
    const now = new Date(world.now).toISOString();
    const expiresAt = new Date(world.now + 3_600_000).toISOString();
    const opened = session.schema.parse({ id: hashOfSecret(secret), startedAt: now, seenAt: now, expiresAt });
    await repositoryOf(world).repository.commit(person, [create(session, opened)]);
    cookie = `${cookieNames.session}=${person.subjectId}.${secret}`;
    token = issueCsrfToken(concierge.csrfKeys, opened.id);
  };
  const serving: Serving = concierge.serving;
  const context = () => new InvocationContext({ invocationId: randomUUID(), functionName: "bench" } as never);
  const always = () => ({ host, cookie, "sec-fetch-site": "same-origin", origin });

  const readMe = { name: "read-me", method: "GET", path: "api/v1/me", access: "member", answer: memberView } as const;
  const submitRequest = {
    name: "submit-request",
    method: "POST",
    path: "api/v1/requests",
    access: "member",
    body: submitRequestInput,
    isCreating: true,
  } as const;
  return {
    someoneElse,
    async read() {
      const request = new HttpRequest({ method: "GET", url: `${origin}/api/v1/me`, headers: always() });
      const run = async (call: { request: HttpRequest; person: Person }) => {
        const { doc, etag } = await concierge.readMember(call.person);
        return versionedAnswer(call.request, etag, memberView.show(doc));
      };
      return (await handle(serving, readMe, run as never, request, context())).status ?? 200;
    },
    async submit() {
      const bytes = Buffer.from(JSON.stringify(wish));
      const headers = {
        ...always(),
        "content-type": "application/json",
        "content-length": String(bytes.byteLength),
        [csrfHeader]: token,
        "idempotency-key": randomUUID(),
      };
      const request = new HttpRequest({
        method: "POST",
        url: `${origin}/api/v1/requests`,
        headers,
        body: { bytes } as never,
      });
      type Call = Parameters<typeof concierge.submitRequest>;
      const run = async (call: { person: Call[0]; intent: Call[1]; body: Call[2] }) => ({
        status: 201,
        body: await concierge.submitRequest(call.person, call.intent, call.body),
      });
      return (await handle(serving, submitRequest, run as never, request, context())).status ?? 200;
    },
  };
}

/** What somebody would write with Fastify and zod for the same two routes, with care and without our promises about data. */
async function peer(): Promise<Pair> {
  const key = randomBytes(32);
  const sha256 = (text: string) => createHash("sha256").update(text).digest("base64url");
  const macOf = (id: string, nonce: string) => createHmac("sha256", key).update(`${id}.${nonce}`).digest("base64url");
  const secret = randomBytes(32).toString("base64url");
  const userId = randomUUID();
  const store = new Map<string, string>();
  const sessionId = sha256(secret);
  store.set(`${userId}/session/${sessionId}`, JSON.stringify({ expiresAt: Date.now() + 3_600_000 }));
  store.set(
    `${userId}/member`,
    JSON.stringify({
      id: userId,
      lastName: "Durand",
      firstName: "Zoé",
      email: "zoe@example.fr",
      mobile: "+33612345678",
    }),
  );
  const body = z.strictObject({
    category: z.enum(["restaurant", "travel", "event", "gift", "wellness", "home", "other"]),
    what: z.string().min(1).max(2_000),
    where: z.string().max(200).optional(),
    party: z.strictObject({ adults: z.int().min(1).max(200), children: z.int().optional() }).optional(),
    language: z.enum(["fr", "en"]),
  });

  const app = fastify({ logger: false, bodyLimit: 262_144 });
  app.decorateRequest("session", "");
  app.addHook("onRequest", async (request, reply) => {
    const [, id = "", given = ""] = /session=([\w-]+)\.([\w-]+)/.exec(request.headers.cookie ?? "") ?? [];
    const found = store.get(`${id}/session/${sha256(given)}`);
    if (found === undefined || JSON.parse(found).expiresAt < Date.now()) return reply.code(401).send();
    if (request.method !== "GET") {
      if (request.headers["sec-fetch-site"] !== "same-origin") return reply.code(403).send();
      const [nonce = "", mac = ""] = String(request.headers["x-csrf-token"] ?? "").split(".");
      const expected = Buffer.from(macOf(sha256(given), nonce));
      const sent = Buffer.from(mac);
      if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) return reply.code(403).send();
    }
    reply.header("cache-control", "no-store").header("x-content-type-options", "nosniff");
  });
  app.get("/api/v1/me", async (_request, reply) => reply.send(JSON.parse(store.get(`${userId}/member`) ?? "{}")));
  app.post("/api/v1/requests", async (request, reply) => {
    const idempotency = `${userId}/key/${String(request.headers["idempotency-key"])}`;
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return reply.code(422).send();
    const fingerprint = sha256(JSON.stringify(parsed.data));
    const before = store.get(idempotency);
    if (before !== undefined) {
      const first = JSON.parse(before);
      return first.fingerprint === fingerprint ? reply.code(201).send(first.answer) : reply.code(422).send();
    }
    const answer = { id: randomUUID(), status: "submitted", submittedAt: new Date().toISOString() };
    store.set(`${userId}/request/${answer.id}`, JSON.stringify({ ...parsed.data, ...answer }));
    store.set(`${userId}/outbox/${answer.id}`, JSON.stringify({ type: "submitted", requestId: answer.id }));
    store.set(idempotency, JSON.stringify({ fingerprint, answer }));
    return reply.code(201).send(answer);
  });
  await app.ready();

  const nonce = randomBytes(16).toString("base64url");
  const headers = {
    host,
    cookie: `session=${userId}.${secret}`,
    "sec-fetch-site": "same-origin",
    "x-csrf-token": `${nonce}.${macOf(sessionId, nonce)}`,
  };
  return {
    read: async () => (await app.inject({ method: "GET", url: "/api/v1/me", headers })).statusCode,
    submit: async () =>
      (
        await app.inject({
          method: "POST",
          url: "/api/v1/requests",
          headers: { ...headers, "idempotency-key": randomUUID() },
          payload: wish,
        })
      ).statusCode,
  };
}

/** Microseconds of a call in each round. */
async function timesOf(
  before: () => Promise<void>,
  asks: Readonly<Record<string, { readonly ask: Ask; readonly status: number }>>,
): Promise<Record<string, number>> {
  const times = Object.fromEntries(Object.keys(asks).map((name) => [name, [] as number[]]));
  for (let round = -5; round < rounds; round += 1) {
    for (const [name, { ask, status }] of Object.entries(asks)) {
      await before();
      const startedAt = performance.now();
      for (let time = 0; time < perRound; time += 1) {
        const answered = await ask();
        if (answered !== status) throw new Error(`${name} answered ${answered}`);
      }
      if (round >= 0) times[name]?.push(((performance.now() - startedAt) * 1_000) / perRound);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

export async function benchHandlerChain(): Promise<Row[]> {
  const [ours, theirs] = [await product(), await peer()];
  const times = await timesOf(ours.someoneElse, {
    "GET /api/v1/me": { ask: ours.read, status: 200 },
    "GET /api/v1/me, Fastify": { ask: theirs.read, status: 200 },
    "POST /api/v1/requests": { ask: ours.submit, status: 201 },
    "POST /api/v1/requests, Fastify": { ask: theirs.submit, status: 201 },
  });
  const of = (name: string) => times[name] ?? Number.NaN;
  const note = "one caller, in one process; median of 40 rounds of 50";
  return ["GET /api/v1/me", "POST /api/v1/requests"].flatMap((name) => [
    { name: `chain: ${name}`, value: rounded(of(name)), unit: "µs", note },
    { name: `Fastify: ${name}`, value: rounded(of(`${name}, Fastify`)), unit: "µs" },
    { name: `chain to Fastify: ${name}`, value: rounded(of(name) / of(`${name}, Fastify`), 2), unit: "ratio" },
  ]);
}
