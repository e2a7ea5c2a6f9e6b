/** LIKE patterns: `%` any text, `_` one character, `[abc]` `[a-c]` one of, `[^abc]` none of, ESCAPE makes one literal. */
import { badRequest } from "../cosmos-error.ts";

const compiled = new Map<string, RegExp>();
const remembered = 500;

/** @throws CosmosError 400 when a bracket is not closed or the escape is not one character. */
export function likePattern(pattern: string, escaping: string | undefined): RegExp {
  const key = `${escaping ?? ""} ${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  if (compiled.size >= remembered) compiled.clear();
  const made = new RegExp(`^${toRegExp(pattern, escaping)}$`, "su");
  compiled.set(key, made);
  return made;
}

function toRegExp(pattern: string, escaping: string | undefined): string {
  if (escaping !== undefined && [...escaping].length !== 1) throw badRequest("ESCAPE takes exactly one character.");
  const characters = [...pattern];
  let source = "";
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    const next = characters[at + 1];
    if (character === escaping && next !== undefined) {
      source += literal(next);
      at++;
    } else if (character === "%") source += ".*";
    else if (character === "_") source += ".";
    else if (character === "[") {
      const close = characters.indexOf("]", at + 1);
      if (close < 0) throw badRequest("The LIKE pattern opens a bracket that it does not close.");
      source += set(characters.slice(at + 1, close));
      at = close;
    } else source += literal(character);
  }
  return source;
}

function set(members: readonly string[]): string {
  const negated = members[0] === "^";
  const listed = (negated ? members.slice(1) : members).map((one) => (one === "-" ? one : literal(one))).join("");
  if (listed === "") throw badRequest("The LIKE pattern holds an empty set.");
  try {
    new RegExp(`[${listed}]`, "u");
  } catch {
    throw badRequest("The LIKE pattern holds a set that is not a valid range.");
  }
  return `[${negated ? "^" : ""}${listed}]`;
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/u.test(character) ? `\\${character}` : character;
}
