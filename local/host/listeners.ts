/** Builds the listeners for queues and timers. The storage SDKs are loaded here only, and only for an app that needs them. */
import { followClockAuthority } from "../../shared/time/authority-clock.ts";
import { systemClock } from "../../shared/time/clock.ts";
import type { AppFiles } from "./app-files.ts";
import type { Invoke } from "./invocation.ts";
import type { Log } from "./log.ts";
import { QueueListener } from "./queue-listener.ts";
import { parseSchedule } from "./schedule.ts";
import { ScheduleStore } from "./schedule-store.ts";
import { connectionString, resolveNames, type Settings } from "./settings.ts";
import { SingletonLock } from "./singleton-lock.ts";
import { TimerListener } from "./timer-listener.ts";
import type { Triggered } from "./triggers.ts";

export type Surroundings = {
  readonly app: AppFiles;
  readonly settings: Settings;
  readonly invoke: Invoke;
  readonly log: Log;
};

/** A few quick tries, then the listener's own back-off takes over. */
const retryOptions = { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1000 };

/** @throws Error naming the function and the setting that is missing. */
const forFunction = <T>({ metadata }: Triggered, make: () => T): T => {
  try {
    return make();
  } catch (error) {
    throw new Error(`function "${metadata.name}": ${(error as Error).message}`);
  }
};

export async function queueListeners(
  functions: readonly Triggered[],
  { app, settings, invoke, log }: Surroundings,
): Promise<ReadonlyMap<string, QueueListener>> {
  const listeners = new Map<string, QueueListener>();
  if (functions.length === 0) return listeners;
  const { QueueServiceClient } = await import("@azure/storage-queue");
  for (const triggered of functions) {
    const { metadata, triggerName, trigger } = triggered;
    const listener = forFunction(triggered, () => {
      const connection = connectionString(String(trigger.connection || "AzureWebJobsStorage"), settings.environment);
      const account = QueueServiceClient.fromConnectionString(connection, { retryOptions });
      const name = resolveNames(String(trigger.queueName ?? ""), settings.environment).toLowerCase();
      if (!/^[a-z0-9](?:-?[a-z0-9]){2,62}$/.test(name)) throw new Error(`"${name}" is not the name of a queue`);
      return new QueueListener({
        functionName: metadata.name,
        triggerName,
        queue: account.getQueueClient(name),
        poison: account.getQueueClient(`${name}-poison`),
        options: app.hostJson.extensions.queues,
        hideSeconds: settings.crashHideSeconds,
        invoke,
        log,
      });
    });
    listeners.set(metadata.name, listener);
  }
  return listeners;
}

export type Timers = { readonly listeners: ReadonlyMap<string, TimerListener>; readonly close: () => void };

export async function timerListeners(
  functions: readonly Triggered[],
  { app, settings, invoke, log }: Surroundings,
): Promise<Timers> {
  const listeners = new Map<string, TimerListener>();
  if (functions.length === 0) return { listeners, close: () => undefined };
  const connection = connectionString("AzureWebJobsStorage", settings.environment);
  const { BlobServiceClient } = await import("@azure/storage-blob");
  const container = BlobServiceClient.fromConnectionString(connection, { retryOptions }).getContainerClient(
    "azure-webjobs-hosts",
  );
  const authority = settings.clockUrl === undefined ? undefined : await followClockAuthority(settings.clockUrl);
  const hostId = settings.hostId ?? app.name;
  for (const triggered of functions) {
    const { metadata, triggerName, trigger } = triggered;
    const { name } = metadata;
    const schedule = forFunction(triggered, () => {
      return parseSchedule(resolveNames(String(trigger.schedule ?? ""), settings.environment), settings.timeZone);
    });
    const listener = new TimerListener({
      functionName: name,
      triggerName,
      schedule,
      runOnStartup: trigger.runOnStartup === true,
      useMonitor: trigger.useMonitor !== false,
      store: new ScheduleStore(container, hostId, name),
      lock: new SingletonLock(container, hostId, name, settings.timerLeaseSeconds),
      lockPollMs: settings.timerLeaseSeconds * 100,
      clock: authority ?? systemClock,
      invoke,
      log,
    });
    authority?.onMove(() => listener.clockMoved());
    listeners.set(name, listener);
  }
  return { listeners, close: () => authority?.close() };
}
