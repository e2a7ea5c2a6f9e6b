/**
 * The one logger of the product. A log line holds an event's name and fields of a closed list: ids, codes, counts,
 * durations, states. Nothing free: a field that is not on the list does not compile, and at run time it is dropped and
 * counted, as is a value that is not of its field's type. So personal data cannot get into a log, by construction
 * (DESIGN, section 3; GDPR articles 5(1)(c) and 25).
 */
import * as z from "zod";
import { type ErrorTrace, traceOf } from "./error-trace.ts";
import { code, digest, opaqueId, traceparent, version } from "./formats.ts";
import { declared, plain } from "./record.ts";

const ops = ["ops"] as const;
const id = plain(opaqueId(), ops);
const word = plain(code(), ops);
const count = plain(z.int().min(0), ops);
const milliseconds = plain(z.number(), ops);

/** Everything that can be logged. Declared like any other data, so that a personal field cannot be put here. */
export const logFields = declared("log", {
  invocationId: id,
  traceparent: plain(traceparent(), ops),
  subjectId: id,
  requestId: id,
  recordId: id,
  messageId: id,
  caseId: id,
  brand: word,
  function: word,
  queue: word,
  container: word,
  kind: word,
  type: word,
  operation: word,
  method: plain(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]), ops),
  status: plain(z.int().min(100).max(599), ops),
  code: word,
  setting: word,
  state: word,
  outcome: word,
  digest: plain(digest(), ops),
  version: plain(version(), ops),
  at: plain(z.iso.datetime(), ops),
  count,
  attempts: count,
  bytes: count,
  dataOperations: count,
  requestCharge: plain(z.number().min(0), ops),
  port: count,
  durationMs: milliseconds,
  ageMs: milliseconds,
});
type Loggable = z.output<typeof logFields.schema>;

// What stands against logging `F`, as a union of sentences: a name that is not on the list, or a value of another type.
// Asking for each name given also stops a wider object in a variable, which structural typing would let through.
type Objection<F> = {
  [K in keyof F]-?: K extends keyof Loggable
    ? F[K] extends Loggable[K] | undefined
      ? never
      : `${K} is logged as another type`
    : `${K & string} cannot be logged: it is not one of logFields`;
}[keyof F];
type Fields<F> = [Objection<F>] extends [never] ? F : Objection<F>;
/**
 * An event's name is written in the source, never put together from data. A literal is a required key of a record,
 * while `string` and template types are index signatures, which an empty object satisfies.
 */
type Literal<N extends string> = Record<never, 1> extends Record<N, 1> ? "an event's name is a literal" : N;

export type Level = "info" | "warn" | "error";

export interface Logger {
  event<const N extends string, const F extends object>(name: Literal<N>, fields?: Fields<F>): void;
  warn<const N extends string, const F extends object>(name: Literal<N>, fields?: Fields<F>): void;
  /** `thrown` is logged as class, code and stack frames, never by its message. */
  error<const N extends string, const F extends object>(name: Literal<N>, thrown: unknown, fields?: Fields<F>): void;
  /** A logger that adds these fields to each of its lines. */
  with<const F extends object>(fields: Fields<F>): Logger;
}

type Line = {
  readonly time: string | null;
  readonly level: Level;
  readonly event: string;
  readonly [field: string]: unknown;
  readonly error?: ErrorTrace;
  /** Fields that were given and could not be logged. */
  readonly dropped?: number;
};

/**
 * @param write takes one line of JSON, without line end.
 * @param trace the trace of what is running, for each line of it.
 * @param fields added to each line.
 */
export function logger<const F extends object = object>(needs: {
  readonly write: (line: string, level: Level) => void;
  readonly clock: { readonly now: () => Date };
  readonly trace?: () => string | undefined;
  readonly fields?: Fields<F>;
}): Logger {
  const { write, clock, trace, fields: always = {} } = needs;

  const put = (level: Level, name: string, fields: object | undefined, error?: ErrorTrace) => {
    const given = Object.entries({ traceparent: trace?.(), ...always, ...fields }).filter(
      ([, value]) => value !== undefined,
    );
    const allowed = given.filter(([field, value]) => isLoggable(field, value));
    const dropped = given.length - allowed.length;
    const line: Line = {
      time: clock.now().toJSON(),
      level,
      event: isLoggable("code", name) ? name : "unnamed",
      ...Object.fromEntries(allowed),
      ...(error ? { error } : {}),
      ...(dropped > 0 ? { dropped } : {}),
    };
    write(JSON.stringify(line), level);
  };

  return {
    event: (name, fields) => put("info", name, fields as object | undefined),
    warn: (name, fields) => put("warn", name, fields as object | undefined),
    error: (name, thrown, fields) => put("error", name, fields as object | undefined, traceOf(thrown)),
    with: (fields) =>
      logger({
        write,
        clock,
        ...(trace ? { trace } : {}),
        fields: { ...always, ...(fields as object) } as object,
      }),
  };
}

const { shape } = logFields.schema;

function isLoggable(field: string, value: unknown): boolean {
  return Object.hasOwn(shape, field) && z.safeParse(shape[field as keyof typeof shape], value).success;
}
