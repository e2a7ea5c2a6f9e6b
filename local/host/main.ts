/**
 * `node local/host/main.ts --app DIR --port N [--data DIR]`: runs the host as a process. One JSON line on standard output says
 * when it is ready; SIGTERM or SIGINT stops it once what is running has finished, a second one at once.
 */
import { parseArgs } from "node:util";
import { startHost } from "./host.ts";
import { writeLog } from "./log.ts";

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

function readArguments() {
  const options = { app: { type: "string" }, port: { type: "string" }, data: { type: "string" } } as const;
  const { values } = parseArgs({ options });
  const port = Number(values.port);
  if (values.app === undefined) throw new Error("--app DIR is missing");
  if (values.port === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error("--port N must be a port number (0 for any free one)");
  }
  return { app: values.app, port, data: values.data };
}

function explain(error: unknown, port: number): string {
  if ((error as NodeJS.ErrnoException).code === "EADDRINUSE")
    return `Functions host: port ${port} is taken by another process`;
  return `Functions host: ${error instanceof Error ? error.message : String(error)}`;
}

let asked = 0;
try {
  const given = readArguments();
  const giveUp = (reason: string) => fail(`Functions host: ${reason}`);
  const host = await startHost({ ...given, environment: process.env, log: writeLog, giveUp }).catch((error) =>
    fail(explain(error, given.port)),
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      asked += 1;
      if (asked > 1) process.exit(1);
      host.stop().then(
        (isDone) => process.exit(isDone ? 0 : 1),
        (error) => fail(explain(error, given.port)),
      );
    });
  }
  process.stdout.write(`${JSON.stringify({ ready: true, port: host.port, functions: host.functions })}\n`);
} catch (error) {
  fail(`Functions host: ${(error as Error).message}`);
}
