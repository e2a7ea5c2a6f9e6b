/** Stopped and started again on the same data, everything is there; and readiness tells the truth about each dependency. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mailsTo } from "../../local/mailbox/read-mail.ts";
import { type System, startSystem } from "../../local/system/system.ts";
import { expectOurHeaders, expectProblem } from "../fixtures/answers.ts";
import { type AppCopy, copyApp } from "../fixtures/app.ts";
import { eventually } from "../fixtures/eventually.ts";
import { type Member, openCheckedBrowser, signUp } from "../fixtures/member.ts";
import { processorOf } from "../fixtures/processor.ts";
import { usualStart } from "../fixtures/system.ts";

const dataDir = mkdtempSync(join(tmpdir(), "concierge-kept-"));
let app: AppCopy;
let system: System;
beforeAll(async () => {
  app = await copyApp();
  system = await startSystem({ dataDir, appDir: app.directory, at: usualStart });
});
afterAll(async () => {
  await system.stop();
  app.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

const ready = async (host?: string) => {
  const reply = await openCheckedBrowser(system.url).ask("GET", "/api/v1/health/ready", { headers: { host } });
  expectOurHeaders(reply);
  return { status: reply.status, body: reply.json() };
};
const up = { store: "up", residency: "up", keys: "up", exchange: "up", queues: "up" };

describe("health", () => {
  it("is told to anybody, on any host name, without a word about settings", async () => {
    for (const host of [undefined, "10.0.0.1:80", "probe.example"]) {
      expect(await ready(host)).toEqual({ status: 200, body: { status: "ready", dependencies: up } });
      const live = await openCheckedBrowser(system.url).ask("GET", "/api/v1/health/live", { headers: { host } });
      expect({ status: live.status, body: live.json() }).toEqual({ status: 200, body: { status: "alive" } });
    }
  });

  it("names the dependency that is down; nothing is lost, and it comes back by itself", async () => {
    const member = await signUp(system);
    const path = await member.submit();
    await member.untilStatus(path, "proposed");
    await system.kill("cosmos", "SIGKILL");
    expect(await ready()).toEqual({
      status: 503,
      body: { status: "not-ready", dependencies: { ...up, store: "down" } },
    });
    const away = await member.get(path);
    expectProblem(away, { status: 503, code: "temporarily-unavailable" });
    expect(Number(away.headers["retry-after"])).toBeGreaterThan(0);
    const live = await openCheckedBrowser(system.url).ask("GET", "/api/v1/health/live");
    expect(live.status).toBe(200);
    await system.restart("cosmos");
    await eventually(ready, ({ status }) => status === 200);
    expect((await member.read(path)).doc.status).toBe("proposed");
  });
});

describe("a restart", () => {
  let before: { member: Member; path: string; request: unknown; messages: unknown; mails: unknown };
  it("is made in the middle of a request", async () => {
    const member = await signUp(system, "platinum");
    const path = await member.submit();
    await member.untilStatus(path, "proposed");
    await member.change("POST", `${path}/messages`, { body: { text: "À bientôt" } });
    await eventually(async () => (await member.messages(path)).length === 2);
    const mails = await eventually(
      () => mailsTo(system.mailboxUrl, member.input.email),
      (sent) => sent.some(({ subject }) => subject.includes("un message vous attend")),
    );
    before = { member, path, request: await member.read(path), messages: await member.messages(path), mails };
    const at = system.clock.now();
    const { ports } = system;
    await system.stop();
    system = await startSystem({ dataDir, appDir: app.directory, at, ports });
  });

  it("leaves sessions, requests, conversations and mails as they were", async () => {
    const { member, path, request, messages, mails } = before;
    expect((await member.get("/api/v1/me")).status).toBe(200);
    expect(await member.read(path)).toEqual(request);
    expect(await member.messages(path)).toEqual(messages);
    expect(await mailsTo(system.mailboxUrl, member.input.email)).toEqual(mails);
    expect((await openCheckedBrowser(system.url).ask("GET", "/api/v1/requests")).status).toBe(401);
  });

  it("goes on where it was, to the confirmed booking, without a second effect", async () => {
    const { member, path } = before;
    const { doc, etag } = await member.read(path);
    const [proposal] = doc.proposals;
    const body = { optionId: proposal?.options[0]?.id };
    const accepted = await member.change("POST", `${path}/proposals/${proposal?.id}/acceptance`, {
      ifMatch: etag,
      body,
    });
    expect(accepted.status).toBe(201);
    await member.untilStatus(path, "confirmed");
    expect((await processorOf(system).effects()).effects[doc.id]).toEqual({
      "concierge.request.submitted.v1": 1,
      "concierge.conversation.posted.v1": 1,
      "concierge.proposal.accepted.v1": 1,
    });
  });
});
