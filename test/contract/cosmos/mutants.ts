/**
 * Planted bugs: each takes the endpoint's source, breaks one line of a copy, and names the cases that must notice. They prove
 * that the contract suite can fail. A substitution that no longer matches the source is itself a failure.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CosmosEndpoint, CosmosEndpointOptions } from "../../../local/cosmos/endpoint.ts";
import { groups } from "./cases/all.ts";
import { closeSubject, movableClock, openSubject } from "./suite.ts";

export type Mutant = {
  readonly name: string;
  /** Below local/cosmos. */
  readonly file: string;
  /** Text that stands exactly once in the file, and what takes its place. */
  readonly edits: readonly { readonly from: string; readonly to: string }[];
  /** The group whose cases must catch it. */
  readonly caughtBy: string;
};

export const mutants: readonly Mutant[] = [
  {
    name: "the partition key of a query is ignored",
    file: "wire/query-requests.ts",
    edits: [
      {
        from: "return { min: key.position, max: ",
        to: 'if (header !== "") return { min: "", max: "FF", key: undefined };\n    return { min: key.position, max: ',
      },
    ],
    caughtBy: "queries",
  },
  {
    name: "a failed batch keeps its first half",
    file: "store/store.ts",
    edits: [
      {
        from: '? "ROLLBACK"',
        to: '? "COMMIT"',
      },
    ],
    caughtBy: "batches",
  },
  {
    name: "the time to live counts from creation",
    file: "store/items.ts",
    edits: [
      {
        from: "const expires = expiry(container, body, ts);",
        to: 'const expires = "expires" in place ? (place as StoredItem).expires : expiry(container, body, ts);',
      },
    ],
    caughtBy: "expiry",
  },
  {
    name: "expired items are still found by queries",
    file: "query/candidates.ts",
    edits: [
      {
        from: "AND items.container = ? AND (expires IS NULL OR expires > ?)",
        to: "AND items.container = ? AND (expires IS NULL OR expires > ? - 1000000000)",
      },
    ],
    caughtBy: "expiry",
  },
  {
    name: "the condition of a patch is lower-cased",
    file: "wire/documents.ts",
    edits: [
      {
        from: 'condition.replace(/^\\s*SELECT\\s+\\*/iu, "")',
        to: 'condition.toLowerCase().replace(/^\\s*SELECT\\s+\\*/iu, "")',
      },
    ],
    caughtBy: "patches",
  },
  {
    name: "a composite unique key is split into its paths",
    file: "store/container.ts",
    edits: [
      {
        from: "return keys.map((key: Json) => {",
        to: 'return keys.flatMap((key) => (member(key, "paths") as Json[]).map((path) => ({ paths: [path] }))).map((key: Json) => {',
      },
    ],
    caughtBy: "uniqueness",
  },
  {
    name: "a unique value is never given back",
    file: "store/items.ts",
    edits: [
      {
        from: "if (container.uniqueKeys.length === 0) return;",
        to: "if (container.uniqueKeys.length >= 0) return;",
      },
    ],
    caughtBy: "uniqueness",
  },
  {
    name: "the journal loses its tail: writes are acknowledged before they are committed",
    file: "store/store.ts",
    edits: [
      {
        from: '"BEGIN IMMEDIATE"',
        to: '(globalThis.begun ? "SELECT 1" : ((globalThis.begun = true), "BEGIN IMMEDIATE"))',
      },
      { from: '"COMMIT"', to: '(this.#lsn % 10 === 0 ? "COMMIT; BEGIN IMMEDIATE" : "SELECT 1")' },
    ],
    caughtBy: "durability",
  },
  {
    name: "If-Match is not looked at",
    file: "store/items.ts",
    edits: [
      {
        from: "if (ifMatch !== undefined && ifMatch",
        to: "if (ifMatch === undefined && ifMatch",
      },
    ],
    caughtBy: "conditions",
  },
  {
    name: "the ETag stays when the item is replaced",
    file: "store/items.ts",
    edits: [
      {
        from: "const etag = newEtag();",
        to: 'const etag = "etag" in place ? (place as StoredItem).etag : newEtag();',
      },
    ],
    caughtBy: "conditions",
  },
  {
    name: "an unknown function is undefined instead of refused",
    file: "query/checker.ts",
    edits: [
      {
        from: "builtIn(node.name, node.parameters.length);",
        to: "",
      },
    ],
    caughtBy: "refusals",
  },
  {
    name: "the index is not maintained when an item changes",
    file: "store/items.ts",
    edits: [
      {
        from: "for (const term of old.values()) remove.run",
        to: "for (const term of [] as Term[]) remove.run",
      },
    ],
    caughtBy: "paging",
  },
  {
    name: "a strict comparison reads one value too few from the index",
    file: "query/planner.ts",
    edits: [
      {
        from: "return { low: typeByte(rank), high: after };",
        to: "return { low: typeByte(rank), high: key };",
      },
    ],
    caughtBy: "queries",
  },
  {
    name: "a page begins after the item at which the last one stopped",
    file: "query/candidates.ts",
    edits: [
      {
        from: 'descending ? "<=" : ">="',
        to: 'descending ? "<" : ">"',
      },
    ],
    caughtBy: "paging",
  },
  {
    name: "ranges give too little for an OFFSET that the client applies",
    file: "query/query-plan.ts",
    edits: [
      {
        from: "window.offset === null ? null : window.offset + (window.limit ?? 0)",
        to: "window.offset === null ? null : (window.limit ?? 0)",
      },
    ],
    caughtBy: "across",
  },
  {
    name: "keys are hashed to other ranges than the SDK hashes them to",
    file: "store/effective-partition-key.ts",
    edits: [
      {
        from: "bytes.writeBigUInt64BE(second, 0);\n  bytes.writeBigUInt64BE(first, 8);",
        to: "bytes.writeBigUInt64BE(first, 0);\n  bytes.writeBigUInt64BE(second, 8);",
      },
    ],
    caughtBy: "batches",
  },
];

