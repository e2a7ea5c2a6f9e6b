/**
 * What accepting a text means: which version counts, and what is kept as proof (charter article 1; GDPR article 5(2)).
 */
import { acceptance } from "../members/member.ts";
import type { Doc } from "../privacy/record.ts";
import { Refusal } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import { requirePresence, type Write } from "../storage/repository.ts";
import { parisDay } from "../time/calendar.ts";
import { type DocumentName, type Documents, documentNames, hashOf, type Language } from "./document.ts";

export type Acceptance = Doc<typeof acceptance>;

export const acceptanceId = (name: DocumentName, edition: string): string => `${name}_${edition}`;

/** The acceptance of a text in force. */
export function acceptanceOf(
  documents: Documents,
  of: {
    readonly brand: Person["brand"];
    readonly name: DocumentName;
    readonly language: Language;
    readonly channel: Acceptance["channel"];
  },
  now: Date,
): Acceptance {
  const day = parisDay(now);
  const text = documents.inForce(of.brand, of.name, of.language, day);
  return {
    id: acceptanceId(of.name, documents.edition(of.brand, of.name, day)),
    document: of.name,
    version: text.version,
    hash: hashOf(text),
    language: of.language,
    channel: of.channel,
    acceptedAt: now.toISOString(),
  };
}

/** @throws Refusal documents-outdated, naming each text whose given version is not the one in force. */
export function refuseOutdated(
  documents: Documents,
  brand: Person["brand"],
  given: Readonly<Partial<Record<DocumentName, string>>>,
  pointerOf: (name: DocumentName) => string,
  now: Date,
): void {
  const outdated = documentNames.filter(
    (name) => given[name] !== undefined && given[name] !== documents.inForce(brand, name, "fr", parisDay(now)).version,
  );
  if (outdated.length === 0) return;
  throw new Refusal("documents-outdated", {
    fields: outdated.map((name) => ({ pointer: pointerOf(name), rule: "must be the version in force" })),
  });
}

/** A commit happens only if the last major version of each text was accepted; the person is told which one was not. */
export const acceptancesInForce = (documents: Documents, brand: Person["brand"], now: Date): readonly Write[] =>
  documentNames.map((name) =>
    requirePresence(
      acceptance,
      acceptanceId(name, documents.edition(brand, name, parisDay(now))),
      new Refusal("documents-outdated", {
        fields: [{ pointer: `/${name}`, rule: "must be accepted in the version in force" }],
      }),
    ),
  );
