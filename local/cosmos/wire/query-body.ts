/** The body of a query request: the text and its parameters. Parsed queries are remembered by their text. */
import { badRequest } from "../cosmos-error.ts";
import { isArray, isObject, type Json } from "../json.ts";
import type { Query } from "../query/ast.ts";
import { parseQuery } from "../query/parser.ts";
import type { Exchange } from "./exchange.ts";

const parsed = new Map<string, Query>();
const remembered = 500;

export function parsedQuery(text: string): Query {
  const known = parsed.get(text);
  if (known) return known;
  const query = parseQuery(text);
  if (parsed.size >= remembered) parsed.clear();
  parsed.set(text, query);
  return query;
}

/** @throws CosmosError 400 */
export function readQuery(exchange: Exchange): { query: Query; parameters: ReadonlyMap<string, Json> } {
  const body = exchange.object();
  const text = body["query"];
  if (typeof text !== "string") throw badRequest("The request body holds no query text.");
  const list = body["parameters"] ?? [];
  if (!isArray(list)) throw badRequest("The parameters of a query must be a list.");
  const parameters = new Map<string, Json>();
  for (const parameter of list) {
    const name = isObject(parameter) ? parameter["name"] : undefined;
    if (typeof name !== "string" || !/^@[A-Za-z_]\w*$/u.test(name)) {
      throw badRequest("Each parameter of a query needs a name that begins with '@'.");
    }
    // JSON has no undefined: a parameter whose value the client left out is undefined in the query.
    if (parameters.has(name)) throw badRequest(`The parameter '${name}' is supplied more than once.`);
    parameters.set(name, (isObject(parameter) ? parameter["value"] : undefined) as Json);
  }
  return { query: parsedQuery(text), parameters };
}
