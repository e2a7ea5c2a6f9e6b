/**
 * The pause: what stops dispatch to a brand's processor without losing anything. The rows stay in their partitions and are
 * looked at again at the inbox's interval; nothing about a request is sent while the switch is off. Receipts go on, and so do
 * orders to erase: both hold ids only, and a right does not wait for a switch (decision 0188). Read before each sending, so it
 * holds from the next message on, on every instance.
 */
import * as z from "zod";
import type { BrandId } from "../charter/brands.ts";
import { opaqueId } from "../privacy/formats.ts";
import { type Doc, plain, record } from "../privacy/record.ts";
import type { Clock } from "../time/clock.ts";

const ops = ["ops", "dpo", "auditor"] as const;

/** One for each brand that was ever paused. It says nothing about anybody. */
export const dispatchControl = record(
  "dispatch-control",
  1,
  {
    /** The brand. */
    id: plain(opaqueId(), ops),
    isPaused: plain(z.boolean(), ops),
    since: plain(z.iso.datetime(), ops),
  },
  { kept: "proof" },
);
export type DispatchControl = Doc<typeof dispatchControl>;

/** The port to what ops can switch while the application runs. */
export interface Controls {
  dispatch(brand: BrandId): Promise<DispatchControl | undefined>;
  /** Last one wins: a switch has no history of its own, the ledger has. */
  setDispatch(control: DispatchControl): Promise<void>;
}

type Needs = { readonly controls: Controls; readonly clock: Clock };

export const makeIsDispatchPaused =
  ({ controls }: Pick<Needs, "controls">) =>
  async (brand: BrandId): Promise<boolean> =>
    (await controls.dispatch(brand))?.isPaused ?? false;

/** Turns the switch. @returns false where it stood so already, and since when that is. */
export const makeSwitchDispatch =
  ({ controls, clock }: Needs) =>
  async (brand: BrandId, isPaused: boolean): Promise<boolean> => {
    if (((await controls.dispatch(brand))?.isPaused ?? false) === isPaused) return false;
    await controls.setDispatch({ id: brand, isPaused, since: clock.now().toISOString() });
    return true;
  };
