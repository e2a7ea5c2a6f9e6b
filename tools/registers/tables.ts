/**
 * The registers as tables, derived from the declared model and the charter's data: record of processing activities (GDPR
 * article 30(1)), notices (articles 13 and 14), recipients (articles 13(1)(e) and 28), data map, erasure and retention,
 * cookies. Nothing is written here that is not declared elsewhere; only headings and sentences around the facts are.
 */
import { cookieTable } from "./cookies.ts";
import { dataMap } from "./data-map.ts";
import { erasure } from "./erasure.ts";
import { notice, thirdParties } from "./notices.ts";
import { processing } from "./processing.ts";
import { recipientTable } from "./recipients.ts";
import type { Table } from "./wording.ts";

export const tables: readonly Table[] = [
  processing,
  notice,
  thirdParties,
  recipientTable,
  dataMap,
  erasure,
  cookieTable,
];
