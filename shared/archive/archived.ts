/**
 * What may lie in a person's part of the archive, and what the officer sees of it: each kind by its own view. A test holds the
 * list to the rules: every kind that closing an account archives.
 */
import * as z from "zod";
import { consent } from "../consents/consent.ts";
import { disclosure } from "../disclosures/disclosure.ts";
import { announcement } from "../documents/announcement.ts";
import { acceptance, member } from "../members/member.ts";
import type { AnyRecord } from "../privacy/record.ts";
import { view } from "../privacy/view.ts";
import { message, received, request } from "../requests/request.ts";

const views = {
  member: view(member, "dpo"),
  acceptance: view(acceptance, "dpo"),
  announcement: view(announcement, "dpo"),
  request: view(request, "dpo"),
  message: view(message, "dpo"),
  consent: view(consent, "dpo"),
  received: view(received, "dpo"),
  disclosure: view(disclosure, "dpo"),
} as const;
export type ArchivedKind = keyof typeof views;
export const archivedKinds = Object.keys(views) as [ArchivedKind, ...ArchivedKind[]];

export const archivedRecords: Readonly<Record<ArchivedKind, AnyRecord>> = {
  member,
  acceptance,
  announcement,
  request,
  message,
  consent,
  received,
  disclosure,
};

export const isArchivedKind = (kind: string): kind is ArchivedKind => Object.hasOwn(views, kind);

export type Archived = { readonly kind: ArchivedKind; readonly content: object };
export const showArchived = (kind: ArchivedKind, doc: object): Archived => ({
  kind,
  content: views[kind].show(doc as never),
});

const one = <K extends ArchivedKind>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), content: views[kind].schema as z.ZodType<object> });
/** The type given and not inferred: so many whole views are too deep to check. */
export const archivedSchema = z.discriminatedUnion(
  "kind",
  archivedKinds.map(one) as never,
) as unknown as z.ZodType<Archived>;
