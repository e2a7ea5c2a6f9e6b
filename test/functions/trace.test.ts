/**
 * One trace (W3C Trace Context) from the browser's request through log lines, outbox rows, queues and the processor's answer;
 * and the id of each call, which is ours alone.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { publicKey } from "../../local/system/secrets.ts";
import { messageVerifier } from "../../shared/messaging/signing.ts";
import { useFunctions } from "../fixtures/functions.ts";
import { requestBody } from "../fixtures/inputs.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { type Person, processorMessage, signedUp } from "./person.ts";

const functions = useFunctions();
let person: Person;
beforeAll(async () => {
  person = await signedUp(functions.of);
  for (const queue of ["dispatch", "notifications"] as const) await functions.of.drain(queue);
});

const traceId = "0af7651916cd43dd8448eb211c80319c";
const caller = `00-${traceId}-b7ad6b7169203331-01`;
const continued = expect.stringMatching(new RegExp(`^00-${traceId}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
/** The log lines written meanwhile. */
async function linesOf(run: () => Promise<unknown>) {
  const before = functions.of.lines.length;
  await run();
  return functions.of.lines.slice(before);
}
const submit = (headers: Record<string, string>) =>
  person.ask("submit-request", { body: requestBody(functions.of.clock.now()), headers });

describe("the caller's trace", () => {
  it("is continued from HTTP through log, outbox, queues and message, and back from the processor", async () => {
    let requestId = "";
    const http = await linesOf(async () => {
      requestId = (await submit({ traceparent: caller })).json<{ id: string }>().id;
    });
    expect(http.at(-1)).toMatchObject({ event: "http.answered", function: "submit-request", traceparent: continued });

    const rows = (await itemsOf(functions.of.cosmos, "subjects")).filter(
      (item) => item.kind === "outbox" && item.requestId === requestId,
    );
    expect(rows.map(({ channel }) => channel).toSorted()).toEqual(["mail", "processor"]);
    for (const row of rows) expect(row).toMatchObject({ traceparent: continued });

    for (const [queue, name] of [
      ["dispatch", "dispatch-message"],
      ["notifications", "send-notification"],
    ] as const) {
      const lines = await linesOf(async () => {
        const [text = ""] = await functions.of.deliver(queue, name);
        expect(JSON.parse(text)).toMatchObject({ traceparent: continued });
      });
      expect(lines.at(-1)).toMatchObject({ event: "queue.message-handled", function: name, traceparent: continued });
    }

    const [text = ""] = await functions.of.drain("concierge-inbox");
    const message = await messageVerifier({ keys: [publicKey(functions.of.secrets.applicationKey)] } as never)(text);
    expect(message).toMatchObject({ traceparent: continued });

    const subject = `${person.subjectId}/${requestId}`;
    const about = { subject, type: "concierge.message.acknowledged.v1", data: { messageId: message.id } };
    const over = message.traceparent === undefined ? {} : { traceparent: message.traceparent };
    const answered = await processorMessage(functions.of, about, over);
    const back = await linesOf(() => functions.of.take("take-update", answered.text));
    expect(back.at(-1)).toMatchObject({ function: "take-update", traceparent: continued });
  });

  it.each([
    ["absent", undefined],
    ["of another version", `01-${traceId}-b7ad6b7169203331-01`],
    ["no trace", "kanari"],
    ["twice", `${caller},${caller}`],
  ])("that is %s begins a new one, which nobody sent", async (_, traceparent) => {
    const lines = await linesOf(() => submit(traceparent === undefined ? {} : { traceparent }));
    expect(lines.at(-1)?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${traceId}|kanari`));
  });
});

describe("the id of a call", () => {
  it("stands in the header, in the problem and in the log line, and is never the client's", async () => {
    const sent = "11111111-1111-4111-8111-111111111111";
    const headers = { "x-request-id": sent, "request-id": sent, "x-correlation-id": sent };
    const ids = new Set<string>();
    for (const ask of [() => person.ask("read-me", { headers }), () => functions.of.http("read-me", { headers })]) {
      const lines = await linesOf(async () => {
        const answer = await ask();
        const id = String(answer.headers["x-request-id"]);
        ids.add(id);
        if (answer.status === 401) expect(answer.json()).toMatchObject({ instance: `urn:invocation:${id}` });
        expect(JSON.stringify([answer.headers, answer.text])).not.toContain(sent);
      });
      expect(lines.at(-1)).toMatchObject({ event: "http.answered", invocationId: [...ids].at(-1) });
      expect(JSON.stringify(lines)).not.toContain(sent);
    }
    expect(ids.size).toBe(2);
  });
});
