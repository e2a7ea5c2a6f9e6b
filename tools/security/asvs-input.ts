/** ASVS 5.0.0, chapters 1 and 2: what comes in, what it becomes, and in which order things may happen. */
import { absent, deviation, met, type Row } from "./row.ts";

const noMarkup =
  "No answer holds markup, styles or images that a person has written: JSON and e-mails in plain text only.";

export const input: readonly Row[] = [
  met(
    "1.1.1",
    "Decoded once, before it is looked at",
    "shared/http/body.ts#readBody",
    "shared/privacy/strict-json.ts#readStrictJson",
  ),
  met(
    "1.1.2",
    "Escaped last, by what writes the format",
    "shared/http/page.ts#escapeHtml",
    "shared/http/handler.ts#JSON.stringify",
  ),
  met(
    "1.2.1",
    "Output fits where it goes: pages, headers, JSON",
    "shared/http/page.ts#escapeHtml",
    "test/fuzz/checks.ts#a header that cannot be sent",
  ),
  met(
    "1.2.2",
    "Addresses built from ids of ours only",
    "functions/requests/submit-request.ts#location",
    "shared/notifications/compose-mail.ts#origins",
  ),
  met(
    "1.2.3",
    "No script is made; JSON by the serialiser",
    "shared/http/handler.ts#JSON.stringify",
    "shared/http/headers.ts#content-security-policy",
  ),
  met("1.2.4", "Queries have parameters", "shared/storage/cosmos-repository.ts#@kind", "test/fuzz/values.ts#c.kind"),
  met(
    "1.2.5",
    "No commands of the operating system",
    "test/architecture/dangerous-constructs.test.ts#starts a process",
  ),
  absent("1.2.6", "Directory queries", "No directory is queried."),
  absent(
    "1.2.7",
    "Queries into XML documents",
    "No XML is read by code of ours; the storage SDK reads the platform's own.",
  ),
  absent("1.2.8", "Typesetting commands", "No typesetter is there."),
  met(
    "1.2.9",
    "Patterns made from text",
    "shared/http/allowed-methods.ts#patternOf",
    "test/unit/http/site.test.ts#the methods of a path",
  ),
  absent("1.3.1", "Markup from an editor", noMarkup),
  met("1.3.2", "No code is made at run time", "test/architecture/dangerous-constructs.test.ts#makes code at run time"),
  met(
    "1.3.3",
    "Text is limited in length and signs before use",
    "shared/requests/request.ts#freeText",
    "test/journeys/bad-bodies.test.ts#a request",
  ),
  absent("1.3.4", "Drawings that can hold scripts", "Nobody can send a file."),
  absent("1.3.5", "Small languages in texts of people", noMarkup),
  met(
    "1.3.6",
    "Nobody outside decides where the server connects to",
    "shared/requests/read-payload.ts#from-processor",
    "shared/config.ts#settingsOutsideEea",
  ),
  met(
    "1.3.7",
    "Templates are ours",
    "shared/notifications/templates.ts#export",
    "test/unit/notifications/templates.test.ts#test",
  ),
  absent("1.3.8", "Java naming look-ups", "No Java."),
  absent("1.3.9", "Cache servers", "No cache server; what is cached lies in the process."),
  absent("1.3.10", "Format strings", "No formatting language takes text from outside."),
  met(
    "1.3.11",
    "Nothing can be put into a mail's head",
    "shared/notifications/mail.ts#communicationServicesMailer",
    "shared/members/address.ts#normaliseEmail",
  ),
  absent("1.4.1", "Memory written past its end", "A memory-safe language without native code of ours."),
  met(
    "1.4.2",
    "Numbers in their range",
    "shared/requests/request.ts#z.int()",
    "test/journeys/bad-bodies.test.ts#a request",
  ),
  absent(
    "1.4.3",
    "Memory given back",
    "Collected by the engine; that a long run keeps none is measured (`npm run fuzz`).",
  ),
  absent("1.5.1", "External entities in XML", "No XML is taken; a body that is no JSON is refused by its type."),
  met(
    "1.5.2",
    "Read back into known shapes only",
    "shared/privacy/strict-json.ts#prototypeNames",
    "test/unit/http/body.test.ts#is refused, and changes nothing",
  ),
  met(
    "2.1.1",
    "Rules for every field are written down",
    "docs/api.md#Reference",
    "docs/schemas/openapi.json#components",
  ),
  met(
    "2.1.2",
    "Rules between fields are written down",
    "docs/api.md#card-not-eligible",
    "shared/members/card.ts#eligibleProgramme",
  ),
  met("2.1.3", "Limits of the business are written down", "docs/api.md#Limits", "shared/limits/rules.ts#codeLimits"),
  met(
    "2.2.1",
    "Every input against a closed shape",
    "shared/http/body.ts#safeParse",
    "test/functions/http.test.ts#an unknown field",
  ),
  met("2.2.2", "Checked at the server", "shared/http/handler.ts#readBody", "test/fuzz/fuzz.test.ts#no made-up request"),
  met(
    "2.2.3",
    "Fields fit each other",
    "shared/members/card.ts#eligibleProgramme",
    "test/unit/members/sign-up.test.ts#card digits %s at milleis",
  ),
  met("2.3.1", "Steps in their order", "shared/requests/states.ts#export", "test/unit/requests/states.test.ts#test"),
  met(
    "2.3.2",
    "Limits are kept",
    "shared/requests/request.ts#maximumProposals",
    "shared/limits/allow-code.ts#makeAllowCode",
  ),
  met(
    "2.3.3",
    "All or nothing",
    "shared/storage/commit-once.ts#commitOnce",
    "test/unit/storage/commit-once.test.ts#one effect, one answer",
  ),
  met(
    "2.3.4",
    "One address, one account; one option accepted once",
    "shared/members/lookup.ts#claimAddress",
    "test/journeys/bad-requests.test.ts#sixteen times at once",
  ),
  deviation(
    "2.4.1",
    "Against automatic use",
    "Codes are limited by mailbox and network and every other write needs a session; requests, messages and reads of a signed-in member are not limited by number. In front of the application the platform limits what runs at once (host.json).",
    "shared/limits/allow-code.ts#makeAllowCode",
    "host.json#maxConcurrentRequests",
  ),
];
