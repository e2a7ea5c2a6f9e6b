/**
 * People on the real stores whose services have ended, cared for by the product's own capabilities through a store at whose
 * every call a test may let the process die.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { acceptance, member } from "../../shared/members/member.ts";
import { outboxRow } from "../../shared/messaging/outbox.ts";
import type { KeyedHash } from "../../shared/privacy/formats.ts";
import { message, request } from "../../shared/requests/request.ts";
import { closure } from "../../shared/retention/closure.ts";
import { hashOfSecret, newSecret, session } from "../../shared/sessions/session.ts";
import type { ContainerName } from "../../shared/storage/containers.ts";
import { cosmosLookups } from "../../shared/storage/cosmos-lookups.ts";
import { cosmosRepository } from "../../shared/storage/cosmos-repository.ts";
import { type Person, personKeys } from "../../shared/storage/person-keys.ts";
import { create, erase } from "../../shared/storage/repository.ts";
import { parisDay } from "../../shared/time/calendar.ts";
import { daysAfter } from "../../shared/time/legal-periods.ts";
import type { Functions } from "../fixtures/functions.ts";
import { memberRecord } from "../fixtures/member-record.ts";
import type { Item } from "../fixtures/stored.ts";
import { requestAs } from "../unit/requests/fixtures.ts";

class Killed extends Error {
  override readonly name = "Killed";
}

export type Call = { readonly container: ContainerName; readonly run: () => Promise<unknown> };
/** What stands between the capabilities and the store, for what runs within it. */
export const atCall = new AsyncLocalStorage<(call: Call) => Promise<unknown>>();

/** Runs with a death at the n-th call. @returns whether that call was reached. */
export async function killedAt(n: number, how: "before" | "after", run: () => Promise<void>): Promise<boolean> {
  let calls = 0;
  const dying = async ({ run: call }: Call) => {
    calls += 1;
    if (calls > n) throw new Killed();
    if (calls < n) return call();
    if (how === "after") await call();
    throw new Killed();
  };
  await atCall.run(dying, run).catch(() => undefined);
  return calls >= n;
}

export type Closing = Awaited<ReturnType<typeof closingOf>>;

export async function closingOf(functions: Functions) {
  const { capabilitiesOf, concierge } = await import("../../shared/compose.ts");
  const { portsOf } = await import("../../shared/compose-ports.ts");
  const ports = await portsOf(concierge.settings);
  const { clock, brandKeys } = ports;
  const keys = personKeys({ blobs: ports.blobs("person-keys"), brandKeys, clock });
  const repository = cosmosRepository({ container: ports.container("subjects"), keys, clock });
  const enrolKey = (person: Person) => keys.create(person);

  /** A container whose every call goes through `atCall`. */
  function watched(name: ContainerName) {
    const container = ports.container(name);
    const around = <T>(run: () => Promise<T>) =>
      (atCall.getStore()?.({ container: name, run }) as Promise<T> | undefined) ?? run();
    return new Proxy(container, {
      get(target, key) {
        if (key === "item") {
          return (id: string, partition: string) => ({ read: () => around(() => target.item(id, partition).read()) });
        }
        if (key !== "items") return Reflect.get(target, key);
        return {
          batch: (...args: Parameters<typeof target.items.batch>) => around(() => target.items.batch(...args)),
          query: (...args: Parameters<typeof target.items.query>) => {
            const found = target.items.query(...args);
            return { fetchNext: () => around(() => found.fetchNext()) };
          },
        };
      },
    });
  }

  const today = () => parisDay(functions.clock.now());

  /** Somebody whose services ended so many days ago, with everything an account holds. */
  async function somebody(endedDaysAgo: number): Promise<Person> {
    const person: Person = { brand: "milleis", subjectId: randomUUID() };
    const now = functions.clock.now().toISOString();
    const addressHash = `1.${randomUUID().replaceAll("-", "").padEnd(43, "x")}` as KeyedHash;
    const requestId = randomUUID();
    await enrolKey(person);
    await cosmosLookups(ports.container("lookups")).create({
      id: addressHash,
      subjectId: person.subjectId,
      state: "confirmed",
    });
    await repository.commit(person, [
      create(
        member,
        memberRecord(person, {
          addressHash,
          createdAt: "2019-01-01T10:00:00.000Z",
          lastSignedInAt: now,
          dueAt: now,
          termination: {
            effectiveOn: daysAfter(today(), -endedDaysAgo),
            isRevoked: false,
            by: "card-issuer",
            sequence: 1,
            said: randomUUID(),
            receivedAt: now,
          },
        }),
      ),
      ...(["charter", "terms"] as const).map((document) =>
        create(acceptance, {
          id: `${document}_2026-01`,
          document,
          version: "2026-01",
          hash: "h".repeat(43),
          channel: "sign-up",
          language: "fr",
          acceptedAt: now,
        }),
      ),
      create(request, requestAs({ id: requestId, status: "in-progress" })),
      create(message, { id: randomUUID(), requestId, from: "member", postedAt: now, text: "Bonjour" }),
      create(session, { id: hashOfSecret(newSecret()), startedAt: now, seenAt: now, expiresAt: now }),
    ]);
    return person;
  }

  /** Read as stored; one partition where the person has one. */
  async function itemsOfPerson({ subjectId }: Person, name: "subjects" | "archive" | "lookups" | "erasures") {
    const query = { query: "SELECT * FROM c WHERE c.subjectId = @id", parameters: [{ name: "@id", value: subjectId }] };
    const isPartition = name === "subjects" || name === "archive";
    const found = ports.container(name).items.query<Item>(query, isPartition ? { partitionKey: subjectId } : {});
    return (await found.fetchAll()).resources;
  }

  /** What is to be seen of somebody, without what differs by chance. */
  async function stateOf(person: Person) {
    const kinds = async (name: "subjects" | "archive") =>
      (await itemsOfPerson(person, name))
        .map(({ kind }) => String(kind))
        .filter((kind) => kind !== "outbox")
        .toSorted();
    const [closed] = (await itemsOfPerson(person, "subjects")).filter(({ kind }) => kind === closure.kind);
    return {
      subjects: await kinds("subjects"),
      archive: await kinds("archive"),
      lookups: (await itemsOfPerson(person, "lookups")).length,
      stage: closed?.stage,
      cause: closed?.cause,
      // One order, however often it was given: those that lost the race are gone.
      erasures: (await itemsOfPerson(person, "erasures")).length,
    };
  }

  /** What was on its way out has arrived. */
  async function settled(person: Person): Promise<void> {
    for (const { id } of (await itemsOfPerson(person, "subjects")).filter(({ kind }) => kind === "outbox")) {
      await repository.commit(person, [erase(outboxRow, id.slice("outbox.".length))]);
    }
  }

  /** Both halves of an end: closing until it waits for receivers, then archive and the order to erase where that is due. */
  async function ended(person: Person, careFor: (of: Person) => Promise<void>): Promise<void> {
    await careFor(person);
    await settled(person);
    await careFor(person);
  }

  const through = capabilitiesOf(concierge.settings, { ...ports, container: watched }).retention;
  return { ports, repository, through, today, somebody, itemsOfPerson, stateOf, settled, ended };
}
