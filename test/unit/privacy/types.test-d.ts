/**
 * What the compiler infers and refuses. Checked by `tsc`; each `@ts-expect-error` says which words the refusal must
 * hold, and `refusals.test.ts` compiles this file without those directives to see that each line fails for that reason.
 */
import * as z from "zod";
import { type KeyedHash, keyedHash, opaqueId } from "../../../shared/privacy/formats.ts";
import { logger } from "../../../shared/privacy/log.ts";
import { type Doc, declared, message, type Personal, personal, plain, record } from "../../../shared/privacy/record.ts";
import { type Seen, type Shown, view } from "../../../shared/privacy/view.ts";
import { type openRecord, type SealedKeys, type Stored, sealRecord } from "../../../shared/storage/sealing.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

const identity = {
  category: "identity",
  purposes: ["identification"],
  source: "member",
  seenBy: ["member", "processor"],
  kept: "account",
  protection: "sealed",
} as const satisfies Personal;
const contact = { ...identity, category: "contact", seenBy: ["member", "dpo"] } as const satisfies Personal;
const all = ["member", "processor", "dpo"] as const;

const person = record("person", 1, {
  id: plain(opaqueId(), all),
  state: plain(z.enum(["open", "shut"]), all),
  internal: plain(z.int()),
  lastName: personal(z.string(), identity),
  nickname: personal(z.string(), identity).optional(),
  email: personal(z.email(), contact),
  hash: personal(keyedHash(), { ...contact, protection: "keyed hash" }),
  address: z.exactOptional(
    z.strictObject({ street: personal(z.string(), contact), country: personal(z.string(), identity) }),
  ),
  cards: z.array(z.strictObject({ programme: plain(z.enum(["a", "b"]), all), digits: personal(z.string(), contact) })),
  wishes: z.partialRecord(z.enum(["food", "music"]), personal(z.string(), identity)),
  reply: z.discriminatedUnion("by", [
    z.strictObject({ by: plain(z.literal("phone"), all), number: personal(z.e164(), identity) }),
    z.strictObject({ by: plain(z.literal("mail"), all), at: personal(z.email(), contact) }),
  ]),
});
type Person = Doc<typeof person>;
declare const doc: Person;
declare const context: { brand: string; subjectId: string; kind: "person"; id: string };
declare const key: Uint8Array;

// What is inferred.
same<Person["lastName"], string>(true);
same<Pick<Person, "nickname">, { nickname?: string }>(true);
same<Person["hash"], KeyedHash>(true);
same<Person["reply"], { by: "phone"; number: string } | { by: "mail"; at: string }>(true);
type ToProcessor = Seen<(typeof person)["schema"], "processor">;
same<keyof ToProcessor, "id" | "state" | "lastName" | "nickname" | "address" | "cards" | "wishes" | "reply">(true);
same<Pick<ToProcessor, "nickname">, { nickname?: string }>(true);
same<Pick<ToProcessor, "address">, { address?: { country: string } }>(true);
same<ToProcessor["cards"], { programme: "a" | "b" }[]>(true);
same<ToProcessor["reply"], { by: "phone"; number: string } | { by: "mail" }>(true);
same<z.infer<ReturnType<typeof view<typeof person, "processor">>["schema"]>, ToProcessor>(true);
same<SealedKeys<typeof person>, "lastName" | "nickname" | "email" | "address" | "cards" | "wishes" | "reply">(true);
same<keyof Stored<typeof person>, "id" | "state" | "internal" | "hash" | "kind" | "v" | "sealed">(true);
const bare = record("bare", 1, { at: plain(z.iso.date()) }, { kept: "idempotency" });
same<keyof Stored<typeof bare>, "at" | "kind" | "v">(true);
same<ReturnType<typeof openRecord<typeof person>>, Person>(true);

// A leaf without annotation, wherever it lies.
record("a", 1, {
  // @ts-expect-error /name has no privacy annotation
  name: z.string(),
});
declared("a", {
  // @ts-expect-error /people/*/home/street has no privacy annotation
  people: z.array(z.strictObject({ home: z.exactOptional(z.strictObject({ street: z.string() })) })),
});
message("a", 1, {
  // @ts-expect-error /how/at has no privacy annotation
  how: z.discriminatedUnion("by", [z.strictObject({ by: plain(z.literal("y")), at: z.email() })]),
});
declared("a", {
  // @ts-expect-error /by/* has no privacy annotation
  by: z.record(z.enum(["x", "y"]), z.string()),
});
declared("a", {
  // @ts-expect-error /note has no privacy annotation
  note: z.nullable(z.string()),
});
declared("a", {
  // @ts-expect-error /any has no privacy annotation
  any: z.any(),
});
declared("a", {
  // @ts-expect-error /late has no privacy annotation
  late: z.pipe(personal(z.string(), identity), z.transform(Number)),
});
declared("a", {
  // @ts-expect-error /either is a union without discriminator
  either: z.union([personal(z.string(), identity), plain(z.int())]),
});
declared("a", {
  // @ts-expect-error /gone may be undefined: use z.exactOptional()
  gone: z.optional(personal(z.string(), identity)),
});

// Names.
declared("a", {
  // @ts-expect-error /constructor is a forbidden field name
  constructor: plain(z.int()),
});
declared("a", {
  // @ts-expect-error /deep/prototype is a forbidden field name
  deep: z.strictObject({ prototype: plain(z.int()) }),
});
record("a", 1, {
  // @ts-expect-error /kind is a name the store keeps for itself
  kind: plain(z.enum(["x"])),
  name: personal(z.string(), identity),
});
declared("a", { kind: plain(z.enum(["x"])) });

