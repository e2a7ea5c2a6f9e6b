/**
 * Whether time tells who has an account: the same question about a known address and about an unknown one, in pairs, in one run.
 * That the calls are the same is proved by tests; this says what is left.
 */
import { openBrowser, type Reply } from "../../local/browser/browser.ts";
import type { System } from "../../local/system/system.ts";
import { exampleSignUp, signUpMember } from "../faults/member.ts";
import { median, type Row, rounded } from "./figures.ts";

/** Each known address is asked about three times, which is less than may be asked in an hour. */
const pairs = 24;

type Question = "sign-in" | "sign-up" | "a wrong code";

async function timed(expected: number, ask: () => Promise<Reply>): Promise<number> {
  const startedAt = performance.now();
  const reply = await ask();
  const took = performance.now() - startedAt;
  if (reply.status !== expected) throw new Error(`answered ${reply.status}: ${reply.text}`);
  return took;
}

/** Milliseconds of each question about one address. */
async function askAbout(system: System, name: string): Promise<Record<Question, number>> {
  const browser = openBrowser(system.url);
  const body = exampleSignUp(name);
  const signIn = await timed(202, () => browser.ask("POST", "/api/v1/sign-ins", { body: { email: body.email } }));
  const code = { code: "000000" };
  const wrong = await timed(422, () => browser.ask("POST", "/api/v1/sign-ins/verification", { body: code }));
  const signUp = await timed(202, () => browser.ask("POST", "/api/v1/sign-ups", { body }));
  return { "sign-in": signIn, "sign-up": signUp, "a wrong code": wrong };
}

export async function benchEnumeration(system: System): Promise<readonly Row[]> {
  for (let at = 0; at < pairs; at += 1) await signUpMember(system.url, system.mailboxUrl, `bench-known-${at}`);
  const times = { known: [] as Record<Question, number>[], unknown: [] as Record<Question, number>[] };
  for (let at = 0; at < pairs; at += 1) {
    // By turns, so that what else the machine does falls on both.
    const order = at % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
    for (const kind of order) times[kind].push(await askAbout(system, `bench-${kind}-${at}`));
  }
  return (["sign-in", "sign-up", "a wrong code"] as const).map((question) => {
    const [known, unknown] = [times.known, times.unknown].map((all) => median(all.map((one) => one[question])));
    const note = `medians of ${pairs} pairs: ${rounded(known ?? 0)} ms and ${rounded(unknown ?? 0)} ms`;
    return {
      name: `${question}: known to unknown`,
      value: rounded((known ?? 0) / (unknown ?? 1), 2),
      unit: "ratio",
      note,
    };
  });
}
