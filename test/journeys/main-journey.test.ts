/** The main journey as members live it, for both brands and both languages: sign up, ask, be proposed, answer, be confirmed. */
import { describe, expect, it } from "vitest";
import { mailsTo, waitForMail } from "../../local/mailbox/read-mail.ts";
import { brandIds } from "../../shared/charter/brands.ts";
import { memberView } from "../../shared/members/read-member.ts";
import { messagePage, requestPage, requestView } from "../../shared/requests/follow-request.ts";
import { eventually } from "../fixtures/eventually.ts";
import { openCheckedBrowser, signInAgain, signUp } from "../fixtures/member.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem();

const subjects = {
  fr: [
    "code de vérification",
    "compte est ouvert",
    "demande enregistrée",
    "proposition vous attend",
    "demande confirmée",
  ],
  en: ["verification code", "account is open", "request received", "a proposal awaits you", "request confirmed"],
} as const;

describe.concurrent.each(brandIds)("a member of %s", (brand) => {
  it.each(["fr", "en"] as const)("goes from sign-up to the confirmed booking (%s)", async (language) => {
    const { system } = under;
    const member = await signUp(system, brand, { language });
    const me = memberView.schema.parse((await member.get("/api/v1/me")).json());
    expect(me).toMatchObject({
      status: "active",
      lastName: member.input.lastName,
      email: member.input.email,
      mobile: "+33639981234",
      mobileVerified: false,
      language,
    });

    const path = await member.submit({ language });
    const { doc, etag } = await member.untilStatus(path, "proposed");
    requestView.schema.parse(doc);
    const [proposal] = doc.proposals;
    const [option] = proposal?.options ?? [];

    const accepted = await member.change("POST", `${path}/proposals/${proposal?.id}/acceptance`, {
      ifMatch: etag,
      body: { optionId: option?.id },
    });
    expect(accepted.status).toBe(201);
    expect(accepted.json()).toMatchObject({ id: doc.id, status: "accepted" });
    const confirmed = await member.untilStatus(path, "confirmed");
    expect(confirmed.doc.confirmation).toMatchObject({
      optionId: option?.id,
      reference: expect.stringMatching(/^GC-/),
      startsAt: expect.stringMatching(/T20:30:00\+01:00$/),
    });

    const { items } = requestPage.schema.parse((await member.get("/api/v1/requests")).json());
    expect(items.map(({ id }) => id)).toEqual([doc.id]);

    await waitForMail(system.mailboxUrl, member.input.email, 0, ({ subject }) =>
      subject.includes(subjects[language][4]),
    );
    const mails = (await mailsTo(system.mailboxUrl, member.input.email)).toSorted((a, b) => a.sequence - b.sequence);
    for (const wanted of subjects[language]) {
      expect(
        mails.filter(({ subject }) => subject.includes(wanted)),
        wanted,
      ).toHaveLength(1);
    }
    // Pointers only: what was asked, proposed and booked stays on the site.
    const written = JSON.stringify(mails);
    for (const kept of [doc.what, doc.where, option?.title, confirmed.doc.confirmation?.reference]) {
      expect(written).not.toContain(kept);
    }
  });
});

