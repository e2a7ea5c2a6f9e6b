/** A request as the handlers see it, and what they give back. */
import type { IncomingHttpHeaders } from "node:http";
import { badRequest, CosmosError } from "../cosmos-error.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Consistency } from "../request-units.ts";
import type { Container } from "../store/container.ts";
import type { Connection } from "../store/database.ts";
import type { Items } from "../store/items.ts";
import { type PartitionKey, partitionKeyOfHeader } from "../store/partition-key.ts";
import type { Store } from "../store/store.ts";

export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text or a value; absent for an empty body. */
  readonly body?: string | Json;
  readonly charge?: number;
};

/** What the handlers share. */
export type Endpoint = {
  readonly store: Store;
  readonly items: Items;
  readonly consistency: Consistency;
  /** Partition-key ranges of a container whose creation names no throughput. */
  readonly defaultRanges: number;
};

export class Exchange {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly segments: readonly string[];
  readonly headers: IncomingHttpHeaders;
  /** Where reads of items go: the store itself, or an earlier state of it. */
  readonly reading: Connection;
  readonly #body: Buffer;

  constructor(
    endpoint: Endpoint,
    request: { method: string; segments: readonly string[]; headers: IncomingHttpHeaders; body: Buffer },
    reading: Connection,
  ) {
    this.endpoint = endpoint;
    this.method = request.method;
    this.segments = request.segments;
    this.headers = request.headers;
    this.#body = request.body;
    this.reading = reading;
  }

  header(name: string): string | undefined {
    const value = this.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  flag(name: string): boolean {
    return this.header(name)?.toLowerCase() === "true";
  }

  get bodyBytes(): number {
    return this.#body.length;
  }

  /** @throws CosmosError 400 */
  json(): Json {
    try {
      return JSON.parse(this.#body.toString("utf8")) as Json;
    } catch {
      throw badRequest("The request body is not JSON.");
    }
  }

  /** @throws CosmosError 400 */
  object(): JsonObject {
    const body = this.json();
    if (!isObject(body)) throw badRequest("The request body must be an object.");
    return body;
  }

  /** The partition key that the request names. @throws CosmosError 400 when it names none. */
  partitionKey(container: Container): PartitionKey {
    const header = this.header("x-ms-documentdb-partitionkey");
    if (header === undefined) throw badRequest("PartitionKey value must be supplied for this operation.");
    const key = partitionKeyOfHeader(header, container.partitionKey);
    if (key.prefix)
      throw badRequest("The partition key names fewer components than the container has.", { substatus: 1001 });
    return key;
  }

  /** Page size. @throws CosmosError 400 */
  maxItems(): number {
    const text = this.header("x-ms-max-item-count");
    if (text === undefined) return 100;
    const count = Number(text);
    if (!Number.isInteger(count) || count < -1 || count === 0)
      throw badRequest("x-ms-max-item-count must be -1 or positive.");
    return count === -1 ? 1_000 : count;
  }

  /** Refuses a session this store has not reached, as after a loss of data. @throws CosmosError 404 with sub-status 1002 */
  checkSession(): void {
    const token = this.header("x-ms-session-token");
    if (token === undefined || this.reading !== this.endpoint.store.connection) return;
    for (const part of token.split(",")) {
      const lsn = Number(/^\d+:-?\d+#(\d+)/u.exec(part.trim())?.[1]);
      if (!Number.isInteger(lsn)) throw badRequest("The session token is malformed.");
      if (lsn > this.endpoint.store.lsn) {
        throw new CosmosError(404, "NotFound", "The read session is not available for the input session token.", {
          substatus: 1002,
        });
      }
    }
  }
}

/** Headers that tell the SDK which container and which point in its history an answer is about. */
export function sessionHeaders(exchange: Exchange, container: Container, position?: string): Record<string, string> {
  const { store } = exchange.endpoint;
  const ranges = position === undefined ? container.ranges : container.ranges.filter((one) => inRange(position, one));
  const [database, name] = [exchange.segments[1], container.name];
  return {
    "x-ms-session-token": ranges.map((range) => `${range.id}:-1#${store.lsn}`).join(","),
    "x-ms-alt-content-path": encodeURI(`dbs/${database}/colls/${name}`),
    "x-ms-content-path": container.rid,
    lsn: String(store.lsn),
  };
}

export function inRange(position: string, range: { readonly min: string; readonly max: string }): boolean {
  return position >= range.min && position < range.max;
}
