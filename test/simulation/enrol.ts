/** A member as sign-up leaves one, put into the simulated store without any fault before the run begins. */

import { randomUUID } from "node:crypto";
import { acceptanceOf } from "../../shared/documents/acceptance.ts";
import { documentNames } from "../../shared/documents/document.ts";
import { acceptance, member } from "../../shared/members/member.ts";
import { cosmosRepository } from "../../shared/storage/cosmos-repository.ts";
import { type Person, personKeys } from "../../shared/storage/person-keys.ts";
import { create } from "../../shared/storage/repository.ts";
import { memberRecord } from "../fixtures/member-record.ts";
import { documents } from "../memory/accounts.ts";
import type { World } from "./world.ts";

/** In Paris, as they are chosen. */
type QuietHours = { readonly from: string; readonly to: string };

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The partitions of a world, written and read without any fault. */
export function repositoryOf(world: World) {
  const clock = { now: () => new Date(world.now) };
  const keys = personKeys({ blobs: world.contentsOf("person-keys"), brandKeys: world.keysAtOnce, clock });
  return { keys, repository: cosmosRepository({ container: world.cosmos.open("subjects"), keys, clock }) };
}

export async function enrol(world: World, name: string, quietHours?: QuietHours): Promise<Person> {
  const person: Person = { brand: "milleis", subjectId: randomUUID() };
  const { keys, repository } = repositoryOf(world);
  await keys.create(person);
  const now = new Date(world.now);
  await repository.commit(person, [
    create(
      member,
      memberRecord(person, {
        createdAt: now.toISOString(),
        email: `${name}@example.fr`,
        mobileVerified: true,
        ...(quietHours === undefined ? {} : { notifications: { promotion: false, quietHours } }),
      }),
    ),
    ...documentNames.map((document) =>
      create(
        acceptance,
        acceptanceOf(documents, { brand: "milleis", name: document, language: "fr", channel: "sign-up" }, now),
      ),
    ),
  ]);
  world.record({
    what: "enrolled",
    partition: person.subjectId,
    ...(quietHours && { quiet: { from: minutesOf(quietHours.from), to: minutesOf(quietHours.to) } }),
  });
  return person;
}
