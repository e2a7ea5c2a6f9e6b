/** Nobody learns who has an account; one brand's site knows nothing of the other's; and what a member's request may cost. */
import { describe, expect, it } from "vitest";
import { codeIn, mailsTo, waitForMail } from "../../local/mailbox/read-mail.ts";
import { comparable, expectProblem } from "../fixtures/answers.ts";
import { eventually } from "../fixtures/eventually.ts";
import { cardOf, newEmail, signUpBody } from "../fixtures/inputs.ts";
import { openCheckedBrowser, signUp } from "../fixtures/member.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem();

/** An answer without the random parts of its cookie and its moment. */
const shapeOf = (reply: Parameters<typeof comparable>[0]) => {
  const { status, headers, text } = comparable(reply);
  const blank = (from: string) => from.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "INSTANT");
  const cookies = (headers["set-cookie"] as readonly string[]).map((cookie) =>
    cookie.replace(/=1\.[A-Za-z0-9_-]{59}\.[A-Za-z0-9_-]{43};/, "=VERSION.SEALED.SECRET;"),
  );
  return { status, headers: { ...headers, "set-cookie": cookies }, text: blank(text) };
};

describe.concurrent("an address that has an account", () => {
  it("signs up again to the same answer; only its owner's mailbox says more", async () => {
    const { system } = under;
    const member = await signUp(system);
    const stranger = openCheckedBrowser(system.url);
    const free = await stranger.ask("POST", "/api/v1/sign-ups", { body: signUpBody("milleis") });
    const { email } = member.input;
    const before = (await mailsTo(system.mailboxUrl, email)).length;
    const taken = await stranger.ask("POST", "/api/v1/sign-ups", { body: signUpBody("milleis", { email }) });
    expect(shapeOf(taken)).toEqual(shapeOf(free));
    expect(JSON.stringify(shapeOf(taken))).toMatch(/"status":202.*VERSION\.SEALED\.SECRET.*INSTANT/);

    const told = await waitForMail(system.mailboxUrl, email, 0, ({ subject }) => subject.includes("déjà un compte"));
    expect(told.text).toContain(system.url);
    expect(told.text).not.toMatch(/(?<!\d)\d{6}(?!\d)/);
    const mails = await mailsTo(system.mailboxUrl, email);
    expect(mails.slice(before).filter(({ subject }) => subject.includes("code"))).toEqual([]);
    // And whoever asked has nothing in hand: any code is a wrong code.
    const guess = await stranger.ask("POST", "/api/v1/sign-ups/verification", { body: { code: "000000" } });
    const errors = [{ pointer: "/code", rule: "must be the code of the last mail" }];
    expectProblem(guess, { status: 422, code: "code-rejected", errors });
    expect((await member.get("/api/v1/me")).json()).toMatchObject({ status: "active", email });
  });

  it("is one address in any case and spelling", async () => {
    const { system } = under;
    const member = await signUp(system);
    const browser = openCheckedBrowser(system.url);
    const email = member.input.email.toUpperCase();
    const last = (await mailsTo(system.mailboxUrl, member.input.email)).at(-1)?.sequence ?? 0;
    expect((await browser.ask("POST", "/api/v1/sign-ins", { body: { email } })).status).toBe(202);
    const mail = await waitForMail(system.mailboxUrl, member.input.email, last, ({ subject }) =>
      subject.includes("code"),
    );
    const verified = await browser.ask("POST", "/api/v1/sign-ins/verification", { body: { code: codeIn(mail) } });
    expect(verified.status).toBe(201);
    expect((await browser.ask("GET", "/api/v1/me")).json()).toMatchObject({ email: member.input.email });
  });

  it("goes to who proves the mailbox first, when two sign up with it at once", async () => {
    const { system } = under;
    const email = newEmail();
    const body = signUpBody("milleis", { email });
    const [one, two] = [openCheckedBrowser(system.url), openCheckedBrowser(system.url)];
    for (const browser of [one, two])
      expect((await browser.ask("POST", "/api/v1/sign-ups", { body })).status).toBe(202);
    const mails = await eventually(
      () => mailsTo(system.mailboxUrl, email),
      (sent) => sent.length === 2,
    );
    const codes = mails.map(codeIn);
    const give = (browser: typeof one, code: string | undefined) =>
      browser.ask("POST", "/api/v1/sign-ups/verification", { body: { code } });
    const tries = await Promise.all([one, two].flatMap((browser) => codes.map((code) => give(browser, code))));
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(tries.filter(({ status }) => status === 409 || status === 422)).toHaveLength(3);
  });
});

