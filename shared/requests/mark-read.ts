/**
 * Reading marks of a conversation. A message carries whose eyes it waits for until they have seen it; a mark stands for every
 * message up to the one it names. The member sees both sides' marks. What the member has read stays here: the processor can
 * carry out every request without knowing it (GDPR article 5(1)(c)).
 */
import * as z from "zod";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { type Repository, replace, type Versioned, type Write } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { message } from "./request.ts";

const { id: messageId, requestId } = message.schema.shape;
export const markReadInput = declared("mark-read", { upTo: messageId });
export const marked = declared("messages-read", { read: plain(z.int().min(0), ["member"]) });
export const unreadCounts = declared("unread-counts", {
  total: plain(z.int().min(0), ["member"]),
  /** There are more than were counted. */
  isMore: plain(z.boolean(), ["member"]),
  requests: z.array(z.strictObject({ requestId, unread: plain(z.int().min(1), ["member"]) })),
});

type Reader = "member" | "concierge";
type Unread = readonly Versioned<typeof message>[];

/** One commit holds 100 writes; a longer queue of unread messages is marked by the next mark. */
const atOnce = 90;
const rounds = 3;

/** @returns what a mark stands for: nothing where it was read before, `unknown` where there is no such message to read. */
export async function readMessages(of: {
  readonly repository: Repository;
  readonly person: Person;
  readonly requestId: string;
  readonly reader: Reader;
  readonly messageId: string;
}): Promise<Unread | "unknown"> {
  const { repository, person, reader } = of;
  const equal = { requestId: of.requestId, unreadBy: reader };
  const { items } = await repository.list(person, message, {
    equal,
    orderBy: "postedAt",
    descending: false,
    limit: atOnce,
  });
  const last = items.findIndex(({ doc }) => doc.id === of.messageId);
  if (last >= 0) return items.slice(0, last + 1);
  const named = await repository.read(person, message, of.messageId);
  const isTheirs = named?.doc.requestId === of.requestId && (named.doc.from === "member") === (reader === "concierge");
  if (!isTheirs) return "unknown";
  return named.doc.unreadBy === undefined ? [] : items;
}

export const writesOf = (unread: Unread, now: Date): readonly Write[] =>
  unread.map(({ doc: { unreadBy: _nobody, ...doc }, etag }) =>
    replace(message, { ...doc, readAt: now.toISOString() }, etag),
  );

type Needs = { readonly repository: Repository; readonly clock: Clock };

/** The member has read the conversation up to a message. Safe to repeat. @throws Refusal not-found */
export const makeMarkRead =
  ({ repository, clock }: Needs) =>
  async (person: Person, of: string, { upTo }: Doc<typeof markReadInput>): Promise<Doc<typeof marked>> => {
    for (let round = 0; round < rounds; round += 1) {
      const unread = await readMessages({ repository, person, requestId: of, reader: "member", messageId: upTo });
      if (unread === "unknown") throw new Refusal("not-found");
      if (unread.length === 0) return { read: 0 };
      try {
        await repository.commit(person, writesOf(unread, clock.now()));
        return { read: unread.length };
      } catch (error) {
        // Marked from another device at the same moment.
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
    throw new Refusal("stale-version");
  };

const counted = 100;

/** How many messages of the concierge the member has not read, by request. */
export const makeCountUnread =
  ({ repository }: Pick<Needs, "repository">) =>
  async (person: Person): Promise<Doc<typeof unreadCounts>> => {
    const { items, cursor } = await repository.list(person, message, {
      equal: { unreadBy: "member" },
      orderBy: "postedAt",
      descending: true,
      limit: counted,
    });
    const byRequest = Map.groupBy(items, ({ doc }) => doc.requestId);
    return {
      total: items.length,
      isMore: cursor !== undefined,
      requests: [...byRequest].map(([of, messages]) => ({ requestId: of, unread: messages.length })),
    };
  };
