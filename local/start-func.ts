/**
 * `npm run start:func [-- --port N]`: the product on Azure Functions Core Tools instead of the local host, with the settings of
 * the local system that is running (`npm start` writes them to `.local/functions-settings.json` while it runs).
 */
import { spawn } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { constants as system } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const settingsFile = join(root, ".local", "functions-settings.json");

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

/** The first `func` on the search path that may be run. */
function findCoreTools(path: string): string | undefined {
  const names = process.platform === "win32" ? ["func.exe", "func.cmd"] : ["func"];
  const places = path
    .split(delimiter)
    .flatMap((folder) => (folder === "" ? [] : names.map((name) => join(folder, name))));
  return places.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function readSettings(): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(settingsFile, "utf8");
  } catch {
    return fail("The local system is not running: start it with `npm start`, then run this again on another port.");
  }
  const value: unknown = JSON.parse(text);
  const isSettings =
    typeof value === "object" && value !== null && Object.values(value).every((one) => typeof one === "string");
  return isSettings
    ? (value as Record<string, string>)
    : fail("The settings of the local system cannot be read: start it again with `npm start`.");
}

const { values } = parseArgs({ options: { port: { type: "string", default: "7072" } } });
const coreTools =
  findCoreTools(process.env.PATH ?? "") ??
  fail(
    "Azure Functions Core Tools (`func`) are not installed: `npm start` needs none; see https://aka.ms/func-install.",
  );
const child = spawn(coreTools, ["start", "--port", values.port], {
  cwd: root,
  env: { ...process.env, FUNCTIONS_WORKER_RUNTIME: "node", ...readSettings() },
  stdio: "inherit",
  shell: coreTools.endsWith(".cmd"),
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("error", () => fail("Azure Functions Core Tools could not be started."));
child.on("close", (code, signal) => process.exit(code ?? 128 + system.signals[signal ?? "SIGTERM"]));
