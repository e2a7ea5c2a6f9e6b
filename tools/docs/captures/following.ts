/** Following requests: what is new and unread, the calendar, what cancelling costs, who got to know what, and consents. */
import { randomUUID } from "node:crypto";
import type { Member } from "./member.ts";
import type { Requests } from "./requests.ts";
import { eventually, type Stage } from "./stage.ts";

type List<T> = { readonly items: readonly T[] };

export async function captureFollowing(stage: Stage, member: Member, { first, third }: Requests): Promise<void> {
  const see = (route: string, title: string, path: string) => member.record(route, title, "GET", path);

  const changes = await see("list-request-changes", "From the beginning", "/api/v1/request-changes?limit=2");
  const { cursor } = changes.json<{ cursor: string }>();
  await see("list-request-changes", "Since then", `/api/v1/request-changes?limit=2&cursor=${cursor}`);

  await see("count-unread", "Answers of the concierge", "/api/v1/unread-messages");
  const messages = await member.ask("GET", `${first}/messages`);
  const newest = messages
    .json<List<{ id: string; from: string; postedAt: string }>>()
    .items.filter(({ from }) => from !== "member")
    .toSorted((one, other) => one.postedAt.localeCompare(other.postedAt))
    .at(-1);
  await member.record("mark-read", "Up to the newest", "PUT", `${first}/reading-mark`, {
    headers: member.change(),
    body: { upTo: newest?.id },
  });

  await see("read-calendar", "A booking for a calendar", `${first}/calendar.ics`);
  await see("read-calendar", "Nothing is booked", `${third}/calendar.ics`);
  await see("read-cancellation", "What cancelling would cost", `${first}/cancellation`);
  await see("read-cancellation", "Cancelled", `${third}/cancellation`);
  await eventually(
    () => member.ask("GET", `${first}/disclosures`),
    (reply) => reply.json<List<unknown>>().items.length > 0,
  );
  await see("list-disclosures", "Who got to know what", `${first}/disclosures`);
  await captureConsents(stage, member, first);
}

/** A provider asks, by the processor; the member agrees, and takes it back. */
async function captureConsents({ processor }: Stage, member: Member, path: string): Promise<void> {
  const consent = {
    id: randomUUID(),
    provider: "Hôtel des Quais",
    purpose: "Vous écrire au sujet de ses offres.",
    categories: ["identity", "contact"],
  };
  const subject = `${member.id()}/${path.split("/").at(-1)}`;
  await processor("/api/send", { type: "concierge.consent.requested.v1", subject, payload: { consent } });
  await eventually(
    () => member.ask("GET", `${path}/consents`),
    (reply) => reply.text.includes(consent.id),
  );
  await member.record("list-consents", "Asked and given", "GET", `${path}/consents`);
  const answer = (title: string, given: string) =>
    member.record("answer-consent", title, "POST", `${path}/consents/${consent.id}/answers`, {
      headers: member.creation(),
      body: { answer: given },
    });
  await answer("The member agrees", "given");
  await answer("Given already", "given");
  await answer("Taken back", "withdrawn");
}
