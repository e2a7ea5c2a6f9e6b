/**
 * JSON from outside, read so that everybody who reads it sees the same: no name twice in an object (RFC 7493, section 2.3),
 * none that reaches a prototype, nothing nested beyond a limit. The text is walked once, without recursion, before anything
 * is built from it (OWASP ASVS 5, 15.3.6).
 */

/** What stands against a text. None of them repeats what was sent. */
export type JsonFault = "unreadable" | "too-deep" | "repeated-name" | "prototype-name";

export type ReadJson = { readonly value: unknown } | { readonly fault: JsonFault };

const prototypeNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export function readStrictJson(text: string, maximumDepth: number): ReadJson {
  const fault = faultOf(text, maximumDepth);
  if (fault === "too-deep") return { fault };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not the parser's own words: they quote what was sent.
    return { fault: "unreadable" };
  }
  return fault === undefined ? { value } : { fault };
}

/** Of a text that is no JSON it may say anything but not fail; the parser has the last word on those. */
function faultOf(text: string, maximumDepth: number): JsonFault | undefined {
  let fault: JsonFault | undefined;
  // One entry for each object or list that is open: an object's names so far, nothing for a list.
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "{" || sign === "[") {
      if (open.length === maximumDepth) return "too-deep";
      open.push(sign === "{" ? new Set() : undefined);
      isName = sign === "{";
    } else if (sign === "}" || sign === "]") {
      open.pop();
      isName = false;
    } else if (sign === ",") {
      isName = open.at(-1) !== undefined;
    } else if (sign === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (isName && names !== undefined) {
        const name = nameIn(text.slice(at, end + 1));
        if (prototypeNames.has(name)) fault ??= "prototype-name";
        else if (names.has(name)) fault ??= "repeated-name";
        names.add(name);
      }
      isName = false;
      at = end;
    }
  }
  return fault;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function nameIn(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
