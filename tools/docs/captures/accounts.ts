/** Signing up and in, and everything a sign-up is refused for. Leaves the member signed in. */
import type { Member } from "./member.ts";
import { journey, type Stage } from "./stage.ts";

const signUps = "/api/v1/sign-ups";
const verification = `${signUps}/verification`;

export async function captureAccounts(stage: Stage, member: Member): Promise<void> {
  await captureSignUp(stage, member);
  await captureVerification(stage, member);
  await captureSession(stage, member);
}

async function captureSignUp({ open }: Stage, member: Member): Promise<void> {
  const { signUp } = journey;
  const post = (title: string, body: unknown, headers = {}) =>
    open("en").record("sign-up", title, "POST", signUps, { body, headers });
  await member.record("sign-up", "A card holder signs up", "POST", signUps, { body: signUp });
  await post("Fields that do not fit", { ...signUp, birthDate: "2020-02-30", cardDigits: "374200123", nickname: "H" });
  await post("Rules beside the schema", {
    ...signUp,
    birthDate: "2012-05-01",
    mobile: "0612345",
    cardDigits: "3742001",
  });
  await post("A card outside the programme", { ...signUp, cardDigits: "411111111" });
  await post("An older charter accepted", { ...signUp, accepts: { charter: "2025-01", terms: "2026-01" } });
  await post("From another site", signUp, { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" });
  await post("Another content type", signUp, { "content-type": "text/plain" });
  await post("A host that is not served", signUp, { host: "elsewhere.example" });
  const rawPost = (title: string, raw: string, headers = {}) =>
    open("en").record("sign-up", title, "POST", signUps, { raw, headers });
  await rawPost("Not JSON", '{ "email": ');
  await rawPost("Without a length", JSON.stringify({ language: "fr" }), {
    "content-length": undefined,
    "transfer-encoding": "chunked",
  });
  await rawPost("300 KiB", JSON.stringify({ language: "x".repeat(300 * 1024) }));
}

async function captureVerification({ open, nextCode }: Stage, member: Member): Promise<void> {
  const rival = open("en");
  const code = await nextCode(member.email);
  await rival.ask("POST", signUps, { body: journey.signUp });
  const rivalCode = await nextCode(member.email);
  const verify = (browser: Pick<Member, "record">, title: string, given: string) =>
    browser.record("verify-sign-up", title, "POST", verification, { body: { code: given } });
  await verify(member, "A wrong code", "000000");
  await verify(member, "The code of the mail", code);
  await verify(rival, "Somebody else was first", rivalCode);
  await verify(open("en"), "No ticket", code);
}

async function captureSession({ english }: Stage, member: Member): Promise<void> {
  const place = "/api/v1/session";
  const session = await member.record("read-session", "Signed in", "GET", place);
  await english.record("read-session", "Not signed in", "GET", place);
  member.token = session.json<{ csrfToken: string }>().csrfToken;
  const end = (title: string, options = {}) => member.record("end-session", title, "DELETE", place, options);
  await end("Without the token");
  await end("A body nobody reads", { headers: member.change(), body: {} });
  await end("Sign out", { headers: member.change() });
  await member.signIn(true);
}
