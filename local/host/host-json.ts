/**
 * host.json: the part of it this host acts on, with the defaults of the real one. Unknown keys are left alone, as there are
 * many that only concern Azure; a wrong value of a known key stops the start.
 */
import { z } from "zod";

const timeSpan = z
  .string()
  .regex(/^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/, "must be a time span such as 00:05:00")
  .transform((text) => {
    const [, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = "0"] =
      /^(?:(\d+)\.)?(\d+):(\d+):(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    return (
      ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(`${seconds}.${fraction}`) * 1000
    );
  });

const queues = z
  .object({
    maxPollingInterval: timeSpan.default(60_000),
    visibilityTimeout: timeSpan.default(0),
    batchSize: z.int().min(1).max(32).default(16),
    newBatchThreshold: z.int().min(0).optional(),
    maxDequeueCount: z.int().min(1).default(5),
    messageEncoding: z
      .string()
      .transform((text) => text.toLowerCase())
      .pipe(z.enum(["base64", "none"]))
      .default("base64"),
  })
  .transform((options) => ({
    ...options,
    newBatchThreshold: options.newBatchThreshold ?? Math.floor(options.batchSize / 2),
  }));

const http = z.object({
  routePrefix: z
    .string()
    .transform((text) => text.replace(/^\/|\/$/g, ""))
    .default("api"),
  maxConcurrentRequests: z.union([z.literal(-1), z.int().min(1)]).default(-1),
  maxOutstandingRequests: z.union([z.literal(-1), z.int().min(1)]).default(-1),
  customHeaders: z.record(z.string(), z.string()).default({}),
});

const schema = z.object({
  version: z.literal("2.0"),
  /** In milliseconds; infinite = no limit. */
  functionTimeout: z.union([z.literal("-1").transform(() => Number.POSITIVE_INFINITY), timeSpan]).default(30 * 60_000),
  extensions: z.object({ http: http.prefault({}), queues: queues.prefault({}) }).prefault({}),
});

export type HostJson = z.infer<typeof schema>;
/** Times in milliseconds. */
export type QueueOptions = z.infer<typeof queues>;

/** @throws Error naming the key that is wrong. */
export function parseHostJson(text: string): HostJson {
  const result = schema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`host.json: ${issue?.path.join(".") || "file"}: ${issue?.message}`);
}
