/**
 * The processor loses, repeats, reorders, delays, sends what nobody should, and is away for a month: each is shown to happen,
 * and every request comes out once, as if nothing had been.
 */
import { QueueServiceClient } from "@azure/storage-queue";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { everything, type Mischief, ratesSchema } from "../../local/processor/misbehaviour.ts";
import { eventually } from "../fixtures/eventually.ts";
import { type Member, signInAgain, signUp } from "../fixtures/member.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem({
  settings: {
    RELAY_SCHEDULE: "*/1 * * * * *",
    RELAY_INTERVAL_SECONDS: "2",
    DISPATCH_INTERVAL_SECONDS: "2",
    INBOX_INTERVAL_SECONDS: "2",
    INBOX_INTERVAL_MAX_SECONDS: "4",
  },
  processorSettings: { PROCESSOR_RESEND_SECONDS: "2", PROCESSOR_POLL_MS: "50" },
  // A message that failed shows up again at once, so that its last try need not be waited for.
  queues: { visibilityTimeout: "00:00:00" },
});
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

let member: Member;
beforeAll(async () => {
  member = await signUp(under.system);
});

type State = { readonly awayUntil: string | null; readonly done: Readonly<Partial<Record<Mischief, number>>> };

const url = () => `${under.system.processorUrl}/api/misbehaviour`;
async function misbehave(wanted: object): Promise<State> {
  const reply = await fetch(url(), { method: "POST", body: JSON.stringify(wanted) });
  if (!reply.ok) throw new Error(await reply.text());
  return (await reply.json()) as State;
}
const state = async () => (await (await fetch(url())).json()) as State;
afterEach(() => misbehave({}));

const times = async (id: string, type: string) => (await under.processor.effects()).effects[id]?.[type] ?? 0;
const openRows = async () =>
  (await itemsOf(under.system.cosmos, "subjects")).filter(
    (item) => item.kind === "outbox" && item.channel === "processor",
  );

/** Everything has come to rest: proposed once, nothing left to send, either way. */
async function comesOutOnce(path: string): Promise<void> {
  const { doc } = await member.untilStatus(path, "proposed");
  expect(doc.proposals).toHaveLength(1);
  expect(await times(doc.id, "concierge.request.submitted.v1")).toBe(1);
  await eventually(
    async () => (await under.processor.request(doc.id))?.sent ?? [],
    (sent) => sent.length > 0 && sent.every((one) => one.acknowledgedAt !== null),
  );
  await eventually(openRows, (rows) => rows.length === 0);
}

describe.each(Object.keys(ratesSchema.shape) as Mischief[])("%s", (kind) => {
  it("happens, and changes nothing of what comes out", { timeout: 90_000 }, async () => {
    const before = (await state()).done[kind] ?? 0;
    // At every occasion until it has happened once: how often a message must be sent again is then not left to chance.
    await misbehave({ seed, rates: { [kind]: 1 } });
    const path = await member.submit();
    await eventually(state, ({ done }) => (done[kind] ?? 0) > before);
    await misbehave({});
    await comesOutOnce(path);
  });
});

it("what it should not have sent stays visible", async () => {
  const reasons = (await itemsOf(under.system.cosmos, "failures")).map(({ reason }) => reason);
  expect(reasons).toContain("bad-signature");
  expect(reasons).toContain("not-a-jws");
  const taken = (await itemsOf(under.system.cosmos, "subjects")).filter(({ kind }) => kind === "received");
  expect(taken.map(({ outcome }) => outcome)).toContain("contradiction");
});

it("all of it at once", { timeout: 120_000 }, async () => {
  await misbehave(everything(seed, 0.15));
  const paths = await Promise.all(Array.from({ length: 8 }, () => member.submit()));
  for (const path of paths) await comesOutOnce(path);
});

it("away for thirty days: what waited is handed over then, once", { timeout: 120_000 }, async () => {
  expect((await misbehave({ awaySeconds: 30 * 86_400 })).awayUntil).not.toBeNull();
  const path = await member.submit();
  const [row] = await eventually(openRows, (rows) => Number(rows[0]?.attempts ?? 0) > 0);
  for (const days of [7, 14, 9]) {
    // What lay in the queue has expired long before anybody looks.
    await QueueServiceClient.fromConnectionString(under.system.connectionString("exchange"))
      .getQueueClient("concierge-inbox")
      .clearMessages();
    expect((await openRows()).map(({ id }) => id)).toEqual([row?.id]);
    await under.system.clock.move({ advanceMs: days * 86_400_000 });
  }
  await eventually(state, ({ awayUntil }) => awayUntil === null);
  member = await signInAgain(under.system, member);
  await comesOutOnce(path);
});
