/**
 * Request headers: which the endpoint acts on, which it may ignore because they change no result here, and which it refuses.
 * The list is closed: an unknown `x-ms-*` header may change what a request means, so it is answered 400.
 */
import type { IncomingHttpHeaders } from "node:http";
import { badRequest } from "../cosmos-error.ts";

/** Acted upon somewhere in `wire/`. */
const used = [
  ...["date", "version", "continuation", "max-item-count", "session-token", "consistency-level", "activity-id"],
  ...["documentdb-partitionkey", "documentdb-partitionkeyrangeid", "documentdb-is-upsert", "documentdb-isquery"],
  ...["documentdb-query-enablecrosspartition", "cosmos-is-query-plan-request", "cosmos-is-batch-request"],
  ...["cosmos-batch-atomic", "cosmos-batch-continue-on-error", "start-epk", "end-epk", "read-key-type"],
  ...["offer-throughput", "cosmos-offer-autopilot-settings", "documentdb-populatequerymetrics"],
];

/** Hints about cost, diagnostics or capacity: the results are the same without them. */
const ignored = [
  ...["documentdb-responsecontinuationtokenlimitinkb", "documentdb-query-parallelizecrosspartitionquery"],
  ...["documentdb-query-enable-scan", "documentdb-query-emit-traces", "documentdb-populatequotainfo"],
  ...["documentdb-disable-ru-per-minute-usage", "documentdb-script-enable-logging", "cosmos-sdk-supportedcapabilities"],
  ...[
    "cosmos-correlated-activityid",
    "cosmos-query-version",
    "cosmos-supported-query-features",
    "useragent",
    "client-request-id",
  ],
  ...[
    "cosmos-populateindexmetrics",
    "cosmos-populateindexmetrics-v2",
    "dedicatedgateway-max-age",
    "dedicatedgateway-bypass-cache",
  ],
  ...[
    "force-refresh",
    "cosmos-priority-level",
    "cosmos-throughput-bucket",
    "return-client-request-id",
    "client-version",
  ],
  // The SDK always sends it; with a single write region it means nothing.
  "cosmos-allow-tentative-writes",
  ...["cosmos-physical-partition-count", "cosmos-internal-is-batch-ordered", "cosmos-batch-ordered"],
];

const accepted = new Set([...used, ...ignored].map((name) => `x-ms-${name}`));
const refusedWhenSet: Readonly<Record<string, string>> = {
  "x-ms-documentdb-pre-trigger-include": "Triggers are not supported.",
  "x-ms-documentdb-post-trigger-include": "Triggers are not supported.",
  "x-ms-cosmos-is-client-encrypted": "Client-side encryption is not supported.",
  "x-ms-documentdb-expiry-seconds": "Resource tokens are not supported.",
  "x-ms-offer-type": "Offer types are not supported.",
};

/** @throws CosmosError 400 for a header that changes meaning in a way the endpoint does not implement. */
export function checkHeaders(headers: IncomingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) {
    const reason = refusedWhenSet[name];
    if (reason !== undefined) throw badRequest(`${reason} Header ${name}.`);
    if (name === "x-ms-indexing-directive") {
      if (String(value).toLowerCase() !== "default")
        throw badRequest("Only the indexing directive Default is supported.");
    } else if (name.startsWith("x-ms-") && !accepted.has(name)) {
      throw badRequest(`The header ${name} is not known to this endpoint.`);
    } else if (name === "prefer" && !/^return=(minimal|representation)$/iu.test(String(value))) {
      throw badRequest("Only 'Prefer: return=minimal' and 'return=representation' are supported.");
    }
  }
}
