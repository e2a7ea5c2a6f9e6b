/** The mailbox as a page: newest first, text only and escaped, no scripts. French, as the mails are by default. */
import { escapeHtml, page } from "../system/html.ts";
import type { Message } from "./message.ts";

const shown = 100;
const when = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "medium", timeZone: "Europe/Paris" });

export function mailboxPage(messages: readonly Message[], to: string | undefined): string {
  const newest = messages.slice(-shown).reverse();
  const part = messages.length > newest.length ? `, les ${newest.length} plus récents affichés` : "";
  return page(
    "Boîte aux lettres locale",
    `<p>Les courriels que le système enverrait. Rien ne quitte cette machine.</p>
<form method="get" action="/" role="search">
<label for="to">Destinataire</label>
<input id="to" name="to" type="email" autocomplete="off" value="${escapeHtml(to ?? "")}">
<button>Filtrer</button>
</form>
<p role="status">${count(messages.length)}${part}.</p>
${newest.map(article).join("\n")}`,
  );
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
