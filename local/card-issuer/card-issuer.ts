/**
 * A stand-in card issuer: it speaks the contract of docs/card-issuer.md and nothing else, and shares no code with the
 * application. It names a holder by the keyed hash, signs what it says, counts it, and sends it again until it is answered.
 */
import { createHmac, randomUUID } from "node:crypto";
import { QueueServiceClient } from "@azure/storage-queue";
import { CompactSign, compactVerify, importJWK } from "jose";

export type Jwk = { readonly kid: string; readonly [member: string]: unknown };
export type Holder = {
  readonly brand: string;
  readonly lastName: string;
  readonly birthDate: string;
  /** The first digits of the card, as many as the holder gives: nine, or six. */
  readonly cardDigits: string;
};
export type Announcement = "terminated" | "reinstated" | "corrected";

/** Latin letters without their marks, in capitals, and nothing else. */
const spelt = (name: string): string =>
  [...name.normalize("NFKD")]
    .filter((letter) => !/\p{M}/u.test(letter))
    .map((letter) => letters[letter] ?? letter)
    .join("")
    .toUpperCase()
    .replace(/[^\p{L}]/gu, "");
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "TH",
};

export function joinOf(key: { readonly version: string; readonly key: string }, holder: Holder): string {
  const value = `${spelt(holder.lastName)}|${holder.birthDate}|${holder.cardDigits}`;
  const mac = createHmac("sha256", Buffer.from(key.key, "base64url"))
    .update(JSON.stringify([`card holder of ${holder.brand}`, value]))
    .digest("base64url");
  return `${key.version}.${mac}`;
}

export type CardIssuer = ReturnType<typeof cardIssuer>;

export function cardIssuer(needs: {
  readonly signingKey: Jwk;
  /** Shared with the application, newest first. */
  readonly joinKeys: readonly { readonly version: string; readonly key: string }[];
  readonly source: string;
  readonly now: () => Date;
}) {
  const { signingKey, joinKeys, source, now } = needs;
  const [joinKey] = joinKeys;
  if (joinKey === undefined) throw new Error("no join key");

  /** What is said about a holder's card. @param sequence counts what is said about it, from 1. */
  const event = (what: Announcement, holder: Holder, effectiveOn: string, sequence: number, over: object = {}) => ({
    specversion: "1.0",
    id: randomUUID(),
    source,
    type: `card.services.${what}.v1`,
    subject: randomUUID(),
    time: now().toISOString(),
    data: { brand: holder.brand, join: joinOf(joinKey, holder), effectiveOn, sequence },
    ...over,
  });

  const sign = async (said: object): Promise<string> =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(said)))
      .setProtectedHeader({ alg: "EdDSA", kid: signingKey.kid, typ: "concierge-message+jws" })
      .sign(await importJWK(signingKey as never, "EdDSA"));

  return { event, sign };
}

/** The issuer's end of the exchange: puts what it says on its queue, and reads the answers. */
export function issuerExchange(connectionString: string, applicationKeys: readonly Jwk[]) {
  const queues = QueueServiceClient.fromConnectionString(connectionString);
  const outgoing = queues.getQueueClient("card-services");
  const replies = queues.getQueueClient("card-services-replies");
  return {
    send: (text: string) => outgoing.sendMessage(text, { messageTimeToLive: 7 * 86_400 }),
    /** Takes every waiting answer: which message, and the reason where it was refused. */
    async answers(): Promise<readonly { readonly messageId: string; readonly reason?: string }[]> {
      const { receivedMessageItems } = await replies.receiveMessages({ numberOfMessages: 32 });
      const read: { messageId: string; reason?: string }[] = [];
      for (const { messageText, messageId, popReceipt } of receivedMessageItems) {
        const { payload } = await compactVerify(messageText, async ({ kid, alg }) => {
          const key = applicationKeys.find((one) => one.kid === kid);
          if (key === undefined) throw new Error("not the application's key");
          return importJWK(key as never, alg);
        });
        read.push((JSON.parse(new TextDecoder().decode(payload)) as { data: { messageId: string } }).data);
        await replies.deleteMessage(messageId, popReceipt);
      }
      return read;
    },
  };
}
