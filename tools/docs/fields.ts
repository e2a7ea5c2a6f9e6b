/** A schema as a table for readers: each field, whether it must be there, and its rule in words. */
import type * as z from "zod";
import { toJsonSchema } from "../../shared/privacy/derive.ts";

type Schema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

const formats: Readonly<Record<string, string>> = {
  date: "date `YYYY-MM-DD`",
  "date-time": "instant, ISO 8601",
  email: "e-mail address",
  e164: "telephone number, E.164",
  uuid: "UUID",
  "opaque-id": "id: letters, digits, `-`, `_`",
};

/** Patterns of the product's own in words, by a part that names them; any other is shown as it is. */
const patterns: readonly (readonly [part: string, words: string])[] = [
  ["\\p{L}\\p{M}", "letters of any script, spaces, hyphens, apostrophes"],
  ["\\u202a-\\u202e", "text, not blank, no control or direction characters"],
  ["\\d{0,7}", "amount `120.00`"],
  ["2[0-3]", "time `20:30`"],
  ["^\\d{6}$", "six digits"],
  ["^\\d{4}-\\d{2}$", "version `2026-01`"],
  ["\\d{6}|\\d{9}", "six or nine digits"],
];

function words(schema: Schema): string {
  const { type, format, pattern, minimum, maximum, maxLength, minItems, maxItems } = schema;
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(", ");
  const atMost = maxLength === undefined ? "" : `, at most ${maxLength} characters`;
  if (type === "string") {
    const known = format === undefined ? undefined : formats[format];
    if (known !== undefined) return known + atMost;
    if (pattern === undefined) return `text${atMost}`;
    const found = patterns.find(([part]) => pattern.includes(part));
    return (found?.[1] ?? `\`${pattern.replaceAll("|", "\\|")}\``) + atMost;
  }
  if (type === "integer") return `whole number, ${minimum} to ${maximum}`;
  if (type === "boolean") return "`true`, `false`";
  if (type === "array") return `list${maxItems === undefined ? "" : `, ${minItems ?? 0} to ${maxItems}`}`;
  if (type === "object") return "object";
  return type ?? "any JSON";
}

type Row = { readonly path: string; readonly required: boolean; readonly rule: string };

function* rows(schema: Schema, path: string): Generator<Row> {
  if (schema.items !== undefined) yield* rows(schema.items, `${path}[]`);
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const at = path === "" ? name : `${path}.${name}`;
    yield { path: at, required: schema.required?.includes(name) ?? false, rule: words(field) };
    yield* rows(field, at);
  }
}

/** Markdown; undefined for a schema without fields. */
export function fieldTable(schema: z.core.$ZodType): string | undefined {
  const found = [...rows(toJsonSchema(schema) as Schema, "")];
  if (found.length === 0) return undefined;
  return [
    "| field | | rule |",
    "|---|---|---|",
    ...found.map(({ path, required, rule }) => `| \`${path}\` | ${required ? "required" : "optional"} | ${rule} |`),
  ].join("\n");
}
