/** Makes a folder that holds a sample app as it is deployed: one bundled file, package.json and host.json. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { build } from "esbuild";

export type AppForm = "esm" | "cjs";

export type AppFolder = AsyncDisposable & { readonly path: string };

const requireBanner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** `name` is a file of `apps/` without its ending; `hostJson` is merged over an empty route prefix and plain messages. */
export async function appFolder(name: string, hostJson: HostJsonPart = {}, form: AppForm = "esm"): Promise<AppFolder> {
  const path = emptyFolder();
  const main = form === "esm" ? "index.mjs" : "index.cjs";
  await build({
    entryPoints: [fileURLToPath(new URL(`./apps/${name}.ts`, import.meta.url))],
    outfile: join(path, main),
    bundle: true,
    platform: "node",
    format: form,
    external: ["@azure/functions-core"],
    logLevel: "error",
    ...(form === "esm" ? { banner: { js: requireBanner } } : {}),
  });
  writeManifests(path, { name, main }, hostJson);
  return { path, [Symbol.asyncDispose]: async () => rmSync(path, { recursive: true, force: true }) };
}

/** The folders of one test file: each app with the same host.json is bundled once. */
export class AppFolders implements AsyncDisposable {
  readonly #made = new Map<string, Promise<AppFolder>>();

  async path(name: string, hostJson: HostJsonPart = {}): Promise<string> {
    const key = `${name} ${inspect(hostJson, { depth: null })}`;
    const made = this.#made.get(key) ?? appFolder(name, hostJson);
    this.#made.set(key, made);
    return (await made).path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const made of this.#made.values()) await (await made)[Symbol.asyncDispose]();
  }
}

export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), "host-app-"));

export type HostJsonPart = { readonly extensions?: Extensions; readonly functionTimeout?: string };
type Extensions = { readonly http?: object; readonly queues?: object };

/** An undefined value takes a key away, so that the host's default holds. */
export function writeManifests(path: string, manifest: object, hostJson: HostJsonPart = {}): void {
  const { extensions = {}, ...rest } = hostJson;
  const http = { routePrefix: "", ...extensions.http };
  const queues = { messageEncoding: "none", maxPollingInterval: "00:00:00.2", ...extensions.queues };
  writeFileSync(join(path, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(path, "host.json"), JSON.stringify({ version: "2.0", ...rest, extensions: { http, queues } }));
}
