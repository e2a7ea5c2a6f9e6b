/**
 * `npm run build`: bundles what ships. One eager file that registers every function, and lazy chunks for the parts that
 * only some invocations need (mail, Key Vault, managed identity). `@azure/functions-core` is injected by the Functions
 * worker and stays external. Writes dist/functions/ and prints the sizes.
 */
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { build, type Plugin } from "esbuild";

const target = "dist/functions";
// Built beside and moved into place: a host that starts meanwhile finds the old bundle or the new one, never none.
const outdir = `dist/functions.${process.pid}`;

/**
 * The Cosmos SDK brings the Key Vault SDK along for its own client-side encryption, which nobody here uses: personal fields are
 * sealed before they reach it. The one file that needs it is left out, so that Key Vault is loaded only with the first key.
 */
const withoutSdkEncryption: Plugin = {
  name: "without-sdk-encryption",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@azure[\\/]cosmos[\\/].*[\\/]AzureKeyVaultEncryptionKeyResolver\.js$/ }, () => ({
      contents: `export class AzureKeyVaultEncryptionKeyResolver {
        constructor() { throw new Error("client-side encryption of the SDK is not part of this application"); }
      }`,
    }));
  },
};

const result = await build({
  entryPoints: { index: "functions/index.ts" },
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  sourcemap: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  external: ["@azure/functions-core"],
  plugins: [withoutSdkEncryption],
  // Bundled CommonJS packages still call require() for Node's own modules and for @azure/functions-core.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});

const outputs = result.metafile.outputs;
const eager = new Set<string>();
const visit = (file: string): void => {
  if (eager.has(file)) return;
  eager.add(file);
  for (const { path, kind } of outputs[file]?.imports ?? [])
    if (kind !== "dynamic-import" && outputs[path]) visit(path);
};
visit(`${outdir}/index.mjs`);

const kib = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`;
const sizeOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + statSync(file).size, 0);
const code = Object.keys(outputs).filter((file) => file.endsWith(".mjs"));
const eagerSize = kib(sizeOf(eager));
const lazySize = kib(sizeOf(code.filter((file) => !eager.has(file))));

const old = `${outdir}.old`;
if (existsSync(target)) renameSync(target, old);
renameSync(outdir, target);
rmSync(old, { recursive: true, force: true });

const { name } = JSON.parse(readFileSync("package.json", "utf8")) as { name: string };
console.log(`built ${target} of ${name}: eager ${eagerSize}, lazy ${lazySize}, in ${code.length} files`);

if (process.argv.includes("--metafile")) {
  const report = JSON.stringify({ ...result.metafile, eager: [...eager] });
  writeFileSync("dist/metafile.json", report.replaceAll(outdir, target));
}
