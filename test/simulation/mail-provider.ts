/**
 * The mail provider of a simulated run. It sends a mail once by its id, says at once or later what became of it, fails to send
 * some and drops those to an address that bounced before; what it has said it goes on saying.
 */
import type { MailResult } from "./history.ts";
import type { World } from "./world.ts";

type Sending = { readonly result: MailResult; readonly knownAt: number };

const minute = 60_000;

export function startMailProvider(world: World) {
  const sendings = new Map<string, Sending>();
  const { mail } = world.faults;

  const taken = (): Sending => {
    const result = world.strikes(mail.suppressed)
      ? world.random.fraction() < 0.5
        ? "suppressed"
        : "refused"
      : world.strikes(mail.fails)
        ? "failed"
        : "handed-over";
    return {
      result,
      knownAt: world.strikes(mail.pending) ? world.now + world.random.whole(1, 90) * minute : world.now,
    };
  };
  const saidOf = (id: string): MailResult => {
    const sending = sendings.get(id);
    if (sending === undefined) return "unknown";
    return sending.knownAt <= world.now ? sending.result : "pending";
  };

  return {
    send(id: string, row: string): MailResult {
      if (!sendings.has(id)) sendings.set(id, taken());
      const result = saidOf(id);
      world.record({ what: "mail-sent", id, row, result });
      return result;
    },
    result(id: string): MailResult {
      const result = saidOf(id);
      world.record({ what: "mail-result", id, result });
      return result;
    },
  };
}
