/** What a member does with a request: submit, answer, write, cancel; once, in time, in the version seen, or told why not. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Request, request } from "../../../shared/requests/request.ts";
import { finalStatuses, requestStatuses } from "../../../shared/requests/states.ts";
import { accepted, proposal, proposalId, requestAs, requestId, wish } from "./fixtures.ts";
import { scene } from "./scene.ts";

const refused = (code: string, pointer?: string) =>
  expect.objectContaining({
    name: "Refusal",
    code,
    ...(pointer === undefined ? {} : { fields: [expect.objectContaining({ pointer })] }),
  });
const input = { ...wish, language: "fr" as const };
const proposed = (expiresAt?: string): Request =>
  requestAs({
    status: "proposed",
    proposals: [{ ...proposal(proposalId, expiresAt), madeAt: "2026-11-23T09:00:00.000Z" }],
  });

describe("submitting", () => {
  test("keeps the words, tells the processor and the member, in one commit", async () => {
    const { submit, person, intent, requests, rows, queues } = await scene();
    const answer = await submit(person, intent(), input);
    expect(requests()).toEqual([
      expect.objectContaining({ ...input, id: answer.id, status: "submitted", proposals: [] }),
    ]);
    expect(rows().map(({ type, requestId: id }) => [type, id])).toEqual([
      ["concierge.request.submitted.v1", answer.id],
      ["request-received", answer.id],
    ]);
    expect(queues.sent.map(({ queue }) => queue)).toEqual(["dispatch", "notifications"]);
    expect(JSON.stringify([queues.sent, rows()])).not.toMatch(/Lyon|Zoé|calme/);
  });

  test.each([
    ["/when/date", { date: "2026-11-22" }],
    ["/when/date", { date: "2029-11-24" }],
    ["/when/date", { date: "9999-12-31" }],
    ["/when/endDate", { date: "2026-11-27", endDate: "2026-11-26" }],
    ["/when/endDate", { date: "2026-11-27", endDate: "2030-01-01" }],
  ])("is refused at %s: %j", async (pointer, when) => {
    const { submit, person, intent, requests, queues } = await scene();
    await expect(submit(person, intent(), { ...input, when })).rejects.toEqual(refused("invalid-input", pointer));
    expect([...requests(), ...queues.sent]).toEqual([]);
  });

  test.each([{ date: "2026-11-23" }, { date: "2029-11-23" }, { date: "2026-11-27", endDate: "2026-11-27" }])(
    "may be for %j",
    async (when) => {
      const { submit, person, intent, requests } = await scene();
      await submit(person, intent(), { ...input, when });
      expect(requests()).toHaveLength(1);
    },
  );

  test("today is today in Paris", async () => {
    const { submit, person, intent, clock } = await scene();
    clock.move(13 * 3_600);
    await expect(submit(person, intent(), { ...input, when: { date: "2026-11-23" } })).rejects.toEqual(
      refused("invalid-input", "/when/date"),
    );
  });

  test("twice with one key is one request, sent once", async () => {
    const { submit, person, intent, requests, queues } = await scene();
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => submit(person, intent(input, key), input)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(requests()).toHaveLength(1);
    expect(queues.sent).toHaveLength(2);
  });

  test("without the texts in force accepted is refused, and nothing is kept", async () => {
    const { submit, intent, repository } = await scene();
    const other = { brand: "milleis", subjectId: randomUUID() } as const;
    await expect(submit(other, intent(), input)).rejects.toMatchObject({ code: "documents-outdated" });
    expect(repository.all(other, request)).toEqual([]);
  });

  test("is kept even if the queue is away: the row stays due", async () => {
    const { submit, person, intent, queues, rows, requests } = await scene();
    queues.fail = () => true;
    await submit(person, intent(), input);
    expect(requests()).toHaveLength(1);
    expect(rows().every(({ dueAt }) => dueAt === "2026-11-23T10:01:00.000Z")).toBe(true);
  });
});

describe("answering a proposal", () => {
  const target = (etag: string, id = proposalId) => ({ requestId, proposalId: id, ifMatch: etag });

  test("accepts one option, once, and tells the processor", async () => {
    const { put, acceptProposal, person, intent, requests, rows } = await scene();
    const { etag } = await put(proposed());
    await acceptProposal(person, intent(), target(etag), { optionId: "b" });
    expect(requests()[0]).toMatchObject({
      status: "accepted",
      proposals: [{ answered: { answer: "accepted", optionId: "b" } }],
    });
    expect(rows()).toMatchObject([{ type: "concierge.proposal.accepted.v1", requestId, aboutId: proposalId }]);
  });

  test("declines it, and the search goes on", async () => {
    const { put, declineProposal, person, intent, requests } = await scene();
    const { etag } = await put(proposed());
    await declineProposal(person, intent(), target(etag));
    expect(requests()[0]).toMatchObject({ status: "in-progress", proposals: [{ answered: { answer: "declined" } }] });
  });

  const several = (...others: readonly { readonly id: string; readonly expiresAt?: string }[]): Request => ({
    ...proposed(),
    proposals: [
      ...proposed().proposals,
      ...others.map(({ id, expiresAt }) => ({ ...proposal(id, expiresAt), madeAt: "2026-11-23T09:30:00.000Z" })),
    ],
  });

  test("declines one of two, and the other can still be accepted", async () => {
    const { put, declineProposal, acceptProposal, person, intent, requests, read } = await scene();
    const { etag } = await put(several({ id: "prop-2" }));
    expect(await declineProposal(person, intent(), target(etag))).toMatchObject({ status: "proposed" });
    const again = (await read(requestId)).etag;
    expect(await acceptProposal(person, intent(), target(again, "prop-2"), { optionId: "a" })).toMatchObject({
      status: "accepted",
    });
    expect(requests()[0]?.proposals).toMatchObject([
      { answered: { answer: "declined" } },
      { answered: { answer: "accepted" } },
    ]);
  });

  test("declines the last that is open: neither answered nor expired ones are left to accept", async () => {
    const { put, declineProposal, person, intent, read } = await scene();
    const { etag } = await put(several({ id: "prop-2" }, { id: "prop-3", expiresAt: "2026-11-23T10:00:00.000Z" }));
    expect(await declineProposal(person, intent(), target(etag, "prop-2"))).toMatchObject({ status: "proposed" });
    const again = (await read(requestId)).etag;
    expect(await declineProposal(person, intent(), target(again))).toMatchObject({ status: "in-progress" });
  });

  test.each([
    ["not-found", proposed(), "prop-9", "a"],
    ["invalid-input", proposed(), proposalId, "z"],
    ["proposal-expired", proposed("2026-11-23T10:00:00.000Z"), proposalId, "a"],
    ["proposal-already-answered", accepted(), proposalId, "a"],
    ["proposal-already-answered", accepted(), proposalId, "b"],
    ["state-conflict", { ...proposed(), status: "cancelled" as const }, proposalId, "a"],
  ])("%s", async (code, doc, id, optionId) => {
    const { put, acceptProposal, person, intent, requests, rows } = await scene();
    const { etag } = await put(doc);
    await expect(acceptProposal(person, intent(), target(etag, id), { optionId })).rejects.toEqual(refused(code));
    expect(requests()).toEqual([doc]);
    expect(rows()).toEqual([]);
  });

  test("until the last moment", async () => {
    const { put, acceptProposal, person, intent, clock } = await scene();
    const { etag } = await put(proposed("2026-11-23T10:00:01.001Z"));
    clock.move(1);
    await expect(acceptProposal(person, intent(), target(etag), { optionId: "a" })).resolves.toMatchObject({
      status: "accepted",
    });
  });

  test("accepted and declined at the same moment: one of the two, told apart", async () => {
    const { put, acceptProposal, declineProposal, person, intent, rows } = await scene();
    const { etag } = await put(proposed());
    const answers = await Promise.allSettled([
      acceptProposal(person, intent(), target(etag), { optionId: "a" }),
      declineProposal(person, intent(), target(etag)),
    ]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(rows()).toHaveLength(1);
  });

  test("the retry of an acceptance gets its first answer, not that it is answered already", async () => {
    const { put, acceptProposal, person, intent, rows } = await scene();
    const { etag } = await put(proposed());
    const key = randomUUID();
    const first = await acceptProposal(person, intent({}, key), target(etag), { optionId: "a" });
    expect(await acceptProposal(person, intent({}, key), target(etag), { optionId: "a" })).toEqual(first);
    expect(rows()).toHaveLength(1);
  });

  test("in a version the member has not seen", async () => {
    const { put, acceptProposal, person, intent, requests } = await scene();
    await put(proposed());
    await expect(acceptProposal(person, intent(), target('"old"'), { optionId: "a" })).rejects.toEqual(
      refused("stale-version"),
    );
    expect(requests()[0]?.status).toBe("proposed");
  });
});

describe("cancelling", () => {
  test.each(requestStatuses)("a request that is %s", async (status) => {
    const { put, cancelRequest, person, intent, requests, rows } = await scene();
    const { etag } = await put({ ...requestAs(), status });
    const cancel = cancelRequest(person, intent(), { requestId, ifMatch: etag });
    if (finalStatuses.includes(status)) {
      await expect(cancel).rejects.toEqual(refused("state-conflict"));
      expect(rows()).toEqual([]);
    } else {
      await cancel;
      expect(requests()[0]).toMatchObject({ status: "cancelled", ending: { by: "member" } });
      expect(rows()).toMatchObject([{ type: "concierge.request.cancelled.v1" }]);
    }
  });

  test("somebody else's is as unknown as none", async () => {
    const { put, cancelRequest, person, intent } = await scene();
    const { etag } = await put(requestAs());
    const [stranger, twin] = [
      { brand: "milleis", subjectId: randomUUID() },
      { brand: "platinum", subjectId: person.subjectId },
    ] as const;
    for (const other of [stranger, twin]) {
      await expect(cancelRequest(other, intent(), { requestId, ifMatch: etag })).rejects.toEqual(refused("not-found"));
    }
  });
});

describe("writing", () => {
  test("is possible until it is refused or cancelled, and does not touch the request's version", async () => {
    for (const status of requestStatuses) {
      const { put, postMessage, person, intent, read } = await scene();
      const { etag } = await put({ ...requestAs(), status });
      const post = postMessage(person, intent(), { requestId: requestId, language: "fr" }, { text: "Bonjour" });
      if (["refused", "cancelled", "expired"].includes(status))
        await expect(post).rejects.toEqual(refused("state-conflict"));
      else await expect(post).resolves.toHaveProperty("postedAt");
      expect((await read(requestId)).etag).toBe(etag);
    }
  });
});
