/**
 * What must hold of the model whatever the data. Each property throws when it does not hold; the mutants name the
 * property that catches them.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { CompactEncrypt, compactDecrypt } from "jose";
import * as z from "zod";
import type { SealContext } from "../../../shared/storage/envelope.ts";
import { canary, type Model, type SampleDoc, sampleDocs, sampleOf, sealed, seed, seenBy } from "./model.ts";

type Property = (model: Model) => void | Promise<void>;

const check = (property: fc.IRawProperty<unknown>, numRuns = 200) => fc.assert(property as never, { seed, numRuns });
const checkAsync = (property: fc.IAsyncProperty<never>, numRuns = 50) => fc.assert(property, { seed, numRuns });

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
const contexts = fc.record(
  {
    brand: fc.constantFrom("milleis", "platinum"),
    subjectId: fc.uuid(),
    kind: fc.constant("sample" as const),
    id: fc.string({ minLength: 1 }),
    revision: fc.nat(),
  },
  { requiredKeys: ["brand", "subjectId", "kind", "id"], noNullPrototype: true },
) as fc.Arbitrary<SealContext<"sample">>;

/** Every scalar of a value with its pointer as `seenBy` spells it; an array or dictionary that is empty has none. */
function scalars(value: unknown, pointer = ""): readonly (readonly [string, unknown])[] {
  if (value === null || typeof value !== "object" || pointer === "/address/position") {
    return [[pointer, JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const open = ["/guests", "/wishes"].includes(pointer);
    const option = pointer === "/reply" && key === "to" ? ` ${(value as { by: string }).by}` : "";
    return scalars(inner, `${pointer}/${open ? "*" : key}${option}`);
  });
}

const refusalOf = (model: Model, run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    assert(error instanceof model.envelope.EnvelopeError, `not an envelope error: ${(error as Error).name}`);
    assert(!error.message.includes(canary), "an error text holds personal data");
    return error.code;
  }
  return "opened";
};

