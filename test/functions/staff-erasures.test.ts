/**
 * A processor that answers nothing, and a confirmation that came on paper: recorded by two people who have read the same, after
 * which the erasure comes to its end, and its certificate says how it was confirmed.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter } from "../../shared/time/legal-periods.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { expectEntry, ledgerOf } from "../fixtures/recorded.ts";
import { application, bringOn, confirmed, erasureOf, ordered, untilOver } from "./erasing.ts";
import { signedUp, submitted } from "./person.ts";
import { type Colleague, staffOf } from "./staff.ts";

const functions = useFunctions();
let dpo: Colleague;
let ops: Colleague;
/** Tokens are good for an hour. */
async function withTokens() {
  dpo = await staffOf(functions.of, "dpo", "dominique");
  ops = await staffOf(functions.of, "ops", "maxime");
}
beforeAll(withTokens);

const typeOf = (answer: { json: <T>() => T }) => answer.json<{ type: string }>().type.replace("/problems/", "");
const faultsOf = (answer: { json: <T>() => T }) =>
  answer.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer);
const today = () => parisDay(functions.of.clock.now());
const confirm = (who: Colleague, erasureId: string, over: object = {}) =>
  who.ask("confirm-erasure", { params: { erasureId }, body: { outcome: "erased", paperDated: today(), ...over } });
const wordOf = (answer: { json: <T>() => T }) => answer.json<{ status: string }>().status;
const lineOf = async (who: Colleague, erasureId: string) => {
  const answer = await who.ask("list-erasures", { query: "?limit=100" });
  return answer
    .json<{ items: { id: string; processor?: Record<string, unknown> }[] }>()
    .items.find(({ id }) => id === erasureId);
};

describe("a confirmation on paper", () => {
  it("is two people's who have read the same; the erasure ends, and the certificate says so", async () => {
    const person = await signedUp(functions.of);
    await submitted(functions.of, person);
    await functions.of.deliver("dispatch", "dispatch-message");
    const { startErasure } = await application();
    const of = { brand: "milleis", subjectId: person.subjectId } as const;
    const { erasureId } = await startErasure(of, { cause: "member", at: functions.of.clock.now() });
    const early = await confirm(dpo, erasureId);
    expect(typeOf(early)).toBe("state-conflict");
    for (let round = 0; round < 3; round += 1) {
      await bringOn(functions.of);
      functions.of.clock.move({ advanceMs: 301_000 });
    }
    expect(await erasureOf(erasureId)).toMatchObject({ waitsFor: "processor" });
    expect(await lineOf(ops, erasureId)).toMatchObject({ step: "processor", waitsFor: "processor" });

    expect(wordOf(await confirm(ops, erasureId))).toBe("waiting");
    expect(wordOf(await confirm(await staffOf(functions.of, "dpo", "maxime"), erasureId))).toBe("waiting");
    expect((await erasureOf(erasureId))?.order?.confirmed).toBeUndefined();
    expect((await lineOf(dpo, erasureId))?.processor?.paper).toMatchObject({ byRole: "dpo", isMine: false });
    const other = await confirm(dpo, erasureId, { outcome: "nothing-held" });
    expect([typeOf(other), faultsOf(other)]).toEqual(["invalid-input", ["/outcome"]]);
    expect(wordOf(await confirm(dpo, erasureId))).toBe("done");
    expect(wordOf(await confirm(dpo, erasureId))).toBe("done");
    expect(typeOf(await confirm(dpo, erasureId, { outcome: "nothing-held" }))).toBe("state-conflict");
    const paperDated = today();
    expect(JSON.stringify((await erasureOf(erasureId))?.order)).not.toContain(ops.id);

    expect(await untilOver(functions.of, erasureId)).toBe(true);
    const { certificate = "" } = (await erasureOf(erasureId)) ?? {};
    const said = JSON.parse(Buffer.from(certificate.split(".")[1] ?? "", "base64url").toString("utf8"));
    expect(said).toMatchObject({
      version: 2,
      processor: { ordered: true, outcome: "erased", confirmedBy: "paper", paperDated },
    });
    expect(JSON.stringify(said)).not.toMatch(new RegExp(`${dpo.id}|${ops.id}`));
    const entries = await ledgerOf(functions.of);
    const first = { actor: { role: "ops", id: ops.id }, about: erasureId, detail: "confirm-erasure-on-paper" } as const;
    expectEntry("staff.action-proposed", entries, first);
    const second = { actor: { role: "dpo", id: dpo.id }, about: erasureId } as const;
    for (const detail of ["intended", "erased"]) {
      expect(expectEntry("erasure.confirmed-on-paper", entries, { ...second, detail })).toHaveLength(1);
    }
    await withTokens();
  });

  it("each look at the list stands in the ledger of the brand, at three data operations with it", async () => {
    const erasureId = await ordered(functions.of);
    const by = { role: "ops", id: (await staffOf(functions.of, "ops", "alix")).id } as const;
    expect(await lineOf(await staffOf(functions.of, "ops", "alix"), erasureId)).toBeDefined();
    expect(functions.of.lines.findLast(({ event }) => event === "http.answered")?.dataOperations).toBe(3);
    const listed = expectEntry("erasures.listed", await ledgerOf(functions.of), { actor: by });
    expect(listed.map(({ stream }) => String(stream).split(".")[0])).toEqual(["milleis"]);
  });

  it("by two of operations lacks the officer, and nothing is confirmed", async () => {
    const erasureId = await ordered(functions.of);
    expect(wordOf(await confirm(ops, erasureId))).toBe("waiting");
    const second = await staffOf(functions.of, "ops", "sacha");
    expect(typeOf(await confirm(second, erasureId))).toBe("second-person-needed");
    expect((await erasureOf(erasureId))?.order).not.toHaveProperty("confirmed");
  });

  it.each<[string, () => object, string]>([
    ["older than the order", () => ({ paperDated: daysAfter(today(), -1) }), "/paperDated"],
    ["of a day to come", () => ({ paperDated: daysAfter(today(), 1) }), "/paperDated"],
    ["that keeps something under no law", () => ({ outcome: "kept-by-law" }), "/ground"],
    ["of a law that keeps nothing", () => ({ ground: "tax", until: "2030-12-31" }), "/ground"],
  ])("%s is refused", async (_, over, pointer) => {
    const answer = await confirm(dpo, await ordered(functions.of), over());
    expect([typeOf(answer), faultsOf(answer)]).toEqual(["invalid-input", [pointer]]);
  });

  it("of another brand's erasure is about nothing", async () => {
    const erasureId = await ordered(functions.of);
    const elsewhere = await staffOf(functions.of, "dpo", "andrea", "platinum");
    expect(typeOf(await confirm(elsewhere, erasureId))).toBe("not-found");
    expect(await lineOf(elsewhere, erasureId)).toBeUndefined();
    expect(await lineOf(dpo, erasureId)).toBeDefined();
  });

  it("counts no more once the signed message has come, and says nothing against it", async () => {
    const erasureId = await ordered(functions.of);
    await confirm(ops, erasureId);
    const doc = await erasureOf(erasureId);
    const { text } = await confirmed(functions.of, doc as NonNullable<typeof doc>);
    await functions.of.take("take-update", text);
    const { order } = (await erasureOf(erasureId)) ?? {};
    expect(order).toMatchObject({ confirmed: { outcome: "erased" } });
    expect(order).not.toHaveProperty("paper");
    expect(order?.confirmed).not.toHaveProperty("paperDated");
    expect(typeOf(await confirm(dpo, erasureId))).toBe("state-conflict");
  });
});
