/**
 * What must hold of the model on fixed cases: what a declaration refuses at load, how old records are read, and what is
 * derived. Each rule throws when it does not hold; the mutants name the rule that catches them.
 */
import assert from "node:assert/strict";
import * as z from "zod";
import { categories, purposes, recipients } from "../../../shared/privacy/catalogues.ts";
import { retentionRules } from "../../../shared/privacy/retention-rules.ts";
import { type Model, sampleOf } from "./model.ts";

type Rule = (model: Model) => void;

const note = {
  category: "identity",
  purposes: ["identification"],
  source: "member",
  seenBy: ["member"],
  kept: "account",
  protection: "sealed",
} as const;

/** As code that got past the compiler would call it. */
type Loose = (...given: unknown[]) => never;
const loosely = ({ record: { personal, plain, record, declared } }: Model) => ({
  personal: personal as unknown as Loose,
  plain: plain as unknown as Loose,
  record: record as unknown as Loose,
  declare: (field: unknown) => (declared as unknown as Loose)("test", { field }),
});

const context = { brand: "milleis", subjectId: "s", kind: "tale", id: "1" } as const;
const key = new Uint8Array(32).fill(7);

/** Three versions of one record: the first had one name field, the second split it, the third sealed a place too. */
function versions({ record: { personal, plain, record } }: Model) {
  const state = plain(z.enum(["open", "shut"]), ["member"]);
  const name = personal(z.string(), note);
  const toSecond = ({ name: whole, ...rest }: Readonly<Record<string, unknown>>) => {
    const [firstName, lastName] = String(whole).split(" ");
    return { ...rest, firstName, lastName };
  };
  const toThird = (old: Readonly<Record<string, unknown>>) => ({ ...old, place: null });
  const place = personal(z.string(), note).nullable();
  return {
    first: record("tale", 1, { state, name }),
    second: record("tale", 2, { state, firstName: name, lastName: name }, { upcast: { 1: toSecond } }),
    third: record(
      "tale",
      3,
      { state, firstName: name, lastName: name, place },
      { upcast: { 1: toSecond, 2: toThird } },
    ),
  };
}

