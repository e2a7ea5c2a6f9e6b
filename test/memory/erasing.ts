/**
 * The whole application over stores, blobs and queues in memory, with a member who has asked for things, a processor that
 * answers as it is told to, and a process that can be ended at any call to the outside: where erasures are played through.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptSecrets, publicKey } from "../../local/system/secrets.ts";
import { applicationSettings, issuerSource, processorSource } from "../../local/system/settings.ts";
import type { Concierge } from "../../shared/compose.ts";
import type { Ports } from "../../shared/compose-ports.ts";
import { parseSettings } from "../../shared/config.ts";
import { type ErasurePlan, makeAdvanceErasure } from "../../shared/erasure/advance-erasure.ts";
import { erasureConfirmed, erasureOrdered } from "../../shared/erasure/contract.ts";
import type { EngineNeeds } from "../../shared/erasure/step.ts";
import { mailboxCounters } from "../../shared/limits/mailbox-counter.ts";
import { member } from "../../shared/members/member.ts";
import { type CloudEvent, digestOf } from "../../shared/messaging/cloud-event.ts";
import { personOf } from "../../shared/messaging/pointer.ts";
import type { QueueName } from "../../shared/messaging/queues.ts";
import { messageVerifier } from "../../shared/messaging/signing.ts";
import type { Mail } from "../../shared/notifications/mail.ts";
import type { KeyedHash } from "../../shared/privacy/formats.ts";
import * as contract from "../../shared/requests/contract.ts";
import { hashOfSecret } from "../../shared/sessions/session.ts";
import { fileBrandKeys } from "../../shared/storage/brand-keys.ts";
import {
  type BlobContainerName,
  blobContainers,
  type ContainerName,
  containers,
} from "../../shared/storage/containers.ts";
import { cosmosFailures } from "../../shared/storage/cosmos-failures.ts";
import type { Person } from "../../shared/storage/person-keys.ts";
import { servicesTerminated } from "../../shared/terminations/contract.ts";
import { requestAs } from "../unit/requests/fixtures.ts";
import { documents, signUpAs } from "./accounts.ts";
import { memoryBlobs } from "./blobs.ts";
import { standingClock } from "./clock.ts";
import { memoryCosmos } from "./cosmos.ts";
import { keptLog } from "./log.ts";

const directory = mkdtempSync(join(tmpdir(), "concierge-erasing-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
export const secrets = keptSecrets(directory);
const nowhere = "http://127.0.0.1:1";
const { CLOCK_URL: _clock, ...environment } = applicationSettings(secrets, {
  dataDir: directory,
  sitePort: 7071,
  mailboxPort: 1,
  issuerPort: 1,
  clockUrl: nowhere,
  cosmos: { endpoint: nowhere, key: "AAAA" },
  connectionString: () => "UseDevelopmentStorage=true",
});
Object.assign(process.env, environment);
export const settings = parseSettings(environment);
/** Under what codes for a mailbox are counted. */
export const countersFor = (email: string) => mailboxCounters(settings.LOOKUP_KEYS, "milleis", email);
const { capabilitiesOf } = await import("../../shared/compose.ts");

export class Killed extends Error {
  override readonly name = "Killed";
}

/** At which call to the outside the process ends, and whether the call still has its effect. */
export type KillAt = { readonly call: number; readonly when: "before" | "after" };

export type Answering = "erased" | "nothing-held" | "kept-by-law" | "silent" | "acknowledges-only" | "refuses";

export type World = Awaited<ReturnType<typeof erasingWorld>>;

