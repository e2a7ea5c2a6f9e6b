/** Runs the host as a process for the tests: started, watched by its log, stopped, killed; its exit code and errors at hand. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { compileCache } from "../../../local/system/child.ts";

const hostMain = fileURLToPath(new URL("../../../local/host/main.ts", import.meta.url));

export type HostStart = {
  readonly app: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly data?: string;
  /** Another `main.ts`: a copy of the host with a planted bug. */
  readonly main?: string;
};

export type LogEntry = Readonly<Record<string, unknown>>;

export const masterKey = "master-key-of-the-tests";
export const functionKey = "function-key-of-the-tests";

export class HostProcess implements AsyncDisposable {
  readonly lines: string[] = [];
  readonly exited: Promise<number | null>;
  port = 0;
  functions: readonly string[] = [];
  errors = "";
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();

  constructor({ app, env = {}, port = 0, data, main = hostMain }: HostStart) {
    const given = ["--app", app, "--port", String(port), ...(data === undefined ? [] : ["--data", data])];
    const { PATH = "" } = process.env;
    this.#child = spawn(process.execPath, [main, ...given], {
      env: {
        PATH,
        NODE_COMPILE_CACHE: compileCache,
        LOCAL_HOST_MASTER_KEY: masterKey,
        LOCAL_HOST_FUNCTION_KEY: functionKey,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Nothing is left running by a test runner that ends early.
    const end = () => this.#child.kill("SIGKILL");
    process.once("exit", end);
    this.#child.once("close", () => process.off("exit", end));
    this.#child.stderr?.on("data", (text: Buffer) => {
      this.errors += text.toString();
    });
    createInterface({ input: this.#child.stdout! }).on("line", (line) => {
      this.lines.push(line);
      for (const look of [...this.#watchers]) look();
    });
    this.exited = new Promise((resolve) => this.#child.once("close", (code) => resolve(code)));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get log(): LogEntry[] {
    return this.lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as LogEntry);
  }

  /** @throws Error with what the host wrote when it ends before it is ready. */
  async ready(): Promise<this> {
    const [ready] = await this.logged(({ ready }) => ready === true);
    this.port = Number(ready?.port);
    this.functions = ready?.functions as string[];
    return this;
  }

  /** Waits until that many log lines are like this. */
  async logged(isLike: (entry: LogEntry) => boolean, count = 1): Promise<LogEntry[]> {
    const { promise, resolve, reject } = Promise.withResolvers<LogEntry[]>();
    const look = () => {
      const found = this.log.filter(isLike);
      if (found.length >= count) resolve(found);
    };
    this.#watchers.add(look);
    void this.exited.then((code) => reject(new Error(`the host ended (code ${code}): ${this.errors}`)));
    look();
    try {
      return await promise;
    } finally {
      this.#watchers.delete(look);
    }
  }

  invocationsOf(name: string, outcome?: string): LogEntry[] {
    const is = (entry: LogEntry) => entry.event === "invocation" && entry.function === name;
    return this.log.filter((entry) => is(entry) && (outcome === undefined || entry.outcome === outcome));
  }

  /** The notes of the sample app, once there are that many. @throws Error when they do not come. */
  async notes(name: string, count = 0): Promise<{ at: number; detail: unknown }[]> {
    const response = await fetch(`${this.url}/notes/${name}?count=${count}`);
    const notes = (await response.json()) as { at: number; detail: unknown }[];
    if (response.status !== 200) throw new Error(`${notes.length} notes "${name}" instead of ${count}`);
    return notes;
  }

  async note(name: string): Promise<void> {
    await fetch(`${this.url}/notes/${name}`, { method: "POST" });
  }

  async runByHand(functionName: string, input?: string): Promise<number> {
    const response = await fetch(`${this.url}/admin/functions/${functionName}`, {
      method: "POST",
      headers: { "x-functions-key": masterKey, "content-type": "application/json" },
      body: JSON.stringify(input === undefined ? {} : { input }),
    });
    return response.status;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Asks it to stop and gives its exit code. */
  async stop(): Promise<number | null> {
    this.signal("SIGTERM");
    return this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal("SIGKILL");
    await this.exited;
  }
}

export const startHostProcess = (start: HostStart): Promise<HostProcess> => {
  const host = new HostProcess(start);
  return host.ready().catch(async (error) => {
    await host[Symbol.asyncDispose]();
    throw error;
  });
};
