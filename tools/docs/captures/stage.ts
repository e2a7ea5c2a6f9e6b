/** What every part of the capture plays with: the running system, its browsers, the mailbox and the stand-in processor. */
import { readFileSync } from "node:fs";
import { codeIn, type ReceivedMail, waitForMail } from "../../../local/mailbox/read-mail.ts";
import type { System } from "../../../local/system/system.ts";
import type { Exchange } from "../examples.ts";
import { openRecorder, type Recorder } from "../recorder.ts";

/** The fictional member of docs/examples, and what she asks for. */
export const journey = JSON.parse(
  readFileSync(new URL("../../../docs/examples/journey.fr.json", import.meta.url), "utf8"),
) as Record<"signUp" | "request", Record<string, unknown>> & { message: string };

/** When the system starts, and a wish that lies ahead of it. */
export const startsAt = new Date("2026-11-23T09:00:00Z");
export const wish = { ...journey.request, when: { date: "2026-12-04", time: "20:30" } };

export type Stage = {
  readonly system: System;
  readonly open: (language?: "fr" | "en") => Recorder;
  /** Somebody who reads English and is not signed in. */
  readonly english: Recorder;
  /** The newest code sent to an address that has not been read yet. */
  readonly nextCode: (to: string) => Promise<string>;
  /** The processor's own small API: watches it, pauses it, lets it say something. */
  readonly processor: <T = unknown>(path: string, body?: unknown) => Promise<T>;
};

export function openStage(system: System, kept: Map<string, Exchange[]>): Stage {
  const open: Stage["open"] = (language = "fr") => openRecorder(system.url, kept, language);
  let lastMail = 0;
  return {
    system,
    open,
    english: open("en"),
    async nextCode(to) {
      const mail: ReceivedMail = await waitForMail(system.mailboxUrl, to, lastMail, ({ text }) => /\d{6}/.test(text));
      lastMail = mail.sequence;
      return codeIn(mail);
    },
    async processor<T>(path: string, body?: unknown) {
      const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const reply = await fetch(`${system.processorUrl}${path}`, sent);
      if (!reply.ok) throw new Error(`the processor answered ${reply.status} to ${path}`);
      return (await reply.json()) as T;
    },
  };
}

/** Asks until the answer is as wanted, for so many seconds, every so many. @throws Error where it never is. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  { seconds = 60, every = 0.1 } = {},
): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > end) throw new Error(`still not as wanted: ${JSON.stringify(answer).slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, every * 1_000));
  }
}

/** Waits until a request has a status. */
export const untilStatus = (browser: Recorder, path: string, status: string) =>
  eventually(
    () => browser.ask("GET", path),
    (reply) => reply.json<{ status: string }>().status === status,
  );
