/**
 * The change feed in latest-version mode: items by their last write, each once with its newest state. The ETag of a page is
 * where the next one begins; 304 when nothing is newer. Deletions and expiries do not appear, as in the service.
 */
import { badRequest } from "../cosmos-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { wholeExtent } from "../query/candidates.ts";
import { chargeOfPage } from "../request-units.ts";
import type { Container } from "../store/container.ts";
import { type Exchange, type Reply, sessionHeaders } from "./exchange.ts";
import { extentOf } from "./query-requests.ts";

export function changeFeedReply(exchange: Exchange, container: Container): Reply {
  const mode = exchange.header("a-im") ?? "";
  if (!/^incremental feed$/iu.test(mode)) throw badRequest(`The change feed mode '${mode}' is not supported.`);
  exchange.checkSession();
  const { store, consistency } = exchange.endpoint;
  const extent = extentOf(exchange, container) ?? wholeExtent;
  const after = startOf(exchange);
  const since = sinceOf(exchange);
  const exact = extent.key !== undefined;
  const rows = exchange.reading
    .prepare(
      `SELECT body, lsn FROM items WHERE container = ? AND lsn > ? AND ts >= ? AND (expires IS NULL OR expires > ?)
       AND ${exact ? "position = ? AND key = ?" : "position >= ? AND position < ?"} ORDER BY lsn LIMIT ?`,
    )
    .all(
      ...[container.number, after, since, store.seconds()],
      ...[extent.min, exact ? (extent.key as string) : extent.max, exchange.maxItems()],
    ) as { body: string; lsn: number }[];
  const last = rows.at(-1)?.lsn;
  const headers = { ...sessionHeaders(exchange, container), etag: `"${last ?? Math.max(after, 0)}"` };
  if (last === undefined) {
    // A feed that starts now must not see what came before, also when nothing has come since.
    return { status: 304, headers, charge: chargeOfPage(0, 0, consistency) };
  }
  const documents: Json[] = rows.map(({ body, lsn }) => ({ ...(JSON.parse(body) as JsonObject), _lsn: lsn }));
  const bytes = rows.reduce((total, { body }) => total + body.length, 0);
  return {
    status: 200,
    body: { _rid: container.rid, Documents: documents, _count: documents.length },
    headers: { ...headers, "x-ms-item-count": String(documents.length) },
    charge: chargeOfPage(rows.length, bytes, consistency),
  };
}

/** LSN after which changes are wanted: -1 from the beginning, `*` from now. */
function startOf(exchange: Exchange): number {
  const text = exchange.header("if-none-match");
  if (text === undefined) return -1;
  if (text === "*") return exchange.endpoint.store.lsn;
  const lsn = Number(text.replaceAll('"', ""));
  if (!Number.isInteger(lsn) || lsn < 0) throw badRequest("The continuation of the change feed is malformed.");
  return lsn;
}

function sinceOf(exchange: Exchange): number {
  const text = exchange.header("if-modified-since");
  if (text === undefined) return 0;
  const since = Date.parse(text);
  if (Number.isNaN(since)) throw badRequest("If-Modified-Since is not a date.");
  return Math.floor(since / 1000);
}
