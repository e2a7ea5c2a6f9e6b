/**
 * Members of a simulated run, who do not give up: what was not answered goes out again under the same key, and they answer
 * proposals, write, cancel, and ask once more for what they were told before.
 */
import { randomUUID } from "node:crypto";
import type { Concierge } from "../../shared/compose.ts";
import { acceptanceOf } from "../../shared/documents/acceptance.ts";
import { documentNames } from "../../shared/documents/document.ts";
import { intentOf } from "../../shared/http/idempotency-key.ts";
import { acceptance, member } from "../../shared/members/member.ts";
import type { Request } from "../../shared/requests/request.ts";
import { submitRequestInput } from "../../shared/requests/submit-request.ts";
import type { Intent } from "../../shared/storage/commit-once.ts";
import { cosmosRepository } from "../../shared/storage/cosmos-repository.ts";
import { type Person, personKeys } from "../../shared/storage/person-keys.ts";
import { create } from "../../shared/storage/repository.ts";
import { documents } from "../memory/accounts.ts";
import type { Host, Reply } from "./host.ts";
import type { World } from "./world.ts";

const minute = 60_000;
/** When nothing comes of a request any more, the member cancels it. */
const patienceMs = 10 * 60 * minute;
const finalStatuses = ["completed", "refused", "cancelled", "expired"];

/** The partitions of a world, written and read without any fault. */
export function repositoryOf(world: World) {
  const clock = { now: () => new Date(world.now) };
  const keys = personKeys({ blobs: world.contentsOf("person-keys"), brandKeys: world.keysAtOnce, clock });
  return { keys, repository: cosmosRepository({ container: world.cosmos.open("subjects"), keys, clock }) };
}

/** A member as sign-up leaves one, put there without any fault. */
export async function enrol(world: World, name: string): Promise<Person> {
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const { keys, repository } = repositoryOf(world);
  await keys.create(person);
  const now = new Date(world.now);
  await repository.commit(person, [
    create(
      member,
      member.schema.parse({
        id: person.subjectId,
        status: "active",
        language: "fr",
        createdAt: now.toISOString(),
        title: "madame",
        lastName: "Durand",
        firstName: "Zoé",
        birthDate: "1984-02-29",
        email: `${name}@example.fr`,
        mobile: "+33612345678",
        mobileVerified: true,
        cardDigits: "497010123",
        programme: "milleis-infinite",
        addressHash: `1.${"h".repeat(43)}`,
      }),
    ),
    ...documentNames.map((document) =>
      create(
        acceptance,
        acceptanceOf(documents, { brand: "milleis", name: document, language: "fr", channel: "sign-up" }, now),
      ),
    ),
  ]);
  return person;
}

export type Habits = {
  /** Submits twice at once, as a double click does. */
  readonly twice: boolean;
  readonly writes: number;
  readonly cancels: number;
  readonly declines: number;
  readonly minutes: number;
};

export const restless = (world: World): Habits => ({
  twice: world.random.fraction() < 0.3,
  writes: world.random.fraction() * 0.3,
  cancels: world.random.fraction() < 0.3 ? 0.1 : 0,
  declines: world.random.fraction() * 0.3,
  minutes: world.random.whole(3, 90),
});

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
