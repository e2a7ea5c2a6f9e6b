/** A member with everything a request needs, and the capabilities that act on it, over ports in memory. */

import { generateKeyPairSync, randomUUID } from "node:crypto";
import { transferGate, transfers } from "../../../shared/charter/transfers.ts";
import type { Jwks } from "../../../shared/config.ts";
import { acceptanceOf } from "../../../shared/documents/acceptance.ts";
import { documentNames } from "../../../shared/documents/document.ts";
import { intentOf } from "../../../shared/http/idempotency-key.ts";
import { acceptance, member } from "../../../shared/members/member.ts";
import { outboxRow } from "../../../shared/messaging/outbox.ts";
import { makeRelay } from "../../../shared/messaging/relay.ts";
import { messageSigner, messageVerifier } from "../../../shared/messaging/signing.ts";
import { makeActOnRequest } from "../../../shared/requests/act-on-request.ts";
import { makeIsDispatchPaused, makeSwitchDispatch } from "../../../shared/requests/dispatch-control.ts";
import { makeDispatchMessage } from "../../../shared/requests/dispatch-message.ts";
import { type Request, request } from "../../../shared/requests/request.ts";
import { makeSettleMessage } from "../../../shared/requests/settle-message.ts";
import { makeSubmitRequest } from "../../../shared/requests/submit-request.ts";
import type { Person } from "../../../shared/storage/person-keys.ts";
import { create } from "../../../shared/storage/repository.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { documents } from "../../memory/accounts.ts";
import { memoryBlobs } from "../../memory/blobs.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryControls } from "../../memory/controls.ts";
import { keptLog } from "../../memory/log.ts";
import { memoryQueues } from "../../memory/queues.ts";
import { memoryRepository } from "../../memory/repository.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const key = { ...privateKey.export({ format: "jwk" }), kid: "k1" } as unknown as Jwks["keys"][number];
const { d: _, ...publicKey } = key;
const sign = messageSigner({ keys: [key] });
export const verify = messageVerifier({ keys: [publicKey as typeof key] });

/** Whatever of the member must never reach the processor without need. */
export const guarded = {
  birthDate: "1984-02-29",
  cardDigits: "497010123",
  email: "zoe.durand@example.fr",
  mobile: "+33612345678",
};

export async function scene() {
  const clock = standingClock();
  const repository = memoryRepository();
  const controls = memoryControls();
  const queues = memoryQueues();
  const blobs = memoryBlobs();
  const { log, lines } = keptLog();
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const now = clock.now();
  await repository.commit(person, [
    create(member, memberRecord(person, { createdAt: now.toISOString(), ...guarded })),
    ...documentNames.map((name) =>
      create(acceptance, acceptanceOf(documents, { brand: "milleis", name, language: "fr", channel: "sign-up" }, now)),
    ),
  ]);
  const relay = makeRelay({
    repository,
    queues,
    clock,
    log,
    intervals: { relay: 60, dispatch: 120, notification: 120 },
    confirmAddress: async () => undefined,
    recordEntry: async () => undefined,
    carryOut: async () => undefined,
  });
  const needs = { repository, relay, clock, log, relaySeconds: 60, documents };
  return {
    clock,
    repository,
    queues,
    blobs,
    lines,
    log,
    person,
    intent: (body: unknown = {}, name: string = randomUUID()) => intentOf(name, "operation", {}, body),
    rows: () => repository.all(person, outboxRow),
    requests: () => repository.all(person, request),
    read: async (id: string) => (await repository.read(person, request, id))!,
    put: async (doc: Request) => {
      const [etag] = await repository.commit(person, [create(request, doc)]);
      return { doc, etag: etag as string };
    },
    submit: makeSubmitRequest(needs),
    ...makeActOnRequest(needs),
    dispatch: makeDispatchMessage({
      repository,
      blobs,
      queues,
      sign,
      clock,
      intervals: { first: 900, maximum: 86_400 },
      gate: transferGate({ register: transfers, clock }),
      isMarked: async () => false,
      isPaused: makeIsDispatchPaused({ controls }),
    }),
    switchDispatch: makeSwitchDispatch({ controls, clock }),
    relay,
    settle: makeSettleMessage({ repository, outgoing: blobs, clock, log }),
  };
}