export async function erasingWorld() {
  const clock = standingClock();
  const cosmos = memoryCosmos(clock);
  const blobs = Object.fromEntries(Object.keys(blobContainers).map((name) => [name, memoryBlobs()])) as Record<
    BlobContainerName,
    ReturnType<typeof memoryBlobs>
  >;
  const brandKeys = fileBrandKeys(join(directory, "brand-keys.json"));
  const messages: { queue: QueueName; text: string; endsAt: number }[] = [];
  const mails: Mail[] = [];
  const { log, lines } = keptLog();
  const calls: string[] = [];
  let kill: KillAt | undefined;
  let isDead = false;

  /** Every call to the outside goes through here. */
  const outside = async <T>(name: string, perform: () => T | Promise<T>): Promise<T> => {
    if (isDead) throw new Killed();
    calls.push(name);
    const isLast = kill?.call === calls.length;
    if (isLast && kill?.when === "before") isDead = true;
    if (isDead) throw new Killed();
    const result = await perform();
    if (isLast) {
      isDead = true;
      throw new Killed();
    }
    return result;
  };

  const portsNow = (): Ports => ({
    clock,
    log,
    container: (name) => cosmos.open(name, (call, perform) => outside(`${name} ${call.kind}`, () => perform(0))),
    blobs: (name) => {
      const inside = blobs[name];
      return {
        putOnce: (...given) => outside(`${name} put`, () => inside.putOnce(...given)),
        read: (...given) => outside(`${name} get`, () => inside.read(...given)),
        erase: (...given) => outside(`${name} erase`, () => inside.erase(...given)),
        names: (prefix) => inside.names(prefix),
        readVersioned: (...given) => outside(`${name} get`, () => inside.readVersioned(...given)),
        replace: (...given) => outside(`${name} put`, () => inside.replace(...given)),
      };
    },
    queues: {
      send: (queue, text, lifeSeconds) =>
        outside(`${queue} send`, () => {
          messages.push({ queue, text, endsAt: clock.now().getTime() + lifeSeconds * 1_000 });
        }),
    },
    brandKeys,
    mailer: {
      send: (mail: Mail) =>
        outside("mail send", () => {
          mails.push(mail);
          return "handed-over" as const;
        }),
      result: async () => "handed-over" as const,
    },
    documents,
    poison: { take: async () => [] },
    probes: {} as Ports["probes"],
  });

  let plan: ErasurePlan | undefined;
  let change: (needs: EngineNeeds) => EngineNeeds = (needs) => needs;
  let app: Concierge;
  let advance: (id: string) => Promise<void>;
  /** A fresh process: nothing in memory yet. */
  const start = () => {
    isDead = false;
    kill = undefined;
    app = capabilitiesOf(settings, portsNow());
    advance = makeAdvanceErasure(change(app.erasing), plan);
  };
  start();

  const taken = (queue: QueueName): string[] => {
    const now = clock.now().getTime();
    const there = messages.filter((one) => one.queue === queue && one.endsAt > now);
    for (const one of [...messages]) if (one.queue === queue) messages.splice(messages.indexOf(one), 1);
    return there.map(({ text }) => text);
  };

  const pointers = async (queue: "dispatch" | "notifications", run: (event: CloudEvent) => Promise<void>) => {
    for (const text of taken(queue)) await run(JSON.parse(text) as CloudEvent);
  };
  const settle = async () => {
    await pointers("dispatch", (event) => app.dispatchMessage(personOf(event), event.id));
    await pointers("notifications", (event) => app.sendNotification(personOf(event), event.id));
  };

  const verify = messageVerifier({ keys: [publicKey(secrets.applicationKey)] } as never);
  const heldByProcessor = new Set<string>();
  const orders: { readonly messageId: string; readonly erasureId: string; readonly requestIds: readonly string[] }[] =
    [];

  /** What the processor says it says again until it got through. */
  const unheard: CloudEvent[] = [];
  const hearAgain = async () => {
    while (unheard[0] !== undefined) {
      await app.takeUpdate(unheard[0]);
      unheard.shift();
    }
  };

  const fromProcessor = async (
    event: Pick<CloudEvent, "type" | "subject"> &
      Partial<Pick<CloudEvent, "time">> & { data?: NonNullable<CloudEvent["data"]>; payload?: object },
  ) => {
    const id = randomUUID();
    const { payload, ...rest } = event;
    const content = payload === undefined ? undefined : Buffer.from(JSON.stringify(payload));
    if (content !== undefined) await blobs["from-processor"].putOnce(id, content, "application/json");
    const whole: CloudEvent = {
      specversion: "1.0",
      id,
      source: processorSource,
      time: clock.now().toISOString(),
      ...rest,
      ...(content === undefined ? {} : { dataref: `from-processor/${id}`, datadigest: digestOf(content) }),
    };
    unheard.push(whole);
    await hearAgain();
    return whole;
  };

  /** A request that is on record; its pointers lie in the queues. */
  const submit = (person: Person) => {
    const { id: _i, status: _s, submittedAt: _a, updatedAt: _u, proposals: _p, ...wish } = requestAs({});
    return app.submitRequest(person, { id: hashOfSecret(randomUUID()), fingerprint: hashOfSecret("x") }, wish as never);
  };

  return {
    submit,
    clock,
    cosmos,
    blobs,
    mails,
    lines,
    calls,
    orders,
    messages,
    heldByProcessor,
    get app() {
      return app;
    },
    start,
    /** From the next call to the outside on. */
    killAt(at: KillAt) {
      calls.length = 0;
      kill = at;
    },
    get isDead() {
      return isDead;
    },
    /** Plants a bug in the engine. */
    plant(bug: { plan?: ErasurePlan; change?: (needs: EngineNeeds) => EngineNeeds }) {
      plan = bug.plan;
      change = bug.change ?? change;
      start();
    },
    get needs() {
      return change(app.erasing);
    },
    advance: (id: string) => advance(id),
    taken,
    settle,
    fromProcessor,

    /** A member with an account, a session and requests, of which the processor knows. */
    async member(requests = 2): Promise<{ person: Person; secret: string; email: string }> {
      const email = `${randomUUID()}@courriel.example`;
      const { ticket } = await app.signUp("milleis", signUpAs({ email }));
      const person: Person = { brand: "milleis", subjectId: ticket.subjectId };
      await settle();
      const code = /\d{6}/.exec(mails.at(-1)?.text ?? "")?.[0] ?? "";
      const { secret } = await app.verifySignUp(person, ticket.secret, { code });
      for (let count = 0; count < requests; count += 1) await submit(person);
      await settle();
      await app.relayDue();
      await this.hear("erased");
      return { person, secret, email };
    },

    /** The hash by which the card issuer names the person. */
    joinOf({ subjectId }: Person): KeyedHash {
      const items = [...cosmos.all("subjects")].map(({ item }) => item);
      return items.find(({ id }) => id === `${member.kind}.${subjectId}`)?.issuerJoin as KeyedHash;
    },

    /** What the card issuer says of a hash, which waits for the desk, and something of it that is parked. Their ids. */
    async announced(join: KeyedHash): Promise<{ readonly undecided: string; readonly parked: string }> {
      const said = (): CloudEvent => ({
        specversion: "1.0",
        id: randomUUID(),
        source: issuerSource,
        type: servicesTerminated.type,
        subject: randomUUID(),
        time: clock.now().toISOString(),
        // Before anybody here came: nobody's services are taken to have ended then.
        data: { brand: "milleis", join, effectiveOn: "2020-01-31", sequence: 1 },
      });
      const [undecided, parked] = [said(), said()];
      await app.retention.takeCardEvent(undecided);
      const failures = cosmosFailures({ container: cosmos.open("failures"), clock });
      await failures.record({ id: parked.id, queue: "card-services", reason: "poisoned", event: parked });
      return { undecided: undecided.id, parked: parked.id };
    },

    async pending(email = `${randomUUID()}@courriel.example`): Promise<Person> {
      const { ticket } = await app.signUp("milleis", signUpAs({ email }));
      await settle();
      return { brand: "milleis", subjectId: ticket.subjectId };
    },

    /** The processor takes what lies in its queue. */
    async hear(answering: Answering): Promise<void> {
      await hearAgain();
      for (const text of taken("concierge-inbox")) {
        const event = await verify(text);
        if (event.type === contract.messageAcknowledged.type || event.type === contract.messageRefused.type) continue;
        if (answering === "silent") continue;
        const receipt = { subject: event.subject, data: { messageId: event.id } };
        if (answering === "refuses" && event.type === erasureOrdered.type) {
          await fromProcessor({
            ...receipt,
            type: contract.messageRefused.type,
            data: { messageId: event.id, reason: "unknown" },
          });
          continue;
        }
        // The payload is read first: a receipt lets it go.
        const content = blobs["to-processor"].contents.get((event.dataref ?? "").slice("to-processor/".length));
        if (content === undefined) continue;
        await fromProcessor({ ...receipt, type: contract.messageAcknowledged.type });
        if (event.type !== erasureOrdered.type) {
          heldByProcessor.add(event.subject.split("/")[1] ?? "");
          continue;
        }
        const payload = erasureOrdered.schema.parse(JSON.parse(content.toString("utf8")));
        orders.push({ messageId: event.id, ...payload });
        if (answering === "acknowledges-only") continue;
        for (const id of payload.requestIds) heldByProcessor.delete(id);
        const kept = answering === "kept-by-law" ? { ground: "accounting", until: "2036-12-31" } : {};
        await fromProcessor({
          subject: event.subject,
          type: erasureConfirmed.type,
          payload: { erasureId: payload.erasureId, outcome: answering, ...kept },
        });
      }
    },

    /** Lets time pass and everything happen that is due, until the erasure is over or it is too late for that. */
    async until(
      isOver: () => boolean | Promise<boolean>,
      { answering = "erased" as Answering, days = 60, step = 1_800 } = {},
    ): Promise<boolean> {
      const round = async () => {
        await app.relayDue();
        await settle();
        const page = await app.erasing.erasures.due(clock.now(), { limit: 100 });
        for (const { id } of page.items) await advance(id);
        await this.hear(answering);
        return isOver();
      };
      for (let passed = 0; passed < days * 86_400; passed += step) {
        try {
          if (await round()) return true;
        } catch (error) {
          // Whatever it was in the middle of is over; a new process takes over.
          if (!isDead) throw error;
          start();
        }
        clock.move(step);
      }
      return false;
    },

    /** Everything in every store that names the text, and where. */
    traces(text: string): readonly string[] {
      const found: string[] = [];
      for (const name of Object.keys(containers) as ContainerName[]) {
        for (const { partition, item } of cosmos.all(name)) {
          if (partition.includes(text) || JSON.stringify(item).includes(text)) found.push(`${name}/${item.id}`);
        }
      }
      for (const [name, { contents }] of Object.entries(blobs)) {
        for (const [blob, content] of contents) {
          if (blob.includes(text) || content.toString("utf8").includes(text)) found.push(`${name}/${blob}`);
        }
      }
      for (const line of lines) if (JSON.stringify(line).includes(text)) found.push(`log/${line.event}`);
      return found;
    },
  };
}
