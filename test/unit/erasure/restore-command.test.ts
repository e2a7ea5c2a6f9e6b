/** Erasing again after a restore concerns every brand: the act the ledger is given names none, so that it stands in each. */
import { expect, test } from "vitest";
import { makeAudited } from "../../../shared/audit/audited.ts";
import { brandIds } from "../../../shared/charter/brands.ts";
import { erasureCommands } from "../../../tools/ops/erasures.ts";

test("restore replay is recorded with every brand, before and after", async () => {
  const entries: { readonly brand: string; readonly event: string; readonly detail?: string | undefined }[] = [];
  const audited = makeAudited({ append: async (entry) => void entries.push(entry) });
  const concierge = { audited, replayRestore: async () => ({ people: 0, erased: 0, payloads: 0 }) };
  const given = { concierge, operator: { role: "ops", id: "someone" }, words: [], options: {} };
  await erasureCommands["restore replay"]?.run(given as never);
  expect(entries.map(({ brand, event, detail }) => `${brand} ${event} ${detail}`)).toEqual(
    ["intended", "done"].flatMap((detail) => brandIds.map((brand) => `${brand} restore.replayed ${detail}`)),
  );
});
