/**
 * The product's own mailer over the real SDK against the local mailbox: what became of a mail, at once or asked for later by
 * its id alone, whatever the provider or the network does in between.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mailboxServer } from "../../../local/mailbox/server.ts";
import { type Mailbox, openMailbox } from "../../../local/mailbox/store.ts";
import { closeServer, listenOnLoopback } from "../../../local/system/loopback-http.ts";
import type { Settings } from "../../../shared/config.ts";
import { communicationServicesMailer, type Mailer } from "../../../shared/notifications/mail.ts";
import { systemClock } from "../../../shared/time/clock.ts";

const accessKey = randomBytes(32);
const mailbox: Mailbox = openMailbox(undefined);
let server: Server;
let port: number;
let mailer: Mailer;
/** The version the SDK asks with, as the provider sees it. */
const versions = new Set<string>();
beforeAll(async () => {
  server = mailboxServer({ mailbox, clock: systemClock, accessKey });
  server.prependListener("request", ({ url = "" }: { url?: string }) => {
    const version = new URL(url, "http://localhost").searchParams.get("api-version");
    if (version !== null) versions.add(version);
  });
  port = await listenOnLoopback(server);
  mailer = communicationServicesMailer({
    CONCIERGE_MODE: "local",
    MAIL_ENDPOINT: `http://127.0.0.1:${port}`,
    MAIL_ACCESS_KEY: accessKey.toString("base64"),
    MAIL_SENDERS: { milleis: "conciergerie@milleis.example" },
  } as unknown as Settings);
});
afterAll(() => closeServer(server));

const post = (path: string, body: object) =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: JSON.stringify(body) });
const someone = async (behaviour?: string) => {
  const address = `camille.${randomUUID()}@exemple.fr`;
  if (behaviour !== undefined) await post("/api/addresses", { address, behaviour });
  return address;
};
const mailTo = (to: string) => ({
  id: randomUUID(),
  brand: "milleis" as const,
  to,
  subject: "Bonjour",
  text: "Bonjour",
});

describe("at once", () => {
  it.each([
    [undefined, "handed-over", 1],
    ["suppressed", "suppressed", 0],
    ["fails", "failed", 0],
    ["invalid", "refused", 0],
    ["slow", "pending", 1],
  ] as const)("an address that is %s: %s", async (behaviour, result, arrived) => {
    const to = await someone(behaviour);
    expect(await mailer.send(mailTo(to))).toBe(result);
    expect(mailbox.list(to, 0)).toHaveLength(arrived);
  });

  it("a hard bounce shows with the next mail only: the first one left, and the provider learned", async () => {
    const to = await someone("bounces");
    expect(await mailer.send(mailTo(to))).toBe("handed-over");
    expect(await mailer.send(mailTo(to))).toBe("suppressed");
    expect(mailbox.list(to, 0)).toEqual([]);
  });
});

describe("asked for later", () => {
  it("by the id alone, until it is known", async () => {
    const to = await someone("slow");
    const mail = mailTo(to);
    await mailer.send(mail);
    expect(await mailer.result(mail.id)).toBe("pending");
    await post("/api/addresses", { address: to, behaviour: "normal" });
    expect(await mailer.result(mail.id)).toBe("handed-over");
    expect(mailbox.list(to, 0)).toHaveLength(1);
  });

  it("a mail that failed, and one nobody knows", async () => {
    const mail = mailTo(await someone("suppressed"));
    await mailer.send(mail);
    expect(await mailer.result(mail.id)).toBe("suppressed");
    expect(await mailer.result(randomUUID())).toBe("unknown");
  });

  it("in the version of the API that this release of the SDK speaks", () => {
    expect(versions.size).toBe(1);
  });
});

describe("in trouble", () => {
  it("a mail that was taken before the connection broke is sent once, under its id", async () => {
    const to = await someone();
    const mail = mailTo(to);
    await post("/api/faults", { times: 10, cutAfterKeeping: true });
    await expect(mailer.send(mail)).rejects.toMatchObject({ name: "Unavailable" });
    await post("/api/faults", { times: 0, status: 503 });
    expect(await mailer.send(mail)).toBe("handed-over");
    expect(mailbox.list(to, 0)).toHaveLength(1);
  }, 60_000);

  it("a provider that says not now is not there now", async () => {
    await post("/api/faults", { times: 10, status: 503, retryAfter: 0 });
    await expect(mailer.send(mailTo(await someone()))).rejects.toMatchObject({ name: "Unavailable" });
    await post("/api/faults", { times: 0, status: 503 });
  }, 60_000);
});
