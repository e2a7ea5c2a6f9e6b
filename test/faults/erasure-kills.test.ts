/**
 * A process ended at each call an erasure makes to the outside, before the call and after it, one run for each: whoever goes
 * on afterwards comes to the same end. In memory, with the product's own adapters; enumerated, not sampled.
 */
import { expect, test } from "vitest";
import { usualSteps } from "../../shared/erasure/advance-erasure.ts";
import { paths } from "../../shared/erasure/steps.ts";
import { faultsAfter } from "../memory/erased.ts";
import { erasingWorld, type KillAt, Killed } from "../memory/erasing.ts";
import { opensAlone, putSample, withKeptSample } from "../memory/kept-sample.ts";

type Outcome = { readonly calls: readonly string[]; readonly faults: readonly string[]; readonly wasKilled: boolean };

/** Twelve hours a step: the waits are passed over, each of their ends is seen. */
const step = 12 * 3_600;

/** @param plan another engine, where a bug is planted. */
async function run(
  kill: KillAt | undefined,
  plan?: Parameters<Awaited<ReturnType<typeof erasingWorld>>["plant"]>[0]["plan"],
): Promise<Outcome> {
  const world = await erasingWorld();
  world.plant({ change: withKeptSample, ...(plan === undefined ? {} : { plan }) });
  const { person, email } = await world.member(1);
  await putSample(world, person, "case-1");
  const requestIds = [...world.heldByProcessor];
  const join = world.joinOf(person);
  const announced = { join, ...(await world.announced(join)) };
  world.killAt(kill ?? { call: 0, when: "before" });
  const order = { cause: "member", at: world.clock.now() } as const;
  let wasKilled = false;
  let started: string | undefined;
  for (let attempt = 0; started === undefined && attempt < 3; attempt += 1) {
    try {
      started = (await world.app.startErasure(person, order)).erasureId;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      wasKilled = true;
      world.start();
    }
  }
  const erasureId = started ?? "";
  const isOver = async () => (await world.app.readErasure(erasureId))?.doc.endedAt !== undefined;
  const hasEnded = await world.until(isOver, { days: 12, step });
  const calls = [...world.calls];
  wasKilled ||= kill !== undefined && calls.length >= kill.call;
  // Whoever looks at the end is not killed any more.
  world.start();
  const faults = hasEnded
    ? await faultsAfter(world, {
        person,
        email,
        erasureId,
        requestIds,
        kept: opensAlone(world, "case-1"),
        keptCount: 1,
        announced,
      })
    : [`it has not ended: ${JSON.stringify((await world.app.readErasure(erasureId))?.doc)}`];
  const leftOver = [...world.cosmos.all("erasures")].length - 1;
  return {
    calls,
    faults: leftOver === 0 ? faults : [...faults, `${leftOver} erasures too many`],
    wasKilled,
  };
}

test("wherever it is killed, it comes to the same end", { timeout: 300_000 }, async () => {
  const whole = await run(undefined);
  expect(whole.faults).toEqual([]);
  expect(new Set(whole.calls.map((call) => call.split(" ")[0]))).toEqual(
    new Set([
      "subjects",
      "archive",
      "lookups",
      "failures",
      "erasures",
      "ledger",
      "person-keys",
      "to-processor",
      "from-processor",
      "erasure-work",
      "concierge-inbox",
      "mail",
    ]),
  );
  const wrong: string[] = [];
  let killed = 0;
  for (let call = 1; call <= whole.calls.length; call += 1) {
    for (const when of ["before", "after"] as const) {
      const { faults, wasKilled } = await run({ call, when });
      if (wasKilled) killed += 1;
      for (const fault of faults) wrong.push(`${when} call ${call} (${whole.calls[call - 1]}): ${fault}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(killed).toBeGreaterThan(whole.calls.length);
});

test("the sweep sees a step that is not safe to repeat", { timeout: 120_000 }, async () => {
  const plan = {
    paths,
    steps: {
      ...usualSteps,
      // The address goes before the mail is sent: killed in between, nobody is told.
      delivery: async (needs, at) => {
        const delivery = await needs.erasures.readDelivery(at.doc);
        await needs.erasures.eraseDelivery(at.doc);
        const outcome = await usualSteps.delivery(
          { ...needs, erasures: { ...needs.erasures, readDelivery: async () => delivery } },
          at,
        );
        return outcome;
      },
    } satisfies typeof usualSteps,
  };
  const whole = await run(undefined, plan);
  expect(whole.faults).toEqual([]);
  const mail = whole.calls.indexOf("mail send") + 1;
  expect(mail).toBeGreaterThan(0);
  expect((await run({ call: mail, when: "before" }, plan)).faults).toContain("the certificate was not sent");
});
