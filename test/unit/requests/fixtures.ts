/** Requests made by parsing our own schema. */
import { type Request, request } from "../../../shared/requests/request.ts";

export const requestId = "5d6a4c1e-7d0d-4d49-9d1f-5b0f6c1a2b3c";
export const proposalId = "prop-1";

export const wish = {
  category: "restaurant",
  what: "Une table pour deux, au calme",
  where: "Lyon",
  when: { date: "2026-11-27", time: "20:30" },
  party: { adults: 2 },
  budget: { amount: "240.00", currency: "EUR" },
  wishes: "Anniversaire de Zoé 🎂",
} as const;

export const proposal = (id = proposalId, expiresAt = "2026-11-24T10:00:00.000Z") => ({
  id,
  expiresAt,
  options: [
    { id: "a", title: "Chez Paul", price: { amount: "180.00", currency: "EUR" as const }, inclusions: [] },
    { id: "b", title: "La Mère Brazier", price: { amount: "320.00", currency: "EUR" as const }, inclusions: ["vin"] },
  ],
});

export const confirmation = {
  proposalId,
  optionId: "a",
  supplier: "Chez Paul",
  reference: "BRZ-4812",
  startsAt: "2026-11-27T20:30:00+01:00",
  confirmedAt: "2026-11-23T12:00:00.000Z",
};

export const requestAs = (change: Partial<Request> = {}): Request =>
  request.schema.parse({
    ...wish,
    id: requestId,
    status: "submitted",
    language: "fr",
    submittedAt: "2026-11-23T10:00:00.000Z",
    updatedAt: "2026-11-23T10:00:00.000Z",
    proposals: [],
    ...change,
  });

export const accepted = (optionId = "a"): Request =>
  requestAs({
    status: "accepted",
    proposals: [
      {
        ...proposal(),
        madeAt: "2026-11-23T10:30:00.000Z",
        answered: { answer: "accepted", optionId, answeredAt: "2026-11-23T11:00:00.000Z" },
      },
    ],
  });
