/**
 * An error as it may be logged: its class, its code and where it happened. Never its message: libraries put addresses,
 * bodies and values into messages, and those can be anyone's data (charter article 3; GDPR article 5(1)(c)).
 */

export type ErrorTrace = {
  readonly class: string;
  /** Our own code, a system code such as `ECONNRESET`, or a status number. */
  readonly code?: string | number;
  /** Stack frames, innermost first: function and place in the source. */
  readonly frames: readonly string[];
  readonly cause?: ErrorTrace;
};

const maxFrames = 20;
const maxCauses = 5;

/** Describes whatever was thrown. A thrown value that is no error is told by its type alone. */
export function traceOf(thrown: unknown, depth = 0): ErrorTrace {
  if (!(thrown instanceof Error)) return { class: typeof thrown, frames: [] };
  const code = codeOf(thrown);
  return {
    class: classOf(thrown),
    ...(code === undefined ? {} : { code }),
    frames: framesOf(thrown),
    ...(thrown.cause === undefined || depth >= maxCauses ? {} : { cause: traceOf(thrown.cause, depth + 1) }),
  };
}

/** The constructor's name: the `name` property can be set to any text. */
function classOf(error: Error): string {
  const name: unknown = Object.getPrototypeOf(error)?.constructor?.name;
  return typeof name === "string" && /^[A-Za-z_$][\w$]{0,63}$/.test(name) ? name : "Error";
}

function codeOf(error: Error): string | number | undefined {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  for (const value of [code, statusCode]) {
    if (typeof value === "number" && Number.isInteger(value)) return value;
    // Codes are constants (`ECONNRESET`) or words joined by hyphens (`not-found`); a sentence, address or name is neither.
    if (typeof value === "string" && /^(?:[A-Z][A-Z0-9_]{2,63}|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.test(value))
      return value;
  }
  return undefined;
}

const frame = /^ {4}at (?:(?<where>(?:async |new )*[\w$.<>#[\] ]{1,120}) \()?(?<file>[^()\s]+:\d+:\d+)\)?$/;
const source = /(?:^node:|[\\/](?=(?:node_modules|dist|functions|shared|local|test|tools)[\\/]))(?<path>.*)$/;

function framesOf(error: Error): readonly string[] {
  const { message, stack } = error;
  if (typeof stack !== "string") return [];
  // A message can hold lines that look like frames, so it is cut out first. A stack that no longer holds the message was
  // made with another one, which nobody can tell apart from frames any more.
  const start = message === "" ? 0 : stack.indexOf(message);
  if (start < 0) return [];
  const lines = stack.slice(start + message.length).split("\n");
  return lines.flatMap(toFrame).slice(0, maxFrames);
}

function toFrame(line: string): readonly string[] {
  const { where, file } = frame.exec(line)?.groups ?? {};
  if (file === undefined) return [];
  // Paths start at the project: where a machine keeps it is nobody's business.
  const path = file.startsWith("node:") ? file : source.exec(file)?.groups?.path;
  return [`${where ?? "<anonymous>"} ${path ?? "<outside>"}`];
}
