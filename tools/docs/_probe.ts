import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { openBrowser } from "../../local/browser/browser.ts";
import { codeIn, waitForMail } from "../../local/mailbox/read-mail.ts";
import { startSystem } from "../../local/system/system.ts";

const j = JSON.parse(readFileSync("docs/examples/journey.fr.json", "utf8"));
const s = await startSystem();
try {
  const b = openBrowser(s.url);
  await b.ask("POST", "/api/v1/sign-ups", { body: j.signUp });
  const m = await waitForMail(s.mailboxUrl, j.signUp.email, 0);
  const v = await b.ask("POST", "/api/v1/sign-ups/verification", { body: { code: codeIn(m) } });
  let csrf = v.json<any>().csrfToken;
  const show = async (method: string, path: string, o: any = {}) => {
    const r = await b.ask(method, path, o);
    console.log(method, path, r.status, r.headers.allow ?? "", r.headers["retry-after"] ?? "", r.text.slice(0, 200));
    return r;
  };
  await show("GET", "/api/v1/requests/abc");
  await show("GET", `/api/v1/requests/${randomUUID()}/messages`);
  await show("OPTIONS", "/api/v1/me");
  await show("HEAD", "/api/v1/me");
  await show("GET", "/api/v1/me/");
  await show("GET", "/API/V1/ME");
  await show("GET", "/");
  await show("GET", "/problems/too-many-requests");
  const key = randomUUID();
  const wish = { ...j.request, when: { date: "2027-02-04" } };
  const h = { "x-csrf-token-conciergerie": csrf, "idempotency-key": key };
  const one = await show("POST", "/api/v1/requests", { headers: h, body: wish });
  await show("POST", "/api/v1/requests", { headers: h, body: wish });
  await show("POST", `${one.headers.location}/messages`, { headers: h, body: { text: "bonjour" } });
  await show("GET", "/api/v1/requests?cursor=abc");
  await show("POST", "/api/v1/requests", {
    headers: { ...h, "idempotency-key": randomUUID() },
    body: { ...wish, wishes: "😀 مرحبا \u202e" },
  });
  await s.clock.move({ advanceMs: 49 * 3600_000 });
  await b.ask("POST", "/api/v1/sign-ins", { body: { email: j.signUp.email } });
  const m2 = await waitForMail(s.mailboxUrl, j.signUp.email, m.sequence, ({ text }) => /\d{6}/.test(text));
  const v2 = await b.ask("POST", "/api/v1/sign-ins/verification", { body: { code: codeIn(m2) } });
  csrf = v2.json<any>().csrfToken;
  await show("POST", "/api/v1/requests", { headers: { ...h, "x-csrf-token-conciergerie": csrf }, body: wish });
  await show("GET", "/api/v1/me", { headers: { "sec-fetch-site": "cross-site" } });
  await show("GET", "/api/v1/me", { headers: { "if-none-match": "*" } });
} finally {
  await s.stop();
}
