/** A queue message as the worker gets it: the text by `messageEncoding`, and the metadata the host adds. */
import type { DequeuedMessageItem } from "@azure/storage-queue";
import type { TypedData } from "./rpc.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The decoded text, or undefined when it is not what the encoding promises. */
export function decodeText(text: string, encoding: "base64" | "none"): string | undefined {
  if (encoding === "none") return text;
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    return utf8.decode(Buffer.from(text, "base64"));
  } catch {
    return undefined;
  }
}

export function messageMetadata(message: DequeuedMessageItem, text: string): Record<string, TypedData> {
  const date = (value: Date): TypedData => ({ json: JSON.stringify(value.toISOString().replace(/\.\d+Z$/, "+00:00")) });
  return {
    QueueTrigger: { string: text },
    Id: { string: message.messageId },
    DequeueCount: { json: String(message.dequeueCount) },
    PopReceipt: { string: message.popReceipt },
    InsertionTime: date(message.insertedOn),
    ExpirationTime: date(message.expiresOn),
    NextVisibleTime: date(message.nextVisibleOn),
  };
}
