/** The pages people may open: one for each problem in both languages, and the local mailbox; in a real browser too. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problems } from "../../shared/http/problem.ts";
import { refusalCodes } from "../../shared/refusal.ts";
import { expectOurHeaders } from "../fixtures/answers.ts";
import { chromiumPath, hasChromium, openChromium, type RealBrowser } from "../fixtures/chromium.ts";
import { openCheckedBrowser, signUp } from "../fixtures/member.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem();

describe("the page of a problem", () => {
  it.each(refusalCodes)("%s says what it means in both languages, on both sites", async (code) => {
    for (const origin of Object.values(under.system.origins)) {
      for (const language of ["fr", "en"] as const) {
        const browser = openCheckedBrowser(origin);
        const headers = { "accept-language": language };
        const page = await browser.ask("GET", `/problems/${code}`, { headers });
        expect(page.status).toBe(200);
        expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
        expect(page.headers["content-language"]).toBe(language);
        expect(page.headers["cache-control"]).toBe("no-cache");
        expect(String(page.headers.vary)).toContain("Accept-Language");
        expect(page.text).toContain(`<html lang="${language}">`);
        expect(page.text).toContain(`<h1>${problems[code].title[language]}</h1>`);
        expect(page.text).toContain(problems[code].advice[language]);
        expect(page.text).toContain(String(problems[code].status));
        const again = await browser.ask("GET", `/problems/${code}`, {
          headers: { ...headers, "if-none-match": String(page.headers.etag) },
        });
        expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: "" });
        expectOurHeaders(again);
      }
    }
  });
});

/** What anyone needs to find their way on a page; runs inside it. */
const accessibility = readFileSync(new URL("../fixtures/accessibility.js", import.meta.url), "utf8");

const sound = {
  title: true,
  mainHeadings: 1,
  skipped: false,
  main: 1,
  viewport: true,
  unlabelled: 0,
  unnamedButtons: 0,
  duplicateIds: 0,
  wide: false,
  styled: true,
};

if (!hasChromium)
  console.warn(`SKIPPED: no ${chromiumPath} on this machine, so no page is looked at in a real browser.`);

describe.skipIf(!hasChromium)("in a real browser", () => {
  let browser: RealBrowser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Opens a page in a narrow window; what the browser complained about comes with it. */
  async function visit(url: string, language: "fr" | "en") {
    const page = await browser.context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    await page.setExtraHTTPHeaders({ "accept-language": language });
    await page.setViewportSize({ width: 360, height: 640 });
    const answer = await page.goto(url, { waitUntil: "networkidle" });
    return { page, complaints, status: answer?.status() };
  }

  it.each(["fr", "en"] as const)("a problem page is sound (%s)", async (language) => {
    const { page, complaints, status } = await visit(`${under.system.url}/problems/stale-version`, language);
    expect(status).toBe(200);
    expect(await page.evaluate(accessibility)).toEqual({ ...sound, lang: language });
    expect(await page.title()).toBe(problems["stale-version"].title[language]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("the mailbox shows the mails, and its form works by keyboard", async () => {
    const [member, other] = [await signUp(under.system), await signUp(under.system)];
    const { page, complaints } = await visit(under.system.mailboxUrl, "fr");
    expect(await page.evaluate(accessibility)).toEqual({ ...sound, lang: "fr" });
    await page.getByLabel("Destinataire").fill(member.input.email);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\?to=/);
    const mail = page.getByRole("article").first();
    await mail.getByRole("heading", { level: 2 }).waitFor();
    expect(await page.getByText(member.input.email).count()).toBeGreaterThan(0);
    expect(await page.getByText(other.input.email).count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("a page's policy does stop what is not its own", async () => {
    const { page, complaints } = await visit(`${under.system.url}/problems/not-found`, "en");
    await page.evaluate('document.head.append(Object.assign(document.createElement("style"), { textContent: "a{}" }))');
    expect(complaints.join()).toMatch(/Content Security Policy/i);
    await page.close();
  });
});
