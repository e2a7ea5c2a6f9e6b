/**
 * A public page: one accessible document with one style element of its own and no script, versioned by its content. Charter,
 * problems and descriptions are shown this way (WCAG 2.2 AA: language, title, landmarks, contrast).
 */
import { createHash } from "node:crypto";
import type { Answer } from "./handler.ts";
import { answerHeaders } from "./headers.ts";
import type { Language } from "./language.ts";

const style =
  "body{font:1rem/1.6 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}" +
  "h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2.5rem}h3{font-size:1.05rem;margin-top:1.5rem}p,li{max-width:42rem}" +
  "code{background:#f1f1f1;padding:.1em .3em;overflow-wrap:anywhere}" +
  "table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.4rem 0}" +
  "th,td{border:1px solid #767676;padding:.3rem .4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f1f1f1}";
const styleHash = `sha256-${createHash("sha256").update(style).digest("base64")}`;

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The strong ETag of a public document: the digest of what is sent. */
export const contentTag = (content: string): string => `"${createHash("sha256").update(content).digest("base64url")}"`;

/** @param main trusted HTML: whoever makes it escapes what it shows. */
export function htmlPage(language: Language, title: string, main: string): Answer<string, 200> {
  const body = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>
`;
  return {
    status: 200,
    headers: {
      ...answerHeaders("no-cache", styleHash),
      "content-type": "text/html; charset=utf-8",
      "content-language": language,
      etag: contentTag(body),
    },
    body,
  };
}
