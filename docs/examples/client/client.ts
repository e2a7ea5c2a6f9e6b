/**
 * A client of the API, typed by what the server says of itself (`api.ts` is generated from docs/schemas/openapi.json). It does
 * not keep cookies: in a browser the browser does, elsewhere `send` does. Copy both files and use them as they are.
 *
 *     const call = openClient(send);
 *     const { body } = await call("GET /api/v1/session");
 *     await call("POST /api/v1/requests", {
 *       headers: { "x-csrf-token-conciergerie": body.csrfToken, "idempotency-key": crypto.randomUUID() },
 *       body: { category: "restaurant", what: "Une table pour deux", language: "fr" },
 *     });
 */
import type { Operations, Problem } from "./api.ts";

export type Sent = { readonly headers: Readonly<Record<string, string>>; readonly body?: unknown };
export type Received = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};
/** Sends a request to the brand's own origin, with its cookies, `Origin` and a JSON body, and gives what came back. */
export type Send = (method: string, path: string, sent: Sent) => Promise<Received>;

export type OperationName = keyof Operations;
type InputOf<N extends OperationName> = Operations[N]["input"];
type AnswersOf<N extends OperationName> = Operations[N]["answers"];

/** One answer of a success, told apart by its status. */
export type AnswerOf<N extends OperationName> = {
  [S in keyof AnswersOf<N>]: S extends `${infer Status extends number}`
    ? { readonly status: Status; readonly headers: Received["headers"]; readonly body: AnswersOf<N>[S] }
    : never;
}[keyof AnswersOf<N>];

/** The codes an operation may be refused with. */
export type ProblemOf<N extends OperationName> = Operations[N]["problems"];

/** A problem (RFC 9457). `code` is the last part of its `type`; `retryAfter` is in seconds. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;
  readonly code: string;
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.title);
    this.problem = problem;
    this.code = problem.type.split("/").at(-1) ?? "";
    this.retryAfter = retryAfter;
  }

  /** Whether it is one of an operation's own problems: `problem.is<"POST /api/v1/requests">("stale-version")`. */
  is<N extends OperationName>(code: ProblemOf<N>): boolean {
    return this.code === code;
  }
}

type Loose = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
};
type Arguments<N extends OperationName> =
  Record<string, never> extends InputOf<N> ? [input?: InputOf<N>] : [input: InputOf<N>];

export type Call = <N extends OperationName>(name: N, ...input: Arguments<N>) => Promise<AnswerOf<N>>;

function targetOf(template: string, { path = {}, query = {} }: Loose): string {
  const target = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
  );
  return search.size === 0 ? target : `${target}?${search}`;
}

const isJson = ({ headers }: Received) => /\bjson\b/.test(String(headers["content-type"] ?? ""));

/** Whether a status is one the API answers with, instead of a problem. */
const isAnswer = (received: Received) => !/problem\+json/.test(String(received.headers["content-type"] ?? ""));

/** @returns a function that calls any operation of the API; it throws ApiProblem for every refusal. */
export function openClient(send: Send): Call {
  return async (name, ...[input]) => {
    const [method = "", template = ""] = name.split(" ");
    const asked = (input ?? {}) as Loose;
    const headers = Object.fromEntries(
      Object.entries(asked.headers ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const received = await send(method, targetOf(template, asked), {
      headers,
      ...(asked.body === undefined ? {} : { body: asked.body }),
    });
    if (!isAnswer(received)) {
      const retryAfter = received.headers["retry-after"];
      throw new ApiProblem(
        JSON.parse(received.text) as Problem,
        retryAfter === undefined ? undefined : Number(retryAfter),
      );
    }
    const body = received.text === "" ? undefined : isJson(received) ? JSON.parse(received.text) : received.text;
    return { status: received.status, headers: received.headers, body } as never;
  };
}
