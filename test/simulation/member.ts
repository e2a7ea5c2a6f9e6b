/**
 * Members of a simulated run, who do not give up: what was not answered goes out again under the same key, and they answer
 * proposals and consents, write, read, cancel, and ask once more for what they were told before.
 */
import { randomUUID } from "node:crypto";
import type { Concierge } from "../../shared/compose.ts";
import type { Consent } from "../../shared/consents/consent.ts";
import { intentOf } from "../../shared/http/idempotency-key.ts";
import type { Message, Request } from "../../shared/requests/request.ts";
import { submitRequestInput } from "../../shared/requests/submit-request.ts";
import type { Intent } from "../../shared/storage/commit-once.ts";
import type { Person } from "../../shared/storage/person-keys.ts";
import type { Host, Reply } from "./host.ts";
import type { World } from "./world.ts";

const minute = 60_000;
/** When nothing comes of a request any more, the member cancels it. */
const patienceMs = 10 * 60 * minute;
const finalStatuses = ["completed", "refused", "cancelled", "expired"];

export type Habits = {
  /** Submits twice at once, as a double click does. */
  readonly twice: boolean;
  readonly writes: number;
  readonly cancels: number;
  readonly declines: number;
  readonly minutes: number;
  /** Answers the consents that are asked, and takes some back; reads the conversation. */
  readonly looks: number;
};

export const restless = (world: World): Habits => ({
  twice: world.random.fraction() < 0.3,
  writes: world.random.fraction() * 0.3,
  cancels: world.random.fraction() < 0.3 ? 0.1 : 0,
  declines: world.random.fraction() * 0.3,
  minutes: world.random.whole(3, 90),
  looks: world.random.fraction() < 0.7 ? 0.4 : 0,
});

const itemsIn = <D>(reply: NonNullable<Reply>): readonly D[] =>
  "answer" in reply ? (reply.answer as { items: readonly { doc: D }[] }).items.map(({ doc }) => doc) : [];

