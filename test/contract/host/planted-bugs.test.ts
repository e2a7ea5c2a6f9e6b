/** Each bug is planted in a copy of the host's source, and the check that guards against it must see it. A check that lets it pass is worth nothing. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { plantedToday } from "../../fixtures/planted-share.ts";
import { AppFolders } from "./app-folder.ts";
import { type HostProcess, startHostProcess } from "./host-process.ts";
import * as http from "./http-checks.ts";
import * as queues from "./queue-checks.ts";
import { type Storage, startStorage } from "./storage.ts";
import { describeOwnHost } from "./target.ts";
import * as timers from "./timer-checks.ts";

const root = join(import.meta.dirname, "../../..");

type Bug = { readonly file: string; readonly right: string; readonly wrong: string };

/** A copy of the host with the bug in it, beside the repository's own `shared`. Throws when the text to replace is not there exactly once. */
function plant({ file, right, wrong }: Bug): { main: string; remove: () => void } {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const place = mkdtempSync(join(root, ".cache/planted-"));
  const copy = join(place, "local/host");
  cpSync(join(root, "local/host"), copy, { recursive: true });
  symlinkSync(join(root, "shared"), join(place, "shared"));
  writeFileSync(join(place, "package.json"), '{"type":"module"}');
  const source = readFileSync(join(copy, file), "utf8");
  expect(source.split(right), `${file} holds "${right}" once`).toHaveLength(2);
  writeFileSync(
    join(copy, file),
    source.replace(right, () => wrong),
  );
  return { main: join(copy, "main.ts"), remove: () => rmSync(place, { recursive: true, force: true }) };
}

const bug = (file: string, right: string, wrong: string): Bug => ({ file, right, wrong });

type HttpCase = readonly [name: string, bug: Bug, check: (host: HostProcess) => Promise<void>];
type StorageCheck = (storage: Storage, start: queues.Starter) => Promise<void>;
type StorageCase = readonly [
  name: string,
  app: "queue-app" | "timer-app",
  queues: object,
  bug: Bug,
  check: StorageCheck,
];

const httpCases: HttpCase[] = [
  ["method ignored", bug("router.ts", "if (!route.methods.has(method)) continue;", ""), http.methodMatched],
  [
    "order of names ignored",
    bug(
      "router.ts",
      "routes.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))",
      "[...routes].toSorted((a, b) => (key(a) < key(b) ? 1 : -1))",
    ),
    http.namesOrdered,
  ],
  [
    "names ordered by case",
    bug("router.ts", "route.functionName.toLowerCase()", "route.functionName"),
    http.namesOrdered,
  ],
  [
    "empty segment matched",
    bug("router.ts", 'if (segments.includes("")) return undefined;', ""),
    http.emptySegmentRefused,
  ],
  [
    "key not asked for",
    bug("keys.ts", "if (presented === undefined) return false;", "if (presented === undefined) return true;"),
    http.keyAsked,
  ],
  [
    "chunked body read",
    bug(
      "http-request.ts",
      "if (!(length > 0) || length > limit) {",
      "if (request.headers['transfer-encoding'] !== undefined) return Buffer.concat(await request.toArray());\n  if (!(length > 0) || length > limit) {",
    ),
    http.chunkedArrivesEmpty,
  ],
  [
    "repeated headers lost",
    bug("http-request.ts", "joined.set(name, known === undefined ?", "joined.set(name, known !== '' ?"),
    http.headersJoined,
  ],
  [
    "cookies not encoded",
    bug("cookies.ts", 'encode(cookie.value ?? "")', 'String(cookie.value ?? "")'),
    http.cookiesEncoded,
  ],
  ["%2F decoded", bug("request-target.ts", "(?:%(?!2f)[0-9a-f]{2})+", "(?:%[0-9a-f]{2})+"), http.escapedSlashKept],
  [
    "error shown",
    bug(
      "http-listener.ts",
      "sendEmpty(wire.response, 500, customHeaders);\n    }\n  }",
      "wire.response.writeHead(500).end('failed');\n    }\n  }",
    ),
    http.errorsHidden,
  ],
];

