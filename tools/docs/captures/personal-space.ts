/** The member's own space: data, choices, card, interests, devices, addresses; and the fresh code that some of it needs. */
import type { Member } from "./member.ts";
import type { Stage } from "./stage.ts";

const place = "/api/v1/me";

export async function capturePersonalSpace(stage: Stage, member: Member): Promise<void> {
  const me = await member.record("read-me", "The member's own data", "GET", place);
  await member.record("read-me", "Not changed since", "GET", place, {
    headers: { "if-none-match": String(me.headers.etag) },
  });
  await captureChanges(member, String(me.headers.etag));
  await captureInterests(member);
  await captureDevices(stage, member);
  await captureNewAddress(stage, member);
  const accept = (title: string, version: string) =>
    member.record("accept-document", title, "POST", `${place}/acceptances`, {
      headers: member.creation(),
      body: { document: "charter", version, language: "fr" },
    });
  await accept("The charter in force", "2026-01");
  await accept("An older version", "2025-01");
  await member.record("read-retention", "What is held, why and until when", "GET", `${place}/retention`);
}

async function captureChanges(member: Member, version: string): Promise<void> {
  const change = (title: string, body: unknown, ifMatch: string) =>
    member.record("update-me", title, "PATCH", place, { headers: member.change({ "if-match": ifMatch }), body });
  const changed = await change("Choices about e-mails", { notifications: { promotion: false } }, version);
  const now = String(changed.headers.etag);
  await change("A mobile without a fresh code", { mobile: "06 98 76 54 32" }, now);
  await member.stepUp(true);
  const fresh = await change("A mobile, with one", { mobile: "06 98 76 54 32" }, now);
  await member.record("renew-card", "A renewed card", "POST", `${place}/card`, {
    headers: member.change({ "if-match": String(fresh.headers.etag) }),
    body: { cardDigits: "497020123" },
  });
}

async function captureInterests(member: Member): Promise<void> {
  const interests = `${place}/interests`;
  const declare = (title: string, body: unknown) =>
    member.record("declare-interest", title, "POST", interests, { headers: member.creation(), body });
  const opera = await declare("From the list", { topic: "opera" });
  await declare("In one's own words", { words: "Vieux gréements" });
  await member.record("list-interests", "All of them", "GET", interests);
  const { id } = opera.json<{ id: string }>();
  await member.record("erase-interest", "One goes", "DELETE", `${interests}/${id}`, { headers: member.change() });
}

async function captureDevices({ open }: Stage, member: Member): Promise<void> {
  await member.signIn(false, open());
  const sessions = `${place}/sessions`;
  const listed = await member.record("list-sessions", "Open sessions", "GET", sessions);
  const [elsewhere] = listed
    .json<{ items: { id: string; isThisOne: boolean }[] }>()
    .items.filter(({ isThisOne }) => !isThisOne);
  await member.record("end-named-session", "Another device", "DELETE", `${sessions}/${elsewhere?.id}`, {
    headers: member.change(),
  });
  await member.record("end-other-sessions", "All others", "DELETE", sessions, { headers: member.change() });
}

async function captureNewAddress({ open, nextCode }: Stage, member: Member): Promise<void> {
  const email = "helene.marchand.nouvelle@example.fr";
  const change = `${place}/email-change`;
  await member.record("ask-email-change", "A code to the new address", "POST", change, {
    headers: member.change(),
    body: { email },
  });
  const proof = { body: { code: await nextCode(email) } };
  await member.record("verify-email-change", "It is proven", "POST", `${change}/verification`, proof);
  member.email = email;

  const many = open("en");
  const knocking = { body: { email: "quelquun@example.fr" } };
  for (let times = 0; times < 5; times += 1) await many.ask("POST", "/api/v1/sign-ins", knocking);
  await many.record("sign-in", "Too many codes for one address", "POST", "/api/v1/sign-ins", knocking);
}
