/** The steps of a consent: whatever was given can be withdrawn, however often the member has changed their mind. */
import { expect, test } from "vitest";
import { answersTo, type Consent, consent, stepped } from "../../../shared/consents/consent.ts";

const now = new Date("2026-11-23T10:00:00.000Z");
const asked: Consent = consent.schema.parse({
  id: "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11",
  requestId: "5d6a4c1e-7d0d-4d49-9d1f-5b0f6c1a2b3c",
  about: "provider",
  status: "asked",
  askedAt: now.toISOString(),
  provider: "Maison Lise",
  purpose: "Vous écrire.",
  categories: ["contact"],
  proofs: [],
});

test.each(["given", "refused"] as const)(
  "first %s, then the other way as long as it goes: in the end nothing stands given",
  (first) => {
    let doc = stepped(asked, first, "fr", now);
    for (let step = 0; step < 100; step += 1) {
      const [next] = answersTo(doc);
      if (next === undefined) break;
      doc = consent.schema.parse(stepped(doc, next, "fr", now));
      if (doc.status === "given") expect(answersTo(doc)).toEqual(["withdrawn"]);
    }
    expect(answersTo(doc)).toEqual([]);
    expect(doc.status).toBe("withdrawn");
    expect(doc.proofs.length).toBeGreaterThan(48);
  },
);
