/**
 * No message of ours lives longer than what sends it again needs: every sender is made to send, and the life that the queue
 * service gave each message is compared with the interval of whatever would bring it up once more. Rules: DESIGN, section 2;
 * what is told of queues in retention/held-elsewhere.ts.
 */
import { QueueServiceClient } from "@azure/storage-queue";
import { decodeJwt } from "jose";
import { expect, it } from "vitest";
import { parseSchedule } from "../../local/host/schedule.ts";
import { growingInterval } from "../../shared/messaging/growing-interval.ts";
import { type QueueName, queues } from "../../shared/messaging/queues.ts";
import { longestSeconds } from "../../shared/messaging/relay.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { appSettings, committedDeployment } from "../infra/evaluated.ts";
import { issuerOf, itemsOfPerson } from "./ending.ts";
import { application, bringOn, erasureOf } from "./erasing.ts";
import { processorMessage, signedUp, submitted } from "./person.ts";

type Seen = { readonly queue: QueueName; readonly life: number; readonly text: string };

const functions = useFunctions();
const ours = (Object.keys(queues) as QueueName[]).filter((name) => queues[name].from === "application");
const clientOf = (name: QueueName) =>
  QueueServiceClient.fromConnectionString(functions.of.connectionString(queues[name].account)).getQueueClient(name);
const seconds = (count: number) => functions.of.clock.move({ advanceMs: count * 1_000 });

/** Every message of ours that waits, with its life in seconds as the service counts it; it stays where it is. */
async function waiting(): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const queue of ours) {
    const { peekedMessageItems } = await clientOf(queue).peekMessages({ numberOfMessages: 32 });
    for (const { insertedOn, expiresOn, messageText: text } of peekedMessageItems)
      seen.push({ queue, life: (expiresOn.getTime() - insertedOn.getTime()) / 1_000, text });
  }
  return seen;
}

/** Seconds between two runs of a timer in production, at their closest. */
function everySeconds(setting: "ERASURE_SCHEDULE" | "RETENTION_SCHEDULE"): number {
  const schedule = parseSchedule(appSettings(committedDeployment("production"))[setting] ?? "", "UTC");
  const runs = [schedule.next(functions.of.clock.now())];
  for (let count = 0; count < 24; count += 1) runs.push(schedule.next(runs.at(-1) as Date));
  return Math.min(...runs.slice(1).map((run, index) => (run.getTime() - (runs[index] as Date).getTime()) / 1_000));
}

/** What the settings give whatever sends a message again, in seconds. */
async function resendSeconds({ queue, text }: Seen): Promise<number> {
  const { settings } = await application();
  const inbox = { first: settings.INBOX_INTERVAL_SECONDS, maximum: settings.INBOX_INTERVAL_MAX_SECONDS };
  if (queue === "erasure-work") return everySeconds("ERASURE_SCHEDULE");
  if (queue === "retention-work") return everySeconds("RETENTION_SCHEDULE");
  // Answers: their sender asks again.
  if (queue === "card-services-replies") return inbox.first;
  if (queue === "concierge-inbox") {
    const { id, type, subject = "" } = decodeJwt<{ id: string; type: string; subject: string }>(text);
    const [subjectId = "", about = ""] = subject.split("/");
    if (type.startsWith("concierge.message.")) return inbox.first;
    const times = type.startsWith("concierge.erasure.")
      ? (await erasureOf(about))?.order?.times
      : (await rowOf(subjectId, id))?.attempts;
    return growingInterval(inbox, Number(times) - 1);
  }
  const { id, subject } = JSON.parse(text) as { id: string; subject: string };
  const row = await rowOf(subject, id);
  // A row that an erasure has called off since: the pointer leads to nothing, after the longest interval at the latest.
  if (row === undefined) return longestSeconds;
  if (row.takeUps === undefined) return settings.RELAY_INTERVAL_SECONDS;
  const first = queue === "dispatch" ? settings.DISPATCH_INTERVAL_SECONDS : settings.NOTIFICATION_INTERVAL_SECONDS;
  return growingInterval({ first, maximum: longestSeconds }, Number(row.takeUps) - 1);
}
const rowOf = async (subjectId: string, id: string) =>
  (await itemsOfPerson(functions.of, subjectId)).find((item) => item.id === `outbox.${id}`);

