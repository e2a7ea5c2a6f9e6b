/** The mails received, in memory and in a file that only its owner can read: one JSON line each, appended before the answer. */
import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import { type Message, messageSchema } from "./message.ts";

export type Mailbox = {
  /** Keeps the mail unless one with the same operation id is there; gives the one that is there now. */
  keep(mail: Omit<Message, "sequence">): Message;
  find(operationId: string): Message | undefined;
  /** Mails to this address (all, without one) that arrived after the given sequence number, oldest first. */
  list(to: string | undefined, after: number): readonly Message[];
  /** Calls back at the next arrival; gives a function that stops waiting. */
  onNext(listener: () => void): () => void;
};

export function openMailbox(file: string | undefined): Mailbox {
  const messages = file === undefined ? [] : load(file);
  const listeners = new Set<() => void>();
  const byOperation = new Map(messages.map((message) => [message.operationId, message]));
  return {
    find: (operationId) => byOperation.get(operationId),
    keep(mail) {
      const known = byOperation.get(mail.operationId);
      if (known) return known;
      const message = { sequence: messages.length + 1, ...mail };
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(message)}\n`, { mode: 0o600 });
      messages.push(message);
      byOperation.set(message.operationId, message);
      for (const listener of [...listeners]) listener();
      return message;
    },
    list(to, after) {
      const wanted = to?.toLowerCase();
      return messages.filter(
        (message) =>
          message.sequence > after &&
          (wanted === undefined || message.to.some((address) => address.toLowerCase() === wanted)),
      );
    },
    onNext(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A last line without its end was never acknowledged (the process was killed while it wrote): it is cut off. */
function load(file: string): Message[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
  if (whole.length < bytes.length) truncateSync(file, whole.length);
  const lines = whole.toString("utf8").split("\n").filter(Boolean);
  return lines.map((line) => messageSchema.parse(JSON.parse(line)));
}
