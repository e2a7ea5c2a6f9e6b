/**
 * Sessions and tickets. A session is proved by a secret in a cookie and found by the secret's hash; the secret itself is
 * never stored. A ticket binds a verification code to the browser that asked for it (OWASP ASVS 5, 6.6.2 and 7.2).
 * Purpose: security of the account; basis: legitimate interest, GDPR article 6(1)(f).
 */
import { createHash, createHmac, randomBytes } from "node:crypto";
import * as z from "zod";
import type { KeyRing } from "../config.ts";
import { digest } from "../privacy/formats.ts";
import { type Doc, declared, plain, record } from "../privacy/record.ts";

const minutes = (count: number) => count * 60_000;

export const sessionRules = {
  /** Milliseconds without a request after which a session ends. */
  idle: minutes(30),
  /** Milliseconds after which it ends in any case. */
  absolute: minutes(12 * 60),
  /** The idle time is written at most this often, in milliseconds. */
  refresh: minutes(5),
  /** A code given within the session counts as fresh for so long, in milliseconds (decision 0091). */
  fresh: minutes(10),
  /** Codes asked for within one session and hour, for step-ups and new addresses together. */
  codesAnHour: 5,
} as const;

export const ticketRules = {
  /** Milliseconds a code is good for. */
  life: minutes(10),
  tries: 5,
} as const;

/** More than the limits let anybody have at once (limits/rules.ts), and as many as a commit takes beside what else it holds. */
export const mostSessions = 85;

export const session = record(
  "session",
  1,
  {
    /** SHA-256 of the secret in the cookie, base64url. */
    id: plain(digest(), []),
    startedAt: plain(z.iso.datetime(), ["member", "dpo"]),
    seenAt: plain(z.iso.datetime(), ["member", "dpo"]),
    expiresAt: plain(z.iso.datetime(), ["member", "dpo"]),
    /** When a fresh code was last given within it. */
    steppedUpAt: z.exactOptional(plain(z.iso.datetime(), ["member", "dpo"])),
    /** When codes were asked for within it; what is older than an hour is left out. */
    codesAskedAt: z.exactOptional(z.array(plain(z.iso.datetime(), ["dpo"])).max(sessionRules.codesAnHour)),
  },
  { kept: "session" },
);
export type Session = Doc<typeof session>;

export const ticket = record(
  "ticket",
  1,
  {
    /** SHA-256 of the secret in the cookie, base64url. */
    id: plain(digest(), []),
    purpose: plain(z.enum(["sign-up", "sign-in", "step-up", "email-change"]), ["dpo"]),
    /** The session it was asked for in, where one was needed: it must still be open when the code is given. */
    sessionId: z.exactOptional(plain(digest(), [])),
    /** Counts the codes issued for this ticket: each has a code of its own. */
    issue: plain(z.int().min(1), ["dpo"]),
    triesLeft: plain(z.int().min(0), ["dpo"]),
    issuedAt: plain(z.iso.datetime(), ["dpo"]),
    expiresAt: plain(z.iso.datetime(), ["dpo"]),
    /** Nobody is behind it: the address was not known. It lives and fails like any other. */
    isDecoy: plain(z.boolean(), []),
  },
  { kept: "ticket" },
);
export type Ticket = Doc<typeof ticket>;

/** What a browser is told after asking for a code: until when it is good. */
export const ticketIssued = declared("ticket-issued", { expiresAt: plain(z.iso.datetime(), ["member"]) });

/** A fresh ticket: what goes into the cookie, and when its code ends. */
export type IssuedTicket = {
  readonly ticket: { readonly subjectId: string; readonly secret: string };
  readonly expiresAt: string;
};

/** A ticket with its first code. */
export const newTicketOf = (
  id: Ticket["id"],
  of: Pick<Ticket, "purpose" | "sessionId"> & Partial<Pick<Ticket, "isDecoy">>,
  now: Date,
): Ticket => ({
  isDecoy: false,
  ...of,
  id,
  issue: 1,
  triesLeft: ticketRules.tries,
  issuedAt: now.toISOString(),
  expiresAt: new Date(now.getTime() + ticketRules.life).toISOString(),
});

/** A ticket whose code was given wrong. It is good no longer for it. */
export const triedInVain = (of: Ticket): Ticket => ({ ...of, triesLeft: of.triesLeft - 1 });

/** 256 random bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

export const hashOfSecret = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** What a session is called outside: its hash proves nothing, but it is nobody's business either. */
export const handleOf = ({ id }: Pick<Session, "id">): string =>
  createHash("sha256")
    .update(JSON.stringify(["session handle", id]))
    .digest("base64url");

/** Version of the key a code was made with travels with nothing: the newest key makes it, any key of the ring checks it. */
function codeUnder(key: string, subjectId: string, { id, issue }: Pick<Ticket, "id" | "issue">): string {
  const mac = createHmac("sha256", Buffer.from(key, "base64url"))
    .update(JSON.stringify(["code", subjectId, id, issue]))
    .digest();
  return String(mac.readBigUInt64BE() % 1_000_000n).padStart(6, "0");
}

/** The six digits for a ticket: derived when the mail is written and again when they are checked, never stored. */
export function codeFor(keys: KeyRing, subjectId: string, of: Pick<Ticket, "id" | "issue">): string {
  const [newest] = keys;
  if (newest === undefined) throw new Error("no code key");
  return codeUnder(newest.key, subjectId, of);
}

export const codesFor = (keys: KeyRing, subjectId: string, of: Pick<Ticket, "id" | "issue">): readonly string[] =>
  keys.map(({ key }) => codeUnder(key, subjectId, of));

export const isOver = (at: Pick<Session, "seenAt" | "expiresAt">, now: Date): boolean =>
  now.getTime() >= Date.parse(at.expiresAt) || now.getTime() - Date.parse(at.seenAt) >= sessionRules.idle;

/** Whether a code was given within this session lately enough for what needs one. */
export const isSteppedUp = ({ steppedUpAt }: Pick<Session, "steppedUpAt">, now: Date): boolean =>
  steppedUpAt !== undefined && now.getTime() - Date.parse(steppedUpAt) < sessionRules.fresh;

/** A session that was used: it is idle from now on. When it ends stays what it was. */
export const seenAgain = (of: Session, now: Date): Session => ({ ...of, seenAt: now.toISOString() });

/** A session as it opens. @param since of the session it goes on from, whose end stays what it was. */
export const newSession = (secret: string, now: Date, since?: Session): Session => ({
  id: hashOfSecret(secret),
  startedAt: since?.startedAt ?? now.toISOString(),
  seenAt: now.toISOString(),
  expiresAt: since?.expiresAt ?? new Date(now.getTime() + sessionRules.absolute).toISOString(),
});
