/** Published texts as answers: JSON for programs, an accessible page for people, both with an ETag and open to everybody. */
import type { HttpRequest } from "@azure/functions";
import * as z from "zod";
import {
  type DocumentName,
  type Documents,
  difference,
  documentSchema,
  hashOf,
  type PublishedDocument,
} from "../documents/document.ts";
import { Refusal } from "../refusal.ts";
import type { Site } from "./brand-of-host.ts";
import type { Answer } from "./handler.ts";
import { answerHeaders } from "./headers.ts";
import type { Language } from "./language.ts";
import { contentTag, escapeHtml, htmlPage } from "./page.ts";
import { unlessKnown } from "./versioned-answer.ts";

export const publishedAnswer = { schema: documentSchema.extend({ hash: z.string() }) };
export const versionsAnswer = {
  schema: z.strictObject({
    versions: z.array(
      documentSchema.pick({ version: true, effectiveOn: true, change: true, title: true }).extend({ hash: z.string() }),
    ),
  }),
};
const { version } = documentSchema.shape;
export const changesAnswer = {
  schema: z.strictObject({
    from: version,
    to: version,
    sections: z.array(
      z.strictObject({
        id: z.string(),
        heading: z.string(),
        change: z.enum(["added", "removed", "changed"]),
        before: z.array(z.string()),
        after: z.array(z.string()),
      }),
    ),
  }),
};

const example = {
  fr: "Texte d'exemple, livré avec le logiciel ; ce n'est pas celui d'un responsable de traitement.",
  en: "Example text that comes with the software; it is no controller's own.",
} as const;
const inForceSince = { fr: "En vigueur depuis le", en: "In force since" } as const;

function documentHtml(document: PublishedDocument): string {
  const { language, sections, isExample, effectiveOn, version: of } = document;
  return [
    `<p>${inForceSince[language]} ${effectiveOn} · version <code>${of}</code></p>`,
    ...(isExample ? [`<p><strong>${example[language]}</strong></p>`] : []),
    ...sections.map(
      ({ id, heading, paragraphs }) =>
        `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(heading)}</h2>\n` +
        `${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}</section>`,
    ),
  ].join("\n");
}

const wantsPage = (request: HttpRequest) => /(^|,)\s*text\/html\b/.test(request.headers.get("accept") ?? "");

/** Public and the same for everybody: may be kept, and is asked about again each time. */
function cached<B>(request: HttpRequest, language: Language, body: B): Answer<B, 200 | 304> {
  const etag = contentTag(JSON.stringify(body));
  const headers = { ...answerHeaders("no-cache"), "content-language": language, etag };
  return unlessKnown(request, { status: 200, headers, body });
}

type Asked = { readonly request: HttpRequest; readonly site: Site; readonly language: Language };

export function answerDocument({ request, language }: Asked, document: PublishedDocument): Answer<never, 200 | 304> {
  if (!wantsPage(request)) return cached(request, language, { ...document, hash: hashOf(document) } as never);
  const page = htmlPage(language, document.title, documentHtml(document));
  return unlessKnown(request, page) as Answer<never, 200 | 304>;
}

/** @throws Refusal not-found */
export function versionOf(
  documents: Documents,
  { site, language }: Asked,
  name: DocumentName,
  wanted: string | undefined,
) {
  const found = documents.versions(site.brand, name, language).find((one) => one.version === wanted);
  if (found === undefined) throw new Refusal("not-found");
  return found;
}

export const answerVersions = (documents: Documents, { request, site, language }: Asked, name: DocumentName) =>
  cached(request, language, {
    versions: documents.versions(site.brand, name, language).map((one) => ({
      version: one.version,
      effectiveOn: one.effectiveOn,
      change: one.change,
      title: one.title,
      hash: hashOf(one),
    })),
  });

export const answerChanges = ({ request, language }: Asked, before: PublishedDocument, after: PublishedDocument) =>
  cached(request, language, {
    from: before.version,
    to: after.version,
    sections: difference(before, after).map((one) => ({ ...one, before: [...one.before], after: [...one.after] })),
  });
