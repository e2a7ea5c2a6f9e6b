/**
 * The model under test, as one bundle of modules, so that the same properties can be asked of the real code and of a
 * copy with a planted fault; and a record that holds every shape a declaration may have, with documents made for it.
 */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import * as z from "zod";
import type { Personal } from "../../../shared/privacy/annotation.ts";

export const root = resolve(import.meta.dirname, "../../..");

/** Everything the model is made of; nothing outside it is imported by it. */
const parts = [
  "shared/privacy",
  "shared/refusal.ts",
  "shared/storage/sealing.ts",
  "shared/storage/envelope.ts",
  "shared/storage/keyed-hash.ts",
];

export const loadModel = async (directory = root) => {
  const load = (path: string) => import(pathToFileURL(join(directory, "shared", path)).href);
  return {
    derive: (await load("privacy/derive.ts")) as typeof import("../../../shared/privacy/derive.ts"),
    envelope: (await load("storage/envelope.ts")) as typeof import("../../../shared/storage/envelope.ts"),
    faults: (await load("privacy/faults.ts")) as typeof import("../../../shared/privacy/faults.ts"),
    formats: (await load("privacy/formats.ts")) as typeof import("../../../shared/privacy/formats.ts"),
    hash: (await load("storage/keyed-hash.ts")) as typeof import("../../../shared/storage/keyed-hash.ts"),
    log: (await load("privacy/log.ts")) as typeof import("../../../shared/privacy/log.ts"),
    record: (await load("privacy/record.ts")) as typeof import("../../../shared/privacy/record.ts"),
    sealing: (await load("storage/sealing.ts")) as typeof import("../../../shared/storage/sealing.ts"),
    tolerant: (await load("privacy/tolerant.ts")) as typeof import("../../../shared/privacy/tolerant.ts"),
    view: (await load("privacy/view.ts")) as typeof import("../../../shared/privacy/view.ts"),
  };
};
export type Model = Awaited<ReturnType<typeof loadModel>>;

/** A change of one place in one file. The text must be there exactly once. */
export type Fault = { readonly file: string; readonly from: string; readonly to: string };

export function planted(source: string, { file, from, to }: Fault): string {
  if (source.split(from).length !== 2)
    throw new Error(`the text to change is not there exactly once: ${file}: ${from}`);
  return source.replace(from, () => to);
}

/** A copy of the model under `directory`, with the faults planted. */
export async function copyModel(directory: string, ...faults: readonly Fault[]): Promise<void> {
  for (const part of parts) {
    await mkdir(dirname(join(directory, part)), { recursive: true });
    await cp(join(root, part), join(directory, part), { recursive: true });
  }
  for (const fault of faults) {
    const path = join(directory, fault.file);
    await writeFile(path, planted(await readFile(path, "utf8"), fault));
  }
}

/** A temporary directory in which the project's packages resolve; gone when it is disposed of. */
export async function workshop() {
  const directory = await mkdtemp(join(tmpdir(), "model-"));
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}