/** Makes the broken copy and runs the group against it; gives the name of the first case that noticed. */
export async function caseThatCatches(mutant: Mutant): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "cosmos-mutant-"));
  try {
    const copy = await brokenCopy(folder, mutant);
    return await firstFailingCase(copy, mutant.caughtBy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function brokenCopy(folder: string, mutant: Mutant): Promise<string> {
  const root = join(import.meta.dirname, "../../..");
  const copy = join(folder, "local/cosmos");
  await cp(join(root, "local/cosmos"), copy, { recursive: true });
  await cp(join(root, "shared/time"), join(folder, "shared/time"), { recursive: true });
  await mkdir(join(folder, ".cache"), { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const file = join(copy, mutant.file);
  let source = await readFile(file, "utf8");
  for (const { from, to } of mutant.edits) {
    if (source.split(from).length !== 2) {
      throw new Error(`Mutant "${mutant.name}": its text stands not exactly once in ${mutant.file}`);
    }
    source = source.replace(from, () => to);
  }
  await writeFile(file, source);
  return copy;
}

async function firstFailingCase(copy: string, groupName: string): Promise<string | undefined> {
  const group = groups.find((one) => one.name === groupName);
  if (!group) throw new Error(`There is no group of cases "${groupName}"`);
  const { startCosmosEndpoint } = (await import(pathToFileURL(join(copy, "endpoint.ts")).href)) as {
    startCosmosEndpoint: (options: CosmosEndpointOptions) => Promise<CosmosEndpoint>;
  };
  const clock = movableClock();
  // What only a killed process shows is looked for in a process: this one keeps a sound endpoint.
  const inProcess = groupName !== "durability";
  const start = inProcess
    ? startCosmosEndpoint
    : (await import("../../../local/cosmos/endpoint.ts")).startCosmosEndpoint;
  const endpoint = await start({ port: 0, clock });
  let failing: string | undefined;
  try {
    const subject = await openSubject(endpoint, { clock, program: join(copy, "main.ts") });
    for (const one of group.cases) {
      try {
        await one.run(subject);
      } catch {
        failing = one.name;
        break;
      }
    }
    await closeSubject(subject);
  } finally {
    await endpoint.close();
  }
  return failing;
}
