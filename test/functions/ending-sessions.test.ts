/**
 * Sessions that end without being signed out, through the functions: the browser's former one at a new sign-in, all of a person's
 * under a file that staff opened, and all with an account that two people close. What a lost telephone or a closed account still
 * has in its cookie proves nothing from that moment on (OWASP ASVS 5, 7.2.4, 7.4.2 and 7.4.5).
 */
import { beforeAll, describe, expect, it } from "vitest";
import { useFunctions } from "../fixtures/functions.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { askForCode, askWithin, cookieOf, type Person, signedUp } from "./person.ts";
import { agreed, type Colleague, opened, staffOf } from "./staff.ts";

const functions = useFunctions();
let desk: Colleague;
let otherDesk: Colleague;
let dpo: Colleague;
beforeAll(() => withTokens());
/** Tokens are good for an hour. */
async function withTokens() {
  desk = await staffOf(functions.of, "desk", "camille");
  otherDesk = await staffOf(functions.of, "desk", "sacha");
  dpo = await staffOf(functions.of, "dpo", "dominique");
}

const typeOf = (answer: { json: <T>() => T }) => answer.json<{ type: string }>().type.replace("/problems/", "");
/** The cookie of one more session of the same person, in a browser that knows of no other. */
async function elsewhere(person: Person): Promise<string> {
  const { ticket, code } = await askForCode(functions.of, "sign-in", { email: person.email });
  const signedIn = await functions.of.http("verify-sign-in", { body: { code }, headers: { cookie: ticket } });
  return cookieOf(signedIn, "__Host-session");
}
const looks = (cookie: string) => functions.of.http("read-me", { headers: { cookie } });
/** Who the ledger says has ended sessions since a count of its entries. */
async function endings() {
  await functions.of.runTimer("relay-outbox");
  return (await itemsOf(functions.of.cosmos, "ledger"))
    .filter(({ event, detail }) => event === "session.ended" && detail === "all")
    .map(({ actor }) => actor);
}

it("at a new sign-in the browser's former session ends, if it is the same person's, and no other", async () => {
  const [whose, somebody] = [await signedUp(functions.of), await signedUp(functions.of)];
  const untouched = await elsewhere(whose);
  const again = async (presented: string) => {
    const { ticket, code } = await askForCode(functions.of, "sign-in", { email: whose.email });
    const headers = { cookie: `${presented}; ${ticket}` };
    const signedIn = await functions.of.http("verify-sign-in", { body: { code }, headers });
    expect(signedIn.status).toBe(201);
    return cookieOf(signedIn, "__Host-session");
  };
  const newly = await again(whose.cookie);
  expect(typeOf(await looks(whose.cookie))).toBe("not-signed-in");
  expect((await looks(await again(somebody.cookie))).status).toBe(200);
  for (const cookie of [newly, untouched, somebody.cookie]) expect((await looks(cookie)).status).toBe(200);
});

describe("under an opened file", () => {
  it("every session ends, by whose hand stands in the ledger, and the account stays", async () => {
    const whose = await signedUp(functions.of);
    const cookies = [whose.cookie, await elsewhere(whose)];
    const before = (await endings()).length;
    const params = await opened(desk, whose.subjectId);
    expect((await desk.ask("end-file-sessions", { params })).status).toBe(204);
    for (const cookie of cookies) expect(typeOf(await looks(cookie))).toBe("not-signed-in");
    expect((await endings()).slice(before)).toEqual([{ role: "desk", id: desk.id }]);
    // Once more ends nothing, and says nothing twice.
    expect((await desk.ask("end-file-sessions", { params })).status).toBe(204);
    expect(await endings()).toHaveLength(before + 1);
    expect((await looks(await elsewhere(whose))).status).toBe(200);
  });

  it("that is a colleague's or over, none does", async () => {
    const whose = await signedUp(functions.of);
    const params = await opened(desk, whose.subjectId);
    expect(typeOf(await otherDesk.ask("end-file-sessions", { params }))).toBe("opening-over");
    expect((await looks(whose.cookie)).status).toBe(200);
    await functions.of.clock.move({ advanceMs: 29 * 60_000 });
    expect((await looks(whose.cookie)).status).toBe(200);
    await functions.of.clock.move({ advanceMs: 60_000 });
    expect(typeOf(await desk.ask("end-file-sessions", { params }))).toBe("opening-over");
    expect((await looks(whose.cookie)).status).toBe(200);
    await withTokens();
  });
});

it("with an account that staff close every session ends at once, though no queue has brought anything yet, and no code renews one", async () => {
  const whose = await signedUp(functions.of);
  const cookies = [whose.cookie, await elsewhere(whose)];
  const { code, cookie } = await askWithin(functions.of, whose, "ask-step-up");
  const before = (await endings()).length;
  const params = { memberId: whose.subjectId };
  expect((await agreed(desk, dpo, "propose-closure", params, { reason: "misuse" })).status).toBe("done");
  for (const one of cookies) expect(typeOf(await looks(one))).toBe("not-signed-in");
  const renewed = await whose.ask("verify-step-up", { body: { code }, headers: { cookie } });
  expect(typeOf(renewed)).toBe("not-signed-in");
  expect((await endings()).slice(before)).toEqual([{ role: "desk", id: desk.id }]);
});
