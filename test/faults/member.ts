/** A signed-up and signed-in member of a running system, for the fault runs and the bench. */
import { readFileSync } from "node:fs";
import { type Browser, openBrowser } from "../../local/browser/browser.ts";
import { codeIn, waitForMail } from "../../local/mailbox/read-mail.ts";

type Example = {
  readonly signUp: Readonly<Record<string, unknown>> & { readonly email: string };
  readonly request: Readonly<Record<string, unknown>> & {
    readonly what: string;
    readonly when: { readonly daysAhead: number; readonly time: string };
  };
};

const example = JSON.parse(
  readFileSync(new URL("../../docs/examples/journey.fr.json", import.meta.url), "utf8"),
) as Example;

export type Member = {
  readonly email: string;
  readonly browser: Browser;
  /** The header without which nothing is changed. */
  readonly csrf: Readonly<Record<string, string>>;
};

/** A sign-up at an address of its own. */
export const exampleSignUp = (name: string) => ({
  ...example.signUp,
  email: example.signUp.email.replace("@", `.${name}@`),
});

/** @param name makes the address; one name, one person. @throws Error with the answer where a step is refused. */
export async function signUpMember(site: string, mailbox: string, name: string): Promise<Member> {
  const browser = openBrowser(site);
  const body = exampleSignUp(name);
  const { email } = body;
  const asked = await browser.ask("POST", "/api/v1/sign-ups", { body });
  if (asked.status !== 202) throw new Error(`sign-up answered ${asked.status}: ${asked.text}`);
  const code = codeIn(await waitForMail(mailbox, email, 0));
  const verified = await browser.ask("POST", "/api/v1/sign-ups/verification", { body: { code } });
  if (verified.status !== 201) throw new Error(`verification answered ${verified.status}: ${verified.text}`);
  return { email, browser, csrf: { "x-csrf-token-conciergerie": verified.json<{ csrfToken: string }>().csrfToken } };
}

/** The body of a request for a day soon after `today`; `mark` makes it one of its own. */
export function requestBody(today: Date, mark: string): Record<string, unknown> {
  const { when, what, ...rest } = example.request;
  const date = new Date(today.getTime() + when.daysAhead * 86_400_000).toISOString().slice(0, 10);
  return { ...rest, what: `${what} (${mark})`, when: { date, time: when.time } };
}
