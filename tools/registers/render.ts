/** The registers as files: JSON and CSV for tools, one readable HTML page per table and language. */
import { type Language, languages, type Table, tables } from "./tables.ts";

const escapeHtml = (value: string) =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** RFC 4180; a leading character a spreadsheet would take for a formula is kept from being one. */
const csvCell = (value: string) => `"${(/^[=+\-@]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

const style =
  "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem;color:#1b1b1b}" +
  "table{border-collapse:collapse;width:100%}caption{text-align:left;margin-bottom:1rem}" +
  "th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top}th{background:#f1f1f1}";

const home = { fr: "Tous les registres", en: "All registers" } as const;

function page(language: Language, title: string, main: string): string {
  return `<!doctype html>
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
}

function html(table: Table, language: Language): string {
  const head = table.columns.map(({ title }) => `<th scope="col">${escapeHtml(title[language])}</th>`).join("");
  const body = table
    .rows(language)
    .map((row) => `<tr>${table.columns.map(({ key }) => `<td>${escapeHtml(row[key] ?? "")}</td>`).join("")}</tr>`)
    .join("\n");
  return page(
    language,
    table.title[language],
    `<p><a href="index.${language}.html">${home[language]}</a></p>
<table>
<caption>${escapeHtml(table.about[language])}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table>`,
  );
}

const csv = (table: Table, language: Language): string =>
  [
    table.columns.map(({ title }) => csvCell(title[language])),
    ...table.rows(language).map((row) => table.columns.map(({ key }) => csvCell(row[key] ?? ""))),
  ]
    .map((cells) => cells.join(","))
    .join("\r\n")
    .concat("\r\n");

const index = (language: Language): string =>
  page(
    language,
    home[language],
    `<ul>\n${tables
      .map(
        ({ id, title, about }) =>
          `<li><a href="${id}.${language}.html">${escapeHtml(title[language])}</a><br>${escapeHtml(about[language])}</li>`,
      )
      .join("\n")}\n</ul>`,
  );

/** Every file of the registers by name, with its content. */
export const registerFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ...languages.map((language) => [`index.${language}.html`, index(language)] as const),
    ...tables.flatMap((table) => [
      [
        `${table.id}.json`,
        `${JSON.stringify({ id: table.id, title: table.title, rows: table.rows("en") }, null, 2)}\n`,
      ] as const,
      ...languages.flatMap((language) => [
        [`${table.id}.${language}.html`, html(table, language)] as const,
        [`${table.id}.${language}.csv`, csv(table, language)] as const,
      ]),
    ]),
  ]);