// Annotations.
// @ts-expect-error Type '"marketing"' is not assignable to type
personal(z.string(), { ...identity, purposes: ["marketing"] });
// @ts-expect-error Source has 0 element(s) but target requires 1
personal(z.string(), { ...identity, purposes: [] });
// @ts-expect-error Type '"partner"' is not assignable to type
personal(z.string(), { ...identity, seenBy: ["partner"] });
// @ts-expect-error Type '"forever"' is not assignable to type
personal(z.string(), { ...identity, kept: "forever" });
// @ts-expect-error is missing the following properties from type 'Personal'
personal(z.string(), { category: "identity" });
// @ts-expect-error the annotation is too wide
personal(z.string(), identity as Personal);
// @ts-expect-error the list of recipients is too wide
plain(z.int(), ["member"] as ("member" | "dpo")[]);
// @ts-expect-error annotated twice: reuse the field as it is
personal(personal(z.string(), identity), contact);
// @ts-expect-error Property 'min' does not exist on type 'Field
personal(z.string(), identity).min(1);
// @ts-expect-error annotate first, then make it optional
personal(z.string().optional(), identity);

// Free text, clear text, hashes.
// @ts-expect-error free text is personal
plain(z.string());
// @ts-expect-error free text is personal
plain(z.email());
// @ts-expect-error free text is personal
plain(z.string().regex(/^x$/));
// @ts-expect-error free text is personal
plain(z.array(z.enum(["x"])));
plain(z.int());
plain(z.boolean());
plain(z.uuid());
plain(z.iso.date());
plain(opaqueId());
// @ts-expect-error this category never lies in clear
personal(z.iso.date(), { ...identity, protection: "plain" });
// @ts-expect-error only a closed type can lie in clear
personal(z.string(), { ...identity, category: "request", protection: "plain" });
personal(z.iso.date(), { ...identity, category: "request", protection: "plain" });
// @ts-expect-error protection 'keyed hash' needs the schema keyedHash()
personal(z.string(), { ...identity, protection: "keyed hash" });
// @ts-expect-error Type 'string' is not assignable to type 'KeyedHash'
sealRecord(person, { ...doc, hash: "jean@example.org" }, context, key);

// What is stored is what was sent.
// @ts-expect-error a wire schema cannot transform
personal(z.string().transform(Number), identity);
// @ts-expect-error a wire schema cannot transform
personal(z.string().default("x"), identity);
// @ts-expect-error a wire schema cannot transform
personal(z.coerce.number(), identity);

// Versions.
const name = personal(z.string(), identity);
// @ts-expect-error Expected 4 arguments, but got 3
record("a", 2, { name });
// @ts-expect-error Property '2' is missing in type
record("a", 3, { name }, { upcast: { 1: (old) => ({ ...old }) } });
record("a", 2, { name }, { upcast: { 1: (old) => ({ ...old }) } });

// How long a record is kept: its personal fields say it, or the record itself.
// @ts-expect-error Expected 4 arguments, but got 3
record("a", 1, { at: plain(z.iso.date()) });
// @ts-expect-error Property 'kept' is missing in type
record("a", 2, { at: plain(z.iso.date()) }, { upcast: { 1: (old) => ({ ...old }) } });
// @ts-expect-error Expected 4 arguments, but got 3
record("a", 1, { deep: z.array(z.strictObject({ at: plain(z.iso.date()) })) });
record("a", 1, { at: plain(z.iso.date()) }, { kept: "session" });
record("a", 1, { deep: z.exactOptional(z.array(z.strictObject({ name }))) });
record("a", 1, { either: z.discriminatedUnion("by", [z.strictObject({ by: plain(z.literal("x")), name })]) });

// A view cannot be forged from a document, and an envelope cannot be made for another kind.
const send = (_: Shown<typeof person, "processor">) => {};
send(view(person, "processor").show(doc));
// @ts-expect-error Property '[shown]' is missing
send(doc);
// @ts-expect-error is not assignable to parameter of type 'Shown<
send(view(person, "dpo").show(doc));
const twin = declared("twin", { at: plain(z.iso.date(), all) });
const sendTwin = (_: Shown<typeof twin, "processor">) => {};
// @ts-expect-error Type '"dpo"' is not assignable to type '"processor"'
sendTwin(view(twin, "dpo").show({ at: "2026-11-23" }));
// @ts-expect-error Property 'email' does not exist
view(person, "processor").show(doc).email;
// @ts-expect-error Type '"request"' is not assignable to type '"person"'
sealRecord(person, doc, { ...context, kind: "request" }, key);
// @ts-expect-error Property 'lastName' does not exist
sealRecord(person, doc, context, key).lastName;

// Logs.
const log = logger({ write: () => {}, clock: { now: () => new Date(0) }, fields: { brand: "milleis" } });
log.event("person.created");
log.event("person.created", { recordId: doc.id, durationMs: 1, attempts: undefined });
log.event("person.created", { method: "GET", status: 200 });
log.event("person.created", {} as { requestId?: string });
log.with({ invocationId: "x" }).error("person.failed", new Error("x"), { code: "y" });
// @ts-expect-error lastName cannot be logged
log.event("person.created", { recordId: doc.id, lastName: doc.lastName });
const wide = { recordId: doc.id, email: doc.email };
// @ts-expect-error email cannot be logged
log.warn("person.created", wide);
// @ts-expect-error durationMs is logged as another type
log.event("person.created", { durationMs: "long" });
// @ts-expect-error an event's name is a literal
log.event(`person.${doc.lastName}`);
// @ts-expect-error email cannot be logged
log.with({ email: doc.email });
// @ts-expect-error email cannot be logged
logger({ write: () => {}, clock: { now: () => new Date(0) }, fields: { email: doc.email } });
