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
  /** Whether the sender of a message may speak about people of a brand: by the key that signed it, not by any other. */
  readonly speaksFor: (event: CloudEvent, brand: BrandId) => boolean;
  /** Whether a message is too old to be taken in for the first time. */
  readonly isStale: (event: CloudEvent) => boolean;
};

export function partnerOf(set: PartnerKeys, clock: Clock): Partner {
  const verifySignature = signatureVerifier(set);
  /** By which key an event was verified. One that was parked has lost it: then its source's keys of the day speak. */
  const signers = new WeakMap<CloudEvent, PartnerKeys["keys"][number]>();
  const seconds = () => clock.now().getTime() / 1_000;
  const isRetired = ({ exp }: PartnerKeys["keys"][number]) => exp !== undefined && exp <= seconds();
  return {
    async verify(text) {
      const { event, key } = await verifySignature(text);
      if (isRetired(key)) throw new MessageRejected("retired-key");
      if (key.nbf !== undefined && key.nbf > seconds() + clockSkewSeconds) throw new MessageRejected("unknown-key");
      if (event.source !== key.source) throw new MessageRejected("foreign-source");
      if (Date.parse(event.time) / 1_000 > seconds() + clockSkewSeconds) throw new MessageRejected("from-the-future");
      signers.set(event, key);
      return event;
    },
    speaksFor(event, brand) {
      const signer = signers.get(event);
      const keys =
        signer === undefined ? set.keys.filter((key) => key.source === event.source && !isRetired(key)) : [signer];
      return keys.some(({ brands }) => brands === undefined || brands.includes(brand));
    },
    isStale: ({ time }) => Date.parse(time) / 1_000 < seconds() - longestWayDays * 86_400,
  };
}
