/**
 * Starts the mailbox: `node local/mailbox/main.ts --port N [--data FILE]`. Settings: MAIL_ACCESS_KEY (base64),
 * MAIL_SENDERS (JSON, brand to address; optional), CLOCK_URL (optional).
 */
import { parseArgs } from "node:util";
import * as z from "zod";
import { localClock } from "../clock/local-clock.ts";
import { closeServer, listenOnLoopback } from "../system/loopback-http.ts";
import { announceReady, endOnSignal, portOption, setting } from "../system/program.ts";
import { mailboxServer } from "./server.ts";
import { openMailbox } from "./store.ts";

const { values } = parseArgs({ options: { port: { type: "string" }, data: { type: "string" } } });
const senders = process.env.MAIL_SENDERS;
const server = mailboxServer({
  mailbox: openMailbox(values.data),
  clock: await localClock(),
  accessKey: Buffer.from(setting("MAIL_ACCESS_KEY"), "base64"),
  ...(senders === undefined
    ? {}
    : { senders: new Set(Object.values(z.record(z.string(), z.email()).parse(JSON.parse(senders)))) }),
});
endOnSignal(() => closeServer(server));
announceReady(await listenOnLoopback(server, portOption(values.port)));
