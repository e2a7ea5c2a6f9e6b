/**
 * The order of an erasure, as data: which steps each cause takes. The order is the promise: nothing is emptied before what
 * is kept lies under its own key, no key goes before that, and nothing is certified before it was searched for. The engine
 * goes from a step to the next only when the step says that it is done.
 */

export const stepNames = [
  /** The person is marked and the sealed delivery address put aside: nothing new begins. */
  "mark",
  /** Every session ends. */
  "sessions",
  /** What was running when the person was marked has ended; what was on its way out is settled or called off. */
  "in-flight",
  /** The processor is ordered to erase, and chased. It is waited for, but not for ever: our own stores come next. */
  "processor",
  /** What a law keeps is sealed again under a key of its own. */
  "reseal",
  /** Each store is emptied of the person. */
  "stores",
  /** The person's key is erased. */
  "key",
  /** Instances may hold an opened key for a minute. */
  "key-caches",
  /** The processor's word is here: without it nothing is certified. */
  "confirmation",
  /** Whatever was sent has ended in every queue. */
  "messages",
  /** Searched: nothing outside the kept-list. Whatever is found sends the erasure back to emptying. */
  "proof",
  "certificate",
  /** The certificate goes to the sealed address, which goes too. */
  "delivery",
  "end",
] as const;
export type StepName = (typeof stepNames)[number];

const whole = stepNames;

/** Nobody was told anything of an unfinished sign-up: no processor, no certificate. */
const short = [
  "mark",
  "sessions",
  "stores",
  "key",
  "key-caches",
  "proof",
  "end",
] as const satisfies readonly StepName[];

/** The key went long ago, and with it whatever was said to others: only the stores came back. */
const again = ["stores", "key", "key-caches", "proof", "end"] as const satisfies readonly StepName[];

export type Paths = Readonly<
  Record<"retention" | "inactive" | "member" | "pending-sign-up" | "restore", readonly StepName[]>
>;

export const paths: Paths = {
  retention: whole,
  inactive: whole,
  member: whole,
  "pending-sign-up": short,
  restore: again,
};

/** @throws RangeError where the step is not on that path, or is its last. */
export function stepAfter(path: readonly StepName[], step: StepName): StepName {
  const at = path.indexOf(step);
  const next = path[at + 1];
  if (at < 0 || next === undefined) throw new RangeError(`nothing comes after ${step}`);
  return next;
}

/** Before each of these the end of the services is looked at again: while it moves, the person may not be due yet. */
export const reconsidered: readonly StepName[] = ["in-flight", "processor", "reseal", "stores"];

/**
 * Steps in which something of the person goes, here or at the processor: a legal hold stops an erasure before each of these,
 * and before each sending of the order.
 */
export const destructive: readonly StepName[] = ["in-flight", "processor", "reseal", "stores", "key"];
