/**
 * The test vectors of docs/processor.md: every message signed, and texts that must be refused. EdDSA is deterministic, so
 * writing them again gives the same bytes; the one ES256 vector is kept as long as it verifies.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CompactSign, importJWK } from "jose";
import { type CloudEvent, digestOf } from "../../shared/messaging/cloud-event.ts";
import { messageSigner, messageVerifier } from "../../shared/messaging/signing.ts";
import { journeyMessages } from "./journey-messages.ts";
import { applicationKey, type PublishedKey, processorKey, processorKeyEs256, publicHalf } from "./vector-keys.ts";

export const vectorsFolder = fileURLToPath(new URL("../../docs/examples/processor/", import.meta.url));

export type Vector = {
  readonly direction: "to-processor" | "to-application";
  readonly event: CloudEvent;
  /** The exact text of the blob; its UTF-8 bytes give the digest. */
  readonly payload?: string;
  readonly jws: string;
};

export type BadVector = {
  readonly title: string;
  /** What the receiver makes of it. */
  readonly outcome: "signature" | "schema" | "digest";
  readonly jws: string;
  readonly payload?: string;
};

export const publicKeys = {
  application: { keys: [publicHalf(applicationKey)] },
  processor: { keys: [publicHalf(processorKey), publicHalf(processorKeyEs256)] },
};

async function signed(event: object, key: PublishedKey, header: object = {}): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(event)))
    .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "concierge-message+jws", ...header })
    .sign(await importJWK(key as never, "EdDSA"));
}

/** Name to content: what the files of docs/examples/processor are to hold. */
export async function vectors(): Promise<ReadonlyMap<string, unknown>> {
  const signers = {
    "to-processor": messageSigner({ keys: [applicationKey] }),
    "to-application": messageSigner({ keys: [processorKey] }),
  };
  const files = new Map<string, unknown>([
    [
      "keys",
      {
        warning: "Published test keys (RFC 8032 and RFC 7515). Everybody has the private halves. Never trust them.",
        application: { private: applicationKey, public: publicKeys.application },
        processor: { private: [processorKey, processorKeyEs256], public: publicKeys.processor },
      },
    ],
  ]);
  const messages = journeyMessages();
  for (const { name, direction, event, payload } of messages) {
    const jws = await signers[direction](event);
    files.set(name, { direction, event, ...(payload === undefined ? {} : { payload }), jws } satisfies Vector);
  }
  const made = messages.find(({ event }) => event.type === "concierge.proposal.made.v1");
  if (made?.payload === undefined) throw new Error("no proposal to spoil");
  files.set("es256-proposal-made", await es256(made.event, made.payload));
  files.set("refused", await badVectors(made.event, made.payload));
  return files;
}

async function es256(event: CloudEvent, payload: string): Promise<Vector> {
  const file = `${vectorsFolder}es256-proposal-made.json`;
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, "utf8")) as Vector;
    const isGood = await messageVerifier(publicKeys.processor)(kept.jws).then(
      (verified) => JSON.stringify(verified) === JSON.stringify(event) && kept.payload === payload,
      () => false,
    );
    if (isGood) return kept;
  }
  const jws = await messageSigner({ keys: [processorKeyEs256] })(event);
  return { direction: "to-application", event, payload, jws };
}

/** Messages to the application that change nothing. */
async function badVectors(event: CloudEvent, payload: string): Promise<readonly BadVector[]> {
  const good = await signed(event, processorKey);
  const at = good.lastIndexOf(".") + 1;
  const spoiled = good.slice(0, at) + (good[at] === "A" ? "B" : "A") + good.slice(at + 1);
  const digest = digestOf(Buffer.from(`${payload} `));
  return [
    { title: "One character of the signature changed", outcome: "signature", jws: spoiled },
    {
      title: "Signed with another key under a known kid",
      outcome: "signature",
      jws: await signed(event, { ...applicationKey, kid: processorKey.kid }),
    },
    {
      title: "A kid that is not in the set",
      outcome: "signature",
      jws: await signed(event, { ...processorKey, kid: "nobody" }),
    },
    {
      title: "Without the message's typ",
      outcome: "signature",
      jws: await signed(event, processorKey, { typ: "JWT" }),
    },
    {
      title: "A field CloudEvents does not have here",
      outcome: "signature",
      jws: await signed({ ...event, priority: "high" }, processorKey),
    },
    {
      title: "The blob is not the one signed for",
      outcome: "digest",
      jws: await signed({ ...event, datadigest: digest }, processorKey),
      payload,
    },
    {
      title: "A payload that is no proposal",
      outcome: "schema",
      jws: await signed({ ...event, datadigest: digestOf(Buffer.from("{}")) }, processorKey),
      payload: "{}",
    },
  ];
}

/** Writes the files, in the project's format. */
export async function writeVectors(): Promise<void> {
  mkdirSync(vectorsFolder, { recursive: true });
  for (const [name, content] of await vectors()) {
    writeFileSync(`${vectorsFolder}${name}.json`, `${JSON.stringify(content, null, 2)}\n`);
  }
  spawnSync("biome", ["format", "--write", vectorsFolder], { stdio: "ignore", shell: process.platform === "win32" });
}
