/**
 * A member declares an interest, sees all of them, and erases any one: that is all that ever happens to them here. What is
 * erased is gone, with no trace of what it was (charter article 3); only a legal hold stands in its way, and then the member
 * is told so. Basis: legitimate interest, to which anybody can object; for words that likely tell of what GDPR article 9
 * protects, explicit consent, whose proof lies with them (decision 0176).
 */
import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { newLedgerRow } from "../audit/entry.ts";
import { confirmedIn, confirmsSpecialCategories } from "../free-text/ask-consent.ts";
import type { SpecialCategory } from "../free-text/special-categories.ts";
import { outboxRow } from "../messaging/outbox.ts";
import type { Text } from "../privacy/catalogues.ts";
import { type Doc, declared } from "../privacy/record.ts";
import { view } from "../privacy/view.ts";
import { Refusal } from "../refusal.ts";
import { commitOnce, type Intent } from "../storage/commit-once.ts";
import { WriteConflict } from "../storage/cosmos-container.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, erase, type Repository, type Write } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type Interest, interest, topicNames, topics, wordingOfInterest } from "./interest.ts";
import { member } from "./member.ts";

const { id, topic, words, declaredAt } = interest.schema.shape;

/** One of the two. */
export const declareInterestInput = declared("declare-interest", { topic, words, confirmsSpecialCategories });
export type DeclareInterestInput = Doc<typeof declareInterestInput>;

/** Not what was declared: what is remembered for a repeated sending must hold nothing once the interest is erased. */
export const interestDeclared = declared("interest-declared", { id, declaredAt });
export type InterestDeclared = Doc<typeof interestDeclared>;

export const interestView = view(interest, "member");
/** With what there is to choose from, in the reader's language. */
export const interestList = {
  schema: z.strictObject({
    items: z.array(interestView.schema),
    topics: z.array(z.strictObject({ topic: z.enum(topicNames), label: z.string() })),
  }),
};

export const topicsIn = (language: keyof Text) =>
  topicNames.map((name) => ({ topic: name, label: topics[name][language] }));

/** More than anybody has; what a page of the store holds at once. */
const most = 50;

const invalid = (pointer: string, rule: string) => new Refusal("invalid-input", { fields: [{ pointer, rule }] });

/** Composed and without space around it: however it was typed, the same is the same. */
function normalise({
  confirmsSpecialCategories: _,
  ...input
}: DeclareInterestInput): Pick<Interest, "topic" | "words"> {
  if ((input.topic === undefined) === (input.words === undefined))
    throw invalid("", "must have one of topic and words");
  if (input.words === undefined) return input;
  const text = input.words.trim().normalize("NFC");
  if (text === "" || /\p{C}/u.test(text)) throw invalid("/words", "must be words on one line");
  if (!words.safeParse(text).success) throw invalid("/words", "must be 80 characters at most");
  return { words: text };
}

const isSame = (one: Pick<Interest, "topic" | "words">, other: Pick<Interest, "topic" | "words">) =>
  one.topic === other.topic && one.words?.toLowerCase() === other.words?.toLowerCase();

type Needs = { readonly repository: Repository };

const all = async ({ repository }: Needs, person: Person): Promise<readonly Interest[]> => {
  const { items } = await repository.list(person, interest, { limit: most });
  return items.map(({ doc }) => doc).toSorted((a, b) => a.declaredAt.localeCompare(b.declaredAt));
};

/** Declared twice is declared once: the first stands. @throws Refusal invalid-input or special-category-likely */
export const makeDeclareInterest =
  ({ repository, clock }: Needs & { readonly clock: Clock }) =>
  async (
    person: Person,
    intent: Intent,
    input: DeclareInterestInput,
    language: "fr" | "en",
  ): Promise<InterestDeclared> => {
    const given = normalise(input);
    return commitOnce({ repository, clock }, person, intent, async () => {
      const known = await all({ repository }, person);
      const same = known.find((one) => isSame(one, given));
      if (same !== undefined) return { answer: answerOf(same), writes: [] };
      if (known.length >= most) throw invalid("", `must be ${most} interests at most`);
      const now = clock.now();
      const found = await confirmedIn({ ...input, ...given });
      const doc: Interest = {
        ...given,
        id: randomUUID(),
        declaredAt: now.toISOString(),
        ...(found === undefined ? {} : { agreed: proofOf(found.special, language) }),
      };
      const note = found === undefined ? [] : [noteOf("consent.given", doc.id, now)];
      return { answer: answerOf(doc), writes: [create(interest, doc), ...note] };
    });
  };

const proofOf = (special: readonly SpecialCategory[], language: "fr" | "en") => ({
  special: [...special],
  language,
  wording: createHash("sha256").update(wordingOfInterest(special, language)).digest("base64url"),
});

/** That a consent was given or taken back, and not to what. */
const noteOf = (event: "consent.given" | "consent.withdrawn", about: string, now: Date): Write =>
  create(outboxRow, newLedgerRow({ event, actor: { role: "member" }, about, detail: "interest" }, now));

const answerOf = ({ id, declaredAt }: Interest): InterestDeclared => ({ id, declaredAt });

export const makeListInterests = (needs: Needs) => (person: Person) => all(needs, person);

/** @throws Refusal not-found; legal-hold while one stands: it goes before the person's own erasure (GDPR article 17(3)(e)). */
export const makeEraseInterest =
  ({ repository, clock }: Needs & { readonly clock: Clock }) =>
  async (person: Person, id: string): Promise<void> => {
    const account = { record: member, id: person.subjectId };
    const [holder, found] = (await repository.readBoth(person, account, { record: interest, id })) ?? [];
    if (found === undefined) throw new Refusal("not-found");
    if (holder?.doc.hold !== undefined) throw new Refusal("legal-hold");
    const note = found.doc.agreed === undefined ? [] : [noteOf("consent.withdrawn", id, clock.now())];
    try {
      await repository.commit(person, [erase(interest, id), ...note]);
    } catch (error) {
      throw error instanceof WriteConflict ? new Refusal("not-found", { cause: error }) : error;
    }
  };
