/**
 * The data that cross the boundary between host and worker: a subset of the worker protocol's messages, in the shape
 * `@azure/functions` reads and writes. Everything here survives a structured clone.
 */
export type TypedData = {
  string?: string | null;
  json?: string | null;
  bytes?: Uint8Array | null;
  int?: number | null;
  double?: number | null;
  http?: RpcHttp | null;
};

export type RpcHttp = {
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: TypedData | null;
  statusCode?: string;
  cookies?: RpcCookie[];
};

export type RpcCookie = {
  name?: string | null;
  value?: string | null;
  domain?: { value?: string | null } | null;
  path?: { value?: string | null } | null;
  expires?: { value?: { seconds?: number | null } | null } | null;
  secure?: { value?: boolean | null } | null;
  httpOnly?: { value?: boolean | null } | null;
  sameSite?: "none" | "lax" | "strict" | "explicitNone" | null;
  maxAge?: { value?: number | null } | null;
};

/** A trigger, input or output of a function, as the programming model registers it: the type and its own options. */
export type Binding = { readonly type: string; readonly direction: string; readonly [option: string]: unknown };

export type FunctionMetadata = {
  readonly functionId: string;
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: unknown;
};

export type InvocationRequest = {
  readonly invocationId: string;
  readonly functionId: string;
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
  readonly traceContext?: { readonly traceParent: string; readonly traceState?: string };
};

export type InvocationResponse = { readonly returnValue?: TypedData | null };

/** What is told of a failure: its name and where it happened. Never its message, which may quote what a person typed. */
export type Failure = { readonly name: string; readonly at?: readonly string[] };

export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";

export type ToWorker =
  | { readonly kind: "invoke"; readonly request: InvocationRequest }
  | { readonly kind: "terminate" };

export type FromWorker =
  | { readonly kind: "loaded"; readonly functions: readonly FunctionMetadata[]; readonly httpUri?: string }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "response"; readonly invocationId: string; readonly response: InvocationResponse }
  | { readonly kind: "failure"; readonly invocationId: string; readonly failure: Failure }
  | {
      readonly kind: "log";
      readonly level: LogLevel;
      readonly category: string;
      readonly message: string;
      readonly function?: string;
      readonly invocationId?: string;
    }
  | { readonly kind: "terminated" };
