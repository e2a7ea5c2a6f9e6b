/**
 * Acts that lie in nobody's partition, such as a key's rotation or a failure's replay, and still stand in the ledger: looking is
 * written down before anything is shown; a change once before (the intent) and once after (what came of it). An intent without
 * outcome says that it was cut short (DESIGN, section 2).
 */
import { randomUUID } from "node:crypto";
import { type BrandId, brandIds } from "../charter/brands.ts";
import type { AuditNote } from "./entry.ts";
import type { Ledger } from "./record-entry.ts";

/** Who acts, by the object id in the controller's directory. */
export type Operator = { readonly role: "ops" | "dpo"; readonly id: string };

/** What is recorded. Without a brand it concerns all of them, and stands in the ledger of each. */
export type Act = {
  readonly event: AuditNote["event"];
  readonly actor: { readonly role: Operator["role"] | "desk" | "auditor"; readonly id: string };
  readonly brand?: BrandId | undefined;
  readonly about?: string;
};

export type Audited = {
  /**
   * Writes down what comes before any effect: that somebody looks, or is the first of two to say something.
   * @param detail a closed word. @throws where it cannot be written down: then nothing is shown, and no word taken.
   */
  readonly looked: (act: Act, detail?: string) => Promise<void>;
  /** Runs between intent and outcome. @param detailOf the outcome in a closed word. */
  readonly changed: <T>(act: Act, run: () => Promise<T>, detailOf: (result: T) => string) => Promise<T>;
};

export function makeAudited(ledger: Pick<Ledger, "append">): Audited {
  const write = async ({ brand, about, ...act }: Act, detail?: string): Promise<void> => {
    for (const one of brand === undefined ? brandIds : [brand]) {
      await ledger.append({
        ...act,
        id: randomUUID(),
        brand: one,
        ...(about === undefined ? {} : { about }),
        ...(detail === undefined ? {} : { detail }),
      });
    }
  };
  return {
    looked: write,
    async changed(act, run, detailOf) {
      await write(act, "intended");
      let result: Awaited<ReturnType<typeof run>>;
      try {
        result = await run();
      } catch (error) {
        await write(act, "not-done");
        throw error;
      }
      await write(act, detailOf(result));
      return result;
    },
  };
}
