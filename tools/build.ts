/**
 * `npm run build`: bundles what ships (bundle.ts), writes dist/functions/ and prints the sizes. More than a cold start may read
 * is an error: something belongs into a chunk of its own.
 */
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { bundleOptions, eagerFiles, eagerLimit } from "./bundle.ts";

const target = "dist/functions";
// Built beside and moved into place: a host that starts meanwhile finds the old bundle or the new one, never none.
const outdir = `dist/functions.${process.pid}`;

const result = await build(bundleOptions(outdir));
const outputs = result.metafile.outputs;
const eager = eagerFiles(result.metafile, `${outdir}/index.mjs`);

const kib = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`;
const sizeOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + statSync(file).size, 0);
const code = Object.keys(outputs).filter((file) => file.endsWith(".mjs"));
const eagerBytes = sizeOf(eager);
const eagerSize = kib(eagerBytes);
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

if (eagerBytes > eagerLimit) {
  console.error(
    `the eager part has ${eagerBytes} bytes, more than ${eagerLimit}: import at first use what few invocations need`,
  );
  process.exitCode = 1;
}