describe.concurrent("a request", () => {
  it("is proposed anew after a refusal, and ends when there is nothing more", async () => {
    const member = await signUp(under.system);
    const path = await member.submit();
    const first = await member.untilStatus(path, "proposed");
    const decline = async (at: typeof first) => {
      const id = at.doc.proposals.at(-1)?.id;
      return member.change("POST", `${path}/proposals/${id}/refusal`, { ifMatch: at.etag });
    };
    expect((await decline(first)).json()).toMatchObject({ status: "in-progress" });
    const second = await member.until(path, ({ proposals, status }) => proposals.length === 2 && status === "proposed");
    expect(second.doc.proposals[0]).toMatchObject({ answered: { answer: "declined" } });
    expect(second.doc.proposals[1]?.id).not.toBe(second.doc.proposals[0]?.id);
    expect((await decline(second)).status).toBe(201);
    const ended = await member.untilStatus(path, "cancelled");
    expect(ended.doc.ending).toMatchObject({ by: "processor", reason: "no-alternative" });
    expect((await decline(ended)).status).toBe(409);
  });

  it("is called off by the member, and the processor stops", async () => {
    const { system, processor } = under;
    const member = await signUp(system);
    const path = await member.submit();
    const { doc, etag } = await member.untilStatus(path, "proposed");
    const cancelled = await member.change("POST", `${path}/cancellation`, { ifMatch: etag });
    expect(cancelled.status).toBe(201);
    expect(cancelled.json()).toMatchObject({ id: doc.id, status: "cancelled" });
    expect((await member.read(path)).doc.ending).toMatchObject({ by: "member" });
    await eventually(async () => (await processor.request(doc.id))?.state === "ended");
    const again = await member.change("POST", `${path}/cancellation`, { ifMatch: (await member.read(path)).etag });
    expect(again.status).toBe(409);
  });

  it("is talked about in both directions, oldest first, in pages", async () => {
    const { system } = under;
    const member = await signUp(system);
    const path = await member.submit();
    await member.untilStatus(path, "proposed");
    const posted = await member.change("POST", `${path}/messages`, {
      body: { text: "Une chaise haute, s'il vous plaît." },
    });
    expect(posted.status).toBe(201);
    expect(posted.headers.location).toBe(`${path}/messages`);
    await eventually(async () => (await member.messages(path)).length === 2);
    const first = messagePage.schema.parse((await member.get(`${path}/messages?limit=1`)).json());
    expect(first.items).toMatchObject([{ from: "member", text: "Une chaise haute, s'il vous plaît." }]);
    const rest = messagePage.schema.parse((await member.get(`${path}/messages?limit=1&cursor=${first.cursor}`)).json());
    expect(rest.items).toMatchObject([{ from: "concierge" }]);
    await waitForMail(system.mailboxUrl, member.input.email, 0, ({ subject }) =>
      subject.includes("un message vous attend"),
    );
  });

  it("is read again only when it has changed", async () => {
    const member = await signUp(under.system);
    const path = await member.submit();
    const { etag } = await member.untilStatus(path, "proposed");
    const same = await member.get(path, { headers: { "if-none-match": etag } });
    expect({ status: same.status, etag: same.headers.etag, text: same.text }).toEqual({ status: 304, etag, text: "" });
    const other = await member.get(path, { headers: { "if-none-match": '"other"' } });
    expect(other.status).toBe(200);
    expect((await member.browser.ask("HEAD", path)).text).toBe("");
  });
});

describe.concurrent("a session", () => {
  it("ends for good when the member signs out", async () => {
    const member = await signUp(under.system);
    const cookie = member.browser.cookies.get("__Host-session");
    const out = await member.change("DELETE", "/api/v1/session");
    expect(out.status).toBe(204);
    expect(out.headers["clear-site-data"]).toBe('"cache", "storage"');
    expect(member.browser.cookies.has("__Host-session")).toBe(false);
    const thief = openCheckedBrowser(member.browser.origin);
    thief.cookies.set("__Host-session", String(cookie));
    expect((await thief.ask("GET", "/api/v1/me")).status).toBe(401);
    expect((await thief.ask("GET", "/api/v1/session")).status).toBe(401);
    const back = await signInAgain(under.system, member);
    expect((await back.get("/api/v1/me")).status).toBe(200);
  });

  it("comes in cookies no script can read and no other site can send", async () => {
    const member = await signUp(under.system);
    const cookies = member.browser.seen.flatMap(({ reply }) => reply.headers["set-cookie"] ?? []);
    expect(cookies.length).toBeGreaterThanOrEqual(3);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-(session|ticket)=/);
      for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"])
        expect(cookie.toLowerCase()).toContain(attribute.toLowerCase());
      expect(cookie).not.toMatch(/domain=/i);
    }
  });
});
