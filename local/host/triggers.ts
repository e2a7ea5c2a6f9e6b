/** Sorts the functions an app registers by their trigger. What this host cannot run stops the start, so that nothing is silently left out. */
import type { Binding, FunctionMetadata } from "./rpc.ts";

export type Triggered = {
  readonly metadata: FunctionMetadata;
  readonly triggerName: string;
  readonly trigger: Binding;
};

export type Triggers = {
  readonly http: readonly Triggered[];
  readonly queue: readonly Triggered[];
  readonly timer: readonly Triggered[];
};

const kinds: Readonly<Record<string, keyof Triggers>> = {
  httptrigger: "http",
  queuetrigger: "queue",
  timertrigger: "timer",
};

/** @throws Error naming the function and what of it this host does not know. */
export function sortByTrigger(functions: readonly FunctionMetadata[]): Triggers {
  const sorted: Record<keyof Triggers, Triggered[]> = { http: [], queue: [], timer: [] };
  for (const metadata of functions) {
    const refuse = (what: string) => new Error(`function "${metadata.name}": the local host does not know ${what}`);
    const bindings = Object.entries(metadata.bindings);
    const found = bindings.find(([, binding]) => /trigger$/i.test(binding.type));
    const kind = kinds[found?.[1].type.toLowerCase() ?? ""];
    if (found === undefined || kind === undefined) throw refuse(`the trigger "${found?.[1].type ?? "none"}"`);
    const [triggerName, trigger] = found;
    for (const [name, binding] of bindings) {
      const isAnswer = name === "$return" && kind === "http" && binding.type.toLowerCase() === "http";
      if (name !== triggerName && !isAnswer) throw refuse(`the binding "${binding.type}"`);
    }
    if (metadata.retryOptions !== undefined && metadata.retryOptions !== null) throw refuse("retry policies");
    sorted[kind].push({ metadata, triggerName, trigger });
  }
  return sorted;
}
