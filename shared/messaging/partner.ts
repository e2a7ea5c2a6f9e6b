/**
 * Whose message a verified text is. A key speaks for one source, for the brands it was given for, from its first day to its
 * last; what is signed with a key that has been retired, speaks for somebody else, or comes from the future, is nobody's
 * message. A re-send carries the time of the first sending and the signature of the day, so a key's end is held against
 * our own clock: whoever still has an old key cannot use it by writing an old date.
 */
import type { BrandId } from "../charter/brands.ts";
import type { PartnerKeys } from "../config.ts";
import type { Clock } from "../time/clock.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { MessageRejected, signatureVerifier, type VerifyMessage } from "./signing.ts";

/** How far two clocks may differ. */
export const clockSkewSeconds = 600;
/** Days a message may be on its way. A month of absence is legitimate; what was taken in is remembered for longer. */
export const longestWayDays = 35;

export type Partner = {
  /** @throws MessageRejected */
  readonly verify: VerifyMessage;
  /** Whether a source may speak about people of a brand. */
  readonly speaksFor: (source: string, brand: BrandId) => boolean;
  /** Whether a message is too old to be taken in for the first time. */
  readonly isStale: (event: CloudEvent) => boolean;
};

export function partnerOf(set: PartnerKeys, clock: Clock): Partner {
  const verifySignature = signatureVerifier(set);
  const seconds = () => clock.now().getTime() / 1_000;
  return {
    async verify(text) {
      const { event, key } = await verifySignature(text);
      if (key.exp !== undefined && key.exp <= seconds()) throw new MessageRejected("retired-key");
      if (key.nbf !== undefined && key.nbf > seconds() + clockSkewSeconds) throw new MessageRejected("unknown-key");
      if (event.source !== key.source) throw new MessageRejected("foreign-source");
      if (Date.parse(event.time) / 1_000 > seconds() + clockSkewSeconds) throw new MessageRejected("from-the-future");
      return event;
    },
    speaksFor: (source, brand) =>
      set.keys.some((key) => key.source === source && (key.brands === undefined || key.brands.includes(brand))),
    isStale: ({ time }) => Date.parse(time) / 1_000 < seconds() - longestWayDays * 86_400,
  };
}
