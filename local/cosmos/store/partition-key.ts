/** Partition keys: taken from an item by the container's paths, or from the header of a request, and compared exactly. */
import { badRequest } from "../cosmos-error.ts";
import { follow, isObject, type Json, type JsonObject } from "../json.ts";
import { effectivePartitionKey, isKeyComponent, type KeyComponent } from "./effective-partition-key.ts";

export type PartitionKeyDefinition = {
  readonly paths: readonly string[];
  readonly kind: "Hash" | "MultiHash";
  readonly version: number;
};

export type PartitionKey = {
  /** Canonical text of the components: equal exactly for equal keys. */
  readonly text: string;
  /** Effective partition key: hexadecimal, position in the key space. */
  readonly position: string;
  /** Fewer components than paths: names every partition below it (hierarchical keys only). */
  readonly prefix: boolean;
};

/** `/a/"b c"` as `["a", "b c"]`. */
export function pathNames(path: string): string[] {
  const names = [...path.matchAll(/\/(?:"((?:[^"\\]|\\.)*)"|([^/]+))/gu)];
  if (names.map((name) => name[0]).join("") !== path || names.length === 0)
    throw badRequest(`The path '${path}' is invalid.`);
  return names.map((name) => (name[1] !== undefined ? name[1].replace(/\\(.)/gu, "$1") : (name[2] as string)));
}

function keyOf(components: readonly KeyComponent[], definition: PartitionKeyDefinition): PartitionKey {
  return {
    text: JSON.stringify(components.map((component) => (component === undefined ? {} : component))),
    position: effectivePartitionKey(components, definition.kind),
    prefix: components.length < definition.paths.length,
  };
}

/** @throws CosmosError 400 when the item holds an array or object where the key should be. */
export function partitionKeyOfItem(item: JsonObject, definition: PartitionKeyDefinition): PartitionKey {
  const components = definition.paths.map((path) => {
    const value = follow(item, pathNames(path));
    if (value !== undefined && !isKeyComponent(value)) {
      throw badRequest("The partition key of an item must be a string, number, boolean or null.");
    }
    return value;
  });
  return keyOf(components, definition);
}

/** @throws CosmosError 400 when the header is not a JSON array of as many key components as the container has paths, or fewer. */
export function partitionKeyOfHeader(header: string, definition: PartitionKeyDefinition): PartitionKey {
  let parsed: Json;
  try {
    parsed = JSON.parse(header) as Json;
  } catch {
    throw badRequest("The partition key header is not JSON.");
  }
  if (!Array.isArray(parsed) || parsed.length > definition.paths.length || parsed.length === 0) {
    throw badRequest(
      "Partition key provided either doesn't correspond to definition in the collection or doesn't match.",
      {
        substatus: 1001,
      },
    );
  }
  const components = parsed.map((component: Json): KeyComponent => {
    if (isObject(component) && Object.keys(component).length === 0) return undefined;
    if (!isKeyComponent(component))
      throw badRequest("A partition key component must be a string, number, boolean or null.");
    return component;
  });
  return keyOf(components, definition);
}
