/**
 * The member's timeline: who saw or received which of their data, newest first, each in a sentence and as fields. What the
 * law forbids telling is left out until its day. Charter articles 3 and 5; GDPR articles 12(1), 15(1)(c) and 23.
 */
import * as z from "zod";
import type { Text } from "../privacy/catalogues.ts";
import { type Seen, view } from "../privacy/view.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Repository } from "../storage/repository.ts";
import { parisDay } from "../time/calendar.ts";
import type { Clock } from "../time/clock.ts";
import { disclosure } from "./disclosure.ts";
import { sentenceOf } from "./sentences.ts";

const shown = view(disclosure, "member");

export type TimelineEntry = { readonly sentence: string; readonly facts: Seen<typeof disclosure.schema, "member"> };
type Timeline = { readonly items: readonly TimelineEntry[]; readonly cursor: string | undefined };

export const timelinePage: {
  readonly schema: z.ZodType<{ readonly items: readonly TimelineEntry[]; readonly cursor?: string }>;
} = {
  schema: z.strictObject({
    items: z.array(z.strictObject({ sentence: z.string(), facts: shown.schema })),
    cursor: z.exactOptional(z.string()),
  }),
};

type Needs = { readonly repository: Repository; readonly clock: Clock };

export const makeReadTimeline =
  ({ repository, clock }: Needs) =>
  async (
    person: Person,
    language: keyof Text,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Timeline> => {
    const notYet = { field: "hiddenUntil", after: parisDay(clock.now()) };
    const found = await repository.list(person, disclosure, { orderBy: "at", descending: true, notYet, ...page });
    return {
      items: found.items.map(({ doc }) => ({ sentence: sentenceOf(doc, language), facts: shown.show(doc) })),
      cursor: found.cursor,
    };
  };
