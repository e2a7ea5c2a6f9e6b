/**
 * Several operations in one request: the transactional batch (one partition, all or nothing: the failing operation tells why,
 * the others answer 424) and bulk (one range, each operation for itself).
 */
import { badRequest, CosmosError, tooLarge } from "../cosmos-error.ts";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import type { Container } from "../store/container.ts";
import { type PartitionKey, partitionKeyOfHeader } from "../store/partition-key.ts";
import { type ItemOperation, type ItemOutcome, perform } from "./documents.ts";
import { type Exchange, inRange, type Reply, sessionHeaders } from "./exchange.ts";

const mostOperations = 100;
const largestBatch = 2 * 1024 * 1024;

const kinds: Readonly<Record<string, ItemOperation["kind"]>> = {
  Create: "create",
  Upsert: "upsert",
  Read: "read",
  Replace: "replace",
  Patch: "patch",
  Delete: "delete",
};

export function batchReply(exchange: Exchange, container: Container): Reply {
  const sent = exchange.json();
  if (!isArray(sent) || sent.length === 0) throw badRequest("A batch must be a list of operations.");
  if (sent.length > mostOperations) throw badRequest(`A batch holds at most ${mostOperations} operations.`);
  if (exchange.bodyBytes > largestBatch) throw tooLarge("Request size is too large: a batch has at most 2 MB.");
  const operations = sent.map(readOperation);
  const atomic = exchange.header("x-ms-cosmos-batch-atomic");
  if (atomic === undefined) throw badRequest("A batch must say whether it is atomic (x-ms-cosmos-batch-atomic).");
  return atomic.toLowerCase() === "true"
    ? transactional(exchange, container, operations)
    : bulk(
        exchange,
        container,
        operations,
        exchange.header("x-ms-cosmos-batch-continue-on-error")?.toLowerCase() !== "false",
      );
}

type BatchOperation = ItemOperation & { readonly partitionKey: string | undefined };

const knownProperties = new Set(["operationType", "id", "resourceBody", "partitionKey", "ifMatch", "ifNoneMatch"]);

function readOperation(sent: Json): BatchOperation {
  if (!isObject(sent)) throw badRequest("Each operation of a batch must be an object.");
  for (const name of Object.keys(sent)) {
    if (!knownProperties.has(name)) throw badRequest(`An operation of a batch has no '${name}'.`);
  }
  const kind = kinds[String(sent["operationType"])];
  if (!kind) throw badRequest(`The operation type '${String(sent["operationType"])}' is not supported in a batch.`);
  return {
    kind,
    id: text(sent, "id"),
    body: sent["resourceBody"],
    condition: { ifMatch: text(sent, "ifMatch"), ifNoneMatch: text(sent, "ifNoneMatch") },
    partitionKey: text(sent, "partitionKey"),
  };
}

function text(sent: JsonObject, name: string): string | undefined {
  const value = sent[name];
  if (value !== undefined && typeof value !== "string") throw badRequest(`The '${name}' of an operation must be text.`);
  return value;
}

function transactional(exchange: Exchange, container: Container, operations: readonly BatchOperation[]): Reply {
  const { endpoint } = exchange;
  const key = exchange.partitionKey(container);
  let failed = 0;
  let results: Json[];
  let status = 200;
  let charge = 0;
  try {
    const outcomes = endpoint.store.transaction(() =>
      operations.map((operation, index) => {
        failed = index;
        checkSameKey(operation, key, container);
        return perform(endpoint, exchange, container, key, operation);
      }),
    );
    charge = outcomes.reduce((total, outcome) => total + outcome.charge, 0);
    results = outcomes.map((outcome, index) => resultOf(outcome, (operations[index] as BatchOperation).kind, exchange));
  } catch (error) {
    if (!(error instanceof CosmosError)) throw error;
    status = 207;
    results = operations.map((_, index) => (index === failed ? failure(error) : { statusCode: 424, requestCharge: 0 }));
  }
  return {
    status,
    charge: round(charge) || 1,
    headers: sessionHeaders(exchange, container, key.position),
    body: results,
  };
}

function checkSameKey(operation: BatchOperation, key: PartitionKey, container: Container): void {
  if (operation.partitionKey === undefined) return;
  if (partitionKeyOfHeader(operation.partitionKey, container.partitionKey).text !== key.text) {
    throw badRequest("All operations of a transactional batch must have the partition key of the batch.");
  }
}

function bulk(
  exchange: Exchange,
  container: Container,
  operations: readonly BatchOperation[],
  continueOnError: boolean,
): Reply {
  const { endpoint } = exchange;
  const rangeId = exchange.header("x-ms-documentdb-partitionkeyrangeid");
  const range = container.ranges.find((one) => one.id === rangeId);
  if (!range) throw new CosmosError(410, "Gone", "The partition-key range is gone.", { substatus: 1002 });
  let charge = 0;
  let stopped = false;
  const results = operations.map((operation): Json => {
    if (stopped) return { statusCode: 424, requestCharge: 0 };
    try {
      const outcome = endpoint.store.transaction(() => {
        const key = partitionKeyOfHeader(operation.partitionKey ?? "", container.partitionKey);
        if (!inRange(key.position, range)) throw badRequest("The partition key of an operation is not in this range.");
        return perform(endpoint, exchange, container, key, operation);
      });
      charge += outcome.charge;
      return resultOf(outcome, operation.kind, exchange);
    } catch (error) {
      if (!(error instanceof CosmosError)) throw error;
      stopped = !continueOnError;
      return failure(error);
    }
  });
  const allDone = results.every((result) => isObject(result) && Number(result["statusCode"]) < 400);
  return {
    status: allDone ? 200 : 207,
    charge: round(charge),
    headers: sessionHeaders(exchange, container),
    body: results,
  };
}

function resultOf({ status, item, charge }: ItemOutcome, kind: ItemOperation["kind"], exchange: Exchange): Json {
  const minimal = kind !== "read" && /^return=minimal$/iu.test(exchange.header("prefer") ?? "");
  const body = item && status !== 204 && status !== 304 && !minimal;
  return {
    statusCode: status,
    requestCharge: charge,
    ...(item ? { eTag: item.etag } : {}),
    ...(body ? { resourceBody: JSON.parse(item.body) as Json } : {}),
  };
}

function failure(error: CosmosError): Json {
  const { substatus } = error.options;
  return {
    statusCode: error.status,
    requestCharge: 1,
    message: error.message,
    ...(substatus === undefined ? {} : { subStatusCode: substatus }),
  };
}

function round(charge: number): number {
  return Math.round(charge * 100) / 100;
}