describe.concurrent("an address without an account", () => {
  it("signs in to the same answer, and gets no mail", async () => {
    const { system } = under;
    const member = await signUp(system);
    const email = newEmail();
    const stranger = openCheckedBrowser(system.url);
    const unknown = await stranger.ask("POST", "/api/v1/sign-ins", { body: { email } });
    const last = (await mailsTo(system.mailboxUrl, member.input.email)).at(-1)?.sequence ?? 0;
    const known = await openCheckedBrowser(system.url).ask("POST", "/api/v1/sign-ins", {
      body: { email: member.input.email },
    });
    expect(shapeOf(unknown)).toEqual(shapeOf(known));
    const give = () => stranger.ask("POST", "/api/v1/sign-ins/verification", { body: { code: "123456" } });
    const errors = [{ pointer: "/code", rule: "must be the code of the last mail" }];
    for (let step = 1; step <= 5; step += 1)
      expectProblem(await give(), { status: 422, code: "code-rejected", errors });
    expectProblem(await give(), { status: 409, code: "code-expired" });
    // The known one was asked for later, and its mail has come: nothing is still on its way for the other.
    await waitForMail(system.mailboxUrl, member.input.email, last, ({ subject }) => subject.includes("code"));
    expect(await mailsTo(system.mailboxUrl, email)).toEqual([]);
  });
});

describe.concurrent("the two brands", () => {
  it("know nothing of each other's sessions, codes, accounts and requests", async () => {
    const { system } = under;
    const member = await signUp(system, "milleis");
    const path = await member.submit();
    const elsewhere = openCheckedBrowser(system.origins.platinum ?? "");
    for (const [name, value] of member.browser.cookies) elsewhere.cookies.set(name, value);
    const notSignedIn = { status: 401, code: "not-signed-in" } as const;
    for (const place of ["/api/v1/me", "/api/v1/session", "/api/v1/requests", path]) {
      expectProblem(await elsewhere.ask("GET", place), notSignedIn);
    }

    const { email } = member.input;
    elsewhere.cookies.clear();
    expect((await elsewhere.ask("POST", "/api/v1/sign-ins", { body: { email } })).status).toBe(202);
    expect((await mailsTo(system.mailboxUrl, email)).filter(({ subject }) => subject.startsWith("Platinum"))).toEqual(
      [],
    );
    // The same person may have an account on each: two persons to us.
    const twin = await signUpOnBoth(email);
    expect(twin.subjectId).not.toBe(member.subjectId);
    expect((await twin.get("/api/v1/requests")).json()).toEqual({ items: [] });
    expectProblem(await twin.get(path), { status: 404, code: "not-found" });
    expect((await member.get("/api/v1/me")).status).toBe(200);
  });

  async function signUpOnBoth(email: string) {
    const { system } = under;
    const browser = openCheckedBrowser(system.origins.platinum ?? "");
    const body = signUpBody("platinum", { email, cardDigits: cardOf.platinum });
    expect((await browser.ask("POST", "/api/v1/sign-ups", { body })).status).toBe(202);
    const mail = await waitForMail(system.mailboxUrl, email, 0, ({ subject }) => subject.startsWith("Platinum"));
    await browser.ask("POST", "/api/v1/sign-ups/verification", { body: { code: codeIn(mail) } });
    const [subjectId = ""] = (browser.cookies.get("__Host-session") ?? "").split(".");
    return { subjectId, get: (place: string) => browser.ask("GET", place) };
  }
});
