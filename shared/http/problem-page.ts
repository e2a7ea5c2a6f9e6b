/** The page behind a problem's `type`: what it means and what to do, in the reader's language, for people and developers. */
import { type RefusalCode, refusalCodes } from "../refusal.ts";
import type { Answer } from "./handler.ts";
import type { Language } from "./language.ts";
import { escapeHtml, htmlPage } from "./page.ts";
import { problems } from "./problem.ts";

const words = {
  fr: { status: "Réponse HTTP", code: "Code" },
  en: { status: "HTTP answer", code: "Code" },
} as const;

export const problemCode = (text: string | undefined): RefusalCode | undefined =>
  refusalCodes.find((code) => code === text);

export function problemPage(code: RefusalCode, language: Language): Answer<string, 200> {
  const { status, title, advice } = problems[code];
  const { status: statusWord, code: codeWord } = words[language];
  return htmlPage(
    language,
    title[language],
    `<p>${escapeHtml(advice[language])}</p>
<p>${codeWord}: <code>${code}</code> · ${statusWord}: <code>${status}</code></p>`,
  );
}
