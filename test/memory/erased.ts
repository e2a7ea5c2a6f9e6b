/** What must be true once an erasure has ended, whatever happened on the way: what is wrong, in words. */
import { compactVerify, createLocalJWKSet } from "jose";
import type { Certificate } from "../../shared/erasure/certificate.ts";
import { certificateType } from "../../shared/erasure/certificate.ts";
import type { Person } from "../../shared/storage/person-keys.ts";
import { countersFor, type World } from "./erasing.ts";

export type Expected = {
  readonly person: Person;
  readonly erasureId: string;
  readonly email?: string;
  readonly requestIds?: readonly string[];
  /** Ids of what a law keeps, and whether each still opens. */
  readonly kept?: (id: string) => Promise<boolean>;
  readonly keptCount?: number;
  /** What the card issuer said of the person by a hash, and what must have become of it. */
  readonly announced?: {
    readonly join: string;
    readonly undecided: string;
    readonly parked: string;
    /** The hash fits somebody else too. */
    readonly isShared?: true;
  };
};

export async function readCertificate(world: World, jws: string): Promise<Certificate> {
  const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(world.app.publicKeys as never));
  if (protectedHeader.typ !== certificateType) throw new Error("signed for something else");
  return JSON.parse(new TextDecoder().decode(payload)) as Certificate;
}

export async function faultsAfter(world: World, expected: Expected): Promise<readonly string[]> {
  const { person, erasureId, email, requestIds = [], kept, keptCount = 0, announced } = expected;
  const faults: string[] = [];
  const found = await world.app.readErasure(erasureId);
  if (found?.doc.endedAt === undefined) return ["it has not ended"];
  const { doc } = found;
  for (const trace of world.traces(person.subjectId)) faults.push(`left: ${trace}`);
  if (email !== undefined) for (const trace of world.traces(email)) faults.push(`left: ${trace}`);
  for (const counter of email === undefined ? [] : countersFor(email)) {
    for (const trace of world.traces(counter)) faults.push(`a counter is left: ${trace}`);
  }
  for (const id of requestIds) {
    for (const trace of world.traces(id)) faults.push(`left of a request: ${trace}`);
    if (world.heldByProcessor.has(id)) faults.push("the processor still holds a request");
  }
  for (const name of world.blobs["person-keys"].contents.keys()) {
    if (name.includes(person.subjectId) || name.includes(erasureId)) faults.push(`a key is left: ${name}`);
  }
  if (doc.certificate === undefined) faults.push("there is no certificate");
  else {
    const certificate = await readCertificate(world, doc.certificate);
    const at = (step: string) => certificate.steps.find((one) => one.step === step)?.at ?? "";
    if (!(at("reseal") <= at("key") && at("key") < at("proof"))) faults.push("the order was another");
    if (at("proof") > certificate.certifiedAt || at("proof") === "")
      faults.push("it was certified before it was proved");
    if (requestIds.length > 0 && certificate.processor.confirmedAt === undefined) faults.push("nobody confirmed");
    if (certificate.kept.filter(({ until }) => until !== undefined).length !== keptCount)
      faults.push("the kept-list is another");
  }
  if (announced !== undefined) faults.push(...faultsOfAnnouncement(world, announced));
  if (doc.kept.length !== keptCount) faults.push("what is kept is another");
  for (const { id } of doc.kept) if (!(await kept?.(id))) faults.push("what is kept does not open");
  if (email !== undefined) {
    const mails = world.mails.filter(({ to, text }) => to === email && text.includes(doc.certificate ?? "?"));
    if (mails.length === 0) faults.push("the certificate was not sent");
    if (new Set(mails.map(({ id }) => id)).size > 1) faults.push("a repeated mail has another id");
  }
  return faults;
}

function faultsOfAnnouncement(world: World, announced: NonNullable<Expected["announced"]>): readonly string[] {
  const { join, undecided, parked, isShared = false } = announced;
  const faults: string[] = [];
  const there = new Set([...world.cosmos.all("failures")].map(({ item }) => item.id));
  for (const id of [undecided, parked]) {
    if (there.has(id) !== isShared) faults.push(isShared ? "an announcement of others has gone" : "one is left");
  }
  if (!isShared) for (const trace of world.traces(join)) faults.push(`left of an announcement: ${trace}`);
  const told = [...world.cosmos.all("ledger")].filter(({ item }) => item.event === "termination.erased");
  const about = told.map(({ item }) => item.about).join();
  if (about !== (isShared ? "" : undecided)) faults.push("the ledger tells otherwise of an announcement");
  return faults;
}
