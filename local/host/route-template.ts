/**
 * Route templates of ASP.NET Core: literals, `{parameter}`, `{optional?}`, `{with=default}`, `{id:guid}`, several parts in one
 * segment (`{name}.{extension}`) and a final catch-all `{*path}`. Literals are compared without regard to case.
 */
import { type Constraint, parseConstraint } from "./constraints.ts";

type Parameter = {
  readonly name: string;
  readonly catchAll: boolean;
  readonly optional: boolean;
  readonly fallback: string | undefined;
  readonly constraints: readonly Constraint[];
};

type Segment = { readonly pattern: RegExp; readonly parameters: readonly Parameter[] };

export type RouteTemplate = {
  /** The parameter values when the segments match, else undefined. Absent optional parameters are not in it. */
  match(segments: readonly string[]): Readonly<Record<string, string>> | undefined;
};

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** @throws Error that quotes the template when it is malformed. */
export function parseRouteTemplate(template: string): RouteTemplate {
  try {
    return compile(splitSegments(template.replace(/^\/|\/$/g, "")).map(parseSegment));
  } catch (error) {
    throw new Error(`route "${template}": ${(error as Error).message}`);
  }
}

/** Splits at the slashes that are outside braces, as a regular expression in a constraint may hold some. */
function splitSegments(template: string): string[] {
  if (template === "") return [];
  const segments = [""];
  let depth = 0;
  for (const character of template) {
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (character === "/" && depth === 0) segments.push("");
    else segments[segments.length - 1] += character;
  }
  if (depth !== 0) throw new Error("braces do not match");
  if (segments.includes("")) throw new Error("has an empty segment");
  return segments;
}

function parseSegment(segment: string): Segment {
  let pattern = "";
  const parameters: Parameter[] = [];
  let rest = segment;
  while (rest !== "") {
    if (rest.startsWith("{{") || rest.startsWith("}}")) {
      pattern += escapeRegex(rest.slice(0, 1));
      rest = rest.slice(2);
    } else if (rest.startsWith("{")) {
      const end = closingBrace(rest);
      const parameter = parseParameter(rest.slice(1, end).replaceAll("{{", "{").replaceAll("}}", "}"));
      parameters.push(parameter);
      pattern += rest.length === end + 1 && pattern === "" ? "(.*)" : "(.+?)";
      rest = rest.slice(end + 1);
    } else {
      const literal = /^[^{}]+/.exec(rest)?.[0];
      if (literal === undefined) throw new Error("has a brace too many");
      pattern += escapeRegex(literal);
      rest = rest.slice(literal.length);
    }
  }
  const alone = parameters.length === 1 && pattern === "(.*)";
  if (!alone && parameters.some((parameter) => parameter.catchAll || parameter.optional)) {
    throw new Error("an optional or catch-all parameter must be a segment of its own");
  }
  return { pattern: new RegExp(`^${pattern}$`, "is"), parameters };
}

function closingBrace(text: string): number {
  for (let at = 1; at < text.length; at += 1) {
    if (text.startsWith("{{", at) || (text.startsWith("}}", at) && text.indexOf("}", at + 2) >= 0)) at += 1;
    else if (text[at] === "}") return at;
  }
  throw new Error("braces do not match");
}

function parseParameter(text: string): Parameter {
  const stars = /^\*{0,2}/.exec(text)?.[0] ?? "";
  const [, name = "", rest = ""] = /^([^:=?]+)(.*)$/s.exec(text.slice(stars.length)) ?? [];
  if (!/^[^/{}?*]+$/.test(name)) throw new Error("has a parameter without a valid name");
  const optional = rest.endsWith("?");
  const [constraints, fallback] = splitDefault(optional ? rest.slice(0, -1) : rest);
  if (optional && fallback !== undefined) throw new Error(`parameter "${name}" is optional and has a default`);
  return { name, catchAll: stars !== "", optional, fallback, constraints: constraints.map(parseConstraint) };
}

/** `:int:range(1,3)=2` → the constraints, parenthesised text kept whole, and the default. */
function splitDefault(text: string): [string[], string | undefined] {
  const constraints: string[] = [];
  let depth = 0;
  for (const [at, character] of [...text].entries()) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0 && character === "=") return [constraints, [...text].slice(at + 1).join("")];
    if (depth === 0 && character === ":") constraints.push("");
    else constraints[constraints.length - 1] += character;
  }
  return [constraints, undefined];
}

function compile(segments: readonly Segment[]): RouteTemplate {
  const isOpen = ({ parameters }: Segment) =>
    parameters.some(({ catchAll, optional, fallback }) => catchAll || optional || fallback !== undefined);
  const firstOpen = segments.findIndex((_, index) => segments.slice(index).every(isOpen));
  const least = firstOpen < 0 ? segments.length : firstOpen;
  segments.slice(0, -1).forEach(({ parameters }) => {
    if (parameters.some(({ catchAll }) => catchAll)) throw new Error("a catch-all parameter must come last");
  });
  const catchAll = segments.at(-1)?.parameters.some((parameter) => parameter.catchAll) ?? false;

  return {
    match(path) {
      if (path.length < least || (path.length > segments.length && !catchAll)) return undefined;
      const values: [string, string][] = [];
      for (const [index, { pattern, parameters }] of segments.entries()) {
        const last = index === segments.length - 1;
        const given = last && catchAll ? path.slice(index).join("/") : path[index];
        const found = given === undefined || given === "" ? undefined : pattern.exec(given);
        if (found === null) return undefined;
        for (const [position, { name, constraints, fallback }] of parameters.entries()) {
          const value = found?.[position + 1] ?? fallback;
          if (value === undefined) continue;
          if (!constraints.every((constraint) => constraint(value))) return undefined;
          values.push([name, value]);
        }
      }
      return Object.fromEntries(values);
    },
  };
}
