/**
 * One look under an opening: it must be one's own and still good, and that something was read stands in the ledger before it is
 * shown. Charter article 5; GDPR articles 5(2) and 32(4).
 */
import { newLedgerRow } from "../audit/entry.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { isStillGood, type Opening, opening } from "./opening.ts";
import { actorOf, type Staff } from "./staff.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock };
export type Under = { readonly memberId: string; readonly openingId: string };

/** What a look may show by its opening. */
export type Opened = Pick<Opening, "view" | "isOfArchive">;

/** Parts of a file, as the ledger names what was read. How long data are held is told under either kind of opening. */
type Part =
  | "member"
  | "request"
  | "requests"
  | "messages"
  | "disclosures"
  | "sessions"
  | "retention"
  | `archive-${string}`;

/** @throws Refusal opening-over: the same where there never was one, where it is somebody else's, and where its time is over. */
export async function requireOpening(
  { repository, clock }: Needs,
  staff: Staff,
  { memberId, openingId }: Under,
  part: Part,
): Promise<{ readonly person: Person; readonly doc: Opening; readonly now: Date }> {
  const person: Person = { brand: staff.brand, subjectId: memberId };
  const found = await repository.read(person, opening, openingId);
  const now = clock.now();
  if (found === undefined || !isGood(found.doc, staff, now) || !isFor(found.doc, part)) {
    throw new Refusal("opening-over");
  }
  return { person, doc: found.doc, now };
}

/** @throws Refusal opening-over */
export async function lookUnder<T>(
  needs: Needs,
  staff: Staff,
  under: Under,
  part: Part,
  look: (person: Person, opened: Opened) => Promise<T>,
): Promise<T> {
  const { repository } = needs;
  const { openingId } = under;
  const { person, doc, now } = await requireOpening(needs, staff, under, part);
  const seen = await look(person, doc);
  const note = { event: "staff.file-read", actor: actorOf(staff), purpose: doc.purpose, about: openingId } as const;
  // Read, written down, and only then shown: where it cannot be written down, nothing is shown.
  await repository.commit(person, [create(outboxRow, newLedgerRow({ ...note, detail: part }, now))]);
  return seen;
}

/** A role that was taken away meanwhile takes its openings with it. */
const isGood = (opened: Opening, staff: Staff, now: Date): boolean =>
  opened.by.id === staff.id && opened.by.role === staff.role && isStillGood(opened, now);

const isFor = ({ isOfArchive }: Opening, part: Part): boolean =>
  part === "retention" || part.startsWith("archive-") === (isOfArchive === true);
