/**
 * The Bicep compiler: found in a git-ignored cache, or fetched once from NuGet with the .NET SDK, and spoken to over its
 * JSON-RPC interface, so that one process compiles everything (a first compilation takes seconds, the next ones a fraction).
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";

/** The generated files depend on it, so it is exact. */
export const bicepVersion = "0.49.2";

const root = join(import.meta.dirname, "../..");
const cache = join(root, ".cache/bicep");

const packages: Readonly<Record<string, string>> = {
  "linux-x64": "Azure.Bicep.CommandLine.linux-x64",
  "linux-arm64": "Azure.Bicep.CommandLine.linux-arm64",
  "darwin-x64": "Azure.Bicep.CommandLine.osx-x64",
  "darwin-arm64": "Azure.Bicep.CommandLine.osx-arm64",
  "win32-x64": "Azure.Bicep.CommandLine.win-x64",
  "win32-arm64": "Azure.Bicep.CommandLine.win-arm64",
};

const programPath = (name: string) =>
  join(cache, name.toLowerCase(), bicepVersion, "tools", process.platform === "win32" ? "bicep.exe" : "bicep");

/** The .NET SDK can download a package from version 10 on. */
const canFetch = (): boolean => {
  try {
    const version = execFileSync("dotnet", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return Number.parseInt(version, 10) >= 10;
  } catch {
    return false;
  }
};

export type FoundBicep = { readonly path: string } | { readonly missing: string };

/**
 * Finds the compiler, fetching it where that is possible.
 * @throws Error on a build server (`CI`) that could fetch it but failed: there a skipped check would look like a passed one.
 */
export const findBicep = (): FoundBicep => {
  const name = packages[`${process.platform}-${process.arch}`];
  if (!name) return { missing: `no Bicep CLI for ${process.platform}-${process.arch}` };
  const path = programPath(name);
  if (!existsSync(path)) {
    if (!canFetch()) return { missing: `${path} is absent and there is no .NET SDK (10 or newer) to fetch it with` };
    try {
      execFileSync("dotnet", ["package", "download", `${name}@${bicepVersion}`, "--output", cache], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        timeout: 300_000,
        env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" },
      });
    } catch (error) {
      const reason = `NuGet did not give ${name} ${bicepVersion}: ${error instanceof Error ? error.message : String(error)}`;
      if (process.env.CI) throw new Error(reason);
      return { missing: reason };
    }
  }
  if (process.platform !== "win32") chmodSync(path, 0o755);
  return { path };
};

export type Diagnostic = {
  readonly level: string;
  readonly code: string;
  readonly message: string;
  readonly source: string;
};
export type Compiled = { readonly contents: string | undefined; readonly diagnostics: readonly Diagnostic[] };

/** Where a snapshot pretends to deploy to. Made up, so that names resolve and stay the same everywhere. */
const pretendedDeployment = {
  tenantId: "00000000-0000-4000-8000-000000000001",
  subscriptionId: "00000000-0000-4000-8000-000000000002",
  resourceGroup: "concierge",
  location: null,
  deploymentName: "concierge",
};

type Answer = { id: number; result?: unknown; error?: { message: string; data?: { message?: string } } };
type CompileResult = {
  contents?: string | null;
  diagnostics: Diagnostic[];
};

/** Splits a stream of `Content-Length` framed messages and hands each to `take`. */
const readFrames = (process: ChildProcess, take: (answer: Answer) => void) => {
  let rest = Buffer.alloc(0);
  process.stdout?.on("data", (part: Buffer) => {
    rest = Buffer.concat([rest, part]);
    for (;;) {
      const end = rest.indexOf("\r\n\r\n");
      const length = /Content-Length: (\d+)/i.exec(rest.subarray(0, Math.max(end, 0)).toString())?.[1];
      if (end < 0 || length === undefined || rest.length < end + 4 + Number(length)) return;
      const body = rest.subarray(end + 4, end + 4 + Number(length)).toString();
      rest = rest.subarray(end + 4 + Number(length));
      take(JSON.parse(body) as Answer);
    }
  });
};

export type Bicep = {
  /** Compiles a .bicep file to an ARM template; diagnostics include the linter's. */
  readonly compile: (path: string) => Promise<Compiled>;
  /** Compiles a .bicepparam file to a JSON parameters file. */
  readonly compileParameters: (path: string) => Promise<Compiled>;
  /** Evaluates a deployment of a .bicepparam file. @throws Error when it does not compile. */
  readonly snapshot: (path: string) => Promise<string>;
  /** The file's text as the formatter writes it. */
  readonly format: (path: string) => Promise<string>;
  readonly close: () => void;
};

/** Starts the compiler. The caller closes it. */
export const openBicep = (path: string): Bicep => {
  const server = spawn(path, ["jsonrpc", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  readFrames(server, ({ id, result, error }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error) call?.reject(new Error(error.data?.message ?? error.message));
    else call?.resolve(result);
  });
  const fail = (reason: string) => {
    for (const call of waiting.values()) call.reject(new Error(reason));
    waiting.clear();
  };
  server.on("error", (error) => fail(error.message));
  server.on("exit", (code) => fail(`the Bicep compiler ended with ${code}`));

  const request = <T>(method: string, parameters: object): Promise<T> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve: (value) => resolve(value as T), reject });
      const body = JSON.stringify({ jsonrpc: "2.0", id: lastId, method, params: [parameters] });
      server.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });

  return {
    compile: async (file) => {
      const { contents, diagnostics } = await request<CompileResult>("bicep/compile", { path: file });
      return { contents: contents ?? undefined, diagnostics };
    },
    compileParameters: async (file) => {
      const { parameters, diagnostics } = await request<CompileResult & { parameters?: string | null }>(
        "bicep/compileParams",
        { path: file, parameterOverrides: {} },
      );
      return { contents: parameters ?? undefined, diagnostics };
    },
    snapshot: async (file) => {
      const { snapshot } = await request<{ snapshot: string }>("bicep/getSnapshot", {
        path: file,
        metadata: pretendedDeployment,
        externalInputs: null,
      });
      return snapshot;
    },
    format: async (file) => (await request<{ contents: string }>("bicep/format", { path: file })).contents,
    close: () => {
      server.kill();
    },
  };
};