/** Fields of every shape: nested, optional, nullable, arrays, dictionaries, unions, a node annotated as a whole. */
export function sampleOf({ record: { personal, plain, record }, formats: { keyedHash } }: Model) {
  const identity = {
    category: "identity",
    purposes: ["identification", "personalisation"],
    source: "member",
    seenBy: ["member", "processor", "desk"],
    kept: "account",
    protection: "sealed",
  } as const satisfies Personal;
  const contact = { ...identity, category: "contact", seenBy: ["member", "dpo"] } as const satisfies Personal;
  const request = { ...identity, category: "request", purposes: ["concierge-requests"] } as const satisfies Personal;
  return record("sample", 1, {
    id: plain(z.uuid(), ["member", "dpo"]),
    state: plain(z.enum(["open", "closed"]), ["member", "processor", "desk", "dpo"]),
    internal: plain(z.int()),
    lastName: personal(z.string().min(1).max(80), identity),
    email: personal(z.string().max(200), contact),
    nickname: personal(z.string(), { ...identity, source: "derived" }).optional(),
    note: z.nullable(personal(z.string(), { ...identity, category: "conversation", seenBy: ["desk"] })),
    party: personal(z.int(), { ...request, protection: "plain" }),
    address: z.exactOptional(
      z.strictObject({
        street: personal(z.string(), contact),
        country: personal(z.string().length(2), identity),
        position: z.nullable(personal(z.tuple([z.number(), z.number()]), contact)),
      }),
    ),
    hash: personal(keyedHash(), { ...contact, seenBy: ["dpo"], source: "derived", protection: "keyed hash" }),
    guests: z
      .array(
        z.strictObject({
          seat: plain(z.int(), ["member", "processor"]),
          name: personal(z.string(), { ...identity, category: "third-party", purposes: ["concierge-requests"] }),
        }),
      )
      .max(5),
    wishes: z.partialRecord(
      z.enum(["food", "music"]),
      personal(z.string(), { ...identity, category: "interests", kept: "interests" }),
    ),
    reply: z.discriminatedUnion("by", [
      z.strictObject({
        by: plain(z.literal("phone"), ["member", "processor", "dpo"]),
        to: personal(z.string(), { ...contact, seenBy: ["member", "processor"] }),
      }),
      z.strictObject({
        by: plain(z.literal("mail"), ["member", "processor", "dpo"]),
        to: personal(z.string(), contact),
      }),
    ]),
  });
}
export type Sample = ReturnType<typeof sampleOf>;
export type SampleDoc = z.output<Sample["schema"]>;

/**
 * Who sees what of the sample, written by hand: the second opinion the views are compared with. `*` stands for any item
 * or key; `phone` and `mail` tell the two options of the union apart.
 */
export const seenBy: Readonly<Record<string, readonly string[]>> = {
  "/id": ["member", "dpo"],
  "/state": ["member", "processor", "desk", "dpo"],
  "/internal": [],
  "/lastName": ["member", "processor", "desk"],
  "/email": ["member", "dpo"],
  "/nickname": ["member", "processor", "desk"],
  "/note": ["desk"],
  "/party": ["member", "processor", "desk"],
  "/address/street": ["member", "dpo"],
  "/address/country": ["member", "processor", "desk"],
  "/address/position": ["member", "dpo"],
  "/hash": ["dpo"],
  "/guests/*/seat": ["member", "processor"],
  "/guests/*/name": ["member", "processor", "desk"],
  "/wishes/*": ["member", "processor", "desk"],
  "/reply/by": ["member", "processor", "dpo"],
  "/reply/to phone": ["member", "processor"],
  "/reply/to mail": ["member", "dpo"],
};
/** The fields that must lie in the envelope, and nowhere else. */
export const sealed = ["lastName", "email", "nickname", "note", "address", "guests", "wishes", "reply"];

/** A text that is found again wherever it leaks to. */
export const canary = "CANARY";
const text = (limit = 40) => fc.string({ maxLength: limit, unit: "grapheme-ascii" }).map((tail) => `${canary} ${tail}`);

export const sampleDocs = ({ hash: { hashUnderKey } }: Model): fc.Arbitrary<SampleDoc> =>
  fc
    .record(
      {
        id: fc.uuid({ version: 4 }),
        state: fc.constantFrom("open", "closed"),
        internal: fc.integer(),
        lastName: text(),
        email: text(),
        nickname: text(),
        note: fc.option(text()),
        party: fc.integer(),
        address: fc.record({
          street: text(),
          country: fc.constantFrom("FR", "DE"),
          position: fc.option(fc.tuple(fc.integer(), fc.integer())),
        }),
        hash: fc.string().map((value) => hashUnderKey({ version: 1, bytes: new Uint8Array(32) }, "test", value)),
        guests: fc.array(fc.record({ seat: fc.integer(), name: text() }), { maxLength: 5 }),
        wishes: fc.record({ food: text(), music: text() }, { requiredKeys: [] }),
        reply: fc.oneof(
          fc.record({ by: fc.constant("phone" as const), to: text() }),
          fc.record({ by: fc.constant("mail" as const), to: text() }),
        ),
      },
      {
        requiredKeys: [
          "id",
          "state",
          "internal",
          "lastName",
          "email",
          "note",
          "party",
          "hash",
          "guests",
          "wishes",
          "reply",
        ],
      },
    )
    .map((doc) => structuredClone(doc)) as fc.Arbitrary<SampleDoc>;

/** The seed of this run: given by SEED, else of the moment. */
export const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
