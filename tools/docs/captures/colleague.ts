/** One of the controller's people: a program with a token of the local directory, which is no browser and says so. */
import { randomUUID } from "node:crypto";
import type { Reply } from "../../../local/browser/browser.ts";
import type { Recorder } from "../recorder.ts";
import type { Stage } from "./stage.ts";

export type Colleague = {
  readonly read: (route: string, title: string, path: string) => Promise<Reply>;
  /** A change. @param body absent where the route takes none. */
  readonly send: (route: string, title: string, path: string, body?: unknown) => Promise<Reply>;
  /** The same with a new idempotency key, for what creates something. */
  readonly create: (route: string, title: string, path: string, body: unknown) => Promise<Reply>;
  readonly remove: (route: string, title: string, path: string) => Promise<Reply>;
  /** Asks without keeping it. */
  readonly ask: Recorder["ask"];
};

type Role = "desk" | "dpo" | "ops" | "auditor";

/** @param name one of the made-up people of the local directory. */
export async function openColleague({ system, open }: Stage, role: Role, name: string): Promise<Colleague> {
  const reply = await fetch(`${system.issuerUrl}/api/tokens`, {
    method: "POST",
    body: JSON.stringify({ brand: "milleis", role, name }),
  });
  if (!reply.ok) throw new Error(`no token: ${reply.status}`);
  const { token } = (await reply.json()) as { token: string };
  return withToken(open("en"), token);
}

export function withToken({ record, ask }: Recorder, token: string): Colleague {
  const headers = { authorization: `Bearer ${token}`, origin: undefined, "sec-fetch-site": undefined };
  const sent = (body: unknown) => (body === undefined ? {} : { body });
  return {
    read: (route, title, path) => record(route, title, "GET", path, { headers }),
    send: (route, title, path, body) => record(route, title, "POST", path, { headers, ...sent(body) }),
    create: (route, title, path, body) =>
      record(route, title, "POST", path, { headers: { ...headers, "idempotency-key": randomUUID() }, body }),
    remove: (route, title, path) => record(route, title, "DELETE", path, { headers }),
    ask: (method, path, options = {}) => ask(method, path, { ...options, headers: { ...headers, ...options.headers } }),
  };
}
