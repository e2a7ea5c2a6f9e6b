/** What a member's file shows to whom: the records' own views, nothing beside them, and which categories that makes. */
import * as z from "zod";
import { disclosure } from "../disclosures/disclosure.ts";
import { member } from "../members/member.ts";
import { isPersonal } from "../privacy/annotation.ts";
import { type Category, categories } from "../privacy/catalogues.ts";
import { type AnyRecord, leaves } from "../privacy/record.ts";
import { type Seen, view } from "../privacy/view.ts";
import { message, request } from "../requests/request.ts";
import type { FileView } from "./need-to-know.ts";

export const memberViews = { desk: view(member, "desk"), dpo: view(member, "dpo") } as const;
export const requestViews = { desk: view(request, "desk"), dpo: view(request, "dpo") } as const;
export const messageViews = { desk: view(message, "desk"), dpo: view(message, "dpo") } as const;
/** What was told to whom is the officer's to see. */
export const disclosureView = view(disclosure, "dpo");

/** The categories of personal data that records show, in the catalogue's order; without them, those of an opened file. */
export function categoriesSeen(
  by: FileView,
  records: readonly AnyRecord[] = [member, request, message],
): readonly Category[] {
  const seen = new Set(
    records.flatMap((record) =>
      [...leaves(record.schema)].flatMap(({ note }) =>
        isPersonal(note) && note.seenBy.includes(by) ? [note.category] : [],
      ),
    ),
  );
  return (Object.keys(categories) as Category[]).filter((category) => seen.has(category));
}

/** An answer whose content depends on whose view it is, told apart by `view`. */
export type ByView<D, O> =
  | { readonly view: "desk"; readonly content: D }
  | { readonly view: "dpo"; readonly content: O };

/** A page as it comes from the store, its content by view. */
export type PageByView<D, O> =
  | { readonly view: "desk"; readonly items: readonly D[]; readonly cursor: string | undefined }
  | { readonly view: "dpo"; readonly items: readonly O[]; readonly cursor: string | undefined };

/** The schema of such an answer, under a type of its own: inferred, the union of two whole views is too deep to check. */
const byView = <D, O>(desk: z.ZodType<D>, dpo: z.ZodType<O>): { readonly schema: z.ZodType<ByView<D, O>> } => ({
  schema: z.discriminatedUnion("view", [
    z.strictObject({ view: z.literal("desk"), content: desk }),
    z.strictObject({ view: z.literal("dpo"), content: dpo }),
  ]) as never,
});

export type Items<T> = { readonly items: readonly T[]; readonly cursor?: string };
/** A page of a list, its items' type given and not inferred. */
export const page = <T>(item: z.ZodType<T>): z.ZodType<Items<T>> =>
  z.strictObject({ items: z.array(item), cursor: z.exactOptional(z.string()) }) as never;

type Both<R extends AnyRecord> = readonly [Seen<R["schema"], "desk">, Seen<R["schema"], "dpo">];
export type MemberAnswer = ByView<Both<typeof member>[0], Both<typeof member>[1]>;
export type RequestAnswer = ByView<Both<typeof request>[0], Both<typeof request>[1]>;
export type RequestsFound = PageByView<Both<typeof request>[0], Both<typeof request>[1]>;
export type MessagesFound = PageByView<Both<typeof message>[0], Both<typeof message>[1]>;
export type DisclosuresFound = {
  readonly items: readonly Seen<typeof disclosure.schema, "dpo">[];
  readonly cursor: string | undefined;
};

export const memberAnswer = byView(memberViews.desk.schema, memberViews.dpo.schema);
export const requestAnswer = byView(requestViews.desk.schema, requestViews.dpo.schema);
export const requestPageAnswer = byView(page(requestViews.desk.schema), page(requestViews.dpo.schema));
export const messagePageAnswer = byView(page(messageViews.desk.schema), page(messageViews.dpo.schema));
export const disclosurePageAnswer = { schema: page(disclosureView.schema) };

/** The answer to an opening: what it is called, how long it is good, and the first look. */
export type FileOpened = { readonly id: string; readonly validUntil: string; readonly file: MemberAnswer };
export const fileOpenedAnswer: { readonly schema: z.ZodType<FileOpened> } = {
  schema: z.strictObject({ id: z.uuid(), validUntil: z.iso.datetime(), file: memberAnswer.schema }),
};
