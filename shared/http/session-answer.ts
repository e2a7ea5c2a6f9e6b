/** What a client is told of its session, and the answer that opens one: cookies, token, where it is. */

import * as z from "zod";
import type { KeyRing } from "../config.ts";
import { type Doc, declared, personal, plain } from "../privacy/record.ts";
import { type Session, session, sessionRules } from "../sessions/session.ts";
import { type Bearer, bearerCookie, clearedCookie, cookieNames } from "./cookies.ts";
import { issueCsrfToken } from "./cross-site.ts";
import type { Answer } from "./handler.ts";

const { startedAt, expiresAt } = session.schema.shape;

export const sessionView = declared("session-view", {
  startedAt,
  expiresAt,
  /** When it ends if nothing more is asked. */
  idleUntil: plain(z.iso.datetime(), ["member"]),
  /** To be sent in the header X-CSRF-TOKEN-CONCIERGERIE with everything that changes something. */
  csrfToken: personal(z.string().min(1).max(200), {
    category: "security",
    purposes: ["security"],
    source: "derived",
    seenBy: ["member"],
    kept: "session",
    protection: "sealed",
  }),
});
export type SessionView = Doc<typeof sessionView>;

export const viewOfSession = (csrfKeys: KeyRing, { id, startedAt, seenAt, expiresAt }: Session): SessionView => ({
  startedAt,
  expiresAt,
  idleUntil: new Date(Math.min(Date.parse(seenAt) + sessionRules.idle, Date.parse(expiresAt))).toISOString(),
  csrfToken: issueCsrfToken(csrfKeys, id),
});

export const sessionOpened = (csrfKeys: KeyRing, bearer: Bearer, opened: Session): Answer<SessionView, 201> => ({
  status: 201,
  headers: { location: "/api/v1/session" },
  body: viewOfSession(csrfKeys, opened),
  cookies: [bearerCookie(cookieNames.session, bearer), clearedCookie(cookieNames.ticket)],
});
