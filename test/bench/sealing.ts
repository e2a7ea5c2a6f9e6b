/**
 * What sealing adds to an operation: the same record checked and written as JSON, with and without its envelope, in the same
 * process, turn by turn. The person's key is at hand, as it is in a warm instance.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { type Member, member } from "../../shared/members/member.ts";
import type { AnyRecord, Doc } from "../../shared/privacy/record.ts";
import { tolerant } from "../../shared/privacy/tolerant.ts";
import { type Request, request } from "../../shared/requests/request.ts";
import { hashUnderKey } from "../../shared/storage/keyed-hash.ts";
import { openRecord, sealRecord } from "../../shared/storage/sealing.ts";
import { type Load, median, type Row, rounded } from "./figures.ts";

const rounds = 30;
const perRound = 100;

const now = "2026-11-23T09:00:00.000Z";

const aMember = (id: string): Member => ({
  id,
  status: "active",
  language: "fr",
  createdAt: now,
  activatedAt: now,
  title: "madame",
  lastName: "Lefèvre-Marchand",
  firstName: "Hélène",
  birthDate: "1979-04-18",
  email: "helene.lefevre@courriel.example",
  mobile: "+33639981234",
  mobileVerified: false,
  cardDigits: "497010123",
  programme: "milleis-visa",
  addressHash: hashUnderKey({ version: 1, bytes: randomBytes(32) }, "e-mail", "helene.lefevre@courriel.example"),
});

const aRequest = (id: string): Request => ({
  id,
  status: "submitted",
  language: "fr",
  submittedAt: now,
  updatedAt: now,
  category: "restaurant",
  what: "Une table pour notre anniversaire de mariage, dans une maison au calme, cuisine lyonnaise revisitée.",
  where: "Lyon, presqu'île ou Croix-Rousse",
  when: { date: "2026-12-04", time: "20:30" },
  party: { adults: 2 },
  budget: { amount: "260.00", currency: "EUR" },
  wishes: "Près d'une fenêtre si possible. Mon mari, Antoine, ne mange pas de crustacés.",
  proposals: [],
});

/** @param read @param submit what these operations take in the same run, to see the share. */
export function benchSealing(read: Load, submit: Load): Row[] {
  const ofMember = costOf(member, aMember);
  const ofRequest = costOf(request, aRequest);
  const share = (microseconds: number, { p50 }: Load) => rounded(microseconds / 10 / p50, 2);
  return [
    ...rowsOf("member", ofMember),
    ...rowsOf("request", ofRequest),
    {
      name: "opening the member, of GET /api/v1/me",
      value: share(ofMember.open - ofMember.openWithout, read),
      unit: "% of its p50",
    },
    {
      name: "sealing the request, of POST /api/v1/requests",
      value: share(ofRequest.seal - ofRequest.sealWithout, submit),
      unit: "% of its p50",
    },
  ];
}

type SealingCost = {
  readonly seal: number;
  readonly sealWithout: number;
  readonly open: number;
  readonly openWithout: number;
};

function rowsOf(name: string, { seal, sealWithout, open, openWithout }: SealingCost): Row[] {
  const row = (what: string, value: number): Row => ({ name: `${name}: ${what}`, value: rounded(value), unit: "µs" });
  return [
    row("checked and written, sealed", seal),
    row("checked and written, not sealed", sealWithout),
    row("read and checked, sealed", open),
    row("read and checked, not sealed", openWithout),
  ];
}

/** Medians of rounds, in microseconds for one record. */
function costOf<R extends AnyRecord>(rec: R, docOf: (id: string) => Doc<R>): SealingCost {
  const key = randomBytes(32);
  const id = randomUUID();
  const doc = docOf(id);
  const context = { brand: "milleis", subjectId: id, kind: rec.kind, id };
  const plainText = JSON.stringify(doc);
  const sealedText = JSON.stringify(sealRecord(rec, doc, context, key));
  const lenient = tolerant(rec.schema);
  const ways = {
    seal: () => JSON.stringify(sealRecord(rec, doc, context, key)),
    sealWithout: () => JSON.stringify(rec.schema.parse(doc)),
    open: () => openRecord(rec, JSON.parse(sealedText), context, key),
    openWithout: () => lenient.parse(JSON.parse(plainText)),
  };
  const taken = Object.fromEntries(Object.keys(ways).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, once] of Object.entries(ways)) {
      const startedAt = performance.now();
      for (let index = 0; index < perRound; index += 1) once();
      taken[name]?.push(((performance.now() - startedAt) * 1_000) / perRound);
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, values]) => [name, median(values)])) as SealingCost;
}
