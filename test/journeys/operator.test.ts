/** The operator's command line over failed work, as a process of its own against a running system. */
import { createHash, randomUUID } from "node:crypto";
import { QueueServiceClient } from "@azure/storage-queue";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { type Member, signUp } from "../fixtures/member.ts";
import { opsOf } from "../fixtures/ops.ts";
import { confirmationPayload } from "../fixtures/payloads.ts";
import { failureOf, itemsOf } from "../fixtures/stored.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem();
const as = ["--as", randomUUID()];

const ops = opsOf(() => under.system);

let member: Member;
const canary = `kanari-${randomUUID()}`;
const id = createHash("sha256").update(canary).digest("base64url");
beforeAll(async () => {
  await under.processor.behave("acknowledge");
  member = await signUp(under.system);
  await under.processor.send({ raw: canary });
  await eventually(() => failureOf(under.system.cosmos, id));
});

describe("failures", () => {
  it("are asked for by a name only: nothing is shown to nobody", async () => {
    const nobody = await ops("failures", "list");
    expect(nobody).toMatchObject({ code: 2, out: "" });
    expect(nobody.err).toContain("--as OBJECT_ID");
    expect((await ops("failures", "list", "--state", "lost", ...as)).code).toBe(2);
  });

  it("are listed and shown, discarded once, and each act is in the ledger", { timeout: 180_000 }, async () => {
    const listed = await ops("failures", "list", "--state", "waiting", ...as);
    expect(listed).toMatchObject({ code: 0 });
    expect(listed.out).toContain(id);
    expect(listed.out).not.toContain(canary);
    expect(JSON.parse((await ops("failures", "show", id, ...as)).out)).toMatchObject({ id, reason: "not-a-jws" });
    expect(await ops("failures", "replay", id, ...as)).toMatchObject({ code: 1, out: "" });
    expect((await ops("failures", "discard", id, ...as)).out).toContain("30 days");
    expect((await ops("failures", "discard", id, ...as)).code).toBe(1);
    expect((await ops("failures", "list", "--state", "waiting", ...as)).out).not.toContain(id);
    const events = (await itemsOf(under.system.cosmos, "ledger")).map(({ event }) => event);
    for (const event of ["failures.listed", "failure.shown", "failure.discarded"]) expect(events).toContain(event);
  });
});

describe("retention", () => {
  it("says what will have ended, by rule, and that somebody looked", { timeout: 60_000 }, async () => {
    expect((await ops("retention", "preview", "--at", "soon", ...as)).code).toBe(2);
    const { code, out } = await ops("retention", "preview", "--at", "2040-01-01", ...as);
    expect(code, out).toBe(0);
    const lines = out.split("\n");
    // The account, one by one: warned twice, closed, archived, erased.
    const own = lines.filter((line) => line.includes(member.subjectId));
    expect(own.map((line) => / ([a-z-]+)(?: \([a-z]+\))? from /.exec(line)?.[1])).toEqual([
      "warn",
      "warn",
      "close",
      "archive",
      "erase",
    ]);
    // The rest counted by its rule, which is told with its source.
    const session = lines.findIndex((line) =>
      line.startsWith("session: 24 hours after being issued (charter art. 10.3"),
    );
    expect(lines[session + 1]).toMatch(/^ {4}milleis: [1-9]\d* session, oldest 2027-01-1\dT/);
    expect(lines.some((line) => /^ {4}ledger stream milleis\.access\.2027-01 since 2028-02-01T/.test(line))).toBe(true);
    expect((await ops("retention", "preview", "--at", "2040-01-01", "--brand", "platinum", ...as)).out).not.toContain(
      member.subjectId,
    );
    const events = (await itemsOf(under.system.cosmos, "ledger")).map(({ event }) => event);
    expect(events).toContain("retention.previewed");
  });
});

describe("the outbox", () => {
  it("shows what the processor has refused, and sends it again", { timeout: 180_000 }, async () => {
    await under.processor.pause("receiving");
    const path = await member.submit();
    const { doc } = await member.untilStatus(path, "forwarded");
    const row = await eventually(async () =>
      (await itemsOf(under.system.cosmos, "subjects")).find(
        (item) => item.kind === "outbox" && item.requestId === doc.id && item.channel === "processor",
      ),
    );
    const messageId = String(row?.id).slice("outbox.".length);
    const subject = `${member.subjectId}/${doc.id}`;
    await under.processor.send({
      type: "concierge.message.refused.v1",
      subject,
      data: { messageId, reason: "signature" },
    });
    const address = `${member.subjectId}/${messageId}`;
    await eventually(
      () => ops("outbox", "list", "--state", "refused", ...as),
      ({ out }) => out.includes(address),
    );
    // What was sent before would be enough: only what the operator sends may be left.
    const account = QueueServiceClient.fromConnectionString(under.system.connectionString("exchange"));
    await account.getQueueClient("concierge-inbox").clearMessages();
    expect((await ops("outbox", "replay", address, ...as)).out).toContain("On its way");
    await under.processor.resume();
    await member.untilStatus(path, "acknowledged");
    await eventually(
      () => ops("outbox", "show", address, ...as),
      ({ code }) => code === 1,
    );
  });
});

describe("contradictions", () => {
  it("name the request, what was said, and the state it did not fit", { timeout: 120_000 }, async () => {
    const path = await member.submit();
    const { doc } = await member.untilStatus(path, "acknowledged");
    const type = "concierge.request.confirmed.v1";
    const payload = confirmationPayload(randomUUID(), randomUUID());
    await under.processor.send({ type, subject: `${member.subjectId}/${doc.id}`, payload });
    const { out } = await eventually(
      () => ops("contradictions", "list", ...as),
      (answer) => answer.out.includes(doc.id),
    );
    expect(out).toMatch(new RegExp(`milleis  request ${doc.id}  ${type} while acknowledged  message `));
    expect((await ops("contradictions", "list", "--brand", "platinum", ...as)).out).toBe("No contradictions.\n");
    expect((await ops("contradictions", "list", "--since", "someday", ...as)).code).toBe(2);
  });
});
