/**
 * How what ships is bundled: one eager part that registers every function, and lazy chunks for what only some invocations
 * need (mail, Key Vault, managed identity, queues, signatures). `@azure/functions-core` is injected by the Functions worker and
 * stays external. The eager part is read at every cold start, so it has a bound.
 */
import type { BuildOptions, Metafile, Plugin } from "esbuild";

/** Bytes that a cold start may have to read. */
export const eagerLimit = 1_500_000;

/**
 * Parts of the SDKs that nobody here uses, and that would be loaded with each start: Cosmos's client-side encryption brings the
 * Key Vault SDK along (personal fields are sealed before they reach the store, and Key Vault is loaded with the first key);
 * the storage SDKs' checksums of whole bodies are 82 KiB of compiled code (bodies go over TLS and carry a digest of ours);
 * signed URLs are never given out (identities only), and no blob is queried or copied. Each throws if it is ever asked for.
 */
const unused = (what: string) => `throw new Error("${what} is not part of this application");`;
const leftOut: Readonly<Record<string, string>> = {
  "@azure/cosmos/AzureKeyVaultEncryptionKeyResolver.js": `export class AzureKeyVaultEncryptionKeyResolver {
    constructor() { ${unused("the SDK's client-side encryption")} }
  }`,
  "@azure/storage-common/crc64.js": `export default async () => { ${unused("the SDK's checksum of bodies")} };`,
  "@azure/storage-blob/BlobSASSignatureValues.js": `
    export const generateBlobSASQueryParameters = () => { ${unused("a signed URL")} };
    export const generateBlobSASQueryParametersInternal = generateBlobSASQueryParameters;`,
  "@azure/storage-blob/AccountSASSignatureValues.js": `
    export const generateAccountSASQueryParameters = () => { ${unused("a signed URL")} };
    export const generateAccountSASQueryParametersInternal = generateAccountSASQueryParameters;`,
  "@azure/storage-blob/BlobQuickQueryStream.js": `export class BlobQuickQueryStream {
    constructor() { ${unused("a query over a blob")} }
  }`,
  "@azure/storage-blob/BlobStartCopyFromUrlPoller.js": `export class BlobBeginCopyFromUrlPoller {
    constructor() { ${unused("a copy of a blob")} }
  }`,
};

const withoutUnused: Plugin = {
  name: "without-unused",
  setup({ onLoad, onEnd }) {
    const missing = new Set(Object.keys(leftOut));
    for (const [name, contents] of Object.entries(leftOut)) {
      const file = name.slice(name.lastIndexOf("/") + 1).replace(".", "\\.");
      const from = name.slice(0, name.lastIndexOf("/")).replace("/", "[\\\\/]");
      onLoad({ filter: new RegExp(`[\\\\/]${from}[\\\\/].*[\\\\/]${file}$`) }, () => {
        missing.delete(name);
        return { contents };
      });
    }
    // A new version of an SDK may have moved it: then it would come back unnoticed.
    onEnd(() => ({ errors: [...missing].map((name) => ({ text: `${name} is not where it was` })) }));
  },
};

export const bundleOptions = (outdir: string) =>
  ({
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
    plugins: [withoutUnused],
    // Bundled CommonJS packages still call require() for Node's own modules and for @azure/functions-core.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    logLevel: "warning",
  }) as const satisfies BuildOptions;

/** What is loaded with the entry: itself and whatever it imports, directly or not, but for what it imports when it needs it. */
export function eagerFiles({ outputs }: Pick<Metafile, "outputs">, entry: string): ReadonlySet<string> {
  const eager = new Set<string>();
  const visit = (file: string): void => {
    if (eager.has(file)) return;
    eager.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind !== "dynamic-import" && outputs[path]) visit(path);
  };
  visit(entry);
  return eager;
}
