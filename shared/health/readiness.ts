/**
 * Readiness: asks each dependency something cheap and says up or down, nothing about settings or inside. A Cosmos account
 * that has a location outside the EEA is down: charter article 7 is broken there, so this instance must not serve.
 */
import * as z from "zod";
import type { Logger } from "../privacy/log.ts";
import { declared, plain } from "../privacy/record.ts";

const state = plain(z.enum(["up", "down"]), ["ops"]);

export const dependencies = ["store", "residency", "keys", "exchange", "queues"] as const;
export type Dependency = (typeof dependencies)[number];

export const readiness = declared("readiness", {
  status: plain(z.enum(["ready", "not-ready"]), ["ops"]),
  dependencies: z.strictObject({ store: state, residency: state, keys: state, exchange: state, queues: state }),
});

export const liveness = declared("liveness", { status: plain(z.literal("alive"), ["ops"]) });

/** Each resolves where its dependency answers. */
export type Probes = Readonly<Record<Dependency, () => Promise<unknown>>>;

/** Milliseconds a dependency has to answer. */
const patience = 3_000;

async function isUp(probe: () => Promise<unknown>, onDown: (error: unknown) => void): Promise<boolean> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("no answer in time")), patience);
  try {
    await Promise.race([probe(), tooLate]);
    return true;
  } catch (error) {
    onDown(error);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

export const makeCheckReadiness =
  ({ probes, log }: { readonly probes: Probes; readonly log: Logger }) =>
  async () => {
    const results = await Promise.all(
      dependencies.map(async (name) => {
        const up = await isUp(probes[name], (error) => log.error("health.dependency-down", error, { kind: name }));
        return [name, up ? "up" : "down"] as const;
      }),
    );
    const isReady = results.every(([, result]) => result === "up");
    return {
      status: isReady ? "ready" : "not-ready",
      dependencies: Object.fromEntries(results) as Record<Dependency, "up" | "down">,
    } as const;
  };
