/**
 * Every place that may hold something of a person, looked at in one way: what is there about them, by id, and take it away.
 * It needs no key, so it works on what nobody can open any more. A container without an answer here does not compile: an
 * erasure empties what is listed here and a proof searches it (DESIGN, sections 4 and 5; GDPR article 17).
 */
import type { BrandId } from "../charter/brands.ts";
import type { KeyedHash } from "../privacy/formats.ts";
import type { BlobContainerName, ContainerName } from "./containers.ts";
import type { Person } from "./person-keys.ts";

export type Place = ContainerName | BlobContainerName;

/** Something of a person, as far as it can be told without opening it. */
export type Trace = {
  readonly place: Place;
  /** The item's own id, or the blob's name. */
  readonly id: string;
  /** Where it lies in its container, where that is not the person's own partition. */
  readonly partition?: string;
  readonly kind?: string;
  /** Fields that lie in clear. */
  readonly fields?: Readonly<Record<string, unknown>>;
};

/**
 * What leads to things of a person that do not bear the person's id. Whoever empties gathers it first, from what goes then; an
 * erasure carries it as fields of its own.
 */
export type Names = {
  /** Blobs of the person's messages, `{container}/{name}`: their names say nothing by themselves. */
  readonly payloads: readonly string[];
  /** The keyed hashes by which the card issuer names the person. */
  readonly joins?: readonly KeyedHash[];
  /** The counters of codes for the person's mailbox. */
  readonly counters?: readonly KeyedHash[];
  /** What was counted from here on is nobody's: the person cannot sign in any more, and anybody may ask for a code. */
  readonly quietFrom?: string;
};
/** For whoever looks for nothing but what bears the person's id. */
export const byIdAlone: Names = { payloads: [] };

export interface PersonStore {
  /**
   * What is there about the person, in pages of a hundred at most; a page may be empty without being the last. What a hash
   * names that fits somebody else too is no trace of this person: it is the others'.
   */
  find(person: Person, names: Names): AsyncIterable<readonly Trace[]>;
  /** Takes a page of traces away. Absent is as good as erased. */
  erase(person: Person, traces: readonly Trace[]): Promise<void>;
}

/** Why a place never holds anything that names a person. Words for the certificate's proof, and a test that holds them true. */
export type NeverHolds = { readonly neverHolds: "pseudonyms-only" | "anonymous-only" | "hashes-only" };

export type PersonStores = Readonly<Record<Place, PersonStore | NeverHolds>>;

export const isStore = (store: PersonStore | NeverHolds): store is PersonStore => "find" in store;

/** An item that lies in a person's partition or names a person. A look-up row does not say on which site. */
export type NamingItem = {
  readonly id: string;
  readonly subjectId: string;
  readonly kind?: string;
  readonly brand?: BrandId;
};
