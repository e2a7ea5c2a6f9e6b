/** Partial updates of an item: add, set, replace, remove, incr and move at JSON pointers, applied in order, all or none. */
import { badRequest } from "./cosmos-error.ts";
import { isArray, isObject, type Json, type JsonObject, member } from "./json.ts";

type Mutable = Record<string, unknown> | unknown[];
const mostOperations = 10;

/** @throws CosmosError 400 naming the operation that cannot be applied; the item given is never changed. */
export function applyPatch(item: JsonObject, operations: Json | undefined): JsonObject {
  if (!isArray(operations) || operations.length === 0 || operations.length > mostOperations) {
    throw badRequest(`A patch takes 1 to ${mostOperations} operations.`);
  }
  const copy = structuredClone(item) as Record<string, unknown>;
  operations.forEach((operation, index) => {
    try {
      applyOne(copy, operation);
    } catch (error) {
      if (error instanceof PatchProblem) throw badRequest(`For Operation(${index + 1}): ${error.message}`);
      throw error;
    }
  });
  return copy as JsonObject;
}

class PatchProblem extends Error {}

function applyOne(item: Mutable, operation: Json): void {
  if (!isObject(operation)) throw new PatchProblem("it is not an object.");
  const kind = operation["op"];
  const at = locate(item, operation["path"]);
  switch (kind) {
    case "add":
      insert(at, givenValue(operation));
      break;
    case "set":
      if (Array.isArray(at.parent) && has(at)) assign(at, givenValue(operation));
      else insert(at, givenValue(operation));
      break;
    case "replace":
      requirePresent(at);
      assign(at, givenValue(operation));
      break;
    case "remove":
      take(at);
      break;
    case "incr":
      increment(at, operation["value"]);
      break;
    case "move": {
      const from = locate(item, operation["from"]);
      requirePresent(from);
      if (`${String(operation["path"])}/`.startsWith(`${String(operation["from"])}/`)) {
        throw new PatchProblem("an item cannot be moved into itself.");
      }
      const value = read(from);
      take(from);
      insert(locate(item, operation["path"]), value);
      break;
    }
    default:
      throw new PatchProblem(`the operation '${String(kind)}' is not known.`);
  }
}

type Location = { readonly parent: Mutable; readonly key: string };

function locate(item: Mutable, path: Json | undefined): Location {
  if (typeof path !== "string" || !path.startsWith("/")) throw new PatchProblem("its path must begin with '/'.");
  const names = path
    .slice(1)
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  const key = names.pop() as string;
  if (names.length === 0 && (key === "id" || (key.startsWith("_") && key in item))) {
    throw new PatchProblem(`the property '${key}' cannot be patched.`);
  }
  let parent: unknown = item;
  for (const name of names) parent = Array.isArray(parent) ? parent[indexOf(name)] : member(parent as Json, name);
  if (typeof parent !== "object" || parent === null) throw new PatchProblem("a part of its path does not exist.");
  return { parent: parent as Mutable, key };
}

function indexOf(key: string): number {
  if (!/^(0|[1-9]\d*)$/u.test(key)) throw new PatchProblem(`'${key}' is not an index of an array.`);
  return Number(key);
}

function has({ parent, key }: Location): boolean {
  if (Array.isArray(parent)) return key !== "-" && indexOf(key) < parent.length;
  return Object.hasOwn(parent, key);
}

function requirePresent(at: Location): void {
  if (!has(at)) throw new PatchProblem("the node it names does not exist.");
}

function read({ parent, key }: Location): unknown {
  return Array.isArray(parent) ? parent[indexOf(key)] : parent[key];
}

function assign({ parent, key }: Location, value: unknown): void {
  if (Array.isArray(parent)) parent[indexOf(key)] = value;
  else Object.defineProperty(parent, key, { value, enumerable: true, writable: true, configurable: true });
}

function insert(at: Location, value: unknown): void {
  if (!Array.isArray(at.parent)) {
    assign(at, value);
    return;
  }
  const index = at.key === "-" ? at.parent.length : indexOf(at.key);
  if (index > at.parent.length) throw new PatchProblem("its index is beyond the end of the array.");
  at.parent.splice(index, 0, value);
}

function take(at: Location): void {
  requirePresent(at);
  if (Array.isArray(at.parent)) at.parent.splice(indexOf(at.key), 1);
  else delete at.parent[at.key];
}

function increment(at: Location, by: Json | undefined): void {
  if (typeof by !== "number") throw new PatchProblem("'incr' needs a number.");
  const now = has(at) ? read(at) : 0;
  if (typeof now !== "number") throw new PatchProblem("the node it names is not a number.");
  if (has(at)) assign(at, now + by);
  else insert(at, by);
}

function givenValue(operation: JsonObject): Json {
  const value = operation["value"];
  if (value === undefined) throw new PatchProblem("it has no value.");
  return value;
}
