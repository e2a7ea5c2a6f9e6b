/**
 * ASVS 5.0.0, section 6.8 and chapters 9 and 10: tokens that carry what they say. There are three kinds: staff tokens of Entra ID,
 * messages signed by the partners, and our own anti-forgery token and ticket. The application is an OAuth resource server for staff, never
 * a client or an authorisation server.
 */
import { absent, deviation, met, type Row } from "./row.ts";

const noServer =
  "The application issues no OAuth tokens; Entra ID is the authorisation server, configured by the operator.";
const noClient = "The application starts no OAuth flow; whatever the staff use to sign in is the client.";
const noConsent = "One organisation's own directory and its own staff: nobody delegates access to a third party.";

export const tokens: readonly Row[] = [
  absent("6.8.1", "Several identity providers", "One tenant of one directory; its issuer is checked."),
  met(
    "6.8.2",
    "Signatures of assertions are checked",
    "shared/http/staff-token.ts#jwtVerify",
    "test/functions/matrices/access.test.ts#every route by every caller",
  ),
  absent("6.8.3", "SAML assertions", "No SAML."),
  deviation(
    "6.8.4",
    "How strongly staff signed in",
    "Nothing about the strength of the sign-in is read from the token: the directory's policy (Conditional Access) is to ask for it, and the operator sets that policy.",
    "docs/security.md#How strongly staff sign in",
  ),
  met(
    "9.1.1",
    "Signed or sealed, and checked first",
    "shared/messaging/signing.ts#compactVerify",
    "shared/http/ticket-cookie.ts#setAuthTag",
    "shared/http/cross-site.ts#timingSafeEqual",
  ),
  met(
    "9.1.2",
    "A list of algorithms, none is not on it",
    "shared/messaging/signing.ts#algorithms",
    'test/fuzz/messages.ts#alg: "none"',
  ),
  met(
    "9.1.3",
    "Keys from settings or the configured tenant only",
    "shared/http/staff-token.ts#keysUrlOf",
    "shared/messaging/signing.ts#unknown-key",
  ),
  met(
    "9.2.1",
    "Not before, not after",
    "shared/http/staff-token.ts#requiredClaims",
    "shared/sessions/check-code.ts#expiresAt",
  ),
  met(
    "9.2.2",
    "A token made for something else is none",
    "shared/http/staff-token.ts#staffScope",
    "shared/messaging/signing.ts#messageType",
  ),
  met(
    "9.2.3",
    "A token made for somebody else is none",
    "shared/http/staff-token.ts#audience",
    "test/unit/messaging/signing.test.ts#test",
  ),
  met("9.2.4", "Keys for one use", "docs/keys.md#CSRF_KEYS", "shared/storage/keyed-hash.ts#use"),
  met(
    "10.1.1",
    "Tokens go where they are needed",
    "shared/http/staff-token.ts#authorization",
    "shared/privacy/log.ts#logFields",
  ),
  absent("10.1.2", "Answers belong to the question of this browser", noClient),
  absent("10.2.1", "Code flow and other sites", noClient),
  absent("10.2.2", "Several authorisation servers mixed up", noClient),
  met(
    "10.3.1",
    "Audience of access tokens",
    "test/functions/matrices/staff-callers.ts#staffCallers",
    "shared/http/staff-token.ts#audience",
  ),
  met(
    "10.3.2",
    "Rights come from the token's claims",
    "shared/http/staff-token.ts#appRole",
    "test/functions/matrices/staff-callers.ts#staffCallers",
    "test/functions/matrices/access.test.ts#every route by every caller",
  ),
  met("10.3.3", "A person by what is never given to another", "shared/http/staff-token.ts#oid: z.uuid()"),
  deviation(
    "10.3.4",
    "Strength of the sign-in",
    "Nothing about the strength of the sign-in is read from the token: the directory's policy (Conditional Access) is to ask for it, and the operator sets that policy.",
    "docs/security.md#How strongly staff sign in",
  ),
  ...[
    "Where the answer may be sent",
    "A code counts once",
    "A code ends soon",
    "Only the flows a client needs",
    "Refresh tokens are not replayed",
    "Code flow with proof of the sender",
    "Clients that register themselves",
    "Refresh tokens end",
    "Tokens can be revoked",
    "Clients prove who they are",
    "Only the scopes a client needs",
  ].map((topic, index) => absent(`10.4.${index + 1}`, topic, noServer)),
  ...[
    "Identity tokens are not replayed",
    "A person by the subject of the token",
    "Metadata of the configured issuer only",
    "Identity tokens made for this client",
    "Signing out behind the browser",
  ].map((topic, index) => absent(`10.5.${index + 1}`, topic, noClient)),
  absent("10.6.1", "Kinds of answers of a provider", noServer),
  absent("10.6.2", "Nobody is signed out against their will", noServer),
  absent("10.7.1", "Consent to each delegation", noConsent),
  absent("10.7.2", "What one consents to", noConsent),
  absent("10.7.3", "Consents can be taken back", noConsent),
];
