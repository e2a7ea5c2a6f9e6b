/** The registers as files: JSON and CSV for tools, one readable HTML page per table and language. */
import { escapeHtml, htmlPage } from "../../shared/http/page.ts";
import { tables } from "./tables.ts";
import { type Language, languages, type Table } from "./wording.ts";

/** RFC 4180; a leading character a spreadsheet would take for a formula is kept from being one. */
const csvCell = (value: string) => `"${(/^[=+\-@]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

const home = { fr: "Tous les registres", en: "All registers" } as const;

/** The same page as every other of the product. */
const page = (language: Language, title: string, main: string): string => htmlPage(language, title, main).body ?? "";

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

/** French spreadsheets expect semicolons and, to read accents, a byte-order mark. */
const csvForm = { fr: { start: "\u{feff}", separator: ";" }, en: { start: "", separator: "," } } as const;

const csv = (table: Table, language: Language): string =>
  csvForm[language].start.concat(
    [
      table.columns.map(({ title }) => csvCell(title[language])),
      ...table.rows(language).map((row) => table.columns.map(({ key }) => csvCell(row[key] ?? ""))),
    ]
      .map((cells) => cells.join(csvForm[language].separator))
      .join("\r\n"),
    "\r\n",
  );

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
