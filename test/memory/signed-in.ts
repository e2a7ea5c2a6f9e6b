/** Somebody with an account and a session, in memory: what tests of the personal space begin with. */
import { codeFor, hashOfSecret, type IssuedTicket, type Session, session } from "../../shared/sessions/session.ts";
import type { Person } from "../../shared/storage/person-keys.ts";
import { accounts, codeKeys, signUpAs } from "./accounts.ts";

export type System = ReturnType<typeof accounts>;
type Capabilities = Pick<System, "signUp" | "signIn" | "verifySignUp" | "verifySignIn" | "askStepUp" | "verifyStepUp">;

export const codeOf = ({ ticket: { subjectId, secret } }: IssuedTicket): string =>
  codeFor(codeKeys, subjectId, { id: hashOfSecret(secret), issue: 1 });
/** Another six digits than the code's. */
export const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

export const personOf = ({ ticket: { subjectId } }: IssuedTicket): Person => ({ brand: "milleis", subjectId });

export async function signedIn(system: System = accounts(), over: Parameters<typeof signUpAs>[0] = {}) {
  const issued = await system.signUp("milleis", signUpAs(over));
  const person = personOf(issued);
  const opened = await system.verifySignUp(person, issued.ticket.secret, { code: codeOf(issued) });
  return { system, person, opened };
}

/** One more session of the same account. */
export async function signInOnceMore(system: Capabilities, email = signUpAs().email): Promise<Session> {
  const issued = await system.signIn("milleis", { email });
  return (await system.verifySignIn(personOf(issued), issued.ticket.secret, { code: codeOf(issued) })).session;
}

export async function stepUp(system: Capabilities, person: Person, of: Session): Promise<Session> {
  const issued = await system.askStepUp(person, of);
  return (await system.verifyStepUp(person, issued.ticket.secret, of, { code: codeOf(issued) })).session;
}

export const sessionsOf = (system: System, person: Person) => system.repository.all(person, session);
