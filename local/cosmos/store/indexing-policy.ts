/**
 * What a container's indexing policy includes. Precedence as the service documents: the longer path wins, and of equal ones
 * `/?` wins over `/*`. `id` and `_ts` are always indexed.
 */
import { badRequest } from "../cosmos-error.ts";
import { isArray, isObject, type Json, type JsonObject, member, type Value } from "../json.ts";
import { indexKey } from "./index-keys.ts";
import { pathNames } from "./partition-key.ts";

export type CompositePath = { readonly names: readonly string[]; readonly descending: boolean };

type Rule = { readonly names: readonly string[]; readonly subtree: boolean; readonly included: boolean };

export type IndexingPolicy = {
  /** False for indexing mode `none`: nothing is indexed and every query scans. */
  readonly active: boolean;
  readonly composites: readonly (readonly CompositePath[])[];
  readonly includes: (names: readonly string[]) => boolean;
  /** Included by a path of its own (`/name/?`): then ORDER BY also returns the items that lack it. */
  readonly namesExplicitly: (names: readonly string[]) => boolean;
  /** The explicit paths, as names. */
  readonly explicit: readonly (readonly string[])[];
};

export type Term = { readonly path: string; readonly key: Buffer };

export const defaultIndexingPolicy = {
  indexingMode: "consistent",
  automatic: true,
  includedPaths: [{ path: "/*" }],
  excludedPaths: [{ path: '/"_etag"/?' }],
};

const known = new Set(["indexingMode", "automatic", "includedPaths", "excludedPaths", "compositeIndexes"]);

/** @throws CosmosError 400 for a policy that is malformed or asks for an index kind this endpoint does not have. */
export function readIndexingPolicy(policy: JsonObject): IndexingPolicy {
  for (const [name, value] of Object.entries(policy)) {
    const empty = isArray(value) && value.length === 0;
    if (!known.has(name) && !empty)
      throw badRequest(`The indexing policy holds '${name}', which this endpoint does not know.`);
  }
  const mode = String(policy["indexingMode"] ?? "consistent").toLowerCase();
  if (mode !== "consistent" && mode !== "none") throw badRequest(`The indexing mode '${mode}' is not supported.`);
  if (policy["automatic"] === false) throw badRequest("Indexing that is not automatic is not supported.");
  const rules = [...rulesOf(policy["includedPaths"], true), ...rulesOf(policy["excludedPaths"], false)];
  if (mode === "consistent" && rules.length > 0 && !rules.some((rule) => rule.names.length === 0)) {
    throw badRequest(
      "The special mandatory indexing path '/' is not provided in the path set: include or exclude '/*'.",
    );
  }
  const composites = compositesOf(policy["compositeIndexes"]);
  const active = mode === "consistent";
  const explicit = active ? rules.filter((rule) => rule.included && !rule.subtree).map((rule) => rule.names) : [];
  const explicitKeys = new Set(explicit.map(pathText));
  const includes = (names: readonly string[]): boolean => active && isIncluded(names, rules);
  return { active, composites, explicit, includes, namesExplicitly: (names) => explicitKeys.has(pathText(names)) };
}

/** One text for a path, whatever is in its names. */
export function pathText(names: readonly string[]): string {
  return JSON.stringify(names);
}

function rulesOf(list: Value, included: boolean): Rule[] {
  if (list === undefined) return [];
  if (!isArray(list)) throw badRequest("The paths of an indexing policy must be a list.");
  return list.map((entry) => {
    const path = member(entry, "path");
    if (typeof path !== "string") throw badRequest("Each path of an indexing policy needs a 'path'.");
    const ending = /^(.*)\/([?*])$/u.exec(path);
    if (!ending) throw badRequest(`The indexing path '${path}' must end with '/?' or '/*'.`);
    const stem = ending[1] as string;
    const names = stem === "" ? [] : pathNames(stem);
    return { names, subtree: ending[2] === "*", included };
  });
}

function isIncluded(names: readonly string[], rules: readonly Rule[]): boolean {
  if (names.length === 1 && (names[0] === "id" || names[0] === "_ts")) return true;
  let best: Rule | undefined;
  for (const rule of rules) {
    if (rule.names.length > names.length || (!rule.subtree && rule.names.length !== names.length)) continue;
    if (!rule.names.every((name, index) => name === names[index])) continue;
    const longer = best === undefined || rule.names.length > best.names.length;
    const sharper = best !== undefined && rule.names.length === best.names.length && best.subtree && !rule.subtree;
    if (longer || sharper) best = rule;
  }
  return best?.included ?? false;
}

function compositesOf(list: Value): CompositePath[][] {
  if (list === undefined) return [];
  if (!isArray(list)) throw badRequest("compositeIndexes must be a list of lists.");
  return list.map((index) => {
    if (!isArray(index) || index.length < 2) throw badRequest("A composite index needs at least two paths.");
    return index.map((entry) => {
      const path = member(entry, "path");
      const order = member(entry, "order") ?? "ascending";
      if (typeof path !== "string") throw badRequest("Each path of a composite index needs a 'path'.");
      if (order !== "ascending" && order !== "descending")
        throw badRequest(`The order '${String(order)}' is not known.`);
      return { names: pathNames(path.replace(/\/\?$/u, "")), descending: order === "descending" };
    });
  });
}

/** Whether one of the composite indexes serves this ORDER BY: same paths, all directions equal or all reversed. */
export function compositeServes(policy: IndexingPolicy, items: readonly CompositePath[]): boolean {
  return policy.composites.some(
    (index) =>
      index.length === items.length &&
      index.every((path, at) => pathText(path.names) === pathText(items[at]?.names ?? [])) &&
      new Set(index.map((path, at) => path.descending === items[at]?.descending)).size === 1,
  );
}

/** The index entries of an item. Elements of arrays have none: filters on them read the items. */
export function termsOf(item: JsonObject, policy: IndexingPolicy): Term[] {
  if (!policy.active) return [];
  const terms: Term[] = [];
  const seen = new Set<string>();
  const walk = (value: Json, names: readonly string[]): void => {
    if (names.length > 0 && policy.includes(names)) {
      const path = pathText(names);
      seen.add(path);
      terms.push({ path, key: indexKey(value) });
    }
    if (isObject(value)) for (const [name, inner] of Object.entries(value)) walk(inner, [...names, name]);
  };
  walk(item, []);
  for (const names of policy.explicit) {
    const path = pathText(names);
    if (!seen.has(path) && policy.includes(names)) terms.push({ path, key: indexKey(undefined) });
  }
  return terms;
}
