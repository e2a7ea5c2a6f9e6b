/** The mailbox through the real `@azure/communication-email`, its page and its JSON, and what it keeps over a SIGKILL. */
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EmailClient } from "@azure/communication-email";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Child, readyPort, startChild } from "../../../local/system/child.ts";

const accessKey = randomBytes(32).toString("base64");
const sender = "conciergerie@milleis.example";
const directory = mkdtempSync(join(tmpdir(), "mailbox-test-"));
const file = join(directory, "mails.jsonl");
let mailbox: Child<number>;

const start = (port = 0) =>
  startChild({
    name: "mailbox",
    args: [
      fileURLToPath(new URL("../../../local/mailbox/main.ts", import.meta.url)),
      "--port",
      `${port}`,
      "--data",
      file,
    ],
    env: { MAIL_ACCESS_KEY: accessKey, MAIL_SENDERS: JSON.stringify({ milleis: sender }) },
    ready: readyPort,
  });
beforeAll(async () => {
  mailbox = await start();
});
afterAll(async () => {
  await mailbox.stop();
  rmSync(directory, { recursive: true, force: true });
});

const url = (path: string) => `http://127.0.0.1:${mailbox.ready}${path}`;
const client = (key = accessKey) =>
  new EmailClient(url(""), { key }, { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } });

async function send(to: string, text: string, options: { operationId?: string; from?: string; subject?: string } = {}) {
  const poller = await client().beginSend(
    {
      senderAddress: options.from ?? sender,
      content: { subject: options.subject ?? "Votre code", plainText: text },
      recipients: { to: [{ address: to }] },
    },
    options.operationId === undefined ? {} : { operationId: options.operationId },
  );
  return poller.pollUntilDone();
}

type Listed = {
  last: number;
  messages: { sequence: number; text?: string; from: string; to: string[]; subject: string }[];
};
async function list(query: Record<string, string>): Promise<Listed> {
  const response = await fetch(url(`/api/messages?${new URLSearchParams(query)}`));
  return (await response.json()) as Listed;
}
const newAddress = () => `camille.${randomUUID()}@exemple.fr`;
const faults = (body: object) => fetch(url("/api/faults"), { method: "POST", body: JSON.stringify(body) });

describe("sending", () => {
  it("takes a mail from the SDK and says that it succeeded", async () => {
    const to = newAddress();
    expect(await send(to, "Bonjour, votre code est 123456.")).toMatchObject({ status: "Succeeded" });
    expect((await list({ to })).messages).toMatchObject([
      { from: sender, to: [to], subject: "Votre code", text: "Bonjour, votre code est 123456." },
    ]);
  });

  it("adds no second mail when the operation id is repeated", async () => {
    const to = newAddress();
    const operationId = randomUUID();
    await send(to, "un", { operationId });
    expect(await send(to, "deux", { operationId })).toMatchObject({ id: operationId, status: "Succeeded" });
    expect((await list({ to })).messages.map(({ text }) => text)).toEqual(["un"]);
  });

  it("refuses another access key, and keeps nothing", async () => {
    const to = newAddress();
    const stranger = client(randomBytes(32).toString("base64"));
    const mail = {
      senderAddress: sender,
      content: { subject: "x", plainText: "x" },
      recipients: { to: [{ address: to }] },
    };
    await expect(stranger.beginSend(mail)).rejects.toMatchObject({ statusCode: 401 });
    expect((await list({ to })).messages).toEqual([]);
  });

  it("refuses a sender whose domain is not ours", async () => {
    const sent = send(newAddress(), "x", { from: "quelqu-un@ailleurs.example" });
    await expect(sent).rejects.toMatchObject({ statusCode: 400, code: "DomainNotLinked" });
  });

  it("fails on demand as often as asked, also after keeping the mail", async () => {
    const to = newAddress();
    const operationId = randomUUID();
    await faults({ times: 1, status: 503 });
    await expect(send(to, "x", { operationId })).rejects.toMatchObject({ statusCode: 503 });
    expect((await list({ to })).messages).toEqual([]);
    await faults({ times: 1, cutAfterKeeping: true });
    await expect(send(to, "x", { operationId })).rejects.toThrow();
    await send(to, "x", { operationId });
    expect((await list({ to })).messages).toHaveLength(1);
  });
});

describe("reading", () => {
  it("answers a waiting reader when the mail arrives", async () => {
    const to = newAddress();
    await send(to, "premier");
    const { last } = await list({ to });
    const waiting = list({ to, after: String(last), wait: "30000" });
    await send(newAddress(), "pour quelqu'un d'autre");
    await send(to, "second");
    expect((await waiting).messages.map(({ text }) => text)).toEqual(["second"]);
  });

  it("answers empty after the wait", async () => {
    expect(await list({ to: newAddress(), wait: "20" })).toEqual({ messages: [], last: 0 });
  });

  it("shows mails on a page, newest first, escaped, with no script allowed", async () => {
    const to = newAddress();
    await send(to, "ancien");
    await send(to, "<script>alert(1)</script> & « récent »", { subject: "<b>Sujet</b>" });
    const response = await fetch(url(`/?${new URLSearchParams({ to })}`));
    const html = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html).toContain("2 courriels");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; « récent »");
    expect(html).toContain("&lt;b&gt;Sujet&lt;/b&gt;");
    expect(html).not.toContain("<script");
    expect(html.indexOf("récent")).toBeLessThan(html.indexOf("ancien"));
  });

  it("answers only to this machine's names", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      request(url("/"), { headers: { host: "mails.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

describe("keeping", () => {
  it("has every acknowledged mail after a SIGKILL, in a file for its owner only", async () => {
    const to = newAddress();
    const operationId = randomUUID();
    await send(to, "gardé", { operationId });
    const before = await list({});
    await mailbox.kill("SIGKILL");
    mailbox = await start(mailbox.ready);
    expect(await list({})).toEqual(before);
    await send(to, "encore", { operationId });
    expect((await list({ to })).messages.map(({ text }) => text)).toEqual(["gardé"]);
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
