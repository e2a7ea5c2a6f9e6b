/** The description of the API as it is answered: the OpenAPI document and the page made from it, each built once. */
import type { Answer } from "./handler.ts";
import { answerHeaders } from "./headers.ts";
import type { Language } from "./language.ts";
import { openApiDocument } from "./openapi.ts";
import { referencePageOf } from "./openapi-page.ts";
import { contentTag } from "./page.ts";
import type { Route } from "./route.ts";

type OpenApi = ReturnType<typeof openApiDocument>;

let document: OpenApi | undefined;
const documentOf = (routes: readonly Route[]): OpenApi => {
  document ??= openApiDocument(routes);
  return document;
};

let answer: Answer<OpenApi, 200> | undefined;

/** @param routes all of them: by the time anybody asks, every function is registered. */
export function openApiAnswer(routes: readonly Route[]): Answer<OpenApi, 200> {
  const body = documentOf(routes);
  answer ??= { status: 200, headers: { ...answerHeaders("no-cache"), etag: contentTag(JSON.stringify(body)) }, body };
  return answer;
}

const pages = new Map<Language, Answer<string, 200>>();

export function referencePage(routes: readonly Route[], language: Language): Answer<string, 200> {
  const page = pages.get(language) ?? referencePageOf(documentOf(routes), language);
  pages.set(language, page);
  return page;
}
