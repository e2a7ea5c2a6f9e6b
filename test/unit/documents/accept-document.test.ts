/** Accepting a text: once per edition, answered again under its key whatever came into force since, and no other body. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { brandIds } from "../../../shared/charter/brands.ts";
import { makeAcceptDocument } from "../../../shared/documents/accept-document.ts";
import { documentSchema, documentsOf } from "../../../shared/documents/document.ts";
import { intentOf } from "../../../shared/http/idempotency-key.ts";
import { acceptance } from "../../../shared/members/member.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryRepository } from "../../memory/repository.ts";

/** Both texts in two major versions: the second comes into force on 24 November. */
const texts = brandIds.flatMap((brand) =>
  (["charter", "terms"] as const).flatMap((document) =>
    (["fr", "en"] as const).flatMap((language) =>
      (["2026-01-01", "2026-11-24"] as const).map((effectiveOn) =>
        documentSchema.parse({
          document,
          brand,
          language,
          version: effectiveOn.slice(0, 7),
          effectiveOn,
          change: "major",
          isExample: true,
          title: document,
          sections: [{ id: "one", heading: "1", paragraphs: [`${document} ${effectiveOn} ${language}`] }],
        }),
      ),
    ),
  ),
);

function start() {
  const clock = standingClock("2026-11-23T22:59:00.000Z");
  const repository = memoryRepository();
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const accept = makeAcceptDocument({ repository, clock, documents: documentsOf(texts, "2026-11-23") });
  const ask = (key: string, change: { readonly document?: "charter" | "terms"; readonly version?: string } = {}) => {
    const body = { document: "terms", version: "2026-01", language: "fr", ...change } as const;
    return accept(person, intentOf(key, "accept-document", {}, body), body);
  };
  const ids = () => repository.all(person, acceptance).map(({ id }) => id);
  return { clock, ask, ids };
}

test("accepted a minute before midnight, asked again with the same key after it: the same answer", async () => {
  const { clock, ask, ids } = start();
  const first = await ask("the-key-number-1");
  clock.move(120);
  expect(await ask("the-key-number-1")).toEqual(first);
  await expect(ask("the-key-number-2")).rejects.toMatchObject({ code: "documents-outdated" });
  await ask("the-key-number-3", { version: "2026-11" });
  expect(ids()).toEqual(["terms_2026-01", "terms_2026-11"]);
});

test("the same key with another body is refused, also where that text was accepted before", async () => {
  const { ask, ids } = start();
  await ask("the-key-number-1", { document: "charter" });
  await ask("the-key-number-2");
  await expect(ask("the-key-number-2", { document: "charter" })).rejects.toMatchObject({
    code: "idempotency-key-reused",
  });
  await expect(ask("the-key-number-2", { version: "1999-01" })).rejects.toMatchObject({
    code: "idempotency-key-reused",
  });
  expect(ids()).toEqual(["charter_2026-01", "terms_2026-01"]);
});

test("accepted before: the first acceptance stands, under a new key too", async () => {
  const { clock, ask, ids } = start();
  const first = await ask("the-key-number-1");
  clock.move(30);
  expect(await ask("the-key-number-2")).toEqual(first);
  expect(await ask("the-key-number-2")).toEqual(first);
  expect(ids()).toEqual(["terms_2026-01"]);
});
