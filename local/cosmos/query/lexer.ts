/** Splits the text of a query into tokens. Unknown characters are refused with their position. */
import { badRequest } from "../cosmos-error.ts";

export type Token =
  | {
      readonly type: "keyword" | "operator" | "parameter";
      readonly text: string;
      readonly at: number;
      readonly raw: string;
    }
  | { readonly type: "name"; readonly text: string; readonly at: number; readonly raw: string }
  | { readonly type: "number"; readonly text: string; readonly at: number; readonly raw: string }
  | { readonly type: "string"; readonly text: string; readonly at: number; readonly raw: string }
  | { readonly type: "end"; readonly text: ""; readonly at: number; readonly raw: "" };

export const keywords: ReadonlySet<string> = new Set(
  (
    "SELECT DISTINCT TOP VALUE FROM IN JOIN WHERE GROUP BY ORDER ASC DESC OFFSET LIMIT AS AND OR NOT BETWEEN LIKE ESCAPE " +
    "EXISTS ARRAY TRUE FALSE NULL UNDEFINED"
  ).split(" "),
);

const lexemes = new RegExp(
  [
    String.raw`(?<space>\s+|--[^\n]*|/\*[\s\S]*?\*/)`,
    String.raw`(?<string>"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')`,
    String.raw`(?<number>0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    "(?<parameter>@[A-Za-z_][A-Za-z0-9_]*)",
    "(?<name>[A-Za-z_$][A-Za-z0-9_$]*)",
    String.raw`(?<operator>>>>|<<|>>|<=|>=|!=|<>|\|\||\?\?|[-+*/%=<>()[\]{},.:?&|^~])`,
  ].join("|"),
  "uy",
);

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  lexemes.lastIndex = 0;
  while (lexemes.lastIndex < text.length) {
    const at = lexemes.lastIndex;
    const found = lexemes.exec(text)?.groups;
    if (!found) throw badRequest(`Syntax error, unexpected character at position ${at} of the query.`);
    const token = toToken(found, at);
    if (token) tokens.push(token);
  }
  tokens.push({ type: "end", text: "", at: text.length, raw: "" });
  return tokens;
}

function toToken(found: Record<string, string | undefined>, at: number): Token | undefined {
  if (found["string"] !== undefined) {
    return { type: "string", text: unquote(found["string"], at), at, raw: found["string"] };
  }
  if (found["number"] !== undefined) return { type: "number", text: found["number"], at, raw: found["number"] };
  if (found["parameter"] !== undefined)
    return { type: "parameter", text: found["parameter"], at, raw: found["parameter"] };
  if (found["name"] !== undefined) {
    const upper = found["name"].toUpperCase();
    const keyword = keywords.has(upper);
    return { type: keyword ? "keyword" : "name", text: keyword ? upper : found["name"], at, raw: found["name"] };
  }
  if (found["operator"] !== undefined) {
    const text = found["operator"] === "<>" ? "!=" : found["operator"];
    return { type: "operator", text, at, raw: found["operator"] };
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function unquote(quoted: string, at: number): string {
  return quoted.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/gu, (_, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    const control = escapes[escaped];
    if (control !== undefined) return control;
    if (`"'\\/`.includes(escaped)) return escaped;
    throw badRequest(`Syntax error, unknown escape in the string at position ${at} of the query.`);
  });
}
