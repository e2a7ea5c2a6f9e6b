/**
 * A local Azure Functions host: loads an app of the Node programming model v4 in a worker and feeds it from HTTP, queues and
 * timers. What it does as the real host does, and what not, is in README.md.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { answerAdmin } from "./admin.ts";
import { readAppFiles } from "./app-files.ts";
import { HttpListener } from "./http-listener.ts";
import { streamThrough } from "./http-stream.ts";
import { Invocations } from "./invocation.ts";
import { readKeys } from "./keys.ts";
import { queueListeners, timerListeners } from "./listeners.ts";
import type { Log } from "./log.ts";
import { httpRoute, Router } from "./router.ts";
import { isDisabled, readSettings } from "./settings.ts";
import { sortByTrigger, type Triggered } from "./triggers.ts";
import { Worker } from "./worker.ts";

export type HostOptions = {
  /** The app's folder. */
  readonly app: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Where the host keeps its keys between starts; without it they are new each time. */
  readonly data: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
  /** Called when the host cannot go on: the app keeps dying. */
  readonly giveUp: (reason: string) => void;
};

export type Host = {
  readonly port: number;
  readonly functions: readonly string[];
  /** Takes nothing new, lets what was begun finish, then ends the app. False when the time for that ran out. */
  stop(): Promise<boolean>;
};

/** How long the app's `appTerminate` hooks may take, in milliseconds. */
const terminateGraceMs = 5_000;

/** @throws Error in plain words: a file, a setting or the app itself is wrong, or the port is taken. */
export async function startHost({ app: folder, port, data, environment, log, giveUp }: HostOptions): Promise<Host> {
  const app = readAppFiles(folder);
  const settings = readSettings(environment);
  const keys = readKeys(environment, data);
  const { functionTimeout, extensions } = app.hostJson;
  const worker = new Worker({ directory: app.directory, files: app.files }, functionTimeout, log, giveUp);
  const { functions, httpUri } = await worker.start();
  try {
    const enabled = functions.filter(({ name }) => !isDisabled(name, environment));
    const triggers = sortByTrigger(enabled);
    const invocations = new Invocations(worker, log);
    const { invoke } = invocations;
    const surroundings = { app, settings, invoke, log };
    const [queues, timers] = await Promise.all([
      queueListeners(triggers.queue, surroundings),
      timerListeners(triggers.timer, surroundings),
    ]);
    const { routePrefix, customHeaders } = extensions.http;
    const toRoute = ({ metadata, triggerName, trigger }: Triggered) =>
      httpRoute(metadata, triggerName, trigger, routePrefix);
    const names = enabled.map(({ name }) => name).toSorted();

    const runByHand = (wanted: string, input: string | undefined): boolean => {
      const is = ({ metadata }: Triggered) => metadata.name.toLowerCase() === wanted.toLowerCase();
      const timer = triggers.timer.find(is);
      if (timer !== undefined) timers.listeners.get(timer.metadata.name)?.runByHand();
      const queue = triggers.queue.find(is);
      if (queue !== undefined) {
        const functionName = queue.metadata.name;
        const invocation = { functionName, trigger: "queue", triggerName: queue.triggerName } as const;
        // Logged when it fails; there is nobody left to tell.
        invoke({ ...invocation, data: { string: input ?? "" } }).catch(() => undefined);
      }
      return timer !== undefined || queue !== undefined;
    };

    const http = new HttpListener({
      router: new Router(triggers.http.map(toRoute)),
      routePrefix,
      customHeaders,
      throttle: extensions.http,
      keys,
      bodyLimit: settings.bodyLimit,
      invoke,
      admin: (request) => answerAdmin(request, names, runByHand),
      stream:
        httpUri === undefined
          ? undefined
          : async (invocation, request, wire) =>
              streamThrough((await worker.httpUri()) ?? httpUri, invoke, customHeaders, invocation, request, wire),
    });
    const listening = await http.listen(port);
    for (const listener of queues.values()) listener.start();
    for (const listener of timers.listeners.values()) listener.start();

    const stop = async (): Promise<boolean> => {
      const feeders = [...queues.values(), ...timers.listeners.values()];
      const finish = async () => {
        await Promise.all([http.close(), ...feeders.map((feeder) => feeder.stop())]);
        await invocations.settled();
        return true;
      };
      const isDone = await Promise.race([finish(), sleep(settings.stopSeconds * 1000, false, { ref: false })]);
      if (!isDone) log({ level: "warning", event: "stopped-with-work-in-progress" });
      timers.close();
      await worker.stop(isDone ? terminateGraceMs : 0);
      return isDone;
    };
    return { port: listening, functions: names, stop };
  } catch (error) {
    await worker.stop(0);
    throw error;
  }
}
