/** What a member's file shows to whom: the records' own views, nothing beside them, and which categories that makes. */
import * as z from "zod";
import { disclosure } from "../disclosures/disclosure.ts";
import { member } from "../members/member.ts";
import { isPersonal } from "../privacy/annotation.ts";
import { type Category, categories } from "../privacy/catalogues.ts";
import { leaves } from "../privacy/record.ts";
import { view } from "../privacy/view.ts";
import { message, request } from "../requests/request.ts";
import type { FileView } from "./need-to-know.ts";

export const memberViews = { desk: view(member, "desk"), dpo: view(member, "dpo") } as const;
export const requestViews = { desk: view(request, "desk"), dpo: view(request, "dpo") } as const;
export const messageViews = { desk: view(message, "desk"), dpo: view(message, "dpo") } as const;
/** What was told to whom is the officer's to see. */
export const disclosureView = view(disclosure, "dpo");

/** The categories of personal data an opened file shows, in the catalogue's order. */
export function categoriesSeen(by: FileView): readonly Category[] {
  const records = [member, request, message];
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
export const byView = <D extends z.ZodType, O extends z.ZodType>(of: { readonly desk: D; readonly dpo: O }) => ({
  schema: z.discriminatedUnion("view", [
    z.strictObject({ view: z.literal("desk"), content: of.desk }),
    z.strictObject({ view: z.literal("dpo"), content: of.dpo }),
  ]),
});

const page = <S extends z.ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), cursor: z.exactOptional(z.string()) });

export const memberAnswer = byView({ desk: memberViews.desk.schema, dpo: memberViews.dpo.schema });
export const requestAnswer = byView({ desk: requestViews.desk.schema, dpo: requestViews.dpo.schema });
export const requestPageAnswer = byView({
  desk: page(requestViews.desk.schema),
  dpo: page(requestViews.dpo.schema),
});
export const messagePageAnswer = byView({
  desk: page(messageViews.desk.schema),
  dpo: page(messageViews.dpo.schema),
});
export const disclosurePageAnswer = { schema: page(disclosureView.schema) };
