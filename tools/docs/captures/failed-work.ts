/** Failed work as operations see it: messages that could not be handled, sendings that were refused; and the ledger of it all. */
import { randomUUID } from "node:crypto";
import { QueueServiceClient } from "@azure/storage-queue";
import { decodeJwt } from "jose";
import { type Colleague, openColleague } from "./colleague.ts";
import type { Member } from "./member.ts";
import { submitted } from "./requests.ts";
import { membersPath } from "./staff-files.ts";
import { eventually, type Stage } from "./stage.ts";

type Failures = readonly [string, string];

const failures = "/api/v1/staff/failures";
const rows = "/api/v1/staff/outbox-rows";
/** The host tries five times, half a minute apart. */
const parkedWithin = { seconds: 240, every: 2 };

/** Two messages about requests that do not exist: tried, and parked in the end. */
export async function sendWhatFails({ processor }: Stage, member: Member): Promise<Failures> {
  const send = async () => {
    const subject = `${member.id()}/${randomUUID()}`;
    const message = { type: "concierge.request.started.v1", subject, data: {} };
    return (await processor<{ messageId: string }>("/api/send", message)).messageId;
  };
  return [await send(), await send()];
}

export async function captureFailedWork(stage: Stage, member: Member, ids: Failures): Promise<void> {
  const ops = await openColleague(stage, "ops", "maxime");
  await captureOutbox(stage, member, ops);
  await captureFailures(ops, ids);
  const auditor = await openColleague(stage, "auditor", "claude");
  const ledger = "/api/v1/staff/ledger/access/2026-11";
  await eventually(
    () => auditor.ask("GET", ledger),
    (reply) => reply.text.includes("session.opened"),
  );
  await auditor.read("read-ledger", "A month of accesses", `${ledger}?limit=5`);
}

async function captureFailures(ops: Colleague, [replayed, discarded]: Failures): Promise<void> {
  await eventually(
    () => ops.ask("GET", failures),
    ({ text }) => text.includes(replayed) && text.includes(discarded),
    parkedWithin,
  );
  await ops.read("list-failures", "What could not be handled", failures);
  await ops.read("show-failure", "One of them", `${failures}/${replayed}`);
  await ops.send("replay-failure", "Tried again, in vain", `${failures}/${replayed}/replay`);
  await ops.send("discard-failure", "Nothing more is needed", `${failures}/${discarded}/dismissal`);
  await ops.send("discard-failure", "Closed already", `${failures}/${discarded}/dismissal`);
}

/** The processor leaves two messages on its queue, and refuses them. */
async function captureOutbox({ system, processor }: Stage, member: Member, ops: Colleague): Promise<void> {
  await processor("/api/pause", { what: "receiving" });
  const refused: string[] = [];
  for (const path of [await submitted(member), await submitted(member)]) {
    const subject = `${member.id()}/${path.split("/").at(-1)}`;
    const messageId = await eventually(
      () => waitingAbout(system, subject),
      (id) => id !== "",
    );
    const data = { messageId, reason: "schema" };
    await processor("/api/send", { type: "concierge.message.refused.v1", subject, data });
    refused.push(messageId);
  }
  await eventually(
    () => ops.ask("GET", rows),
    ({ text }) => refused.every((id) => text.includes(id)),
    { every: 1 },
  );
  const [again, given] = refused.map((id) => `${membersPath}/${member.id()}/outbox-rows/${id}`);
  await ops.read("list-outbox", "What the processor refused", rows);
  await ops.read("show-outbox-row", "One of them", `${again}`);
  await ops.send("replay-outbox-row", "Sent again", `${again}/replay`);
  await ops.send("discard-outbox-row", "Sent no more", `${given}/dismissal`);
  await processor("/api/resume", {});
}

/** The id of the message about a request on the processor's queue. */
async function waitingAbout(system: Stage["system"], subject: string): Promise<string> {
  const account = QueueServiceClient.fromConnectionString(system.connectionString("exchange"));
  const inbox = await account.getQueueClient("concierge-inbox").peekMessages({ numberOfMessages: 32 });
  const events = inbox.peekedMessageItems.map(
    ({ messageText }) => decodeJwt(messageText) as { readonly id?: string; readonly subject?: string },
  );
  return events.find((event) => event.subject === subject)?.id ?? "";
}
