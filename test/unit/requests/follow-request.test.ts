/** What changed since: everything the member can see about a request, and nothing that must not be told yet. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { consent } from "../../../shared/consents/consent.ts";
import { type Disclosure, disclosure } from "../../../shared/disclosures/disclosure.ts";
import { makeListChanges } from "../../../shared/requests/follow-request.ts";
import { message, request } from "../../../shared/requests/request.ts";
import { create } from "../../../shared/storage/repository.ts";
import { requestAs, requestId } from "./fixtures.ts";
import { scene } from "./scene.ts";

const at = "2026-11-23T10:00:00.000Z";
const disclosed = (over: Partial<Disclosure>): Disclosure =>
  disclosure.schema.parse({
    id: randomUUID(),
    origin: "registered",
    at,
    to: "provider",
    name: "Maison Lise",
    purpose: "concierge-requests",
    categories: ["identity"],
    words: "Des mots du bureau",
    ...over,
  });

test("requests, messages, consents and disclosures, each through the member's view", async () => {
  const { repository, person } = await scene();
  const asked = {
    id: randomUUID(),
    requestId,
    about: "provider",
    status: "asked",
    askedAt: at,
    provider: "Maison Lise",
    purpose: "Vous écrire.",
    categories: ["contact"],
    proofs: [],
  };
  const said = { id: randomUUID(), requestId, from: "concierge", unreadBy: "member", postedAt: at, text: "Bonjour" };
  const shown = disclosed({ requestId });
  await repository.commit(person, [
    create(request, requestAs()),
    create(message, message.schema.parse(said)),
    create(consent, consent.schema.parse(asked)),
    create(disclosure, shown),
    create(disclosure, disclosed({ requestId, hiddenUntil: "2027-01-01" })),
    create(disclosure, disclosed({})),
  ]);
  const read = async (today: string) => (await makeListChanges({ repository })(person, today, { limit: 100 })).items;
  const items = await read("2026-11-23");
  expect(items.map(({ kind }) => kind).sort()).toEqual(["consent", "disclosure", "message", "request"]);
  const { id, provider } = asked;
  expect(items).toContainEqual({ kind: "consent", consent: expect.objectContaining({ id, provider }) });
  expect(items).toContainEqual({ kind: "disclosure", disclosure: expect.objectContaining({ id: shown.id }) });
  expect(JSON.stringify(items)).not.toContain("bureau");
  expect((await read("2027-01-01")).filter(({ kind }) => kind === "disclosure")).toHaveLength(2);
});
