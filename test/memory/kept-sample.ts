/** A record that outlives its person's erasure, before the product has one of its own: what re-sealing is tried on. */
import * as z from "zod";
import type { EngineNeeds } from "../../shared/erasure/step.ts";
import { opaqueId } from "../../shared/privacy/formats.ts";
import { personal, plain, record } from "../../shared/privacy/record.ts";
import { KeyShredded, type Person } from "../../shared/storage/person-keys.ts";
import { create } from "../../shared/storage/repository.ts";
import type { World } from "./erasing.ts";

export const keptSample = record(
  "kept-sample",
  1,
  {
    id: plain(opaqueId(), ["dpo"]),
    closedAt: plain(z.iso.datetime(), ["dpo"]),
    answer: personal(z.string().max(100), {
      category: "rights",
      purposes: ["rights"],
      source: "member",
      seenBy: ["dpo"],
      kept: "rights-case",
      protection: "sealed",
    }),
  },
  { kept: "rights-case" },
);

export const withKeptSample = (needs: EngineNeeds): EngineNeeds => ({
  ...needs,
  records: [...needs.records, { record: keptSample, container: "subjects" }],
});

export const keptAnswer = "what the person asked, and what they were told";

export const putSample = (world: World, person: Person, id: string, closedAt = "2025-02-28T09:00:00.000Z") =>
  world.needs.repository.commit(person, [create(keptSample, { id, closedAt, answer: keptAnswer })]);

/** Whether it opens under its own key, and says the same. */
export const opensAlone = (world: World, id: string) => async (keptId: string) => {
  try {
    const owner = { brand: "milleis", subjectId: keptId } as const;
    return (await world.needs.archive.read(owner, keptSample, id))?.doc.answer === keptAnswer;
  } catch (error) {
    if (error instanceof KeyShredded) return false;
    throw error;
  }
};