export const rules = {
  "a leaf without annotation is refused at load, by its pointer": (model) => {
    const { declare, personal } = loosely(model);
    const bare = z.string();
    const noted = personal(z.string(), note);
    const refusals: [unknown, string][] = [
      [bare, "/field "],
      [z.array(z.strictObject({ home: z.strictObject({ street: bare }) })), "/field/*/home/street "],
      [z.exactOptional(z.nullable(bare)), "/field "],
      [z.record(z.enum(["a"]), bare), "/field/* "],
      [z.discriminatedUnion("by", [z.strictObject({ by: z.literal("x"), at: noted })]), "/field/by "],
      [z.any(), "/field (any)"],
      [z.lazy(() => bare), "/field (lazy)"],
    ];
    for (const [field, pointer] of refusals) {
      assert.throws(
        () => declare(field),
        (error: Error) => error.message.startsWith(pointer) && error.name === "DeclarationError",
      );
    }
    assert.doesNotThrow(() => declare(noted));
  },

  "a declaration refuses what JSON or JSON Schema would lose": (model) => {
    const { declare, personal } = loosely(model);
    const noted = (schema: unknown) => personal(schema, note);
    const refusals: [() => unknown, RegExp][] = [
      [() => noted(z.string().trim()), /\/field changes its value/],
      [() => noted(z.string().toLowerCase()), /\/field changes its value/],
      [() => noted(z.string().refine(Boolean)), /\/field has a refinement/],
      [() => noted(z.string().regex(/x/i)), /\/field has a pattern with flags/],
      [() => noted(z.string().transform(Number)), /\/field \(pipe\) is not plain JSON/],
      [() => noted(z.string().default("x")), /\/field \(default\) is not plain JSON/],
      [() => noted(z.string().catch("x")), /\/field \(catch\) is not plain JSON/],
      [() => noted(z.date()), /\/field \(date\) is not plain JSON/],
      [() => noted(z.bigint()), /\/field \(bigint\) is not plain JSON/],
      [() => noted(z.coerce.number()), /\/field coerces/],
      [() => noted(z.strictObject({ a: z.string().trim() })), /\/field\/a changes its value/],
      [() => noted(z.object({ a: z.string() })), /\/field lets unknown fields in/],
      [() => noted(z.record(z.string(), z.string())), /\/field has open keys/],
      [() => z.object({ a: noted(z.string()) }), /\/field lets unknown fields in/],
      [() => z.record(z.string(), noted(z.string()) as z.ZodType), /\/field has open keys/],
      [() => z.optional(noted(z.string()) as z.ZodType), /\/field may be undefined/],
      [() => z.array(noted(z.string()) as z.ZodType).refine(Boolean), /\/field has a refinement/],
      [() => z.union([noted(z.string()), noted(z.null())] as z.ZodType[]), /\/field is a union without discriminator/],
    ];
    for (const [field, message] of refusals) assert.throws(() => declare(field()), message, String(message));
    const unicode = z.string().regex(/^\p{L}$/u);
    assert.doesNotThrow(() => declare(noted(unicode)));
  },

  "an annotation is given once": (model) => {
    const { personal, plain, declare } = loosely(model);
    const noted = personal(z.string(), note) as z.ZodString;
    assert.throws(() => personal(noted, note), /annotated twice/);
    assert.throws(() => plain(personal(z.uuid(), note)), /annotated twice/);
    assert.throws(() => personal(noted.min(1), note), /annotated twice/);
    assert.throws(() => declare(noted.min(1)), /\/field \(string\) has no privacy annotation/);
    assert.throws(() => declare(personal(z.strictObject({ a: noted }), note)), /\/field\/a is annotated twice/);
    const shared = z.string();
    personal(shared, note);
    assert.throws(() => declare(shared), /no privacy annotation/);
  },

  "free text is never plain, and personal data never lie in clear": (model) => {
    const { personal, plain } = loosely(model);
    const open = [z.string(), z.email(), z.e164(), z.string().regex(/x/), z.array(z.enum(["a"])), z.base64url()];
    for (const schema of open) assert.throws(() => plain(schema), /free text is personal/);
    assert.throws(() => plain(z.stringFormat("opaque-id", /.*/)), /free text is personal/);
    const closed = [
      z.uuid(),
      z.iso.date(),
      z.iso.datetime(),
      z.int(),
      z.boolean(),
      z.literal("x"),
      model.formats.opaqueId(),
    ];
    for (const schema of closed) assert.doesNotThrow(() => plain(schema));
    assert.throws(() => personal(z.iso.date(), { ...note, protection: "plain" }), /cannot lie in clear/);
    assert.throws(
      () => personal(z.string(), { ...note, category: "request", protection: "plain" }),
      /cannot lie in clear/,
    );
    assert.throws(() => personal(z.string(), { ...note, protection: "keyed hash" }), /needs the schema keyedHash/);
    assert.doesNotThrow(() => personal(z.iso.date(), { ...note, category: "request", protection: "plain" }));
  },

  "forbidden and reserved names are refused": (model) => {
    const { plain, record, declare } = loosely(model);
    const field = plain(z.int());
    for (const name of ["constructor", "__proto__", "prototype"]) {
      const shape = JSON.parse(`{"${name}": 1}`) as Record<string, unknown>;
      Object.defineProperty(shape, name, { value: field, enumerable: true });
      assert.throws(() => record("test", 1, shape), /forbidden field name/);
      assert.throws(
        () => declare(z.strictObject(shape as z.ZodRawShape)),
        /\/field\/\w+ is a forbidden field name|__proto__/,
      );
    }
    assert.throws(() => record("test", 1, { __proto__: field }), /\/__proto__ is a forbidden field name/);
    for (const name of ["sealed", "kind", "v", "ttl", "_etag", "_ts", "_rid", "_self", "_attachments"]) {
      assert.throws(() => record("test", 1, { [name]: field }), /the store keeps for itself/);
    }
  },

  "whoever sees part of a union can tell its options apart": (model) => {
    const { declare, personal, plain } = loosely(model);
    const by = (tag: string, seenBy: string[]) => plain(z.literal(tag), seenBy) as z.ZodLiteral;
    const to = (seenBy: string[]) => personal(z.string(), { ...note, seenBy }) as z.ZodType;
    const union = (x: string[], y: string[]) =>
      z.discriminatedUnion("by", [
        z.strictObject({ by: by("x", x), to: to(["member"]) }),
        z.strictObject({ by: by("y", y), at: to(["desk"]) }),
      ]);
    assert.throws(() => declare(union(["desk"], ["desk"])), /\/field\/by must be seen by member/);
    assert.throws(() => declare(union(["member"], ["desk", "member"])), /\/field\/by must be seen by desk/);
    assert.doesNotThrow(() => declare(union(["member", "desk"], ["desk", "member"])));
  },

  "an old record is read through its upcasters, and a missing one is refused at load": (model) => {
    const { first, second, third } = versions(model);
    const { record } = loosely(model);
    const { sealRecord, openRecord } = model.sealing;
    const stored = sealRecord(first, { state: "open", name: "Élodie Dupont" }, context, key);
    const names = { firstName: "Élodie", lastName: "Dupont" };
    assert.deepEqual(openRecord(second, stored, context, key), { state: "open", ...names });
    assert.deepEqual(openRecord(third, stored, context, key), { state: "open", ...names, place: null });
    const newer = sealRecord(third, { state: "shut", ...names, place: "Lyon" }, context, key);
    assert.throws(() => openRecord(second, newer, context, key), { code: "version" });
    assert.throws(() => openRecord(third, { ...newer, v: 2 }, context, key), { code: "context" });
    for (const v of [0, 1.5, "1", undefined]) {
      assert.throws(() => openRecord(third, { ...newer, v }, context, key), { code: "malformed" });
    }
    assert.throws(() => openRecord(third, { ...newer, kind: "song" }, context, key), { code: "context" });
    assert.throws(() => sealRecord(third, {} as never, { ...context, kind: "song" as never }, key), {
      code: "context",
    });
    for (const upcast of [
      {},
      { 1: String },
      { 2: String },
      { 1: String, 3: String },
      { 1: String, 2: String, 3: String },
    ]) {
      assert.throws(() => record("tale", 3, {}, { upcast }), /one upcaster for each version/);
    }
    assert.throws(() => record("tale", 2, {}), /one upcaster for each version/);
  },

  "a record that nothing gives a retention rule is refused": (model) => {
    const { personal, plain, record } = loosely(model);
    const at = plain(z.iso.date());
    assert.throws(() => record("tale", 1, { at }), /tale has no personal field .* name its retention rule/);
    assert.doesNotThrow(() => record("tale", 1, { at }, { kept: "session" }));
    assert.doesNotThrow(() =>
      record("tale", 1, { at, inner: z.array(z.strictObject({ name: personal(z.string(), note) })) }),
    );
  },

  "a record without personal fields has no envelope and needs no key": (model) => {
    const bare = model.record.record("tale", 1, { at: model.record.plain(z.iso.date()) }, { kept: "session" });
    const stored = model.sealing.sealRecord(bare, { at: "2026-11-23" }, context, undefined);
    assert.deepEqual(stored, { at: "2026-11-23", kind: "tale", v: 1 });
    assert.deepEqual(model.sealing.openRecord(bare, { ...stored, more: 1 }, context, undefined), { at: "2026-11-23" });
    assert.equal(model.sealing.hasSealedFields(bare), false);
    assert.equal(model.sealing.hasSealedFields(sampleOf(model)), true);
  },

  "portable is what the person gave, under the contract; access is everything": (model) => {
    const plan = model.derive.exportPlan(sampleOf(model));
    const personalFields = [
      "/lastName",
      "/email",
      "/nickname",
      "/note",
      "/party",
      "/address/street",
      "/address/country",
    ];
    const more = ["/address/position", "/hash", "/guests/*/name", "/wishes/*", "/reply/to", "/reply/to"];
    assert.deepEqual(
      plan.map(({ pointer }) => pointer),
      [...personalFields, ...more],
    );
    assert.deepEqual(
      plan.filter(({ portable }) => !portable).map(({ pointer }) => pointer),
      ["/nickname", "/hash"],
    );
    const { declare, personal } = loosely(model);
    const interest = personal(z.string(), { ...note, purposes: ["statistics"] });
    const [row] = model.derive.exportPlan({ ...(declare(interest) as object), kind: "x" } as never);
    assert.equal(row?.portable, false);
  },

  "an erasure plan says what goes, what is kept, why and until when": (model) => {
    const { personal, plain, record } = loosely(model);
    const sample = model.derive.erasurePlan(sampleOf(model));
    assert.deepEqual(
      sample.map(({ rule, onErasure, period }) => [rule, onErasure, period]),
      [
        ["account", "erased", { years: 5 }],
        ["interests", "erased", {}],
      ],
    );
    assert.deepEqual(sample[1]?.pointers, ["/wishes/*"]);
    const decision = personal(z.string(), { ...note, category: "rights", kept: "rights-case" });
    const [kept] = model.derive.erasurePlan(record("case", 1, { decision }));
    assert.deepEqual([kept?.onErasure, kept?.because], ["kept", "GDPR art. 17(3)(b) and (e)"]);
    const row = record("row", 1, { at: plain(z.iso.date()) }, { kept: "idempotency" });
    assert.deepEqual(model.derive.retentionRulesOf(row), ["idempotency"]);
  },

  "what a recipient may not see of a declaration is told": (model) => {
    const sample = sampleOf(model);
    const hidden = ["/internal", "/note", "/address/street", "/address/country", "/address/position"];
    const more = ["/lastName", "/nickname", "/party", "/guests/*/seat", "/guests/*/name", "/wishes/*", "/reply/to"];
    const fromMember = ["/internal", "/note", "/hash"];
    assert.deepEqual(model.derive.hiddenFrom(sample, "member"), fromMember);
    const fromDpo = model.derive.hiddenFrom(sample, "dpo");
    assert.deepEqual(new Set(fromDpo), new Set([...hidden, ...more].filter((name) => !/street|position/.test(name))));
  },

  "the register has one row for each field and purpose": (model) => {
    const rows = model.derive.registerRows(sampleOf(model));
    const ofName = rows.filter(({ data }) => data === "sample/lastName");
    assert.deepEqual(
      ofName.map(({ purpose, basis }) => [purpose, basis]),
      [
        ["identification", "contract"],
        ["personalisation", "legitimate interest"],
      ],
    );
    assert.deepEqual(ofName[0]?.recipients, ["member", "processor", "desk"]);
    assert.equal(ofName[0]?.protection, "sealed");
    assert.equal(
      rows.some(({ data }) => data === "sample/state"),
      false,
    );
  },

  "JSON Schema marks personal fields, and describes a view without the rest": (model) => {
    const sample = sampleOf(model);
    const schema = model.derive.toJsonSchema(sample.schema) as {
      properties: Record<string, object>;
      required: string[];
    };
    const { lastName, state } = schema.properties as Record<string, Record<string, unknown>>;
    const expected = {
      category: "identity",
      purposes: ["identification", "personalisation"],
      source: "member",
      kept: "account",
    };
    assert.deepEqual(lastName?.["x-personal-data"], expected);
    assert.equal(lastName?.maxLength, 80);
    assert.equal("x-personal-data" in (state ?? {}), false);
    assert.equal(schema.required.includes("nickname"), false);
    const shown = model.derive.toJsonSchema(model.view.view(sample, "desk").schema) as typeof schema;
    const seen = ["state", "lastName", "nickname", "note", "party", "address", "guests", "wishes"];
    assert.deepEqual(Object.keys(shown.properties), seen);
    assert.equal((shown.properties.guests as { maxItems?: number }).maxItems, 5);
  },

  "messages carry their version in their type": (model) => {
    const { message, plain } = model.record;
    const submitted = message("concierge.request.submitted", 1, { at: plain(z.iso.datetime(), ["processor"]) });
    assert.equal(submitted.type, "concierge.request.submitted.v1");
    assert.deepEqual(model.view.view(submitted, "processor").show({ at: "2026-11-23T00:00:00Z" }), {
      at: "2026-11-23T00:00:00Z",
    });
  },

  "a keyed hash depends on key, version, use and value": ({ hash: { hashUnderKey }, formats: { keyedHash } }) => {
    const at = (version: number, fill: number) => ({ version, bytes: new Uint8Array(32).fill(fill) });
    const hashes = [
      hashUnderKey(at(1, 1), "e-mail", "a"),
      hashUnderKey(at(2, 1), "e-mail", "a"),
      hashUnderKey(at(1, 2), "e-mail", "a"),
      hashUnderKey(at(1, 1), "join", "a"),
      hashUnderKey(at(1, 1), "e-mail", "b"),
      hashUnderKey(at(1, 1), "e-mai", "la"),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
    for (const hash of hashes) assert.equal(keyedHash().safeParse(hash).success, true);
    assert.equal(keyedHash().safeParse("jean@example.org").success, false);
    assert.throws(() => hashUnderKey({ version: 1, bytes: new Uint8Array(16) }, "e-mail", "a"), RangeError);
    assert.throws(() => hashUnderKey(at(0, 1), "e-mail", "a"), RangeError);
  },

  "every entry of the catalogues has a source and both languages": () => {
    for (const entry of [...Object.values(purposes), ...Object.values(categories), ...Object.values(recipients)]) {
      assert(entry.source.length > 0 && entry.en.length > 0 && entry.fr.length > 0);
    }
    // Charter article 4 names contract and legitimate interest only; anything else must be an obligation of the law.
    const ofCharter = Object.values(purposes).filter(({ source }) => source.startsWith("charter art. 4"));
    assert.equal(ofCharter.length, 6);
    for (const { basis } of ofCharter) assert(["contract", "legitimate interest"].includes(basis));
    // Charter article 6: five years from the termination of the services linked to the card.
    assert.deepEqual(retentionRules.request.period, { years: 5 });
    assert.equal(retentionRules.request.starts, "services-terminated");
  },
} satisfies Record<string, Rule>;
