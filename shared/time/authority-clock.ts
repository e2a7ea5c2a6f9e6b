/**
 * A clock that follows the clock authority of a local system: the machine's clock plus an offset which the authority may
 * change at any time. Local mode only; the setting that selects it (`CLOCK_URL`) is refused elsewhere (DESIGN, section 7).
 *
 * Protocol: `GET {url}?follower={id}` gives `{ version, offsetMs }`; with `&after={version}` it is held open until the
 * version differs. Asking after a new version tells the authority that this follower has applied it.
 */
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import type { Clock } from "./clock.ts";

export type FollowingClock = Clock & {
  /** Calls the listener after each change of the offset, when `now()` already gives the new time. */
  onMove(listener: () => void): void;
  /** Stops following; `now()` keeps the last offset. */
  close(): void;
};

type Reading = { readonly version: number; readonly offsetMs: number };

const retryAfterMs = 250;

/**
 * Follows the authority at `url`. Resolves once the first offset is known; afterwards never keeps the process alive.
 * An authority that stops answering is asked again every quarter of a second, and the last offset stays in force meanwhile.
 * @throws Error when `url` is not a loopback HTTP address, or when the authority does not answer the first time.
 */
export async function followClockAuthority(url: string): Promise<FollowingClock> {
  const authority = loopback(url);
  authority.searchParams.set("follower", randomUUID());
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const listeners: (() => void)[] = [];
  const stopped = new AbortController();
  let reading = await read(authority, agent, { background: false });

  void follow();
  return {
    now: () => new Date(Date.now() + reading.offsetMs),
    onMove: (listener) => void listeners.push(listener),
    close: () => {
      stopped.abort();
      agent.destroy();
    },
  };

  async function follow(): Promise<void> {
    const { signal } = stopped;
    while (!signal.aborted) {
      const next = new URL(authority);
      next.searchParams.set("after", String(reading.version));
      try {
        const answer = await read(next, agent, { background: true, signal });
        const moved = answer.offsetMs !== reading.offsetMs;
        reading = answer;
        if (moved) for (const listener of listeners) listener();
      } catch {
        // The authority is away or starting again: the offset stays, and asking again is all there is to do.
        if (!signal.aborted) await pause(retryAfterMs);
      }
    }
  }
}

function loopback(url: string): URL {
  const parsed = new URL(url);
  const host = parsed.hostname;
  if (parsed.protocol !== "http:" || !(host === "127.0.0.1" || host === "localhost" || host === "[::1]")) {
    throw new Error("The clock authority must be an http address on this machine");
  }
  return parsed;
}

function read(url: URL, agent: Agent, how: { background: boolean; signal?: AbortSignal }): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, ...(how.signal ? { signal: how.signal } : {}) }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => {
        try {
          if (response.statusCode !== 200) throw new Error(`The clock authority answered ${response.statusCode}`);
          resolve(parseReading(JSON.parse(text)));
        } catch (error) {
          reject(error);
        }
      });
    });
    if (how.background) asked.on("socket", (socket) => socket.unref());
    asked.on("error", reject);
    asked.end();
  });
}

function parseReading(value: unknown): Reading {
  if (typeof value === "object" && value !== null && "version" in value && "offsetMs" in value) {
    const { version, offsetMs } = value;
    if (Number.isSafeInteger(version) && Number.isFinite(offsetMs)) {
      return { version: Number(version), offsetMs: Number(offsetMs) };
    }
  }
  throw new Error("The clock authority did not answer with a version and an offset");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
