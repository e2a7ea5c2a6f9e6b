/** Reading the local mailbox from scripts and tests: waits for the mail itself, never for a fixed time. */

export type ReceivedMail = {
  readonly sequence: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

const longestWaitMs = 30_000;

/**
 * The first mail to an address after `after` that is of interest.
 * @throws Error where none has come within `patienceMs`.
 */
export async function waitForMail(
  mailbox: string,
  to: string,
  after: number,
  isWanted: (mail: ReceivedMail) => boolean = () => true,
  patienceMs = 60_000,
): Promise<ReceivedMail> {
  const end = Date.now() + patienceMs;
  for (let from = after; Date.now() < end; ) {
    const wait = Math.min(longestWaitMs, Math.max(1, end - Date.now()));
    const reply = await fetch(`${mailbox}/api/messages?to=${encodeURIComponent(to)}&after=${from}&wait=${wait}`);
    const { messages, last } = (await reply.json()) as { messages: readonly ReceivedMail[]; last: number };
    const wanted = messages.find(isWanted);
    if (wanted !== undefined) return wanted;
    from = last;
  }
  throw new Error(`no such mail within ${patienceMs / 1_000} s`);
}

export async function mailsTo(mailbox: string, to: string): Promise<readonly ReceivedMail[]> {
  const reply = await fetch(`${mailbox}/api/messages?to=${encodeURIComponent(to)}`);
  return ((await reply.json()) as { messages: readonly ReceivedMail[] }).messages;
}

/** The six digits of a code mail. */
export function codeIn({ text }: Pick<ReceivedMail, "text">): string {
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
  if (code === undefined) throw new Error("no code in this mail");
  return code;
}
