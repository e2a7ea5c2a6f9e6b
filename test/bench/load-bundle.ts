/** Imports the built bundle once, as the Functions worker does, and prints how many milliseconds that took. */
import { CoreModule } from "../../local/host/core-module.ts";

const core = new CoreModule(() => undefined);
core.install();
const bundle = new URL("../../dist/functions/index.mjs", import.meta.url);
const startedAt = performance.now();
await import(bundle.href);
const milliseconds = performance.now() - startedAt;
if (core.functions.size === 0) throw new Error("the bundle registered no function");
console.log(JSON.stringify({ milliseconds, functions: core.functions.size }));
process.exit(0);
