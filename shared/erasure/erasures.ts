/** The port to the erasures: running and finished ones, each by itself, outside every person's partition. */
import type { Erasure, ErasureDelivery } from "./erasure.ts";

export type VersionedErasure = { readonly doc: Erasure; readonly etag: string };

export interface Erasures {
  /** Once: the same one again changes nothing. */
  create(doc: Erasure): Promise<void>;
  read(id: string): Promise<VersionedErasure | undefined>;
  /** @returns false where it has changed or gone since it was read. */
  replace(doc: Erasure, etag: string): Promise<boolean>;
  /** Absent is as good as erased. */
  erase(id: string): Promise<void>;
  /** Those due at or before `now`, a page at a time, in no order. */
  due(
    now: Date,
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly items: readonly Pick<Erasure, "id" | "brand">[]; readonly cursor: string | undefined }>;
  /** All of them, a page at a time, for whoever looks after them. */
  list(options: {
    readonly limit: number;
    readonly cursor?: string | undefined;
  }): Promise<{ readonly items: readonly Erasure[]; readonly cursor: string | undefined }>;
  /** Puts the sealed delivery address aside, under a key of its own; the first one stays. */
  putDelivery(of: Pick<Erasure, "id" | "brand">, doc: ErasureDelivery): Promise<void>;
  /** @returns undefined where there is none, or none that opens (any more). */
  readDelivery(of: Pick<Erasure, "id" | "brand">): Promise<ErasureDelivery | undefined>;
  /** Address and key: neither is there afterwards. */
  eraseDelivery(of: Pick<Erasure, "id" | "brand">): Promise<void>;
}
