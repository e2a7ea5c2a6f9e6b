/**
 * Accepting a text in force: recorded once per edition with its hash, time and channel, and never overwritten (charter
 * article 1; GDPR article 5(2)). What was accepted is what the member was shown: the version must be the one in force.
 */
import { newLedgerRow } from "../audit/entry.ts";
import { acceptance } from "../members/member.ts";
import { outboxRow } from "../messaging/outbox.ts";
import { opaqueId } from "../privacy/formats.ts";
import { type Doc, declared, plain } from "../privacy/record.ts";
import { commitOnce, type Intent } from "../storage/commit-once.ts";
import type { Person } from "../storage/person-keys.ts";
import { create, type Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { type Acceptance, acceptanceOf, refuseOutdated } from "./acceptance.ts";
import type { Documents } from "./document.ts";

const { document, version, language, acceptedAt } = acceptance.schema.shape;

export const acceptDocumentInput = declared("accept-document", {
  document,
  version: plain(opaqueId(), ["member"]),
  language,
});
export const documentAccepted = declared("document-accepted", { document, version, acceptedAt });
export type DocumentAccepted = Doc<typeof documentAccepted>;

type Needs = { readonly repository: Repository; readonly clock: Clock; readonly documents: Documents };

export const makeAcceptDocument =
  ({ repository, clock, documents }: Needs) =>
  async (person: Person, intent: Intent, input: Doc<typeof acceptDocumentInput>): Promise<DocumentAccepted> => {
    const { brand } = person;
    const { document: name, language } = input;
    return commitOnce({ repository, clock }, person, intent, async () => {
      // Everything that time can change is decided here, so that what was answered once is answered again.
      const now = clock.now();
      refuseOutdated(documents, brand, { [name]: input.version }, () => "/version", now);
      const accepted = acceptanceOf(documents, { brand, name, language, channel: "personal-space" }, now);
      const known = await repository.read(person, acceptance, accepted.id);
      // Accepted before: the first acceptance stands.
      if (known !== undefined) return { answer: answerOf(known.doc), writes: [] };
      const note = { event: "document.accepted", actor: { role: "member" }, about: accepted.id, detail: name } as const;
      const writes = [create(acceptance, accepted), create(outboxRow, newLedgerRow(note, now))];
      return { answer: answerOf(accepted), writes };
    });
  };

const answerOf = (of: Acceptance): DocumentAccepted => ({
  document: of.document,
  version: of.version,
  acceptedAt: of.acceptedAt,
});
