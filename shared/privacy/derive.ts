/**
 * What the law asks for, derived from the declarations: what a person gets to see and to take along, what an erasure
 * removes and what it must leave, the rows of the registers, and JSON Schema that says which fields are personal.
 * Nothing here is written a second time: change a field's annotation and all of these change with it.
 */
import * as z from "zod";
import { isPersonal, type Personal } from "./annotation.ts";
import { type LegalBasis, type Purpose, purposes, type Recipient, type Source } from "./catalogues.ts";
import { type AnyRecord, type Declared, leaves, noteOf } from "./record.ts";
import { type Period, type RetentionRule, retentionRuleOf, type StartingEvent } from "./retention-rules.ts";

type PersonalLeaf = { readonly pointer: string; readonly note: Personal };

const personalLeaves = (declaration: Declared): readonly PersonalLeaf[] =>
  [...leaves(declaration.schema)].flatMap(({ pointer, note }) => (isPersonal(note) ? [{ pointer, note }] : []));

export type ExportRow = {
  readonly kind: string;
  readonly pointer: string;
  readonly category: Personal["category"];
  readonly source: Source;
  /** Right of access (GDPR article 15): every personal field. */
  readonly access: true;
  /** Right to portability (GDPR article 20(1)): provided by the person, processed under the contract. */
  readonly portable: boolean;
};
/** What an export of this record holds. Access covers also what the member's own view does not show. */
export const exportPlan = (rec: AnyRecord): readonly ExportRow[] =>
  personalLeaves(rec).map(({ pointer, note }) => ({
    kind: rec.kind,
    pointer,
    category: note.category,
    source: note.source,
    access: true,
    portable: note.source === "member" && note.purposes.some((purpose) => purposes[purpose].basis === "contract"),
  }));

/** The retention rules a record stands under: its own and those of its fields. Empty: the record has none yet. */
export const retentionRulesOf = (rec: AnyRecord): readonly RetentionRule[] => [
  ...new Set([...(rec.kept === undefined ? [] : [rec.kept]), ...personalLeaves(rec).map(({ note }) => note.kept)]),
];

export type ErasureRow = {
  readonly kind: string;
  readonly rule: RetentionRule;
  readonly pointers: readonly string[];
  /** What the person's own erasure does; what is kept goes at the end of its rule. */
  readonly onErasure: "erased" | "kept";
  /** The exception that allows it to be kept (GDPR article 17(3)). */
  readonly because?: string;
  readonly starts: StartingEvent;
  readonly period: Period;
  readonly source: string;
};
/** One row for each retention rule of each record: what goes, what stays, why, and until when. */
export const erasurePlan = (...records: readonly AnyRecord[]): readonly ErasureRow[] =>
  records.flatMap((rec) =>
    retentionRulesOf(rec).map((name) => {
      const { outlivesErasure, starts, period, source } = retentionRuleOf(name);
      return {
        kind: rec.kind,
        rule: name,
        pointers: personalLeaves(rec).flatMap(({ pointer, note }) => (note.kept === name ? [pointer] : [])),
        onErasure: outlivesErasure === undefined ? "erased" : "kept",
        ...(outlivesErasure === undefined ? {} : { because: outlivesErasure }),
        starts,
        period,
        source,
      };
    }),
  );

/**
 * Pointers of the fields a recipient may not see: none, where a message or answer is meant for that recipient as a
 * whole (need to know: charter article 5).
 */
export const hiddenFrom = (declaration: Declared, recipient: Recipient): readonly string[] =>
  [...leaves(declaration.schema)].flatMap(({ pointer, note }) => (note.seenBy.includes(recipient) ? [] : [pointer]));

export type RegisterRow = {
  readonly purpose: Purpose;
  readonly basis: LegalBasis;
  readonly category: Personal["category"];
  /** Record and field, such as `member/email`. */
  readonly data: string;
  readonly source: Source;
  readonly recipients: readonly Recipient[];
  readonly kept: RetentionRule;
  readonly protection: Personal["protection"];
};
/** Rows of the record of processing (GDPR article 30(1)) and of the notices (articles 13 and 14), one per purpose and field. */
export const registerRows = (...declarations: readonly Declared[]): readonly RegisterRow[] =>
  declarations.flatMap((declaration) =>
    personalLeaves(declaration).flatMap(({ pointer, note }) =>
      note.purposes.map((purpose) => ({
        purpose,
        basis: purposes[purpose].basis,
        category: note.category,
        data: declaration.name + pointer,
        source: note.source,
        recipients: note.seenBy,
        kept: note.kept,
        protection: note.protection,
      })),
    ),
  );

/**
 * JSON Schema 2020-12 of a declaration or view; personal fields carry `x-personal-data`.
 * @throws Error for a schema JSON Schema cannot hold; declarations never contain one.
 */
export function toJsonSchema(schema: z.core.$ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "throw",
    cycles: "throw",
    reused: "inline",
    override: ({ zodSchema, jsonSchema }) => {
      const note = noteOf(zodSchema);
      if (note && isPersonal(note)) {
        const { category, purposes: why, source, kept } = note;
        jsonSchema["x-personal-data"] = { category, purposes: why, source, kept };
      }
    },
  });
}
