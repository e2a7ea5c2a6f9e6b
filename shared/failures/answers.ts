/** What staff are answered about failed work: the operators' views, with what is worked out about them. */
import * as z from "zod";
import { brandIds } from "../charter/brands.ts";
import { failureStates } from "../messaging/failure.ts";
import { failureView, rowStates, rowView, type ShownFailure, type ShownRow } from "./shown.ts";

type Fields = { readonly shape: z.ZodRawShape };
const withFields = <T>(seen: unknown, more: z.ZodRawShape): z.ZodType<T> =>
  z.strictObject({ ...(seen as Fields).shape, ...more }) as never;

export const failureAnswer = {
  schema: withFields<ShownFailure>(failureView.schema, {
    state: z.enum(failureStates),
    brand: z.exactOptional(z.enum(brandIds)),
  }),
};
export const rowAnswer = {
  schema: withFields<ShownRow>(rowView.schema, {
    state: z.enum(rowStates),
    brand: z.enum(brandIds),
    subjectId: z.uuid(),
  }),
};

type Listed<T> = { readonly items: readonly T[]; readonly more: boolean };
const listed = <T>(item: z.ZodType<T>): { readonly schema: z.ZodType<Listed<T>> } => ({
  schema: z.strictObject({ items: z.array(item), more: z.boolean() }) as never,
});
export const failuresAnswer = listed(failureAnswer.schema);
export const rowsAnswer = listed(rowAnswer.schema);

export const replayedAnswer = {
  schema: z.strictObject({ outcome: z.enum(["handled", "failed"]), reason: z.exactOptional(z.string()) }),
};
