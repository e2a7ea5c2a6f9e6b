/** A pause of thirty days: nothing goes, nothing is lost, and when it is over everything goes once. */
import { describe, expect, test } from "vitest";
import { makeAnswerConsent } from "../../../shared/consents/answer-consent.ts";
import { consent } from "../../../shared/consents/consent.ts";
import { personOf } from "../../../shared/messaging/pointer.ts";
import { wish } from "./fixtures.ts";
import { scene, verify } from "./scene.ts";

describe("while dispatch is paused", () => {
  test("for thirty days nothing is sent, and afterwards each message reaches the processor, which counts it once", async () => {
    const at = await scene();
    const { when: _soon, ...wanted } = wish;
    const submit = () => at.submit(at.person, at.intent(), { ...wanted, language: "fr" });
    const taken = () => (at.queues.sent as unknown as { queue: string; text: string }[]).splice(0);
    /** The timer, and the queue function on everything the queue holds. */
    const work = async () => {
      await at.relay.due();
      const pointers = taken().filter(({ queue }) => queue === "dispatch");
      for (const { text } of pointers) {
        const event = JSON.parse(text);
        await at.dispatch(personOf(event), event.id);
      }
      return taken().filter(({ queue }) => queue === "concierge-inbox");
    };
    /** The processor: knows a message by its id, and acknowledges. */
    const counted = new Map<string, number>();
    const receive = async (sent: Awaited<ReturnType<typeof work>>) => {
      for (const { text } of sent) {
        const { id } = await verify(text);
        counted.set(id, (counted.get(id) ?? 0) + 1);
        await at.settle.acknowledged(at.person, id);
      }
    };

    expect(await at.switchDispatch("milleis", true)).toBe(true);
    expect(await at.switchDispatch("milleis", true)).toBe(false);
    const ids: string[] = [];
    for (let day = 0; day < 30; day += 1) {
      if (day % 3 === 0) ids.push((await submit()).id);
      for (let hour = 0; hour < 24; hour += 1) {
        expect(await work()).toEqual([]);
        at.clock.move(3_600);
      }
    }
    expect(at.blobs.contents.size).toBe(0);
    expect(at.requests().every(({ status }) => status === "submitted")).toBe(true);

    expect(await at.switchDispatch("milleis", false)).toBe(true);
    // Within the inbox's first interval, however long it was.
    at.clock.move(900);
    await receive(await work());
    expect(counted.size).toBe(ids.length);
    expect([...counted.values()].every((count) => count === 1)).toBe(true);
    expect(at.rows().filter(({ channel }) => channel === "processor")).toEqual([]);
    expect(at.requests().every(({ status }) => status === "acknowledged")).toBe(true);
    at.clock.move(86_400);
    expect(await work()).toEqual([]);
  });

  test("words whose consent is taken back before the pause ends do not leave; the request and the conversation do", async () => {
    const at = await scene();
    const answer = makeAnswerConsent({ ...at, relaySeconds: 60 });
    const confirmed = { confirmsSpecialCategories: ["health" as const] };
    const said = { ...wish, wishes: "Je suis diabétique", language: "fr", ...confirmed } as const;
    await at.switchDispatch("milleis", true);
    const { id: requestId } = await at.submit(at.person, at.intent(), said);
    for (const text of ["Je suis diabétique", "Merci"])
      await at.postMessage(
        at.person,
        at.intent(),
        { requestId, language: "fr" },
        { text, ...(text === "Merci" ? {} : confirmed) },
      );
    const consents = at.repository.all(at.person, consent);
    expect(consents).toHaveLength(2);
    for (const { id: consentId } of consents)
      await answer(at.person, at.intent(), { requestId, consentId, language: "fr" }, { answer: "withdrawn" });
    await at.switchDispatch("milleis", false);
    for (const { id, channel } of at.rows()) if (channel === "processor") await at.dispatch(at.person, id);
    const sent = [...at.blobs.contents.values()].map(String);
    expect(sent.join()).not.toMatch(/diab/);
    const payloads = sent.map((text) => JSON.parse(text));
    expect(payloads.filter(({ request: doc }) => doc?.what.includes("retirés"))).toHaveLength(1);
    expect(payloads.flatMap(({ text }) => text ?? []).sort()).toEqual([expect.stringMatching(/retirés/), "Merci"]);
    expect(payloads.filter((one) => one.answer === "withdrawn")).toHaveLength(2);
  });

  test("another brand's messages go", async () => {
    const at = await scene();
    await at.switchDispatch("platinum", true);
    await at.submit(at.person, at.intent(), { ...wish, language: "fr" });
    const row = at.rows().find(({ channel }) => channel === "processor");
    await at.dispatch(at.person, row?.id ?? "");
    expect(at.queues.sent.filter(({ queue }) => queue === "concierge-inbox")).toHaveLength(1);
  });
});
