/**
 * Whether everything has come to rest: each accepted request at the processor once, each outbox row gone, each message of the
 * processor answered. What was done is asked of the processor, which counts for itself.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { CosmosClient } from "@azure/cosmos";
import { QueueServiceClient } from "@azure/storage-queue";
import type { System } from "../../local/system/system.ts";
import { poisonQueue, type QueueName, queues } from "../../shared/messaging/queues.ts";
import { databaseName } from "../../shared/storage/containers.ts";
import { answered, type Submissions } from "./submitting.ts";

const submitted = "concierge.request.submitted.v1";
/** What is carried out once: a second time would be a second request, or a second booking. */
const once = [submitted, "concierge.proposal.accepted.v1"];

export type Settlement = {
  /** Accepted, and not at the processor. */
  readonly lost: readonly string[];
  /** Carried out twice, or a second request where one was submitted. */
  readonly doubled: readonly string[];
  /** Outbox rows that are still there: neither acknowledged nor given up. */
  readonly rows: number;
  /** Messages of the processor that the application has not answered. */
  readonly unanswered: number;
};

type Effects = {
  readonly effects: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly waiting: number;
};

/** Two looks a second: none of what is looked at can call back. */
const lookMs = 500;

/** @param until in milliseconds of `performance.now()`. @returns the last look, settled or not. */
export async function settle(system: System, submissions: Submissions, until: number): Promise<Settlement> {
  const cosmos = new CosmosClient(system.cosmos);
  try {
    for (;;) {
      const settlement = await look(system, cosmos, submissions);
      if (isDecided(settlement) || performance.now() > until) return settlement;
      await sleep(lookMs);
    }
  } finally {
    cosmos.dispose();
  }
}

const isSettled = ({ lost, rows, unanswered }: Settlement) => lost.length === 0 && rows === 0 && unanswered === 0;

/** What was done twice cannot be undone, so there is nothing left to wait for. */
const isDecided = (settlement: Settlement) => isSettled(settlement) || settlement.doubled.length > 0;

async function look(system: System, cosmos: CosmosClient, submissions: Submissions): Promise<Settlement> {
  const reply = await fetch(`${system.processorUrl}/api/effects`);
  const { effects, waiting } = (await reply.json()) as Effects;
  const { accepted, unanswered } = submissions;
  const times = (id: string) => effects[id]?.[submitted] ?? 0;
  // What was never answered may have been taken all the same, once each.
  const strangers = Object.keys(effects).filter((id) => !accepted.has(id));
  return {
    lost: [...accepted.keys()].filter((id) => times(id) === 0),
    doubled: [
      ...Object.keys(effects).filter((id) => once.some((type) => (effects[id]?.[type] ?? 0) > 1)),
      ...(strangers.length > unanswered ? strangers : []),
    ],
    rows: await count(cosmos, "subjects", "SELECT VALUE COUNT(1) FROM c WHERE c.kind = 'outbox'"),
    unanswered: waiting,
  };
}

async function count(cosmos: CosmosClient, container: string, query: string): Promise<number> {
  const { resources } = await cosmos.database(databaseName).container(container).items.query<number>(query).fetchAll();
  return resources[0] ?? 0;
}

/** Messages that were given up on: parked for another try, or in a poison queue; and texts that were no message at all. */
export async function givenUp(
  system: System,
): Promise<{ readonly parked: number; readonly strange: number; readonly poisoned: number }> {
  const cosmos = new CosmosClient(system.cosmos);
  try {
    const open = "SELECT VALUE COUNT(1) FROM c WHERE NOT IS_DEFINED(c.resolvedAt) AND";
    const parked = await count(cosmos, "failures", `${open} IS_DEFINED(c.event)`);
    const strange = await count(cosmos, "failures", `${open} NOT IS_DEFINED(c.event)`);
    const toUs = (Object.keys(queues) as QueueName[]).filter((name) => queues[name].to === "application");
    const lengths = await Promise.all(
      toUs.map(async (name) => {
        const account = QueueServiceClient.fromConnectionString(system.connectionString(queues[name].account));
        const { approximateMessagesCount } = await account.getQueueClient(poisonQueue(name)).getProperties();
        return approximateMessagesCount ?? 0;
      }),
    );
    return { parked, strange, poisoned: lengths.reduce((sum, length) => sum + length, 0) };
  } finally {
    cosmos.dispose();
  }
}

/**
 * What members see in the end: each request with exactly one proposal, and confirmed where it was accepted.
 * @returns one line for each that is otherwise.
 */
export async function unlikeProposed({ accepted }: Submissions, chosen: ReadonlySet<string>): Promise<string[]> {
  const left = [...accepted];
  const wrong: string[] = [];
  const reader = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [id, { browser }] = next;
      const reply = await answered(browser.ask("GET", `/api/v1/requests/${id}`));
      const { status, proposals } =
        reply?.status === 200
          ? reply.json<{ status: string; proposals: readonly unknown[] }>()
          : { status: `not to be read (${reply?.status ?? "no answer"})`, proposals: [] };
      if (status !== (chosen.has(id) ? "confirmed" : "proposed") || proposals.length !== 1)
        wrong.push(`request ${id} is ${status} with ${proposals.length} proposals`);
    }
  };
  await Promise.all([reader(), reader(), reader(), reader()]);
  return wrong;
}
