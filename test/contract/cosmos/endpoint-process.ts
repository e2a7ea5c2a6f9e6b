/** The endpoint as a process of its own, for what only a process can show: being killed and started again. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export type EndpointProcess = {
  readonly url: string;
  readonly port: number;
  /** Milliseconds from start to ready. */
  readonly readyAfterMs: number;
  /** Ends the process and gives its exit code, null when a signal ended it. */
  readonly kill: (signal: "SIGTERM" | "SIGKILL") => Promise<number | null>;
};

/** @param program path of the endpoint's `main.ts`. @throws Error with what it printed when it does not become ready. */
export async function spawnEndpoint(
  program: string,
  dataFile: string,
  more: readonly string[] = [],
): Promise<EndpointProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, "--port", "0", "--data", dataFile, ...more], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, CLOCK_URL: "" },
  });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const exited = once(child, "exit") as Promise<[number | null]>;
  const line = await Promise.race([
    once(createInterface(child.stdout), "line") as Promise<[string]>,
    exited.then(() => undefined),
  ]);
  if (!line) throw new Error(`The endpoint ended before it was ready: ${complaints}`);
  const { port } = JSON.parse(line[0]) as { port: number };
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    readyAfterMs: performance.now() - started,
    kill: async (signal) => {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}
