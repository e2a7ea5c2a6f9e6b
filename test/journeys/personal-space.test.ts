/** A member looks after their own data: a fresh code, a new address told to the old one, sessions seen and ended. */
import { describe, expect, it } from "vitest";
import { codeIn, mailsTo, waitForMail } from "../../local/mailbox/read-mail.ts";
import { expectProblem } from "../fixtures/answers.ts";
import { newEmail, signUpBody } from "../fixtures/inputs.ts";
import { openCheckedBrowser, signInAgain, signUp, stepUp } from "../fixtures/member.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem();
const hasCode = ({ text }: { text: string }) => /(?<!\d)\d{6}(?!\d)/.test(text);

describe.concurrent("a new address", () => {
  it("is proven at the new mailbox and told to the old one; the account is found there from then on", async () => {
    const { system } = under;
    const member = await signUp(system);
    const old = member.input.email;
    const email = newEmail();
    const ask = (of: typeof member) => of.change("POST", "/api/v1/me/email-change", { body: { email } });
    expectProblem(await ask(member), { status: 403, code: "step-up-required" });

    const elsewhere = openCheckedBrowser(system.url);
    const before = (await mailsTo(system.mailboxUrl, old)).filter(hasCode).at(-1)?.sequence ?? 0;
    expect((await elsewhere.ask("POST", "/api/v1/sign-ins", { body: { email: old } })).status).toBe(202);
    const otherCode = codeIn(await waitForMail(system.mailboxUrl, old, before, hasCode));
    const raised = await stepUp(system, member);
    expect((await ask(raised)).status).toBe(202);
    const proof = await waitForMail(system.mailboxUrl, email, 0, hasCode);
    const body = { code: codeIn(proof) };
    const verified = await raised.browser.ask("POST", "/api/v1/me/email-change/verification", { body });
    expect(verified.status).toBe(204);
    expect((await raised.get("/api/v1/me")).json()).toMatchObject({ email });

    const told = await waitForMail(system.mailboxUrl, old, 0, ({ subject }) => subject.includes("a changé"));
    expect(told.text).not.toContain(email);
    expect(told.text).toContain("@");
    // A code that went to the old mailbox opens nothing any more.
    const late = await elsewhere.ask("POST", "/api/v1/sign-ins/verification", { body: { code: otherCode } });
    expect([409, 422]).toContain(late.status);
    const again = await signInAgain(system, { ...raised, input: { ...raised.input, email } });
    expect(again.subjectId).toBe(member.subjectId);

    // The old address is free: whoever proves it may have it.
    const next = openCheckedBrowser(system.url);
    const last = (await mailsTo(system.mailboxUrl, old)).at(-1)?.sequence ?? 0;
    const signingUp = await next.ask("POST", "/api/v1/sign-ups", { body: signUpBody("milleis", { email: old }) });
    expect(signingUp.status).toBe(202);
    const code = codeIn(await waitForMail(system.mailboxUrl, old, last, hasCode));
    expect((await next.ask("POST", "/api/v1/sign-ups/verification", { body: { code } })).status).toBe(201);
  });

  it("that is somebody else's is answered alike, and only its owner learns it", async () => {
    const { system } = under;
    const [member, owner] = [await stepUp(system, await signUp(system)), await signUp(system)];
    const ask = (email: string) => member.change("POST", "/api/v1/me/email-change", { body: { email } });
    const [taken, free] = [await ask(owner.input.email), await ask(newEmail())];
    expect(Object.keys(taken.json())).toEqual(Object.keys(free.json()));
    expect(taken.status).toBe(free.status);
    const told = await waitForMail(system.mailboxUrl, owner.input.email, 0, ({ subject }) =>
      subject.includes("déjà un compte"),
    );
    expect(hasCode(told)).toBe(false);
    expect((await owner.get("/api/v1/me")).json()).toMatchObject({ email: owner.input.email });
  });
});

describe.concurrent("sessions", () => {
  it("are seen, and ended one by one or all others at once", async () => {
    const { system } = under;
    const member = await signUp(system);
    const first = new Map(member.browser.cookies);
    const second = await signInAgain(system, member);
    const list = async () =>
      (await second.get("/api/v1/me/sessions")).json<{ items: { id: string; isThisOne: boolean }[] }>().items;
    const [here, there] = [(await list()).find((one) => one.isThisOne), (await list()).find((one) => !one.isThisOne)];
    expect(await list()).toHaveLength(2);
    expect((await second.change("DELETE", `/api/v1/me/sessions/${there?.id}`)).status).toBe(204);
    const gone = openCheckedBrowser(system.url);
    for (const [name, value] of first) gone.cookies.set(name, value);
    expectProblem(await gone.ask("GET", "/api/v1/me"), { status: 401, code: "not-signed-in" });
    expect(await list()).toEqual([expect.objectContaining({ id: here?.id })]);
    expectProblem(await second.change("DELETE", `/api/v1/me/sessions/${there?.id}`), {
      status: 404,
      code: "not-found",
    });
  });

  it("get a new secret with a fresh code: the old cookie is none", async () => {
    const { system } = under;
    const member = await signUp(system);
    const stolen = openCheckedBrowser(system.url);
    for (const [name, value] of member.browser.cookies) stolen.cookies.set(name, value);
    expect((await stolen.ask("GET", "/api/v1/me")).status).toBe(200);
    await stepUp(system, member);
    expectProblem(await stolen.ask("GET", "/api/v1/me"), { status: 401, code: "not-signed-in" });
  });
});