/** Those that wait longer than what would send them again. */
async function outliving(messages: readonly Seen[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const message of messages) {
    const most = await resendSeconds(message);
    if (!(message.life <= most)) found.push(`${message.queue}: ${message.life} s of ${most}`);
  }
  return found;
}

it("no message of ours outlives what sends it again", async () => {
  const seen: Seen[] = [];
  const look = async () => {
    const messages = await waiting();
    expect(await outliving(messages)).toEqual([]);
    seen.push(...messages);
    for (const queue of ours) await clientOf(queue).clearMessages();
    return messages.map(({ queue }) => queue);
  };
  const { concierge } = await import("../../shared/compose.ts");
  const { settings } = concierge;

  const person = await signedUp(functions.of);
  await look();
  const requestId = await submitted(functions.of, person);
  expect(await look()).toEqual(["dispatch", "notifications"]);
  // Missed, and taken up by the timer: twice, ever more rarely.
  for (const wait of [settings.RELAY_INTERVAL_SECONDS, settings.NOTIFICATION_INTERVAL_SECONDS]) {
    await seconds(wait + 1);
    await functions.of.runTimer("relay-outbox");
    expect(await look()).toEqual(expect.arrayContaining(["dispatch", "notifications"]));
  }
  // To the processor, and again, ever more rarely.
  for (const wait of [settings.DISPATCH_INTERVAL_SECONDS * 2, settings.INBOX_INTERVAL_SECONDS]) {
    await seconds(wait + 1);
    await functions.of.runTimer("relay-outbox");
    await functions.of.deliver("dispatch", "dispatch-message");
    expect(await look()).toContain("concierge-inbox");
  }
  const started = { subject: `${person.subjectId}/${requestId}`, type: "concierge.request.started.v1", data: {} };
  await functions.of.take("take-update", (await processorMessage(functions.of, started)).text, 5);
  expect(await look()).toContain("concierge-inbox");

  const issuer = issuerOf(functions.of);
  const today = parisDay(functions.of.clock.now());
  const holder = { ...person.body, brand: "milleis", birthDate: "1950-01-01" };
  await functions.of.take("take-card-event", await issuer.sign(issuer.event("terminated", holder, today, 1)));
  expect(await look()).toContain("card-services-replies");

  // A sweep's, and that of a closing.
  const leaving = await signedUp(functions.of);
  await seconds(800 * 86_400);
  await functions.of.runTimer("sweep-retention");
  expect(await look()).toContain("retention-work");
  await concierge.retention.closeAccount(
    { brand: "milleis", subjectId: leaving.subjectId },
    { cause: "member", actor: { role: "member" } },
  );
  expect(await look()).toContain("retention-work");

  // An erasure's, from the order to start it to the order to the processor.
  const of = { brand: "milleis", subjectId: person.subjectId } as const;
  await concierge.startErasure(of, { cause: "member", at: functions.of.clock.now() });
  expect(await look()).toContain("erasure-work");
  for (let round = 0; round < 4; round += 1) {
    await bringOn(functions.of);
    await look();
    await seconds(301);
  }
  const types = seen.flatMap(({ queue, text }) => (queue === "concierge-inbox" ? [decodeJwt(text).type] : []));
  expect(types).toContain("concierge.erasure.ordered.v1");

  // Every queue that is ours was seen, and an erasure waits as long as the longest life there can be.
  expect(new Set(seen.map(({ queue }) => queue))).toEqual(new Set(ours));
  const longest = concierge.erasing.timing.longestLife;
  for (const { queue, life } of seen) expect(life, queue).toBeLessThanOrEqual(longest);
}, 60_000);

it("one that was put there to stay as long as a queue keeps it is caught, in each queue", async () => {
  for (const queue of ours) {
    const text =
      queue === "concierge-inbox"
        ? `e30.${Buffer.from(JSON.stringify({ type: "concierge.message.refused.v1" })).toString("base64url")}.e30`
        : JSON.stringify({ id: "planted", subject: "planted" });
    await clientOf(queue).clearMessages();
    await clientOf(queue).sendMessage(text);
    expect(await outliving((await waiting()).filter((one) => one.queue === queue)), queue).toHaveLength(1);
    await clientOf(queue).clearMessages();
  }
});
