/** The page behind a problem's `type`: what it means and what to do, in the reader's language, for people and developers. */
import { createHash } from "node:crypto";
import { type RefusalCode, refusalCodes } from "../refusal.ts";
import type { Answer } from "./handler.ts";
import { answerHeaders } from "./headers.ts";
import type { Language } from "./language.ts";
import { problems } from "./problem.ts";

const style =
  "body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}" +
  "h1{font-size:1.5rem}code{background:#f1f1f1;padding:.1em .3em}";
const styleHash = `sha256-${createHash("sha256").update(style).digest("base64")}`;

const words = {
  fr: { status: "Réponse HTTP", code: "Code" },
  en: { status: "HTTP answer", code: "Code" },
} as const;

export const problemCode = (text: string | undefined): RefusalCode | undefined =>
  refusalCodes.find((code) => code === text);

export function problemPage(code: RefusalCode, language: Language): Answer<string> {
  const { status, title, advice } = problems[code];
  const body = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title[language]}</title>
<style>${style}</style>
<main>
<h1>${title[language]}</h1>
<p>${advice[language]}</p>
<p>${words[language].code}: <code>${code}</code> · ${words[language].status}: <code>${status}</code></p>
</main>
</html>
`;
  return {
    status: 200,
    headers: {
      ...answerHeaders("no-cache", styleHash),
      "content-type": "text/html; charset=utf-8",
      "content-language": language,
      etag: `"${createHash("sha256").update(body).digest("base64url")}"`,
    },
    body,
  };
}
