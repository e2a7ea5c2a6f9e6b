/**
 * Lets one host of several run a timer: a lease on a blob in the host's storage account, renewed while it is held, given back
 * on a graceful stop, and free again after the lease time when its holder died.
 */
import type { BlobLeaseClient, ContainerClient } from "@azure/storage-blob";

export type HeldLock = {
  /** Aborted when another host may have the lock. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
};

const statusOf = (error: unknown): unknown => (error as { statusCode?: unknown } | undefined)?.statusCode;

export class SingletonLock {
  readonly #container: ContainerClient;
  readonly #blob: ReturnType<ContainerClient["getBlockBlobClient"]>;
  readonly #leaseSeconds: number;

  /** `leaseSeconds` from 15 to 60, as the storage service allows. */
  constructor(container: ContainerClient, hostId: string, functionName: string, leaseSeconds: number) {
    this.#container = container;
    this.#blob = container.getBlockBlobClient(`locks/${hostId}/Host.Functions.${functionName}.Listener`);
    this.#leaseSeconds = leaseSeconds;
  }

  /** Undefined while another host holds it. @throws RestError when the account cannot be reached. */
  async acquire(): Promise<HeldLock | undefined> {
    const lease = this.#blob.getBlobLeaseClient();
    try {
      await lease.acquireLease(this.#leaseSeconds);
    } catch (error) {
      if (statusOf(error) === 409) return undefined;
      if (statusOf(error) !== 404) throw error;
      await this.#create();
      return this.acquire();
    }
    return this.#keep(lease);
  }

  async #create(): Promise<void> {
    await this.#container.createIfNotExists();
    try {
      await this.#blob.upload("", 0, { conditions: { ifNoneMatch: "*" } });
    } catch (error) {
      // Another host made it at the same moment.
      if (statusOf(error) !== 409 && statusOf(error) !== 412) throw error;
    }
  }

  #keep(lease: BlobLeaseClient): HeldLock {
    const lost = new AbortController();
    let heldUntil = performance.now() + this.#leaseSeconds * 1000;
    const timer = setInterval(() => {
      const startedAt = performance.now();
      lease.renewLease().then(
        () => {
          heldUntil = startedAt + this.#leaseSeconds * 1000;
        },
        (error) => {
          // A storage account that is away for a moment does not end the lease; one that says no does.
          if (typeof statusOf(error) === "number" || performance.now() > heldUntil) end();
        },
      );
    }, this.#leaseSeconds * 333);
    const end = () => {
      clearInterval(timer);
      lost.abort();
    };
    const release = async () => {
      if (lost.signal.aborted) return;
      end();
      // When this fails the lease runs out by itself.
      await lease.releaseLease().catch(() => undefined);
    };
    return { lost: lost.signal, release };
  }
}
