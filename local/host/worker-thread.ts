/**
 * The worker: a thread of its own that holds the app. It loads the files `main` names, then runs invocations through the
 * app's own programming model. Being a thread, it can be ended and started again when a handler never comes back.
 */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { type CoreInvocationContext, CoreModule, type HookName } from "./core-module.ts";
import { listenOnLoopback } from "./loopback.ts";
import type { Failure, FromWorker, InvocationRequest, LogLevel, ToWorker } from "./rpc.ts";

/** What the host tells a new worker: the app's folder and the files to load, in order. */
export type WorkerInput = { readonly directory: string; readonly files: readonly string[] };

const { directory, files } = workerData as WorkerInput;
const port = parentPort;
if (port === null) throw new Error("worker-thread.ts is started by the local Functions host only");
const tell = (message: FromWorker): void => port.postMessage(message);

const core = new CoreModule((level, category, message) => tell({ kind: "log", level, category, message }));
const appHookData: Record<string, unknown> = {};

async function runHooks(name: HookName, context: Record<string, unknown>): Promise<void> {
  for (const hook of core.hooks.get(name) ?? []) await hook(context);
}

/** The failure without its message: stack lines only, as they name code and no data. */
function describe(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: typeof error };
  const at = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { name: error.name, at: at.slice(0, 8).map((line) => line.trim()) };
}

async function invoke(request: InvocationRequest): Promise<void> {
  const { invocationId } = request;
  try {
    const registered = core.functions.get(request.functionId);
    const model = core.programmingModel;
    if (registered === undefined || model === undefined) throw new Error("function is not loaded");
    const { name, bindings } = registered.metadata;
    const context: CoreInvocationContext = {
      invocationId,
      request,
      metadata: { name, bindings },
      state: undefined,
      log: (level, category, message) => log(level, category, message, name, invocationId),
    };
    const invocation = model.getInvocationModel(context);
    const args = await invocation.getArguments();
    const hookData = {};
    const shared = { hookData, appHookData, invocationContext: args.context };

    context.state = "preInvocationHooks";
    const before = { ...shared, inputs: args.inputs, functionCallback: registered.callback };
    await runHooks("preInvocation", before);

    context.state = "invocation";
    const after: Record<string, unknown> = { ...shared, inputs: before.inputs, result: null, error: null };
    try {
      after.result = await invocation.invokeFunction(args.context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error ?? new Error("the handler threw nothing");
    }

    context.state = "postInvocationHooks";
    await runHooks("postInvocation", after);
    context.state = undefined;
    if (after.error !== null && after.error !== undefined) throw after.error;
    const response = await invocation.getResponse(args.context, after.result);
    tell({ kind: "response", invocationId, response: { returnValue: response.returnValue ?? null } });
  } catch (error) {
    tell({ kind: "failure", invocationId, failure: describe(error) });
  }
}

function log(level: LogLevel, category: string, message: string, name: string, invocationId: string): void {
  const line = { level, category, message };
  for (const hook of core.hooks.get("log") ?? []) hook(Object.assign(line, { hookData: {}, appHookData }));
  tell({ kind: "log", level: line.level, category, message: line.message, function: name, invocationId });
}

async function load(): Promise<void> {
  core.install();
  for (const file of files) await import(pathToFileURL(file).href);
  await runHooks("appStart", { hookData: {}, appHookData, functionAppDirectory: directory });
  const capabilities = await listenOnLoopback(async () => core.programmingModel?.getCapabilities?.({}));
  core.lock();
  const functions = [...core.functions.values()].map((registered) => registered.metadata);
  const httpUri = capabilities?.HttpUri;
  tell({ kind: "loaded", functions, ...(httpUri === undefined ? {} : { httpUri }) });
}

port.on("message", async (message: ToWorker) => {
  if (message.kind === "invoke") return invoke(message.request);
  await runHooks("appTerminate", { hookData: {}, appHookData });
  tell({ kind: "terminated" });
});

try {
  await load();
} catch (error) {
  tell({ kind: "refused", reason: error instanceof Error ? (error.stack ?? String(error)) : String(error) });
}
