/** The member of the examples in her browser: who she is now, and the headers that her changes need. */
import { randomUUID } from "node:crypto";
import type { Recorder } from "../recorder.ts";
import { journey, type Stage } from "./stage.ts";

export type Member = Recorder & {
  /** Where her codes go; it changes on the way. */
  email: string;
  /** The session's token against forgery. */
  token: string;
  readonly id: () => string;
  /** The token's header, and others beside it. */
  readonly change: (extra?: Readonly<Record<string, string>>) => Record<string, string>;
  /** The same with a new idempotency key, for what creates something. */
  readonly creation: (extra?: Readonly<Record<string, string>>) => Record<string, string>;
  /** Signs in in this browser, or another. @param isKept whether it is kept for the documentation. */
  readonly signIn: (isKept: boolean, browser?: Recorder) => Promise<void>;
  /** Gives a fresh code within the session. */
  readonly stepUp: (isKept: boolean) => Promise<void>;
};

const signIns = "/api/v1/sign-ins";
const stepUps = "/api/v1/session/step-up";

export function openMember(stage: Stage): Member {
  const recorder = stage.open();
  const asking = (isKept: boolean, { record, ask }: Recorder) => ({
    ask: isKept ? record : (_route: string, _title: string, ...call: Parameters<typeof ask>) => ask(...call),
  });
  const member: Member = {
    ...recorder,
    email: String(journey.signUp.email),
    token: "",
    id: () => (recorder.cookies.get("__Host-session") ?? "").split(".")[0] ?? "",
    change: (extra = {}) => ({ "x-csrf-token-conciergerie": member.token, ...extra }),
    creation: (extra = {}) => member.change({ "idempotency-key": randomUUID(), ...extra }),
    async signIn(isKept, browser = recorder) {
      const { ask } = asking(isKept, browser);
      const verification = `${signIns}/verification`;
      await ask("sign-in", "A code is asked for", "POST", signIns, { body: { email: member.email } });
      const code = await stage.nextCode(member.email);
      if (isKept) await ask("verify-sign-in", "A wrong code", "POST", verification, { body: { code: "000000" } });
      const opened = await ask("verify-sign-in", "The code of the mail", "POST", verification, { body: { code } });
      if (browser === recorder) member.token = opened.json<{ csrfToken: string }>().csrfToken;
    },
    async stepUp(isKept) {
      const { ask } = asking(isKept, recorder);
      await ask("ask-step-up", "A fresh code", "POST", stepUps, { headers: member.change() });
      const given = { headers: member.change(), body: { code: await stage.nextCode(member.email) } };
      const raised = await ask("verify-step-up", "The code of the mail", "POST", `${stepUps}/verification`, given);
      member.token = raised.json<{ csrfToken: string }>().csrfToken;
    },
  };
  return member;
}