export const properties = {
  "a view shows a recipient exactly what seenBy allows": (model) => {
    const sample = sampleOf(model);
    for (const recipient of ["member", "processor", "desk", "dpo"] as const) {
      // The desk sees nothing of the reply, not even which it is; the others all see the discriminator.
      const view = model.view.view(sample, recipient);
      check(
        fc.property(sampleDocs(model), (doc) => {
          const shown = view.show(doc);
          const allowed = scalars(doc).filter(([pointer]) => seenBy[pointer]?.includes(recipient));
          assert.deepEqual(scalars(shown), allowed);
          assert.deepEqual(z.parse(view.schema, shown), shown);
        }),
      );
    }
    assert.throws(() => model.view.view(sample, "card-issuer"), /card-issuer sees nothing of sample/);
  },

  "what is sealed opens again, and lies nowhere in clear": (model) => {
    const sample = sampleOf(model);
    check(
      fc.property(sampleDocs(model), contexts, keys, (doc, context, key) => {
        const stored = model.sealing.sealRecord(sample, doc, context, key);
        assert(!JSON.stringify(stored).includes(canary), "a sealed value lies in clear");
        const clear = Object.keys(doc).filter((name) => !sealed.includes(name));
        assert.deepEqual(new Set(Object.keys(stored)), new Set([...clear, "kind", "v", "sealed"]));
        assert.equal(stored.hash, doc.hash);
        assert.deepEqual(model.sealing.openRecord(sample, stored, context, key), doc);
      }),
    );
  },

  "a moved envelope cannot open": (model) => {
    const sample = sampleOf(model);
    check(
      fc.property(sampleDocs(model), contexts, contexts, keys, (doc, from, other, key) => {
        const stored = model.sealing.sealRecord(sample, doc, from, key);
        for (const name of ["brand", "subjectId", "id", "revision"] as const) {
          if (from[name] === other[name]) continue;
          const moved = { ...from, [name]: other[name] };
          assert.equal(
            refusalOf(model, () => model.sealing.openRecord(sample, stored, moved, key)),
            "context",
            name,
          );
        }
      }),
    );
  },

  "a record's key belongs to that record alone, however its names are put together": (model) => {
    // All contexts of these pieces: many of them look alike once they are merely joined.
    const pieces = ["a", "b", "|", "a|b", "", '"', ",", '","'];
    const all = pieces.flatMap((brand) =>
      pieces.flatMap((subjectId) => pieces.flatMap((kind) => pieces.map((id) => ({ brand, subjectId, kind, id })))),
    );
    const key = new Uint8Array(32).fill(1);
    const made = new Set(all.map((context) => Buffer.from(model.sealing.recordKey(key, context)).toString("hex")));
    assert.equal(made.size, all.length);
    for (const length of [0, 16, 31, 33]) {
      const context = { brand: "milleis", subjectId: "s", kind: "sample", id: "i" };
      assert.throws(() => model.sealing.recordKey(new Uint8Array(length), context), RangeError);
    }
  },

  "a changed envelope and another key are noticed": (model) => {
    const sample = sampleOf(model);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ";
    check(
      fc.property(
        sampleDocs(model),
        contexts,
        keys,
        keys,
        fc.nat(),
        fc.nat(),
        (doc, context, key, otherKey, at, by) => {
          const stored = model.sealing.sealRecord(sample, doc, context, key);
          const place = at % stored.sealed.length;
          const letter = alphabet[by % alphabet.length] as string;
          const changed = stored.sealed.slice(0, place) + letter + stored.sealed.slice(place + 1);
          const open = (envelope: string, k = key) =>
            refusalOf(model, () => model.sealing.openRecord(sample, { ...stored, sealed: envelope }, context, k));
          if (changed !== stored.sealed) assert.notEqual(open(changed), "opened");
          assert.notEqual(open(stored.sealed.slice(0, -1)), "opened");
          // What a lenient decoder would skip.
          for (const lenient of [`${stored.sealed}=`, `${stored.sealed} `, stored.sealed.replace("..", "..+")]) {
            assert.notEqual(open(lenient), "opened");
          }
          assert.notEqual(open(`${stored.sealed}.`), "opened");
          if (Buffer.compare(key, otherKey) !== 0) assert.equal(open(stored.sealed, otherKey), "tampered");
        },
      ),
      500,
    );
  },

  "clear fields never pass for sealed ones, and unknown stored fields are ignored": (model) => {
    const sample = sampleOf(model);
    check(
      fc.property(sampleDocs(model), contexts, keys, (doc, context, key) => {
        const stored = model.sealing.sealRecord(sample, doc, context, key);
        const forged = Object.fromEntries(sealed.map((name) => [name, "forged"]));
        const system = { _etag: "1", _ts: 1, _rid: "r", _self: "s", _attachments: "a", ttl: 5, later: { x: 1 } };
        assert.deepEqual(model.sealing.openRecord(sample, { ...stored, ...forged, ...system }, context, key), doc);
        const { sealed: _, ...bare } = stored;
        const refused = refusalOf(model, () => model.sealing.openRecord(sample, { ...bare, ...doc }, context, key));
        assert.equal(refused, "malformed");
      }),
    );
  },

  "what is written is strict, and its refusal tells no value": (model) => {
    const sample = sampleOf(model);
    check(
      fc.property(sampleDocs(model), contexts, keys, (doc, context, key) => {
        const seal = (wrong: object) =>
          refusalOf(model, () => model.sealing.sealRecord(sample, { ...doc, ...wrong } as SampleDoc, context, key));
        assert.equal(seal({ [`${canary} key`]: 1 }), "content");
        assert.equal(seal({ wishes: { [`${canary} key`]: canary } }), "content");
        assert.equal(seal({ state: canary }), "content");
        assert.equal(seal({ nickname: undefined }), "content");
        assert.equal(seal({ address: { street: canary } }), "content");
      }),
      50,
    );
  },

  "the envelope is one any JOSE implementation reads and writes": (model) => {
    const sample = sampleOf(model);
    return checkAsync(
      fc.asyncProperty(sampleDocs(model), contexts, keys, async (doc, context, key) => {
        const stored = model.sealing.sealRecord(sample, doc, context, key);
        const recordKey = model.sealing.recordKey(key, context);
        const { plaintext, protectedHeader } = await compactDecrypt(stored.sealed, recordKey);
        const { brand, subjectId: sub, kind, id, revision } = context;
        const rev = revision === undefined ? {} : { rev: revision };
        assert.deepEqual(protectedHeader, { alg: "dir", enc: "A256GCM", kid: "1", v: 1, brand, sub, kind, id, ...rev });
        const theirs = await new CompactEncrypt(plaintext).setProtectedHeader(protectedHeader).encrypt(recordKey);
        assert.deepEqual(model.sealing.openRecord(sample, { ...stored, sealed: theirs }, context, key), doc);
        const elsewhere = model.sealing.recordKey(key, { ...context, id: `${context.id}x` });
        await assert.rejects(compactDecrypt(stored.sealed, elsewhere));
      }) as never,
    );
  },

  "a log line holds fields of the list and nothing else": (model) => {
    const lines: string[] = [];
    const log = model.log.logger({ write: (line) => lines.push(line), clock: { now: () => new Date(0) } });
    const listed = Object.keys(model.log.logFields.schema.shape);
    const names = fc.oneof(
      fc.constantFrom(...listed),
      fc.string(),
      fc.constantFrom("email", "__proto__", "constructor"),
    );
    const values = fc.oneof(fc.constant(`${canary} Dupont`), fc.constant({ code: canary }), fc.anything(), fc.nat());
    check(
      fc.property(fc.dictionary(names, values, { noNullPrototype: true }), (fields) => {
        log.event("test.happened", fields as never);
        const line = JSON.parse(lines.pop() as string) as Record<string, unknown>;
        const allowed = new Set([...listed, "time", "level", "event", "dropped"]);
        assert.deepEqual(
          Object.keys(line).filter((name) => !allowed.has(name)),
          [],
        );
        assert(!JSON.stringify(line).includes(canary), "free text was logged");
        const given = Object.values(fields).filter((value) => value !== undefined).length;
        const kept = Object.keys(line).filter((name) => listed.includes(name)).length;
        assert.equal(line.dropped ?? 0, given - kept);
      }),
      1000,
    );
  },

  "an error is logged without its message": (model) => {
    const lines: string[] = [];
    const log = model.log.logger({ write: (line) => lines.push(line), clock: { now: () => new Date(0) } });
    const messages = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "\n",
        "    at ",
        `\n    at ${canary} (file:///x/shared/y.ts:1:2)`,
        `\n    at /shared/${canary}:1:2`,
      ),
    );
    check(
      fc.property(fc.array(messages), fc.boolean(), (parts, isRenamed) => {
        const error = new RangeError(`${canary}${parts.join("")}`, { cause: new Error(`${canary} ${parts.join("")}`) });
        if (isRenamed) error.name = `${canary} x`;
        log.error("test.failed", Object.assign(error, { code: `${canary} x` }));
        const line = lines.pop() as string;
        assert(!line.includes(canary), "a message was logged");
        const {
          class: name,
          frames,
          cause,
        } = (JSON.parse(line) as { error: { class: string; frames: string[]; cause: object } }).error;
        assert.equal(name, "RangeError");
        assert(
          frames.some((frame) => frame.includes("test/unit/privacy/properties.ts")),
          "no frame of where it happened",
        );
        assert("class" in cause);
      }),
    );
  },

  "faults are told by pointer, without the caller's words": (model) => {
    const sample = sampleOf(model);
    check(
      fc.property(sampleDocs(model), fc.string({ minLength: 1 }), (doc, word) => {
        const name = `${canary}${word}`;
        const wrong = { ...doc, [name]: 1, wishes: { [name]: 1 }, guests: [{ seat: 1, name: "x", [name]: 2 }] };
        const { error } = sample.schema.safeParse(wrong);
        assert(error);
        const faults = model.faults.faultsOf(sample.schema, error, wrong);
        assert(!JSON.stringify(faults).includes(canary), "the caller's words are echoed");
        assert.deepEqual(new Set(faults.map(({ pointer }) => pointer)), new Set(["", "/wishes", "/guests/0"]));
        // Not a declaration's, but any schema may be read with: a dictionary with open keys.
        const open = z.strictObject({ open: z.record(z.string(), z.int()) });
        const dictionary = { open: { [name]: canary } };
        assert.deepEqual(model.faults.faultsOf(open, open.safeParse(dictionary).error as z.ZodError, dictionary), [
          { pointer: "/open", rule: "must be a number" },
        ]);
      }),
      50,
    );
  },
} satisfies Record<string, Property>;
