/**
 * `node tools/docs/capture-examples.ts`: plays every route, and every refusal that can be provoked, against a system of its
 * own, and writes what was sent and answered to docs/examples/http, secrets replaced. `write.ts` makes the reference of
 * docs/api.md from it. Needs a built bundle (`npm run build`).
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { codeIn, type ReceivedMail, waitForMail } from "../../local/mailbox/read-mail.ts";
import { startSystem } from "../../local/system/system.ts";
import { type Exchange, httpExamplesFolder } from "./examples.ts";
import { openRecorder, type Recorder } from "./recorder.ts";

const journey = JSON.parse(
  readFileSync(new URL("../../docs/examples/journey.fr.json", import.meta.url), "utf8"),
) as Record<"signUp" | "request", Record<string, unknown>> & { message: string };

const kept = new Map<string, Exchange[]>();
const system = await startSystem({ at: new Date("2026-11-23T09:00:00Z") });
try {
  await capture();
} finally {
  await system.stop();
}

rmSync(httpExamplesFolder, { recursive: true, force: true });
mkdirSync(httpExamplesFolder, { recursive: true });
for (const [route, exchanges] of kept) {
  writeFileSync(`${httpExamplesFolder}${route}.json`, `${JSON.stringify(exchanges, null, 2)}\n`);
}
spawnSync("biome", ["format", "--write", httpExamplesFolder], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
console.log(`captured ${[...kept.values()].flat().length} exchanges of ${kept.size} functions`);

async function capture(): Promise<void> {
  const { signUp, request: wanted, message } = journey;
  let email = String(signUp.email);
  const wish = { ...wanted, when: { date: "2026-12-04", time: "20:30" } };
  const member = openRecorder(system.url, kept);
  const english = openRecorder(system.url, kept, "en");
  let lastMail = 0;
  const nextCode = async (to: string): Promise<string> => {
    const mail: ReceivedMail = await waitForMail(system.mailboxUrl, to, lastMail, ({ text }) => /\d{6}/.test(text));
    lastMail = mail.sequence;
    return codeIn(mail);
  };

  await english.record("check-liveness", "The process answers", "GET", "/api/v1/health/live");
  await english.record("check-readiness", "Every dependency answers", "GET", "/api/v1/health/ready");
  const page = await english.record("read-problem", "The page of a problem", "GET", "/problems/stale-version");
  await english.record("read-problem", "Not changed since", "GET", "/problems/stale-version", {
    headers: { "if-none-match": String(page.headers.etag) },
  });
  await english.record("read-problem", "No such problem", "GET", "/problems/no-such-code");
  await english.record("zz-catch-all", "Unknown path", "GET", "/api/v1/nothing-here");
  await english.record("zz-catch-all", "Wrong method", "PUT", "/api/v1/session");
  const endless = "a".repeat(7_000);
  await english.record("read-charter", "An endless address", "GET", `/api/v1/charter?a=${endless}`);
  await english.record("read-charter", "Endless cookies", "GET", "/api/v1/charter", {
    headers: { cookie: `a=${endless}${endless}` },
  });

  for (const document of ["charter", "terms"]) {
    const path = `/api/v1/${document}`;
    await english.record(`read-${document}`, "The text in force", "GET", path);
    const known = await english.record(`list-${document}-versions`, "Every version", "GET", `${path}/versions`);
    const { versions } = known.json<{ versions: { version: string }[] }>();
    const [newest = "", oldest = ""] = [versions[0]?.version, versions.at(-1)?.version];
    await english.record(`read-${document}-version`, "One version", "GET", `${path}/versions/${newest}`);
    await english.record(`read-${document}-version`, "No such version", "GET", `${path}/versions/1999-01`);
    const changes = `${path}/versions/${newest}/changes-since/${oldest}`;
    await english.record(`compare-${document}-versions`, "What changed", "GET", changes);
  }
  await english.record("read-openapi", "The description of the API", "GET", "/api/v1/openapi.json");
  await english.record("read-reference", "The description as a page", "GET", "/api/v1/reference");

  // Sign-up
  const signUpPath = "/api/v1/sign-ups";
  const post = (title: string, body: unknown, headers = {}) =>
    openRecorder(system.url, kept, "en").record("sign-up", title, "POST", signUpPath, { body, headers });
  await member.record("sign-up", "A card holder signs up", "POST", signUpPath, { body: signUp });
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
    openRecorder(system.url, kept, "en").record("sign-up", title, "POST", signUpPath, { raw, headers });
  await rawPost("Not JSON", '{ "email": ');
  await rawPost("Without a length", JSON.stringify({ language: "fr" }), {
    "content-length": undefined,
    "transfer-encoding": "chunked",
  });
  await rawPost("300 KiB", JSON.stringify({ language: "x".repeat(300 * 1024) }));

  // The code
  const verifyUp = "/api/v1/sign-ups/verification";
  const rival = openRecorder(system.url, kept, "en");
  const code = await nextCode(email);
  await rival.ask("POST", signUpPath, { body: signUp });
  const rivalCode = await nextCode(email);
  await member.record("verify-sign-up", "A wrong code", "POST", verifyUp, { body: { code: "000000" } });
  await member.record("verify-sign-up", "The code of the mail", "POST", verifyUp, { body: { code } });
  await rival.record("verify-sign-up", "Somebody else was first", "POST", verifyUp, { body: { code: rivalCode } });
  await openRecorder(system.url, kept, "en").record("verify-sign-up", "No ticket", "POST", verifyUp, {
    body: { code },
  });

  // Session
  const session = await member.record("read-session", "Signed in", "GET", "/api/v1/session");
  await english.record("read-session", "Not signed in", "GET", "/api/v1/session");
  const csrf = () =>
    member.ask("GET", "/api/v1/session").then((reply) => reply.json<{ csrfToken: string }>().csrfToken);
  const bySession = session.json<{ csrfToken: string }>().csrfToken;
  await member.record("end-session", "Without the token", "DELETE", "/api/v1/session");
  await member.record("end-session", "A body nobody reads", "DELETE", "/api/v1/session", {
    headers: { "x-csrf-token-conciergerie": bySession },
    body: {},
  });
  await member.record("end-session", "Sign out", "DELETE", "/api/v1/session", {
    headers: { "x-csrf-token-conciergerie": bySession },
  });
  await signIn(member, true);

  const me = await member.record("read-me", "The member's own data", "GET", "/api/v1/me");
  await member.record("read-me", "Not changed since", "GET", "/api/v1/me", {
    headers: { "if-none-match": String(me.headers.etag) },
  });

  // Sessions, and a fresh code before contact data change
  let token = await csrf();
  await personalSpace(String(me.headers.etag));

  // Requests
  const change = (headers: Record<string, string> = {}) => ({
    "x-csrf-token-conciergerie": token,
    "idempotency-key": randomUUID(),
    ...headers,
  });
  const acceptText = (title: string, version: string) =>
    member.record("accept-document", title, "POST", "/api/v1/me/acceptances", {
      headers: change(),
      body: { document: "charter", version, language: "fr" },
    });
  await acceptText("The charter in force", "2026-01");
  await acceptText("An older version", "2025-01");
  const submit = (title: string, headers: Record<string, string>, body: unknown = wish) =>
    member.record("submit-request", title, "POST", "/api/v1/requests", { headers, body });
  const headers = change();
  const first = String((await submit("A member asks", headers)).headers.location);
  await submit("The same again: the same answer", headers);
  await submit("The same key for something else", headers, { ...wish, party: { adults: 4 } });
  await submit("Without Idempotency-Key", { "x-csrf-token-conciergerie": token });
  await submit("Without the token", { "idempotency-key": randomUUID() });
  await submit("Yesterday", change(), { ...wish, when: { date: "2026-11-22" } });
  await submit("A card number in a wish", change(), { ...wish, wishes: "Ma carte : 4111 1111 1111 1111" });
  const second = String(
    (await member.ask("POST", "/api/v1/requests", { headers: change(), body: wish })).headers.location,
  );
  const third = String(
    (await member.ask("POST", "/api/v1/requests", { headers: change(), body: wish })).headers.location,
  );

  const list = await member.record("list-requests", "The newest", "GET", "/api/v1/requests?limit=1");
  const { cursor } = list.json<{ cursor: string }>();
  await member.record("list-requests", "The next page", "GET", `/api/v1/requests?limit=1&cursor=${cursor}`);
  await member.record("list-requests", "An unknown filter", "GET", "/api/v1/requests?state=proposed");

  await until(member, first, "proposed");
  const proposed = await member.record("read-request", "With a proposal", "GET", first);
  await english.record("read-request", "Not signed in", "GET", first);
  await member.record("read-request", "Unknown, or someone else's", "GET", `/api/v1/requests/${randomUUID()}`);
  const [proposal] = proposed.json<{ proposals: { id: string; options: { id: string }[] }[] }>().proposals;
  const optionId = String(proposal?.options[0]?.id);
  const etag = String(proposed.headers.etag);

  const accept = (title: string, extra: Record<string, string>) =>
    member.record("accept-proposal", title, "POST", `${first}/proposals/${proposal?.id}/acceptance`, {
      headers: change(extra),
      body: { optionId },
    });
  await accept("Without If-Match", {});
  await accept("Another version", { "if-match": '"00000000-0000-0000-0000-000000000000"' });
  await accept("The member accepts", { "if-match": etag });
  await until(member, first, "confirmed");
  await accept("Already answered", { "if-match": etag });

  // Conversation
  const write = (title: string, text: string, path = first) =>
    member.record("post-message", title, "POST", `${path}/messages`, { headers: change(), body: { text } });
  await write("The member writes", message);
  await waitForMail(system.mailboxUrl, email, 0, ({ subject }) => subject.includes("message"));
  await member.record("list-messages", "The conversation", "GET", `${first}/messages`);

  // Declined, and too late for the second proposal
  const toDecline = await until(member, second, "proposed");
  const [declined] = toDecline.json<{ proposals: { id: string }[] }>().proposals;
  await member.record(
    "decline-proposal",
    "The member declines",
    "POST",
    `${second}/proposals/${declined?.id}/refusal`,
    {
      headers: change({ "if-match": String(toDecline.headers.etag) }),
    },
  );
  const twice = await until(member, second, "proposed");
  const offer = twice.json<{ proposals: { id: string; options: { id: string }[] }[] }>().proposals.at(-1);

  // Cancelled
  const toCancel = await until(member, third, "proposed");
  const cancel = (title: string, version: string) =>
    member.record("cancel-request", title, "POST", `${third}/cancellation`, {
      headers: change({ "if-match": version }),
    });
  await cancel("The member calls it off", String(toCancel.headers.etag));
  await write("After the end", message, third);

  // Two days later
  await system.clock.move({ advanceMs: 49 * 3_600_000 });
  await member.record("read-me", "The session is over", "GET", "/api/v1/me");
  await signIn(member, false);
  token = await csrf();
  const late = await member.ask("GET", second);
  await member.record("accept-proposal", "Too late", "POST", `${second}/proposals/${offer?.id}/acceptance`, {
    headers: change({ "if-match": String(late.headers.etag) }),
    body: { optionId: offer?.options[0]?.id },
  });
  await system.kill("cosmos", "SIGKILL");
  await member.record("read-me", "The store does not answer", "GET", "/api/v1/me");
  await english.record("check-readiness", "The store does not answer", "GET", "/api/v1/health/ready");

  async function personalSpace(version: string): Promise<void> {
    const place = "/api/v1/me";
    const withToken = (extra: Record<string, string> = {}) => ({ "x-csrf-token-conciergerie": token, ...extra });
    const change = (title: string, body: unknown, ifMatch: string) =>
      member.record("update-me", title, "PATCH", place, { headers: withToken({ "if-match": ifMatch }), body });
    const changed = await change("Choices about e-mails", { notifications: { promotion: false } }, version);
    const now = String(changed.headers.etag);
    await change("A mobile without a fresh code", { mobile: "06 98 76 54 32" }, now);

    const stepUp = "/api/v1/session/step-up";
    const ask = () => member.record("ask-step-up", "A fresh code", "POST", stepUp, { headers: withToken() });
    await ask();
    const given = { headers: withToken(), body: { code: await nextCode(email) } };
    const raised = await member.record(
      "verify-step-up",
      "The code of the mail",
      "POST",
      `${stepUp}/verification`,
      given,
    );
    token = raised.json<{ csrfToken: string }>().csrfToken;
    const fresh = await change("A mobile, with one", { mobile: "06 98 76 54 32" }, now);
    await member.record("renew-card", "A renewed card", "POST", `${place}/card`, {
      headers: withToken({ "if-match": String(fresh.headers.etag) }),
      body: { cardDigits: "497020123" },
    });

    const interests = `${place}/interests`;
    const declare = (title: string, body: unknown) =>
      member.record("declare-interest", title, "POST", interests, {
        headers: withToken({ "idempotency-key": randomUUID() }),
        body,
      });
    const opera = await declare("From the list", { topic: "opera" });
    await declare("In one's own words", { words: "Vieux gréements" });
    await member.record("list-interests", "All of them", "GET", interests);
    const { id } = opera.json<{ id: string }>();
    await member.record("erase-interest", "One goes", "DELETE", `${interests}/${id}`, { headers: withToken() });

    const other = openRecorder(system.url, kept);
    await signIn(other, false);
    const sessions = `${place}/sessions`;
    const listed = await member.record("list-sessions", "Open sessions", "GET", sessions);
    const [elsewhere] = listed
      .json<{ items: { id: string; isThisOne: boolean }[] }>()
      .items.filter(({ isThisOne }) => !isThisOne);
    await member.record("end-named-session", "Another device", "DELETE", `${sessions}/${elsewhere?.id}`, {
      headers: withToken(),
    });
    await member.record("end-other-sessions", "All others", "DELETE", sessions, { headers: withToken() });

    const toNew = { headers: withToken(), body: { email: "helene.marchand.nouvelle@example.fr" } };
    await member.record("ask-email-change", "A code to the new address", "POST", `${place}/email-change`, toNew);
    const proof = { body: { code: await nextCode(toNew.body.email) } };
    await member.record("verify-email-change", "It is proven", "POST", `${place}/email-change/verification`, proof);
    email = toNew.body.email;

    const many = openRecorder(system.url, kept, "en");
    const knocking = { body: { email: "quelquun@example.fr" } };
    for (let times = 0; times < 5; times += 1) await many.ask("POST", "/api/v1/sign-ins", knocking);
    await many.record("sign-in", "Too many codes for one address", "POST", "/api/v1/sign-ins", knocking);
  }

  async function signIn(recorder: Recorder, isKept: boolean): Promise<void> {
    const { record, ask } = recorder;
    const signIns = "/api/v1/sign-ins";
    const body = { email };
    if (isKept) await record("sign-in", "A code is asked for", "POST", signIns, { body });
    else await ask("POST", signIns, { body });
    const given = { body: { code: await nextCode(email) } };
    if (isKept)
      await record("verify-sign-in", "A wrong code", "POST", `${signIns}/verification`, { body: { code: "000000" } });
    if (isKept) await record("verify-sign-in", "The code of the mail", "POST", `${signIns}/verification`, given);
    else await ask("POST", `${signIns}/verification`, given);
  }
}

async function until(browser: Recorder, path: string, status: string) {
  const end = Date.now() + 60_000;
  for (;;) {
    const reply = await browser.ask("GET", path);
    if (reply.json<{ status: string }>().status === status) return reply;
    if (Date.now() > end) throw new Error(`${path} is still ${reply.text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
