/** The mailbox as a page: newest first, text only and escaped, no scripts. French, as the mails are by default. */
import { createHash } from "node:crypto";
import type { Message } from "./message.ts";

const shown = 100;

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; }
article { border: 1px solid; border-radius: .5rem; padding: 0 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dd { margin: 0; }
pre { white-space: pre-wrap; font: inherit; border-top: 1px solid; padding-top: 1rem; }
input, button { font: inherit; padding: .3rem .6rem; }
`;

/** Nothing is loaded from anywhere; the one style sheet is known by its hash. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const when = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "medium", timeZone: "Europe/Paris" });

export function mailboxPage(messages: readonly Message[], to: string | undefined): string {
  const newest = messages.slice(-shown).reverse();
  const rest = messages.length - newest.length;
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Boîte aux lettres locale (${messages.length})</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Boîte aux lettres locale</h1>
<p>Les courriels que le système enverrait. Rien ne quitte cette machine.</p>
<form method="get" action="/" role="search">
<label for="to">Destinataire</label>
<input id="to" name="to" type="email" autocomplete="off" value="${escapeHtml(to ?? "")}">
<button>Filtrer</button>
</form>
<p role="status">${count(messages.length)}${rest > 0 ? `, les ${newest.length} plus récents affichés` : ""}.</p>
${newest.map(article).join("\n")}
</main>
</body>
</html>
`;
}

function article(message: Message): string {
  const heading = `mail-${message.sequence}`;
  return `<article aria-labelledby="${heading}">
<h2 id="${heading}" dir="auto">${escapeHtml(message.subject)}</h2>
<dl>
<dt>De</dt><dd>${escapeHtml(message.from)}</dd>
<dt>À</dt><dd>${escapeHtml(message.to.join(", "))}</dd>
<dt>Reçu</dt><dd><time datetime="${escapeHtml(message.receivedAt)}">${when.format(new Date(message.receivedAt))}</time></dd>
</dl>
<pre dir="auto">${escapeHtml(message.text ?? message.html ?? "")}</pre>
</article>`;
}

const count = (number: number) =>
  number === 0 ? "Aucun courriel" : number === 1 ? "1 courriel" : `${number} courriels`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
