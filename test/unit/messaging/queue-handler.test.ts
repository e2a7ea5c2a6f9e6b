/** How a queue function ends: done, recorded for good, or thrown so that it is tried again; at the last try, settled here. */
import { InvocationContext } from "@azure/functions";
import { describe, expect, test } from "vitest";
import hostJson from "../../../host.json" with { type: "json" };
import type { CloudEvent } from "../../../shared/messaging/cloud-event.ts";
import type { Failures } from "../../../shared/messaging/failure.ts";
import { pointerTo } from "../../../shared/messaging/pointer.ts";
import { maximumDequeueCount, partnerHandler, pointerHandler } from "../../../shared/messaging/queue-handler.ts";
import { MessageRejected } from "../../../shared/messaging/signing.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryFailures } from "../../memory/failures.ts";
import { keptLog } from "../../memory/log.ts";

const person = { brand: "milleis", subjectId: "9b2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" } as const;
const event = pointerTo(person, { id: "0c2f0b52-6c1e-4b3e-9d57-0c1f6d1f8a11" }, new Date("2026-11-23T10:00:00.000Z"));
const context = (dequeueCount = 1) =>
  new InvocationContext({ invocationId: "one", functionName: "test", triggerMetadata: { dequeueCount } } as never);

function keptFailures() {
  const recorded: Parameters<Failures["record"]>[0][] = [];
  const memory = memoryFailures(standingClock());
  const failures: Failures = {
    ...memory,
    record: async (failed) => {
      recorded.push(failed);
      return memory.record(failed);
    },
  };
  return { failures, recorded };
}

const failing = async () => {
  throw new TypeError("Zoé is away");
};

test("the last try is the one host.json says", () => {
  expect(hostJson.extensions.queues.maxDequeueCount).toBe(maximumDequeueCount);
});

describe("a queue of pointers", () => {
  const handler = (run: (event: CloudEvent) => Promise<void>) => {
    const { log, events, lines } = keptLog();
    return { events, lines, handle: pointerHandler({ log }, "dispatch", run) };
  };

  test("follows a pointer", async () => {
    const seen: CloudEvent[] = [];
    const { handle, events } = handler(async (given) => void seen.push(given));
    await handle(JSON.parse(JSON.stringify(event)), context());
    expect(seen).toEqual([event]);
    expect(events()).toEqual(["queue.message-handled"]);
  });

  test.each([null, undefined, "text", {}, [], { ...event, more: 1 }, { ...event, subject: "Zoé" }])(
    "lets go what is none: %j",
    async (message) => {
      const { handle, events } = handler(failing);
      await expect(handle(message, context())).resolves.toBeUndefined();
      expect(events()).toEqual(["queue.message-rejected"]);
    },
  );

  test("throws what may pass, and lets go at the last try: the row stays due", async () => {
    const { handle, events } = handler(failing);
    for (let tried = 1; tried < maximumDequeueCount; tried += 1)
      await expect(handle(event, context(tried))).rejects.toThrow(TypeError);
    await expect(handle(event, context(maximumDequeueCount))).resolves.toBeUndefined();
    await expect(handle(event, context(maximumDequeueCount + 3))).resolves.toBeUndefined();
    expect(new Set(events())).toEqual(new Set(["queue.message-failed"]));
  });
});

describe("a partner's queue", () => {
  const handler = (
    run: (event: CloudEvent) => Promise<void>,
    verify: (text: string) => Promise<CloudEvent> = async () => event,
  ) => {
    const { log, events, lines } = keptLog();
    const { failures, recorded } = keptFailures();
    return { events, lines, recorded, handle: partnerHandler({ log, failures, verify }, "concierge-updates", run) };
  };

  test("verifies, then runs", async () => {
    const seen: CloudEvent[] = [];
    const { handle, recorded } = handler(async (given) => void seen.push(given));
    await handle("a.b.c", context());
    expect(seen).toEqual([event]);
    expect(recorded).toEqual([]);
  });

  test.each(["not-a-jws", "unknown-key", "bad-signature", "not-a-cloud-event"] as const)(
    "records a message rejected as %s by its digest, once and for good",
    async (reason) => {
      const { handle, recorded, lines } = handler(failing, async () => {
        throw new MessageRejected(reason);
      });
      await expect(handle("a.b.Zoé", context())).resolves.toBeUndefined();
      expect(recorded).toEqual([{ id: expect.stringMatching(/^[\w-]{43}$/), queue: "concierge-updates", reason }]);
      expect(JSON.stringify([recorded, lines])).not.toContain("Zoé");
    },
  );

  test.each([{ json: true }, 5, null, undefined, ["a.b.c"]])(
    "a message that is no text is no JWS: %j",
    async (message) => {
      const { handle, recorded } = handler(failing);
      await expect(handle(message, context())).resolves.toBeUndefined();
      expect(recorded).toMatchObject([{ reason: "not-a-jws" }]);
    },
  );

  test("a key that cannot be fetched is no reason to reject", async () => {
    const { handle, recorded } = handler(failing, async () => {
      throw new Error("no network");
    });
    await expect(handle("a.b.c", context(maximumDequeueCount))).rejects.toThrow("no network");
    expect(recorded).toEqual([]);
  });

  test("parks a message at the last try, with its event and the error's name only", async () => {
    const { handle, recorded, lines } = handler(failing);
    await expect(handle("a.b.c", context(1))).rejects.toThrow(TypeError);
    expect(recorded).toEqual([]);
    await expect(handle("a.b.c", context(maximumDequeueCount))).resolves.toBeUndefined();
    expect(recorded).toEqual([{ id: event.id, queue: "concierge-updates", reason: "TypeError", event }]);
    expect(JSON.stringify([recorded, lines])).not.toContain("Zoé");
  });

  test("parking that fails is thrown: nothing goes silently", async () => {
    const { log } = keptLog();
    const { failures } = keptFailures();
    failures.record = async () => {
      throw new Error("store away");
    };
    const handle = partnerHandler({ log, failures, verify: async () => event }, "concierge-updates", failing);
    await expect(handle("a.b.c", context(maximumDequeueCount))).rejects.toThrow("store away");
  });
});
