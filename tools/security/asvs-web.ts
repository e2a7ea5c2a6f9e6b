/** ASVS 5.0.0, chapters 3 to 5: what browsers are told, what the API takes and gives, files. */
import { absent, deviation, met, type Row } from "./row.ts";

const noFiles = "Nobody can send a file; bodies are JSON of 256 KiB at most.";
const noSockets = "No WebSocket is there.";
const noGraph = "No GraphQL is there.";
const noScript = "The pages that are served hold no script; the web client is another project.";

export const web: readonly Row[] = [
  met(
    "3.2.1",
    "An answer opened by itself is no page of its own",
    "shared/http/headers.ts#default-src 'none'",
    "test/journeys/pages.test.ts#a page's policy does stop what is not its own",
  ),
  absent("3.2.2", "Text shown as text by the client", noScript),
  met(
    "3.3.1",
    "Cookies are Secure and carry a prefix",
    "shared/http/cookies.ts#__Host-session",
    "test/journeys/main-journey.test.ts#it",
  ),
  met(
    "3.3.2",
    "SameSite as the cookie needs it",
    "shared/http/cookies.ts#sameSite",
    "test/unit/http/cookies.test.ts#set",
  ),
  met("3.3.3", "Bound to one host", "shared/http/cookies.ts#__Host-ticket", "test/unit/http/cookies.test.ts#set"),
  met("3.3.4", "No script reads a session", "shared/http/cookies.ts#httpOnly", "test/unit/http/cookies.test.ts#set"),
  met(
    "3.4.1",
    "HTTPS remembered for two years, subdomains too",
    "shared/http/headers.ts#max-age=63072000; includeSubDomains",
    "test/fuzz/checks.ts#is missing",
  ),
  met(
    "3.4.2",
    "No other origin may read",
    "shared/http/headers.ts#cross-origin-resource-policy",
    "docs/api.md#There is no CORS",
  ),
  met(
    "3.4.3",
    "A policy on every answer",
    "shared/http/headers.ts#content-security-policy",
    "test/unit/http/headers.test.ts#host.json gives the host's own answers the headers of ours",
  ),
  met("3.4.4", "Types are not guessed", "shared/http/headers.ts#nosniff", "test/fixtures/answers.ts#nosniff"),
  met("3.4.5", "No referrer", "shared/http/headers.ts#no-referrer", "test/fuzz/checks.ts#is missing"),
  met(
    "3.4.6",
    "Nobody frames",
    "shared/http/headers.ts#frame-ancestors 'none'",
    "test/fixtures/answers.ts#frame-ancestors",
  ),
  met(
    "3.5.1",
    "Requests of other sites change nothing",
    "shared/http/cross-site.ts#refuseCrossSite",
    "test/functions/matrices/cross-site.test.ts#what is forged is refused on every route",
  ),
  met(
    "3.5.2",
    "Simple requests do not come through",
    "shared/http/body.ts#unsupported-media-type",
    "test/functions/matrices/cross-site.ts#multipart",
  ),
  met(
    "3.5.3",
    "What is safe changes nothing",
    "shared/http/handler.ts#isSafe",
    "test/functions/matrices/cross-site.test.ts#changes nothing",
  ),
  met(
    "3.5.4",
    "Brands on hosts of their own",
    "shared/config.ts#gives two brands the same host",
    "shared/http/brand-of-host.ts#siteOf",
  ),
  absent("3.5.5", "Messages between windows", noScript),
  met(
    "3.7.1",
    "Living technology in the browser",
    "shared/http/page.ts#htmlPage",
    "test/journeys/pages.test.ts#the page of a problem",
  ),
  absent(
    "3.7.2",
    "Forwarding to other sites",
    "The application forwards nobody anywhere: no answer has a status 3xx but 304.",
  ),
  met(
    "4.1.1",
    "The type says what it is",
    "shared/http/handler.ts#application/json; charset=utf-8",
    "test/fuzz/checks.ts#no content type",
  ),
  deviation(
    "4.1.2",
    "Plain HTTP is not forwarded for programs",
    "The platform forwards plain HTTP to HTTPS for the whole site (`httpsOnly`), API included; it cannot tell the two apart. HSTS keeps browsers from asking twice.",
    "infra/modules/function-app.bicep#httpsOnly",
  ),
  met(
    "4.1.3",
    "What a front says cannot be said by a client",
    "shared/http/client-network.ts#clientNetwork",
    "shared/http/brand-of-host.ts#siteOf",
  ),
  met(
    "4.2.1",
    "One reading of where a message ends",
    "shared/http/body.ts#transfer-encoding",
    "test/contract/host/http-requests.test.ts#it",
  ),
  absent("4.3.1", "Costly graph queries", noGraph),
  absent("4.3.2", "Graph introspection", noGraph),
  absent("4.4.1", "Encrypted sockets", noSockets),
  absent("4.4.2", "Origin of sockets", noSockets),
  absent("4.4.3", "Tokens of sockets", noSockets),
  absent("4.4.4", "Sessions of sockets", noSockets),
  absent("5.1.1", "Which files are taken", noFiles),
  met(
    "5.2.1",
    "Nothing larger than can be handled",
    "shared/http/body.ts#maximumBodyBytes",
    "shared/requests/read-payload.ts#maximumPayloadBytes",
  ),
  absent("5.2.2", "Files are what they say", noFiles),
  absent("5.2.3", "Packed files", `${noFiles} A compressed body is no JSON and is refused.`),
  absent("5.3.1", "Sent files are not run", noFiles),
  met(
    "5.3.2",
    "Names of files are ours",
    "shared/requests/dispatch-message.ts#to-processor",
    "shared/storage/person-keys.ts#keyBlobName",
  ),
  absent("5.4.1", "Names of files that are fetched", "No file is offered under a name that a person has chosen."),
  absent("5.4.2", "Names of files in headers", "No file is offered under a name that a person has chosen."),
  absent("5.4.3", "Files of others are scanned", noFiles),
];
