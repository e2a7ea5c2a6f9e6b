/**
 * Limits on codes, through the functions and the store: exact when 64 ask at once, the same calls and answers whether an
 * address is known, and a network that nobody can choose for themselves.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { codeLimits } from "../../shared/limits/rules.ts";
import { sessionRules, ticketRules } from "../../shared/sessions/session.ts";
import { comparable } from "../fixtures/answers.ts";
import { type Answered, useFunctions } from "../fixtures/functions.ts";
import { newEmail, signUpBody } from "../fixtures/inputs.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { askForCode, type Person, signedUp } from "./person.ts";

// As behind the platform's front, which appends the address it was called from.
process.env.TRUSTED_FRONTS = "1";
const functions = useFunctions();
let person: Person;
beforeAll(async () => {
  person = await signedUp(functions.of);
});

let networks = 0;
/** An address nobody has asked from before. */
const newNetwork = () => {
  networks += 1;
  return `198.51.${networks >> 8}.${networks & 255}`;
};
const signIn = (email: string, forwarded: string) =>
  functions.of.http("sign-in", { body: { email }, headers: { "x-forwarded-for": forwarded } });
const atOnce = <T>(count: number, run: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const withStatus = (answers: readonly Answered[], status: number) => answers.filter((one) => one.status === status);
const [anHour] = codeLimits.mailboxFromNetwork;

describe("64 at once", () => {
  it("ask for codes to one mailbox: as many as the limit says go out, known or not", async () => {
    const known = await signedUp(functions.of);
    for (const email of [known.email, newEmail()]) {
      const network = newNetwork();
      const answers = await atOnce(64, () => signIn(email, network));
      expect(withStatus(answers, 202)).toHaveLength(anHour.count);
      expect(withStatus(answers, 429)).toHaveLength(64 - anHour.count);
      await functions.of.deliver("notifications", "send-notification");
      const codes = functions.of.mailbox.list(email, 0).filter(({ subject }) => subject.includes("code"));
      // The first one belongs to the sign-up.
      expect(codes.length - (email === known.email ? 1 : 0)).toBe(email === known.email ? anHour.count : 0);
    }
  });

  it("sign up with one mailbox: the same", async () => {
    const body = signUpBody("milleis");
    const headers = { "x-forwarded-for": newNetwork() };
    const answers = await atOnce(64, () => functions.of.http("sign-up", { body, headers }));
    expect(withStatus(answers, 202)).toHaveLength(anHour.count);
    expect(withStatus(answers, 429)).toHaveLength(64 - anHour.count);
  });

  it("ask from one network for as many mailboxes", async () => {
    const network = newNetwork();
    const answers = await atOnce(64, () => signIn(newEmail(), network));
    expect(withStatus(answers, 202)).toHaveLength(codeLimits.network[0].count);
  });

  it("guess at one code: five are judged, and the right one is none any more", async () => {
    const { email } = await signedUp(functions.of);
    const { ticket, code } = await askForCode(functions.of, "sign-in", { email });
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    const give = (given: string) =>
      functions.of.http("verify-sign-in", { body: { code: given }, headers: { cookie: ticket } });
    const answers = await atOnce(64, () => give(wrong));
    expect(withStatus(answers, 422)).toHaveLength(ticketRules.tries);
    expect(withStatus(answers, 409)).toHaveLength(64 - ticketRules.tries);
    expect((await give(code)).status).toBe(409);
  });

  it("give the right code: one session opens", async () => {
    const { email } = await signedUp(functions.of);
    const { ticket, code } = await askForCode(functions.of, "sign-in", { email });
    const answers = await atOnce(64, () =>
      functions.of.http("verify-sign-in", { body: { code }, headers: { cookie: ticket } }),
    );
    expect(withStatus(answers, 201)).toHaveLength(1);
  });

  it("ask for a fresh code within one session: five an hour", async () => {
    const of = await signedUp(functions.of);
    const answers = await atOnce(64, () => of.ask("ask-step-up"));
    expect(withStatus(answers, 202)).toHaveLength(sessionRules.codesAnHour);
    for (const { headers } of withStatus(answers, 429)) expect(Number(headers["retry-after"])).toBeGreaterThan(0);
  });
});

describe("an address with an account and one without", () => {
  it("are answered alike and cost the same, allowed and limited", async () => {
    const ask = async (email: string, network: string) => {
      const answer = await signIn(email, network);
      const dataOperations = functions.of.lines.at(-1)?.dataOperations;
      // Seconds pass between the two.
      const { "x-request-id": _id, "retry-after": _wait, ...headers } = comparable(answer).headers;
      const bodyOf = answer.text.replace(/"urn:[^"]+"|\d{4}-\d\d-\d\dT[^"]+/g, "");
      return { status: answer.status, headers, bodyOf, dataOperations };
    };
    // The first one of a network writes its row anew, for either.
    const [one, other] = [newNetwork(), newNetwork()];
    const unknown = newEmail();
    const { email: known } = await signedUp(functions.of);
    await functions.of.clock.move({ advanceMs: 86_400_000 });
    for (let index = 0; index < anHour.count; index += 1)
      expect(await ask(known, one)).toEqual(await ask(unknown, other));
    const limited = await ask(known, one);
    expect(limited).toEqual(await ask(unknown, other));
    expect(limited.status).toBe(429);
    const waits = await Promise.all([signIn(known, one), signIn(unknown, other)]);
    const [first = 0, second = 0] = waits.map(({ headers }) => Number(headers["retry-after"]));
    expect(first).toBeGreaterThan(anHour.seconds - 60);
    expect(Math.abs(first - second)).toBeLessThan(60);
  });
});

describe("a network", () => {
  it("is what the front says, not what the client writes before it", async () => {
    const [email, network] = [newEmail(), newNetwork()];
    const answers = await atOnce(12, (index) => signIn(email, `10.0.0.${index}, ${network}:${50_000 + index}`));
    expect(withStatus(answers, 202)).toHaveLength(anHour.count);
  });

  it("that has used up its own leaves a member elsewhere theirs", async () => {
    await functions.of.clock.move({ advanceMs: 86_400_000 });
    const [stranger, home] = [newNetwork(), newNetwork()];
    await atOnce(64, () => signIn(person.email, stranger));
    expect((await signIn(person.email, stranger)).status).toBe(429);
    expect((await signIn(person.email, home)).status).toBe(202);
  });
});

it("what is stored shows no address and no network, and goes with the sweep after a day", async () => {
  const [email, network] = [newEmail(), newNetwork()];
  await signIn(email, network);
  const stored = async () => (await itemsOf(functions.of.cosmos, "lookups")).filter(({ kind }) => kind === "limit");
  const rows = await stored();
  expect(rows.length).toBeGreaterThan(2);
  // The store's own expiry, a day after that, is the second net.
  for (const { ttl } of rows) expect(ttl).toBe(2 * 86_400);
  expect(JSON.stringify(rows)).not.toContain(network);
  expect(JSON.stringify(rows)).not.toContain(email.slice(0, 20));
  expect(JSON.stringify(functions.of.lines)).not.toContain(network);
  await functions.of.clock.move({ advanceMs: 86_400_000 });
  await functions.of.runTimer("sweep-retention");
  expect(await stored()).toEqual([]);
});
