/** The test vectors of docs/processor.md: verified, digested, parsed and refused by the product itself. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { payloads } from "../../../local/processor/contract.ts";
import { verifier } from "../../../local/processor/signature.ts";
import { erasureConfirmed, erasureOrdered } from "../../../shared/erasure/contract.ts";
import { digestOf } from "../../../shared/messaging/cloud-event.ts";
import { processorMessageTypes } from "../../../shared/messaging/outbox.ts";
import { MessageRejected, messageVerifier } from "../../../shared/messaging/signing.ts";
import { makeApplyUpdate } from "../../../shared/requests/apply-update.ts";
import * as contract from "../../../shared/requests/contract.ts";
import { effects } from "../../../shared/requests/effects.ts";
import { typesOf } from "../../../tools/docs/processor-reference.ts";
import { type BadVector, publicKeys, type Vector, vectors, vectorsFolder } from "../../../tools/docs/vectors.ts";
import { memoryRepository } from "../../memory/repository.ts";

const read = (name: string): unknown => JSON.parse(readFileSync(`${vectorsFolder}${name}.json`, "utf8"));
const files = await vectors();
const messages = [...files.keys()].filter((name) => name !== "keys" && name !== "refused");
const receipts = [contract.messageAcknowledged.type, contract.messageRefused.type];

const verify = {
  "to-processor": messageVerifier(publicKeys.application),
  "to-application": messageVerifier(publicKeys.processor),
};

const schemaOf = ({ direction, event }: Vector) => {
  const effect = direction === "to-application" ? effects.get(event.type)?.payload : undefined;
  const declared = Object.values({ ...contract, erasureOrdered, erasureConfirmed }).find(
    (value) => typeof value === "object" && "type" in value && value.type === event.type,
  ) as typeof contract.messageRefused | undefined;
  return (effect ?? declared)?.schema;
};

describe("test vectors", () => {
  it.each([...files])("%s is as its sources say: run `node tools/docs/write.ts` where this fails", (name, wanted) => {
    expect(read(name)).toEqual(JSON.parse(JSON.stringify(wanted)));
  });

  it.each(messages)(
    "%s verifies, and its payload is the one that was signed for and fits the contract",
    async (name) => {
      const vector = read(name) as Vector;
      const { direction, event, payload, jws } = vector;
      expect(await verify[direction](jws)).toEqual(event);
      if (payload !== undefined) expect(event.datadigest).toBe(digestOf(Buffer.from(payload)));
      const content: unknown = payload === undefined ? (event.data ?? {}) : JSON.parse(payload);
      expect(schemaOf(vector)?.safeParse(content).success).toBe(true);
    },
  );

  it.each(messages)("%s is not a message of the other party", async (name) => {
    const { direction, jws } = read(name) as Vector;
    const other = direction === "to-processor" ? "to-application" : "to-processor";
    await expect(verify[other](jws)).rejects.toMatchObject({ reason: "unknown-key" });
  });

  it("cover every type that either party sends", () => {
    const sent = (direction: Vector["direction"]) =>
      new Set(
        messages
          .map((name) => read(name) as Vector)
          .flatMap((one) => (one.direction === direction ? [one.event.type] : [])),
      );
    expect(sent("to-processor")).toEqual(new Set([...processorMessageTypes, erasureOrdered.type, ...receipts]));
    expect(sent("to-application")).toEqual(new Set([...effects.keys(), erasureConfirmed.type, ...receipts]));
    expect(new Set(typesOf("to-processor"))).toEqual(sent("to-processor"));
    expect(new Set(typesOf("to-application"))).toEqual(sent("to-application"));
  });

  it("are read by a processor that knows nothing but the contract", async () => {
    const readAsProcessor = verifier(publicKeys.application as never);
    const toProcessor = messages.map((name) => read(name) as Vector).filter((one) => one.direction === "to-processor");
    for (const { event, jws, payload } of toProcessor) {
      expect(await readAsProcessor(jws)).toMatchObject({ event: { id: event.id } });
      if (payload === undefined) continue;
      expect(payloads[event.type as keyof typeof payloads].safeParse(JSON.parse(payload)).success).toBe(true);
    }
  });
});

describe("texts that change nothing", () => {
  const bad = read("refused") as readonly BadVector[];
  const apply = (payload: string | undefined) => {
    // Nothing is read or written for them but the blob, and whether they were answered before: the payload is looked at
    // before the request is.
    const none = () => Promise.reject(new Error("not to be called"));
    const blobs = {
      read: async () => (payload === undefined ? undefined : Buffer.from(payload)),
      putOnce: none,
      erase: none,
    };
    const nothing = {} as never;
    return makeApplyUpdate({
      repository: memoryRepository(),
      incoming: blobs,
      relay: nothing,
      clock: nothing,
      log: nothing,
      relaySeconds: 1,
    });
  };

  it.each(bad)("$title: $outcome", async ({ outcome, jws, payload }) => {
    const verified = verify["to-application"](jws);
    if (outcome === "signature") return expect(verified).rejects.toBeInstanceOf(MessageRejected);
    const event = await verified;
    const person = { brand: "milleis", subjectId: event.subject.slice(0, 36) } as const;
    expect(await apply(payload)(person, event.subject.slice(37), event)).toEqual({
      outcome: "refused",
      reason: outcome,
    });
  });
});
