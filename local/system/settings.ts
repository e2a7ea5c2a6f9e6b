/** What each process of a local system is given as its environment. The application's settings are those `shared/config.ts` reads. */
import { brandIds } from "../../shared/charter/brands.ts";
import { databaseName, type StorageConnection, storageConnections } from "../../shared/storage/containers.ts";
import { localTenant } from "../issuer/tenant.ts";
import { brandKeysFile, publicKey, type Secrets } from "./secrets.ts";

/** The source the stand-in's messages come from; the same stands in `local/processor/contract.ts`, which knows nothing of us. */
export const issuerSource = "urn:card-issuer:example";
export const processorSource = "urn:concierge-processor:gconcierges";

export type Places = {
  readonly dataDir: string;
  readonly sitePort: number;
  readonly mailboxPort: number;
  readonly issuerPort: number;
  readonly clockUrl: string;
  readonly cosmos: { readonly endpoint: string; readonly key: string };
  readonly connectionString: (account: StorageConnection) => string;
};

/** Short enough to watch on one machine; Azure's are minutes to hours (DESIGN, section 6). */
const intervals = {
  RELAY_SCHEDULE: "*/5 * * * * *",
  RETENTION_SCHEDULE: "*/10 * * * * *",
  RELAY_INTERVAL_SECONDS: "5",
  DISPATCH_INTERVAL_SECONDS: "15",
  NOTIFICATION_INTERVAL_SECONDS: "15",
  INBOX_INTERVAL_SECONDS: "60",
  INBOX_INTERVAL_MAX_SECONDS: "3600",
  ERASURE_SCHEDULE: "*/10 * * * * *",
} as const;

/** The address of a brand's site: the first brand has the plain name, the others names below it. */
export const originOf = (brand: string, port: number) =>
  `http://${brand === brandIds[0] ? "" : `${brand}.`}localhost:${port}`;

const perBrand = (value: (brand: string) => string) =>
  JSON.stringify(Object.fromEntries(brandIds.map((brand) => [brand, value(brand)])));

const senders = perBrand((brand) => `conciergerie@${brand}.example`);

export function applicationSettings(secrets: Secrets, places: Places): Record<string, string> {
  const connections = Object.entries(storageConnections) as [StorageConnection, string][];
  return {
    CONCIERGE_MODE: "local",
    AZURE_REGION: "francecentral",
    COSMOS_ENDPOINT: places.cosmos.endpoint,
    COSMOS_KEY: places.cosmos.key,
    COSMOS_DATABASE: databaseName,
    LOCAL_BRAND_KEYS_FILE: brandKeysFile(places.dataDir),
    LOOKUP_KEYS: JSON.stringify(secrets.lookupKeys),
    CODE_KEYS: JSON.stringify(secrets.codeKeys),
    CSRF_KEYS: JSON.stringify(secrets.csrfKeys),
    LEDGER_KEYS: JSON.stringify(secrets.ledgerKeys),
    SIGNING_KEYS: JSON.stringify({ keys: [secrets.applicationKey] }),
    ISSUER_KEYS: JSON.stringify({ keys: [{ ...publicKey(secrets.issuerKey), source: issuerSource }] }),
    ISSUER_JOIN_KEYS: JSON.stringify(secrets.issuerJoinKeys),
    PROCESSOR_KEYS: JSON.stringify({ keys: [{ ...publicKey(secrets.processorKey), source: processorSource }] }),
    BRAND_ORIGINS: perBrand((brand) => originOf(brand, places.sitePort)),
    MAIL_ENDPOINT: `http://127.0.0.1:${places.mailboxPort}`,
    MAIL_ACCESS_KEY: secrets.mailAccessKey,
    MAIL_SENDERS: senders,
    STAFF_TENANT_ID: localTenant.tenantId,
    STAFF_AUDIENCE: localTenant.audience,
    STAFF_LOGIN_URL: `http://127.0.0.1:${places.issuerPort}`,
    ...Object.fromEntries(connections.map(([account, name]) => [name, places.connectionString(account)])),
    ...intervals,
    CLOCK_URL: places.clockUrl,
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: "1048576",
  };
}

export function mailboxSettings(secrets: Secrets, clockUrl: string): Record<string, string> {
  return { MAIL_ACCESS_KEY: secrets.mailAccessKey, MAIL_SENDERS: senders, CLOCK_URL: clockUrl };
}

export function processorSettings(secrets: Secrets, places: Places, dataFile: string): Record<string, string> {
  return {
    EXCHANGE_STORAGE: places.connectionString("exchange"),
    PROCESSOR_SIGNING_KEY: JSON.stringify(secrets.processorKey),
    CONCIERGE_KEYS: JSON.stringify({ keys: [publicKey(secrets.applicationKey)] }),
    PROCESSOR_DATA: dataFile,
    PROCESSOR_RESEND_SECONDS: "60",
    PROCESSOR_POLL_MS: "250",
    CLOCK_URL: places.clockUrl,
  };
}
