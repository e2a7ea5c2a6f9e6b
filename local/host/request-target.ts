/**
 * The request target as the host's web server reads it: escapes decoded but for `%2F`, dot segments removed, a NUL refused.
 * The query is parsed as ASP.NET does: names without regard to case, repeated ones joined by a comma.
 */
export type RequestTarget = {
  /** The path, decoded, with escapes put back where a URL needs them: what `req.url` is built from. */
  readonly path: string;
  /** The query as sent, with its question mark, or an empty string. */
  readonly queryString: string;
  /** The decoded parts of the path; one trailing slash is not counted. */
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
};

/** Undefined when the host answers 400 by itself. */
export function parseRequestTarget(target: string): RequestTarget | undefined {
  const origin = /^https?:\/\/[^/?#]*/i.exec(target)?.[0] ?? "";
  const relative = target.slice(origin.length) || "/";
  if (relative === "*") return { path: "*", queryString: "", segments: [""], query: {} };
  if (!relative.startsWith("/") && !relative.startsWith("?")) return undefined;
  const question = relative.indexOf("?");
  const rawPath = (question < 0 ? relative : relative.slice(0, question)) || "/";
  const queryString = question < 0 ? "" : relative.slice(question);
  const decoded = decodePath(rawPath);
  if (decoded === undefined) return undefined;
  const path = removeDotSegments(decoded);
  const trimmed = path.slice(1).replace(/\/$/, "");
  return {
    path: encodePath(path),
    queryString,
    segments: path === "/" ? [] : trimmed.split("/"),
    query: parseQuery(queryString.slice(1)),
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Runs of valid UTF-8 escapes are decoded; `%2F` and anything malformed stays as it came. Undefined for a NUL. */
function decodePath(path: string): string | undefined {
  if (!path.includes("%")) return path.includes("\0") ? undefined : path;
  if (/%00/.test(path)) return undefined;
  return path.replace(/(?:%(?!2f)[0-9a-f]{2})+/gi, (run) => {
    try {
      return utf8.decode(Buffer.from(run.replaceAll("%", ""), "hex"));
    } catch {
      return run;
    }
  });
}

function removeDotSegments(path: string): string {
  if (!/\/\.{1,2}(\/|$)/.test(path)) return path;
  const kept: string[] = [];
  const parts = path.slice(1).split("/");
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === "..") kept.pop();
    else if (part !== ".") kept.push(part);
    if (last && (part === "." || part === "..")) kept.push("");
  }
  return `/${kept.join("/")}`;
}

/** Escapes what may not stand in a path; something that looks like an escape already is left alone, as ASP.NET does. */
function encodePath(path: string): string {
  if (/^[\w\-.~!$&'()*+,;=:@/]*$/.test(path)) return path;
  return path.replace(/%(?![0-9a-f]{2})|[^\w\-.~!$&'()*+,;=:@/%]/giu, (character) =>
    character === "%" ? "%25" : encodeCharacter(character),
  );
}

const encodeCharacter = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");

export function parseQuery(text: string): Record<string, string> {
  if (text === "") return {};
  const found = new Map<string, [string, string]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = found.get(name.toLowerCase());
    found.set(name.toLowerCase(), known === undefined ? [name, value] : [known[0], `${known[1]},${value}`]);
  }
  return Object.fromEntries(found.values());
}
