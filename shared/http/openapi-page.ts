/**
 * The reference as a page, made from the OpenAPI document alone: what it does not say is not on the page. French or English
 * where the document has both; names of fields and codes are the contract's own and stay as they are.
 */
import { categories } from "../privacy/catalogues.ts";
import type { Answer } from "./handler.ts";
import type { Language } from "./language.ts";
import { type JsonObject, type OpenApi, type Operation, proofOf, type SchemaObject } from "./openapi-types.ts";
import { escapeHtml, htmlPage } from "./page.ts";

const words = {
  fr: {
    title: "Référence de l'API",
    intro: "Le même contenu pour les programmes",
    contents: "Opérations",
    access: {
      probe: "Ouvert à tous",
      public: "Ouvert à tous",
      ticket: "Avec le cookie de vérification",
      member: "Membre connecté",
      staff: "Personnel de la marque",
    },
    parameters: "Paramètres et en-têtes",
    body: "Contenu",
    answer: "Réponse",
    answers: "Réponses",
    problems: "Problèmes",
    name: "Nom",
    place: "Place",
    rule: "Règle",
    required: "obligatoire",
    optional: "facultatif",
    field: "Champ",
    personal: "Donnée personnelle",
    status: "Statut",
    meaning: "Sens",
  },
  en: {
    title: "API reference",
    intro: "The same for programs",
    contents: "Operations",
    access: {
      probe: "Open to anybody",
      public: "Open to anybody",
      ticket: "With the verification cookie",
      member: "Signed-in member",
      staff: "The brand's staff",
    },
    parameters: "Parameters and headers",
    body: "Body",
    answer: "Answer",
    answers: "Answers",
    problems: "Problems",
    name: "Name",
    place: "Place",
    rule: "Rule",
    required: "required",
    optional: "optional",
    field: "Field",
    personal: "Personal data",
    status: "Status",
    meaning: "Meaning",
  },
} as const;

const rolesOf = ({ "x-roles": roles = [] }: Operation) => (roles.length === 0 ? "" : `: ${roles.join(", ")}`);

const code = (text: string) => `<code>${escapeHtml(text)}</code>`;

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
  return `<table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table>`;
}

/** `{type} {limits}`, each as JSON Schema spells it. */
function ruleOf(schema: SchemaObject): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(", ");
  if (schema.const !== undefined) return code(String(schema.const));
  const limits = (["format", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"] as const).flatMap(
    (name) => (schema[name] === undefined ? [] : [`${name} ${schema[name]}`]),
  );
  return escapeHtml([schema.type ?? "", ...limits].join(", "));
}

type Field = { readonly path: string; readonly isRequired: boolean; readonly schema: SchemaObject };

function* fieldsOf(schema: SchemaObject, path = ""): Generator<Field> {
  if (schema.items !== undefined) yield* fieldsOf(schema.items, `${path}[]`);
  for (const option of schema.anyOf ?? schema.oneOf ?? []) yield* fieldsOf(option, path);
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const at = path === "" ? name : `${path}.${name}`;
    yield { path: at, isRequired: schema.required?.includes(name) ?? false, schema: field };
    yield* fieldsOf(field, at);
  }
}

const follow = <T>(document: OpenApi, part: T | { readonly $ref: string }): T =>
  typeof part === "object" && part !== null && "$ref" in part
    ? (part.$ref
        .split("/")
        .slice(1)
        .reduce<unknown>((at, step) => (at as JsonObject)[step], document) as T)
    : part;

function fieldTable(document: OpenApi, caption: string, schema: SchemaObject, language: Language): string {
  const { field, rule, required, optional, personal } = words[language];
  return table(
    caption,
    [field, rule, personal],
    [...fieldsOf(follow(document, schema))].map(({ path, isRequired, schema: each }) => [
      code(path),
      `${isRequired ? required : optional}, ${ruleOf(each)}`,
      each["x-personal-data"] === undefined ? "" : escapeHtml(categories[each["x-personal-data"].category][language]),
    ]),
  );
}

function section(document: OpenApi, path: string, method: string, operation: Operation, language: Language): string {
  const said = words[language];
  const parameters = (operation.parameters ?? []).map((one) => follow(document, one));
  const bodySchema = operation.requestBody?.content["application/json"]?.schema;
  const responses = Object.entries(operation.responses);
  const answers = responses.filter(([, { content = {} }]) => !("application/problem+json" in content));
  const [answerSchema] = answers.flatMap(([, { content = {} }]) => content["application/json"]?.schema ?? []);
  const codes = responses.flatMap(([status, { content = {} }]) =>
    Object.keys(content["application/problem+json"]?.examples ?? {}).map((name) => ({ status, name })),
  );
  return `<section aria-labelledby="${operation.operationId}">
<h2 id="${operation.operationId}">${code(`${method.toUpperCase()} ${path}`)}</h2>
<p>${escapeHtml(operation["x-summary"][language])}. ${said.access[operation["x-access"]]}${rolesOf(operation)}.</p>
${table(
  said.parameters,
  [said.name, said.place, said.rule],
  [
    ...parameters.map(({ name, in: place, required, schema }) => [
      code(name),
      place,
      `${required ? said.required : said.optional}, ${ruleOf(schema)}`,
    ]),
    ...operation.security
      .flatMap((one) => Object.keys(one))
      .flatMap((id) => document.components.securitySchemes[id] ?? [])
      .map(proofOf)
      .map(({ name, in: place }) => [code(name), place, said.required]),
  ],
)}
${bodySchema === undefined ? "" : fieldTable(document, said.body, bodySchema, language)}
<p>${said.answers}: ${answers.map(([status]) => code(status)).join(", ")}</p>
${answerSchema === undefined ? "" : fieldTable(document, said.answer, answerSchema, language)}
${table(
  said.problems,
  [said.status, "type", said.meaning],
  codes.map(({ status, name }) => [
    status,
    `<a href="/problems/${name}">${code(name)}</a>`,
    escapeHtml(document["x-problems"][name]?.title[language] ?? ""),
  ]),
)}
</section>`;
}

export function referencePageOf(document: OpenApi, language: Language): Answer<string, 200> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const contents = operations
    .map(
      ({ path, method, operation: { operationId, "x-summary": summary } }) =>
        `<li><a href="#${operationId}">${code(`${method.toUpperCase()} ${path}`)}</a> ${escapeHtml(summary[language])}</li>`,
    )
    .join("\n");
  const { title, intro, contents: heading } = words[language];
  return htmlPage(
    language,
    title,
    `<p>${intro}: <a href="/api/v1/openapi.json">/api/v1/openapi.json</a></p>
<nav aria-labelledby="contents">
<h2 id="contents">${heading}</h2>
<ul>
${contents}
</ul>
</nav>
${operations.map(({ path, method, operation }) => section(document, path, method, operation, language)).join("\n")}`,
  );
}
