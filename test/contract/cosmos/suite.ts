/**
 * What the contract cases stand on: a case is a name and a function, so that the same cases run against the local endpoint,
 * against a deliberately broken copy of it, and against any endpoint that the settings COSMOS_CONTRACT_ENDPOINT and
 * COSMOS_CONTRACT_KEY name. The SDK is the real one with its default settings.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type Container, type ContainerRequest, CosmosClient, type Database, type SqlParameter } from "@azure/cosmos";
import type { Clock } from "../../../shared/time/clock.ts";

export type MovableClock = Clock & { readonly advance: (seconds: number) => void };

export type Subject = {
  readonly url: string;
  readonly key: string;
  readonly client: CosmosClient;
  readonly database: Database;
  /** Only the local endpoint has them; cases that need one are skipped elsewhere. */
  readonly local: { readonly clock: MovableClock; readonly program: string } | undefined;
  /** A new, empty container: partition key /pk, items expire by their own ttl, unless told otherwise. */
  readonly container: (definition?: Partial<ContainerRequest>, options?: { throughput?: number }) => Promise<Container>;
};

export type Case = {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<void>;
  /** Needs the movable clock, the fault switch or a process to kill. */
  readonly localOnly?: true;
};

/** A group of cases, by the name under which mutants refer to it. */
export type Group = { readonly name: string; readonly cases: readonly Case[] };

export function movableClock(start = new Date()): MovableClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance: (seconds) => {
      at += seconds * 1000;
    },
  };
}

export async function openSubject(endpoint: { url: string; key: string }, local: Subject["local"]): Promise<Subject> {
  const client = new CosmosClient({ endpoint: endpoint.url, key: endpoint.key });
  const { database } = await client.databases.create({ id: `contract-${randomUUID()}` });
  const container: Subject["container"] = async (definition = {}, options = {}) => {
    const body: ContainerRequest = {
      id: randomUUID(),
      partitionKey: { paths: ["/pk"] },
      defaultTtl: -1,
      ...definition,
    };
    const made = await database.containers.create({ ...body, ...options });
    return made.container;
  };
  return { url: endpoint.url, key: endpoint.key, client, database, local, container };
}

export async function closeSubject(subject: Subject): Promise<void> {
  await subject.database.delete();
  subject.client.dispose();
}

type Failure = Error & { code?: unknown; substatus?: unknown; cause?: Failure };

/** The call must fail with this status (and sub-status); the error is returned for a closer look. */
export async function refused(call: Promise<unknown>, code: number, substatus?: number): Promise<Failure> {
  let error: Failure | undefined;
  try {
    await call;
  } catch (thrown) {
    error = thrown as Failure;
    // The SDK wraps the failure of a whole batch request.
    if (error.code === undefined && error.cause) error = error.cause;
  }
  assert.ok(error, `expected ${code}, but the call succeeded`);
  assert.equal(error.code, code, `${error.message}`);
  if (substatus !== undefined) assert.equal(error.substatus, substatus);
  return error;
}

export type QuerySettings = {
  readonly in?: unknown;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly pageSize?: number;
};

/** All results of a query; `in` names the partition key, absent asks all partitions. */
export async function ask<Result = unknown>(
  container: Container,
  query: string,
  settings: QuerySettings = {},
): Promise<Result[]> {
  const parameters = Object.entries(settings.parameters ?? {}).map(
    ([name, value]) => ({ name, value }) as SqlParameter,
  );
  const options = {
    ...(settings.in === undefined ? {} : { partitionKey: settings.in as string }),
    ...(settings.pageSize === undefined ? {} : { maxItemCount: settings.pageSize }),
  };
  const { resources } = await container.items.query<Result>({ query, parameters }, options).fetchAll();
  return resources;
}

/** A request that the SDK would not make: signed like the SDK's, but with any headers. */
export async function raw(
  subject: Subject,
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown; key?: string },
): Promise<{ status: number; body: { message?: string; code?: string } & Record<string, unknown>; headers: Headers }> {
  const { createHmac } = await import("node:crypto");
  const segments = request.path.split("/").filter(Boolean);
  const feed = segments.length % 2 === 1;
  const type = (feed ? segments.at(-1) : segments.at(-2)) ?? "";
  const link = (feed ? segments.slice(0, -1) : segments).join("/");
  const date = new Date().toUTCString();
  const text = `${request.method.toLowerCase()}\n${type}\n${link}\n${date.toLowerCase()}\n\n`;
  const signature = createHmac("sha256", Buffer.from(request.key ?? subject.key, "base64"))
    .update(text)
    .digest("base64");
  const response = await fetch(new URL(request.path, subject.url), {
    method: request.method,
    headers: {
      authorization: encodeURIComponent(`type=master&ver=1.0&sig=${signature}`),
      "x-ms-date": date,
      "x-ms-version": "2020-07-15",
      ...request.headers,
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const answer = await response.text();
  return { status: response.status, body: answer === "" ? {} : JSON.parse(answer), headers: response.headers };
}

export function pathOf(container: Container): string {
  return `/${container.url.replace(/^\//u, "")}`;
}
