/**
 * The local Cosmos endpoint as a program:
 * `node local/cosmos/main.ts --port N [--data FILE] [--fresh] [--ranges N] [--consistency LEVEL]`.
 * Prints one line of JSON when it listens; ends on SIGTERM or SIGINT after closing its file. The setting `CLOCK_URL` makes it
 * follow the local clock authority.
 */
import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

// Reading forty TypeScript files takes most of a start; compiled once, the next start takes a third of the time.
enableCompileCache(join(import.meta.dirname, "../../.cache/compile"));
await import("./program.ts");
flushCompileCache();