const storageCases: StorageCase[] = [
  [
    "poison skipped",
    "queue-app",
    {},
    bug(
      "queue-listener.ts",
      "await poison.sendMessage(message.messageText);\n    } catch",
      "await Promise.resolve(poison);\n    } catch",
    ),
    queues.poisonAfterFive,
  ],
  [
    "one try too few",
    "queue-app",
    {},
    bug(
      "queue-listener.ts",
      "message.dequeueCount >= options.maxDequeueCount",
      "message.dequeueCount >= options.maxDequeueCount - 1",
    ),
    queues.poisonAfterFive,
  ],
  [
    "visibilityTimeout ignored",
    "queue-app",
    { visibilityTimeout: "00:00:02" },
    bug("queue-listener.ts", "options.visibilityTimeout / 1000", "0"),
    queues.visibilityTimeoutKept,
  ],
  [
    "threshold ignored",
    "queue-app",
    { batchSize: 4, newBatchThreshold: 1 },
    bug(
      "queue-listener.ts",
      "while (this.#handling.size > newBatchThreshold)",
      "while (this.#handling.size > 100 + newBatchThreshold)",
    ),
    queues.batchesBounded,
  ],
  [
    "hide not renewed",
    "queue-app",
    {},
    bug("queue-listener.ts", "}, hideSeconds * 500);", "}, hideSeconds * 5_000_000);"),
    queues.hiddenWhileHandled,
  ],
  [
    "deleted before handled",
    "queue-app",
    {},
    bug(
      "queue-listener.ts",
      "const metadata = messageMetadata(message, text);",
      "const metadata = messageMetadata(message, text);\n      await this.#to.queue.deleteMessage(message.messageId, message.popReceipt);",
    ),
    queues.handledAfterCrash,
  ],
  [
    "undecodable handed over",
    "queue-app",
    { messageEncoding: "base64" },
    bug("queue-message.ts", "if (text.length % 4 !== 0 || ", "if (text.length % 4 !== 0) return text;\n  if ("),
    queues.undecodableToPoison,
  ],
  [
    "double timer",
    "timer-app",
    {},
    bug(
      "singleton-lock.ts",
      "if (statusOf(error) === 409) return undefined;",
      "if (statusOf(error) === 409) return { lost: new AbortController().signal, release: async () => undefined };",
    ),
    timers.onceOverTwoHosts,
  ],
  [
    "each missed tick run",
    "timer-app",
    {},
    bug(
      "timer-listener.ts",
      "next: schedule.next(startedAt), lastUpdated: startedAt",
      "next: schedule.next(this.#status?.next ?? startedAt), lastUpdated: startedAt",
    ),
    timers.missedTicksCollapse,
  ],
  [
    "past due not told",
    "timer-app",
    {},
    bug("timer-listener.ts", "IsPastDue: isPastDue", "IsPastDue: false"),
    timers.missedTicksCollapse,
  ],
];

describeOwnHost("planted bugs", () => {
  let storage: Storage;
  const folders = new AppFolders();
  const planted: { remove: () => void }[] = [];
  const planting = (one: Bug): string => {
    const made = plant(one);
    planted.push(made);
    return made.main;
  };

  beforeAll(async () => {
    storage = await startStorage();
  });
  afterAll(async () => {
    await storage[Symbol.asyncDispose]();
    await folders[Symbol.asyncDispose]();
    for (const made of planted) made.remove();
  });

  it("checks of HTTP pass on the host as it is", async () => {
    await using host = await startHostProcess({ app: await folders.path("http-app") });
    for (const [, , check] of httpCases) await check(host);
  });

  it.each(plantedToday(httpCases))("%s: caught", async (_, planned, check) => {
    await using host = await startHostProcess({ app: await folders.path("http-app"), main: planting(planned) });
    await expect(check(host)).rejects.toThrow();
  });

  // That these checks pass on the host as it is, is what queues.test.ts and timers.test.ts show.
  it.each(plantedToday(storageCases))("%s: caught", async (_, app, queueOptions, planned, check) => {
    const path = await folders.path(app, { extensions: { queues: queueOptions } });
    const started: HostProcess[] = [];
    const plain = queues.starter(storage, path, planting(planned));
    const start: queues.Starter = async (more) => {
      const host = await plain(more);
      started.push(host);
      return host;
    };
    const checking = check(storage, start);
    await expect(withinSeconds(20, checking)).rejects.toThrow();
    // A check that still waits gives up when its hosts are gone.
    for (const host of started) await host[Symbol.asyncDispose]();
    await checking.catch(() => undefined);
  });
});

/** A bug may show as something that never comes; waiting for it has an end. */
function withinSeconds<T>(seconds: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not within ${seconds} s`)), seconds * 1000);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
