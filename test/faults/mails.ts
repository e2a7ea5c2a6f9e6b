/**
 * The mails that members got, counted by the mailbox for itself: one for each request on record, for each proposal and for each
 * confirmation. The mailbox keeps one mail for each operation id, so a second one under another id shows as one too many.
 */
import type { Member } from "./member.ts";

type Mail = { readonly operationId: string; readonly subject: string };

const kinds = { received: /demande enregistrée/, proposed: /proposition vous attend/, confirmed: /demande confirmée/ };

/** @param unanswered requests that may or may not have been taken, and with them their mails. @returns one line for each kind of mail that is otherwise. */
export async function unlikeMailed(
  mailbox: string,
  {
    accepted,
    chosen,
    unanswered,
  }: {
    readonly accepted: ReadonlyMap<string, Member>;
    readonly chosen: ReadonlySet<string>;
    readonly unanswered: number;
  },
): Promise<string[]> {
  const wrong: string[] = [];
  for (const member of new Set(accepted.values())) {
    const ids = [...accepted].filter(([, owner]) => owner === member).map(([id]) => id);
    const reply = await fetch(`${mailbox}/api/messages?to=${encodeURIComponent(member.email)}`);
    const { messages } = (await reply.json()) as { messages: readonly Mail[] };
    const due = { received: ids.length, proposed: ids.length, confirmed: ids.filter((id) => chosen.has(id)).length };
    for (const [kind, subject] of Object.entries(kinds) as [keyof typeof kinds, RegExp][]) {
      const count = new Set(messages.filter((mail) => subject.test(mail.subject)).map(({ operationId }) => operationId))
        .size;
      const most = due[kind] + (kind === "confirmed" ? 0 : unanswered);
      if (count < due[kind]) wrong.push(`${due[kind] - count} mails of the kind ${kind} never came`);
      if (count > most) wrong.push(`${count - most} mails of the kind ${kind} too many`);
    }
  }
  return wrong;
}
