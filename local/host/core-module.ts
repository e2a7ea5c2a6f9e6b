/**
 * The module `@azure/functions-core`, which exists only inside a Functions worker: the app's copy of `@azure/functions`
 * finds its host by requiring it. The resolution hook makes it available to `require` and `import` alike, also from a bundle.
 */
import { registerHooks } from "node:module";
import type { Binding, FunctionMetadata, InvocationRequest, InvocationResponse, LogLevel } from "./rpc.ts";

/** The versions the behaviour of this host was written down from. */
export const workerVersion = "3.9.0";
export const hostVersion = "4.1037.0";

export type FunctionCallback = (...inputs: unknown[]) => unknown;

export type InvocationState = "preInvocationHooks" | "invocation" | "postInvocationHooks";

/** What the programming model is given of one invocation. `state` is changed by the worker as the invocation goes on. */
export type CoreInvocationContext = {
  readonly invocationId: string;
  readonly request: InvocationRequest;
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };
  state: InvocationState | undefined;
  log(level: LogLevel, category: string, message: string): void;
};

export type InvocationModel = {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
};

export type ProgrammingModel = {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
  getCapabilities?(capabilities: Record<string, string>): Promise<Record<string, string>>;
};

export type HookName = "appStart" | "appTerminate" | "preInvocation" | "postInvocation" | "log";
export type Hook = (context: Record<string, unknown>) => unknown;
const hookNames: readonly string[] = ["appStart", "appTerminate", "preInvocation", "postInvocation", "log"];

export type RegisteredFunction = { readonly metadata: FunctionMetadata; readonly callback: FunctionCallback };

class Disposable {
  readonly #dispose: () => unknown;
  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }
  static from(...parts: { dispose: () => unknown }[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) part.dispose();
    });
  }
  dispose(): unknown {
    return this.#dispose();
  }
}

/** Everything an app registers while it loads. `lock` ends that phase: later registrations are refused, as in the real worker. */
export class CoreModule {
  readonly functions = new Map<string, RegisteredFunction>();
  readonly hooks = new Map<HookName, Hook[]>();
  programmingModel: ProgrammingModel | undefined;
  #locked = false;
  readonly #log: (level: LogLevel, category: string, message: string) => void;

  constructor(log: (level: LogLevel, category: string, message: string) => void) {
    this.#log = log;
  }

  lock(): void {
    this.#locked = true;
  }

  /** Makes this object what `@azure/functions-core` resolves to in the current thread. */
  install(): void {
    const api = {
      version: workerVersion,
      hostVersion,
      Disposable,
      registerFunction: (metadata: Omit<FunctionMetadata, "functionId">, callback: FunctionCallback) =>
        this.#registerFunction(metadata, callback),
      registerHook: (name: string, hook: Hook) => this.#registerHook(name, hook),
      setProgrammingModel: (model: ProgrammingModel) => {
        this.programmingModel = model;
      },
      getProgrammingModel: () => this.programmingModel,
      log: this.#log,
    };
    Reflect.set(globalThis, Symbol.for("concierge.local-host.functions-core"), api);
    const url = new URL("./core-bridge.cjs", import.meta.url).href;
    registerHooks({
      resolve: (specifier, context, nextResolve) =>
        specifier === "@azure/functions-core"
          ? { url, format: "commonjs", shortCircuit: true }
          : nextResolve(specifier, context),
    });
  }

  #registerFunction(metadata: Omit<FunctionMetadata, "functionId">, callback: FunctionCallback): Disposable {
    if (this.#locked) throw new Error("A function can only be registered while the app is loading.");
    const name = metadata.name;
    const twin = [...this.functions.keys()].find((known) => known.toLowerCase() === name.toLowerCase());
    if (twin !== undefined) throw new Error(`A function named "${twin}" is registered already.`);
    this.functions.set(name, { metadata: { ...metadata, functionId: name }, callback });
    return new Disposable(() => {
      if (this.#locked) throw new Error("A function can only be disposed while the app is loading.");
      this.functions.delete(name);
    });
  }

  #registerHook(name: string, hook: Hook): Disposable {
    if (!hookNames.includes(name)) throw new RangeError(`Unrecognized hook "${name}"`);
    const hooks = this.hooks.get(name as HookName) ?? [];
    hooks.push(hook);
    this.hooks.set(name as HookName, hooks);
    return new Disposable(() => {
      const index = hooks.indexOf(hook);
      if (index >= 0) hooks.splice(index, 1);
    });
  }
}
