/** What is kept of a timer between runs, in the host's own storage account and in the place and shape the real host uses. */
import type { ContainerClient } from "@azure/storage-blob";

export type ScheduleStatus = {
  /** Undefined when the timer has never run. */
  readonly last: Date | undefined;
  readonly next: Date;
  readonly lastUpdated: Date | undefined;
};

const never = "0001-01-01T00:00:00+00:00";

const toDate = (text: unknown): Date | undefined => {
  const date = new Date(String(text));
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() <= 1 ? undefined : date;
};

/** The status in the names and times a worker and the stored blob use. */
export const toJson = ({ last, next, lastUpdated }: ScheduleStatus) => ({
  Last: last?.toISOString() ?? never,
  Next: next.toISOString(),
  LastUpdated: lastUpdated?.toISOString() ?? never,
});

export class ScheduleStore {
  readonly #blob: ReturnType<ContainerClient["getBlockBlobClient"]>;

  constructor(container: ContainerClient, hostId: string, functionName: string) {
    this.#blob = container.getBlockBlobClient(`timers/${hostId}/Host.Functions.${functionName}/status`);
  }

  /** Undefined when the timer is new here or its record cannot be read as one. */
  async read(): Promise<ScheduleStatus | undefined> {
    try {
      const kept = JSON.parse((await this.#blob.downloadToBuffer()).toString("utf8")) as Record<string, unknown>;
      const next = toDate(kept.Next);
      if (next === undefined) return undefined;
      return { last: toDate(kept.Last), next, lastUpdated: toDate(kept.LastUpdated) };
    } catch (error) {
      if ((error as { statusCode?: unknown }).statusCode === 404 || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  async write(status: ScheduleStatus): Promise<void> {
    const text = JSON.stringify(toJson(status));
    const blobHTTPHeaders = { blobContentType: "application/json" };
    await this.#blob.upload(text, Buffer.byteLength(text), { blobHTTPHeaders });
  }
}
