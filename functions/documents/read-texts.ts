/**
 * GET /api/v1/charter, /api/v1/terms: the text in force, every version there has been, and what changed between two. Open to
 * everybody, as JSON or as a page (charter article 1).
 */
import { concierge } from "../../shared/compose.ts";
import { documentNames } from "../../shared/documents/document.ts";
import {
  answerChanges,
  answerDocument,
  answerVersions,
  changesAnswer,
  publishedAnswer,
  versionOf,
  versionsAnswer,
} from "../../shared/http/document-answer.ts";
import { register } from "../../shared/http/route.ts";

const { documents, today, serving } = concierge;
const french = { charter: "la charte", terms: "les conditions" } as const;

for (const name of documentNames) {
  const path = `api/v1/${name}`;
  const common = { method: "GET", access: "public", statuses: [200, 304] } as const;

  register(
    serving,
    {
      ...common,
      name: `read-${name}`,
      path,
      summary: { fr: `Lire ${french[name]} en vigueur`, en: `Read the ${name} in force` },
      refusals: [],
      mediaTypes: ["application/json", "text/html"],
      answer: publishedAnswer,
    },
    async (call) => answerDocument(call, documents.inForce(call.site.brand, name, call.language, today())),
  );

  register(
    serving,
    {
      ...common,
      name: `list-${name}-versions`,
      path: `${path}/versions`,
      summary: { fr: `Toutes les versions : ${french[name]}`, en: `Every version of the ${name}` },
      refusals: [],
      answer: versionsAnswer,
    },
    async (call) => answerVersions(documents, call, name),
  );

  register(
    serving,
    {
      ...common,
      name: `read-${name}-version`,
      path: `${path}/versions/{version}`,
      summary: { fr: `Une version : ${french[name]}`, en: `One version of the ${name}` },
      refusals: ["not-found"],
      mediaTypes: ["application/json", "text/html"],
      answer: publishedAnswer,
    },
    async (call) => answerDocument(call, versionOf(documents, call, name, call.parameters.version)),
  );

  register(
    serving,
    {
      ...common,
      name: `compare-${name}-versions`,
      path: `${path}/versions/{version}/changes-since/{since}`,
      summary: {
        fr: `Ce qui a changé entre deux versions : ${french[name]}`,
        en: `What changed between two versions of the ${name}`,
      },
      refusals: ["not-found"],
      answer: changesAnswer,
    },
    async (call) =>
      answerChanges(
        call,
        versionOf(documents, call, name, call.parameters.since),
        versionOf(documents, call, name, call.parameters.version),
      ),
  );
}
