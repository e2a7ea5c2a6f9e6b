/**
 * The one clock authority of a local system: every process follows it as an offset from the machine's clock, and whoever
 * moves it is answered only when all of them have moved. The protocol is described in `shared/time/authority-clock.ts`;
 * `POST` with `{ "now": ISO }` or `{ "advanceMs": n }` moves the time.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import {
  answering,
  closeServer,
  HttpRefusal,
  listenOnLoopback,
  readJson,
  requestUrl,
  sendJson,
} from "../system/loopback-http.ts";

export type ClockMove = { readonly now: Date } | { readonly advanceMs: number };

export type ClockAuthority = {
  readonly url: string;
  readonly port: number;
  now(): Date;
  /** Moves the time, forward or back; resolves when every follower has applied it, has gone, or has been silent for 2 s. */
  move(to: ClockMove): Promise<void>;
  close(): Promise<void>;
};

/** How long a poll is held before it is answered unchanged, so that no idle connection grows too old. */
const holdMs = 25_000;
/** How long a move waits for a follower that neither asks again nor closes its connection. */
const silenceMs = 2_000;
/** The last instant that a `Date` of the year 9999 can show. */
const latestMs = Date.parse("9999-12-31T23:59:59.999Z");

type Poll = { readonly answer: () => void };
type Follower = { applied: number; socket: Socket; poll?: Poll };

export async function startClockAuthority(options: { at?: Date; port?: number } = {}): Promise<ClockAuthority> {
  const followers = new Map<string, Follower>();
  const anonymous = new Set<Poll>();
  const waiting = new Set<() => void>();
  let offsetMs = options.at ? options.at.getTime() - Date.now() : 0;
  // Greater than any version of an authority that ran before at this address, so that its followers take the new offset.
  let version = Date.now();

  const now = () => new Date(Date.now() + offsetMs);
  const server = createServer(answering(route));
  const port = await listenOnLoopback(server, options.port);
  return {
    url: `http://127.0.0.1:${port}/clock`,
    port,
    now,
    move,
    close: () => closeServer(server),
  };

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = requestUrl(request);
    if (url.pathname !== "/clock") throw new HttpRefusal(404, "Only /clock is here");
    if (request.method === "GET") return poll(url, request.socket, response);
    if (request.method !== "POST") throw new HttpRefusal(405, "GET or POST");
    await move(parseMove(await readJson(request)));
    sendJson(response, 200, { ...reading(), now: now().toISOString() });
  }

  function poll(url: URL, socket: Socket, response: ServerResponse): void {
    const after = Number(url.searchParams.get("after") ?? 0);
    const id = url.searchParams.get("follower");
    const follower = id === null ? undefined : heard(id, socket, after);
    if (after !== version) {
      sendJson(response, 200, reading());
      return;
    }
    const hold = setTimeout(() => held.answer(), holdMs).unref();
    const held: Poll = {
      answer: () => {
        release();
        sendJson(response, 200, reading());
      },
    };
    const release = () => {
      clearTimeout(hold);
      anonymous.delete(held);
      if (follower?.poll === held) delete follower.poll;
    };
    if (follower) follower.poll = held;
    else anonymous.add(held);
    response.once("close", release);
  }

  /** Notes what a follower has applied, and forgets it when its connection closes. */
  function heard(id: string, socket: Socket, applied: number): Follower {
    let follower = followers.get(id);
    if (follower?.socket !== socket) {
      follower = { applied, socket };
      followers.set(id, follower);
      socket.once("close", () => {
        if (followers.get(id)?.socket === socket) followers.delete(id);
        for (const check of [...waiting]) check();
      });
    }
    follower.applied = applied;
    for (const check of [...waiting]) check();
    return follower;
  }

  async function move(to: ClockMove): Promise<void> {
    const target = "now" in to ? to.now.getTime() : now().getTime() + to.advanceMs;
    if (!Number.isFinite(target) || Math.abs(target) > latestMs)
      throw new HttpRefusal(400, "Not an instant a clock can show");
    offsetMs = target - Date.now();
    version += 1;
    const applied = everyoneApplies(version);
    for (const held of [...anonymous]) held.answer();
    for (const follower of followers.values()) follower.poll?.answer();
    await applied;
  }

  function everyoneApplies(wanted: number): Promise<void> {
    return new Promise((resolve) => {
      const behind = () => [...followers].filter(([, follower]) => follower.applied < wanted);
      const silence = setTimeout(() => {
        for (const [id] of behind()) followers.delete(id);
        check();
      }, silenceMs);
      const check = () => {
        if (behind().length > 0) return;
        clearTimeout(silence);
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  }

  function reading() {
    return { version, offsetMs };
  }
}

function parseMove(body: unknown): ClockMove {
  if (typeof body === "object" && body !== null && Object.keys(body).length === 1) {
    if ("now" in body && typeof body.now === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(body.now)) {
      return { now: new Date(body.now) };
    }
    if ("advanceMs" in body && typeof body.advanceMs === "number") return { advanceMs: body.advanceMs };
  }
  throw new HttpRefusal(400, 'Send { "now": instant with its zone } or { "advanceMs": number }');
}
