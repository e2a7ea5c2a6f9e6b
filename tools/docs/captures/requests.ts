/** Requests from asking to the end: submitted, proposed, accepted, declined, cancelled; and what is refused on the way. */
import { randomUUID } from "node:crypto";
import { waitForMail } from "../../../local/mailbox/read-mail.ts";
import type { Member } from "./member.ts";
import { journey, type Stage, untilStatus, wish } from "./stage.ts";

type Proposal = { readonly id: string; readonly options: readonly { readonly id: string }[] };

export type Requests = {
  /** Confirmed, with a conversation. */
  readonly first: string;
  /** Declined once, with a second proposal. */
  readonly second: string;
  /** Cancelled. */
  readonly third: string;
  readonly secondOffer: Proposal | undefined;
};

const place = "/api/v1/requests";

export async function captureRequests(stage: Stage, member: Member): Promise<Requests> {
  const [first, second, third] = await captureSubmitting(member);
  await captureLists(member);
  await captureAccepting(stage, member, first);
  await captureConversation(stage, member, first);
  const secondOffer = await captureDeclining(member, second);
  const toCancel = await untilStatus(member, third, "proposed");
  await member.record("cancel-request", "The member calls it off", "POST", `${third}/cancellation`, {
    headers: member.creation({ "if-match": String(toCancel.headers.etag) }),
  });
  await write(member, third, "After the end", { text: journey.message });
  return { first, second, third, secondOffer };
}

export const submitted = async (member: Member): Promise<string> =>
  String((await member.ask("POST", place, { headers: member.creation(), body: wish })).headers.location);

const write = (member: Member, path: string, title: string, body: object) =>
  member.record("post-message", title, "POST", `${path}/messages`, { headers: member.creation(), body });

async function captureSubmitting(member: Member): Promise<[string, string, string]> {
  const submit = (title: string, headers: Record<string, string>, body: unknown = wish) =>
    member.record("submit-request", title, "POST", place, { headers, body });
  const headers = member.creation();
  const first = String((await submit("A member asks", headers)).headers.location);
  await submit("The same again: the same answer", headers);
  await submit("The same key for something else", headers, { ...wish, party: { adults: 4 } });
  await submit("Without Idempotency-Key", member.change());
  await submit("Without the token", { "idempotency-key": randomUUID() });
  await submit("Yesterday", member.creation(), { ...wish, when: { date: "2026-11-22" } });
  await submit("A card number in a wish", member.creation(), { ...wish, wishes: "Ma carte : 4111 1111 1111 1111" });
  const allergy = { ...wish, wishes: "Mon mari, Antoine, est allergique aux crustacés." };
  await submit("Words about somebody's health", member.creation(), allergy);
  return [first, await submitted(member), await submitted(member)];
}

async function captureLists(member: Member): Promise<void> {
  const list = await member.record("list-requests", "The newest", "GET", `${place}?limit=1`);
  const { cursor } = list.json<{ cursor: string }>();
  await member.record("list-requests", "The next page", "GET", `${place}?limit=1&cursor=${cursor}`);
  await member.record("list-requests", "An unknown filter", "GET", `${place}?state=proposed`);
}

async function captureAccepting({ english }: Stage, member: Member, path: string): Promise<void> {
  await untilStatus(member, path, "proposed");
  const proposed = await member.record("read-request", "With a proposal", "GET", path);
  await english.record("read-request", "Not signed in", "GET", path);
  await member.record("read-request", "Unknown, or someone else's", "GET", `${place}/${randomUUID()}`);
  const [proposal] = proposed.json<{ proposals: Proposal[] }>().proposals;
  const etag = String(proposed.headers.etag);
  const accept = (title: string, extra: Record<string, string>) =>
    member.record("accept-proposal", title, "POST", `${path}/proposals/${proposal?.id}/acceptance`, {
      headers: member.creation(extra),
      body: { optionId: proposal?.options[0]?.id },
    });
  await accept("Without If-Match", {});
  await accept("Another version", { "if-match": '"00000000-0000-0000-0000-000000000000"' });
  await accept("The member accepts", { "if-match": etag });
  await untilStatus(member, path, "confirmed");
  await accept("Already answered", { "if-match": etag });
}

async function captureConversation({ system }: Stage, member: Member, path: string): Promise<void> {
  await write(member, path, "The member writes", { text: journey.message });
  await waitForMail(system.mailboxUrl, member.email, 0, ({ subject }) => subject.includes("message"));
  const allergy = { text: "Mon mari, Antoine, est allergique aux crustacés." };
  await write(member, path, "Words about somebody's health", allergy);
  await write(member, path, "The same, confirmed", { ...allergy, confirmsSpecialCategories: ["health"] });
  await member.record("list-messages", "The conversation", "GET", `${path}/messages`);
}

async function captureDeclining(member: Member, path: string): Promise<Proposal | undefined> {
  const toDecline = await untilStatus(member, path, "proposed");
  const [declined] = toDecline.json<{ proposals: Proposal[] }>().proposals;
  const refusal = `${path}/proposals/${declined?.id}/refusal`;
  await member.record("decline-proposal", "The member declines", "POST", refusal, {
    headers: member.creation({ "if-match": String(toDecline.headers.etag) }),
  });
  const twice = await untilStatus(member, path, "proposed");
  return twice.json<{ proposals: Proposal[] }>().proposals.at(-1);
}