/** One request from its submission to its end. */
export async function followRequest(world: World, host: Host, person: Person, habits: Habits): Promise<void> {
  const { scheduler, random } = world;
  const sleep = (ms: number) =>
    scheduler.call({ port: "time", operation: "sleep", notBefore: world.now + ms }, () => undefined);

  const ask = async (
    operation: string,
    key: string,
    run: (concierge: Concierge) => Promise<unknown>,
    about?: string,
  ): Promise<Reply> => {
    const of = { operation, key, ...(about === undefined ? {} : { requestId: about }) };
    world.record({ what: "asked", ...of });
    const reply = await scheduler.awaiting(host.request(operation, run));
    if (reply !== undefined) {
      const said = "answer" in reply ? { answer: JSON.stringify(reply.answer) } : reply;
      world.record({ what: "answered", ...of, ...said });
    }
    return reply;
  };
  const untilAnswered = async (...asked: Parameters<typeof ask>): Promise<NonNullable<Reply>> => {
    for (;;) {
      // Whoever is being erased has no session any more.
      if (world.erased.has(person.subjectId)) return { refusal: "not-signed-in" };
      const reply = await ask(...asked);
      if (reply !== undefined) return reply;
      await sleep(random.whole(1, 120) * 1_000);
    }
  };
  /** Something that is done once, under a key of its own. */
  const act = (
    operation: string,
    requestId: string,
    body: unknown,
    run: (concierge: Concierge, intent: Intent) => Promise<unknown>,
  ) => {
    const key = randomUUID();
    return untilAnswered(
      operation,
      key,
      (concierge) => run(concierge, intentOf(key, operation, requestId, body)),
      requestId,
    );
  };

  /** Reads the conversation, and answers or takes back what was asked. */
  const lookAround = async (id: string) => {
    const messages = await untilAnswered("list-messages", "", (concierge) =>
      concierge.listMessages(person, id, { limit: 50 }),
    );
    const theirs = itemsIn<Message>(messages).filter(
      ({ from, unreadBy }) => from === "concierge" && unreadBy !== undefined,
    );
    const upTo = theirs[random.whole(0, Math.max(0, theirs.length - 1))]?.id;
    if (upTo !== undefined)
      await untilAnswered("mark-read", "", (concierge) => concierge.markRead(person, id, { upTo }));
    const consents = await untilAnswered("list-consents", "", (concierge) =>
      concierge.listConsents(person, id, { limit: 20 }),
    );
    for (const { id: consentId, status } of itemsIn<Consent>(consents)) {
      const isTime = status === "asked" || random.fraction() < 0.15;
      const answer =
        status === "given" ? "withdrawn" : status === "asked" && random.fraction() < 0.4 ? "refused" : "given";
      if (!isTime || (world.isHealed && status !== "asked")) continue;
      const of = { requestId: id, consentId, language: "fr" } as const;
      await act("answer-consent", id, { consentId, answer }, (concierge, intent) =>
        concierge.answerConsent(person, intent, of, { answer }),
      );
    }
  };

  const input = submitRequestInput.schema.parse({
    category: "restaurant",
    what: "Une table pour deux",
    language: "fr",
  });
  const key = randomUUID();
  const submit = () =>
    untilAnswered("submit-request", key, (concierge) =>
      concierge.submitRequest(person, intentOf(key, "submit-request", {}, input), input),
    );
  const [reply] = await Promise.all(habits.twice ? [submit(), submit()] : [submit()]);
  if (reply === undefined || !("answer" in reply)) return;
  const { id } = reply.answer as { id: string };

  let quietSince = world.now;
  let seen = "";
  let declined = 0;
  for (;;) {
    await sleep(random.whole(1, 2 * habits.minutes) * minute);
    const read = await untilAnswered("read-request", "", (concierge) => concierge.readRequest(person, id), id);
    if (world.erased.has(person.subjectId)) return;
    // A stale read right after the answer may not see it yet.
    if (!("answer" in read)) continue;
    const { doc, etag } = read.answer as { doc: Request; etag: string };
    if (finalStatuses.includes(doc.status)) break;
    if (doc.updatedAt !== seen) quietSince = world.now;
    seen = doc.updatedAt;
    const open = doc.proposals.find(
      ({ answered, expiresAt }) => answered === undefined && Date.parse(expiresAt) > world.now,
    );
    if (doc.status === "proposed" && open !== undefined) {
      const target = { requestId: id, proposalId: open.id, ifMatch: etag };
      const optionId = open.options[0]?.id ?? "";
      if (random.fraction() < habits.declines && declined < 3) {
        declined += 1;
        await act("decline-proposal", id, target.proposalId, (concierge, intent) =>
          concierge.declineProposal(person, intent, target),
        );
      } else {
        await act("accept-proposal", id, target.proposalId, (concierge, intent) =>
          concierge.acceptProposal(person, intent, target, { optionId }),
        );
      }
    } else if (random.fraction() < habits.cancels || (world.isHealed && world.now - quietSince > patienceMs)) {
      await act("cancel-request", id, "cancel", (concierge, intent) =>
        concierge.cancelRequest(person, intent, { requestId: id, ifMatch: etag }),
      );
    }
    if (random.fraction() < habits.looks) await lookAround(id);
    if (!world.isHealed && random.fraction() < habits.writes) {
      await act("post-message", id, "text", (concierge, intent) =>
        concierge.postMessage(person, intent, { requestId: id, language: "fr" }, { text: "Merci" }),
      );
    }
  }
  if (world.now - Date.parse((reply.answer as { submittedAt: string }).submittedAt) < 40 * 3_600_000) await submit();
}

/** A member who asks, some time after the beginning, that everything of theirs be erased. */
export async function askErasure(world: World, host: Host, person: Person): Promise<void> {
  const { scheduler, random } = world;
  const sleep = (ms: number) =>
    scheduler.call({ port: "time", operation: "sleep", notBefore: world.now + ms }, () => undefined);
  await sleep(random.whole(1, 40) * minute);
  world.erased.add(person.subjectId);
  world.record({ what: "erasure-asked", partition: person.subjectId });
  const at = new Date(world.now);
  for (;;) {
    const order = (concierge: Concierge) => concierge.startErasure(person, { cause: "member", at });
    const reply = await scheduler.awaiting(host.request("start-erasure", order));
    if (reply !== undefined) return;
    await sleep(random.whole(1, 120) * 1_000);
  }
}
