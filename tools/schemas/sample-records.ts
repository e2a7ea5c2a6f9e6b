/**
 * A document of any record, with every field filled in, made from the declaration itself: what golden records are sealed
 * from. Each field gets the first of the values below that its schema takes.
 */
import * as z from "zod";
import type { AnyRecord } from "../../shared/privacy/record.ts";

const digest = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

const values: readonly unknown[] = [
  "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10",
  "2026-11-23T09:00:00.000Z",
  "2026-11-23",
  "helene.lefevre@courriel.example",
  "+33639981234",
  "497010123",
  `1.${digest}`,
  digest,
  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "20:30",
  "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl",
  "120.00",
  "FR",
  "concierge.proposal.made.v1",
  "Hélène",
  "Une table près d'une fenêtre",
  "FR",
  "1",
  1,
  false,
  null,
];

/** Texts are last: every identifier would also pass for one. */
const textsFirst: readonly unknown[] = ["Hélène", ...values];

function sampleValue(schema: z.core.$ZodType): unknown {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case "object":
      return Object.fromEntries(Object.entries(def.shape).map(([name, inner]) => [name, sampleValue(inner)]));
    case "array":
      return [sampleValue(def.element)];
    case "record": {
      const keys = [...((def.keyType as z.core.$ZodType)._zod.values ?? [])];
      return Object.fromEntries(keys.map((key) => [key, sampleValue(def.valueType)]));
    }
    case "optional":
    case "nullable":
    case "readonly":
      return sampleValue(def.innerType);
    case "union":
      return sampleValue(def.options[0] as z.core.$ZodType);
    case "enum":
    case "literal":
      return [...(schema._zod.values ?? [])][0];
    default: {
      const isFree = def.type === "string" && !("format" in def);
      const found = (isFree ? textsFirst : values).find((value) => z.safeParse(schema, value).success);
      if (found === undefined) throw new Error(`no sample fits ${JSON.stringify(z.toJSONSchema(schema))}`);
      return found;
    }
  }
}

/** @throws Error for a field that none of the values fits: add one to the list. */
export const sampleOf = (record: AnyRecord): Readonly<Record<string, unknown>> & { readonly id: string } =>
  record.schema.parse(sampleValue(record.schema)) as Readonly<Record<string, unknown>> & { readonly id: string };
