/**
 * A Node process of the local system: started with its log going to a file, ready when a line on its standard output says
 * so, ended by signal, and ended by itself when the parent disappears.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { fileURLToPath } from "node:url";

export type ChildOptions<Ready> = {
  /** Shown in errors. */
  readonly name: string;
  /** Node's arguments: the program and what it is given. */
  readonly args: readonly string[];
  /** Added to the few variables a process needs to run; nothing else of the parent's environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Appended to; readable by its owner only. Without it, output that is not asked for is dropped. */
  readonly logFile?: string;
  /** Looks at each line of standard output until it gives something: then the process is ready. */
  readonly ready: (line: string) => Ready | undefined;
  /** Called with each whole line that it prints, on either stream. */
  readonly onLine?: (line: string) => void;
  /** Milliseconds; 30 s when absent. */
  readonly timeoutMs?: number;
};

export type Child<Ready> = {
  readonly pid: number;
  readonly ready: Ready;
  /** Resolves when the process has ended and its output is read. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly running: () => boolean;
  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** SIGTERM, and SIGKILL for a process that has not ended after `graceMs` (10 s when absent). */
  stop(graceMs?: number): Promise<void>;
};

const endWithParent = fileURLToPath(new URL("./end-with-parent.mjs", import.meta.url));
/** Where every process of ours keeps what it has compiled: most of a short one's time is spent on that. */
export const compileCache = fileURLToPath(new URL("../../.cache/compile", import.meta.url));
const inherited = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "USERPROFILE", "LANG"];
const keptLines = 20;

/** @throws Error with the last lines of output when the process ends, or stays silent too long, before it is ready. */
export async function startChild<Ready>(options: ChildOptions<Ready>): Promise<Child<Ready>> {
  const log =
    options.logFile === undefined ? undefined : createWriteStream(options.logFile, { flags: "a", mode: 0o600 });
  const child = spawn(process.execPath, ["--import", endWithParent, ...options.args], {
    env: { ...base(), ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own: Ctrl-C in the terminal reaches the parent alone, which then ends its children in the right order.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  // The child's end of this pipe closes when the child does; writing nothing to it, an error here has no other meaning.
  child.stdin.on("error", () => undefined);
  const ended = whenEnded(child, log);
  const ready = await whenReady(child, options, log);
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    running,
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
    async stop(graceMs = 10_000) {
      child.kill("SIGTERM");
      const tooLong = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(tooLong);
    },
  };
}

/** The readiness line of our own programs: `{"ready":true,"port":N}`. */
export function readyPort(line: string): number | undefined {
  if (!line.startsWith('{"ready":true')) return undefined;
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed === "object" && parsed !== null && "port" in parsed && typeof parsed.port === "number")
    return parsed.port;
  return undefined;
}

function base(): Record<string, string> {
  const kept = inherited.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  );
  return { ...Object.fromEntries(kept), NODE_COMPILE_CACHE: compileCache, NODE_NO_WARNINGS: "1" };
}

function whenEnded(child: ChildProcess, log: WriteStream | undefined): Child<unknown>["ended"] {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => {
      log?.end();
      resolve({ code, signal });
    });
  });
}

function whenReady<Ready>(
  child: ChildProcess,
  options: ChildOptions<Ready>,
  log: WriteStream | undefined,
): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const last: string[] = [];
    let waiting = true;
    const tooLong = setTimeout(() => {
      child.kill("SIGKILL");
      fail("was not ready in time");
    }, options.timeoutMs ?? 30_000);
    const settle = () => {
      waiting = false;
      clearTimeout(tooLong);
    };
    const fail = (how: string) => {
      if (!waiting) return;
      settle();
      reject(new Error([`${options.name} ${how}.`, ...last].join("\n")));
    };
    const remember = (line: string) => {
      if (!waiting) return;
      last.push(line);
      if (last.length > keptLines) last.shift();
    };

    eachLine(child.stdout, log, (line) => {
      remember(line);
      options.onLine?.(line);
      const value = waiting ? options.ready(line) : undefined;
      if (value === undefined) return;
      settle();
      resolve(value);
    });
    eachLine(child.stderr, log, (line) => {
      remember(line);
      options.onLine?.(line);
    });
    child.once("error", (error) => fail(`could not be started: ${error.message}`));
    child.once("close", (code, signal) => fail(`ended before it was ready (${signal ?? `code ${code}`})`));
  });
}

function eachLine(
  stream: NodeJS.ReadableStream | null,
  log: WriteStream | undefined,
  take: (line: string) => void,
): void {
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (text: string) => {
    log?.write(text);
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  });
}
