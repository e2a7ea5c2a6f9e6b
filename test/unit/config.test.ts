/** Settings: a bad one stops the start and is named, its value is told to nobody. */
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../shared/config.ts";

const key = "q".repeat(43);
const ring = JSON.stringify([{ version: "2", key }]);
const jwkOf = (pair: ReturnType<typeof generateKeyPairSync>, kid: string) => ({
  ...pair.privateKey.export({ format: "jwk" }),
  kid,
});
const signing = jwkOf(generateKeyPairSync("ed25519"), "sign-1");
const { d: _private, ...verifying } = jwkOf(generateKeyPairSync("ec", { namedCurve: "P-256" }), "verify-1");
const partner = { ...verifying, source: "urn:concierge-processor:example" };
const jwks = (...keys: object[]) => JSON.stringify({ keys });

const common = {
  LOOKUP_KEYS: ring,
  CODE_KEYS: ring,
  CSRF_KEYS: ring,
  LEDGER_KEYS: ring,
  SIGNING_KEYS: jwks(signing),
  PROCESSOR_KEYS: jwks(partner),
  ISSUER_KEYS: jwks(partner),
  ISSUER_JOIN_KEYS: ring,
  RETENTION_SCHEDULE: "0 23 * * * *",
  MAIL_SENDERS: '{"milleis":"conciergerie@milleis.example","platinum":"conciergerie@platinum.example"}',
  AZURE_REGION: "francecentral",
  RELAY_SCHEDULE: "0 * * * * *",
  STAFF_TENANT_ID: "0b2e3c9a-3d5f-4f62-8a77-333333333333",
  STAFF_AUDIENCE: "0b2e3c9a-3d5f-4f62-8a77-444444444444",
  ERASURE_SCHEDULE: "0 */5 * * * *",
};

const azure = {
  ...common,
  CONCIERGE_MODE: "azure",
  COSMOS_ENDPOINT: "https://concierge.documents.azure.com:443/",
  MANAGED_IDENTITY_CLIENT_ID: "0b2e3c9a-3d5f-4f62-8a77-111111111111",
  ARCHIVE_IDENTITY_CLIENT_ID: "0b2e3c9a-3d5f-4f62-8a77-222222222222",
  KEY_VAULT_URL: "https://concierge.vault.azure.net/",
  BRAND_ORIGINS:
    '{"milleis":"https://conciergerie.milleis.example","platinum":"https://conciergerie.platinum.example"}',
  MAIL_ENDPOINT: "https://concierge.europe.communication.azure.com/",
  DataStorage__queueServiceUri: "https://conciergedata.queue.core.windows.net/",
  DataStorage__blobServiceUri: "https://conciergedata.blob.core.windows.net/",
  KeyStorage__blobServiceUri: "https://conciergekeys.blob.core.windows.net/",
  ExchangeStorage__queueServiceUri: "https://conciergeexchange.queue.core.windows.net/",
  ExchangeStorage__blobServiceUri: "https://conciergeexchange.blob.core.windows.net/",
};

const storage = (name: string) =>
  `DefaultEndpointsProtocol=http;AccountName=${name};AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:10000/${name}`;
const local = {
  ...common,
  CONCIERGE_MODE: "local",
  COSMOS_ENDPOINT: "http://127.0.0.1:8081/",
  COSMOS_KEY: "a2V5",
  LOCAL_BRAND_KEYS_FILE: "brand-keys.json",
  BRAND_ORIGINS: '{"milleis":"http://localhost:7071","platinum":"http://platinum.localhost:7071"}',
  MAIL_ENDPOINT: "http://127.0.0.1:8025",
  MAIL_ACCESS_KEY: "a2V5",
  DataStorage: storage("data"),
  KeyStorage: storage("keys"),
  ExchangeStorage: storage("exchange"),
  CLOCK_URL: "http://127.0.0.1:8099/",
  STAFF_LOGIN_URL: "http://127.0.0.1:8074",
};

const refusalOf = (environment: Record<string, string | undefined>): string => {
  try {
    parseSettings(environment);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};

test("settings of both modes are read, with defaults", () => {
  expect(parseSettings(azure)).toMatchObject({ CONCIERGE_MODE: "azure", DISPATCH_INTERVAL_SECONDS: 120 });
  expect(parseSettings(local)).toMatchObject({ COSMOS_DATABASE: "concierge", INBOX_INTERVAL_MAX_SECONDS: 86_400 });
  expect(parseSettings({ ...local, RELAY_INTERVAL_SECONDS: "5" })).toMatchObject({ RELAY_INTERVAL_SECONDS: 5 });
  expect(parseSettings(local).LOOKUP_KEYS).toEqual([{ version: "2", key }]);
});

test("what the platform sets beside them changes nothing", () => {
  const platform = {
    REGION_NAME: "France Central",
    // App Service gives a managed identity's token at an address of the instance itself.
    IDENTITY_ENDPOINT: "http://127.0.0.1:41741/msi/token/",
    MSI_ENDPOINT: "http://127.0.0.1:41741/msi/token/",
    WEBSITE_HOSTNAME: "concierge.azurewebsites.net",
    AzureWebJobsStorage__queueServiceUri: "https://conciergehost.queue.core.windows.net/",
  };
  expect(parseSettings({ ...azure, ...platform })).toEqual(parseSettings(azure));
});

const optional = new Set(["CLOCK_URL"]);
test.each([
  ...Object.keys(azure).map((name) => ["azure", name, azure] as const),
  ...Object.keys(local).map((name) => ["local", name, local] as const),
])("%s mode without %s", (_mode, name, environment) => {
  const message = refusalOf({ ...environment, [name]: undefined });
  if (optional.has(name)) expect(message).toBe("accepted");
  else expect(message).toContain(`${name}: `);
});

describe("a bad value is refused by name and not repeated", () => {
  const canary = "canary-4970101112345678";
  const texts = [
    canary,
    `{"${canary}":"${canary}"}`,
    `["${canary}"]`,
    `https://${canary}.example/`,
    `{"keys":["${canary}"]}`,
  ];
  const free = new Set(["RELAY_SCHEDULE", "RETENTION_SCHEDULE", "ERASURE_SCHEDULE", "LOCAL_BRAND_KEYS_FILE"]);
  const cases = [azure, local].flatMap((environment) =>
    Object.keys(environment)
      .filter((name) => !free.has(name))
      .flatMap((name) => texts.map((text) => [environment.CONCIERGE_MODE, name, text, environment] as const)),
  );
  test.each(cases)("%s: %s = %s", (_mode, name, text, environment) => {
    const message = refusalOf({ ...environment, [name]: text });
    expect(message).toContain(`${name}`);
    expect(message).not.toContain(canary);
  });

  test.each([
    ["LOOKUP_KEYS", "[]"],
    ["LOOKUP_KEYS", '[{"version":"0","key":"x"}]'],
    ["LOOKUP_KEYS", `[{"version":"2","key":"${key}"},{"version":"2","key":"${key}"}]`],
    ["CODE_KEYS", `[{"version":"1","key":"${key}=","more":1}]`],
    ["CSRF_KEYS", "{"],
    ["SIGNING_KEYS", jwks()],
    ["SIGNING_KEYS", jwks(verifying)],
    ["SIGNING_KEYS", jwks({ ...signing, crv: "P-256" })],
    ["SIGNING_KEYS", jwks({ ...signing, kid: undefined })],
    ["PROCESSOR_KEYS", jwks({ kty: "RSA", n: "a", e: "b", kid: "k" })],
    ["PROCESSOR_KEYS", jwks({ kty: "oct", k: "a", kid: "k" })],
    ["PROCESSOR_KEYS", jwks({ ...signing, source: partner.source })],
    ["PROCESSOR_KEYS", jwks(partner, partner)],
    ["PROCESSOR_KEYS", jwks(verifying)],
    ["PROCESSOR_KEYS", jwks({ ...partner, source: "Somebody" })],
    ["PROCESSOR_KEYS", jwks({ ...partner, brands: ["nobody"] })],
    ["PROCESSOR_KEYS", jwks({ ...partner, exp: "tomorrow" })],
    ["MAIL_SENDERS", '{"milleis":"conciergerie@milleis.example"}'],
    ["MAIL_SENDERS", '{"milleis":"no address","platinum":"conciergerie@platinum.example"}'],
    ["BRAND_ORIGINS", '{"milleis":"http://localhost:7071","platinum":"http://localhost:7071"}'],
    ["COSMOS_DATABASE", "Concierge"],
    ["RELAY_INTERVAL_SECONDS", "0"],
    ["RELAY_INTERVAL_SECONDS", "1.5"],
    ["RELAY_INTERVAL_SECONDS", "soon"],
    ["INBOX_INTERVAL_SECONDS", "604801"],
    ["RELAY_SCHEDULE", ""],
    ["ERASURE_SCHEDULE", ""],
    ["ERASURE_PATIENCE_DAYS", "26"],
    ["ERASURE_ALERT_DAYS", "0"],
  ])("%s, case %$", (name, value) => {
    expect(refusalOf({ ...local, [name]: value })).toContain(name);
  });

  test("all of them at once", () => {
    const message = refusalOf({ ...local, LOOKUP_KEYS: "x", AZURE_REGION: "eastus", COSMOS_KEY: "?" });
    for (const name of ["LOOKUP_KEYS", "AZURE_REGION", "COSMOS_KEY"]) expect(message).toContain(name);
  });

  test.each([undefined, "", "emulator", "Azure"])("mode %s", (mode) => {
    expect(refusalOf({ ...azure, CONCIERGE_MODE: mode })).toContain("CONCIERGE_MODE");
  });
});

describe("a place outside the EEA is refused", () => {
  test.each([
    ["AZURE_REGION", "uksouth"],
    ["AZURE_REGION", "switzerlandnorth"],
    ["AZURE_REGION", "eastus"],
    ["AZURE_REGION", "France Central"],
    ["REGION_NAME", "East US"],
    ["COSMOS_ENDPOINT", "https://concierge-eastus.documents.azure.com/"],
    ["COSMOS_ENDPOINT", "https://concierge.documents.azure.cn/"],
    ["KEY_VAULT_URL", "https://concierge.vault.usgovcloudapi.net/"],
    ["MAIL_ENDPOINT", "https://concierge.unitedstates.communication.azure.com/"],
    ["DataStorage__blobServiceUri", "https://files.example.com/"],
    ["ExchangeStorage__queueServiceUri", "https://exchange-secondary.queue.core.windows.net/"],
    ["AzureWebJobsStorage__blobServiceUri", "https://host.blob.core.chinacloudapi.cn/"],
    ["APPLICATIONINSIGHTS_CONNECTION_STRING", "IngestionEndpoint=https://eastus-8.in.applicationinsights.azure.com/"],
  ])("%s = %s", (name, value) => {
    const message = refusalOf({ ...azure, [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain(value);
  });
});

describe("what belongs to one machine stays there", () => {
  test.each(["COSMOS_KEY", "CLOCK_URL", "LOCAL_BRAND_KEYS_FILE", "MAIL_ACCESS_KEY", "STAFF_LOGIN_URL"] as const)(
    "%s is refused in azure mode",
    (name) => {
      expect(refusalOf({ ...azure, [name]: local[name] })).toContain(`${name}: belongs to local mode`);
    },
  );

  test.each(["DataStorage", "KeyStorage", "ExchangeStorage", "AzureWebJobsStorage"])(
    "a connection string %s with a key on this machine is refused in azure mode",
    (name) => {
      expect(refusalOf({ ...azure, [name]: storage("data") })).toContain(name);
    },
  );

  test.each(["COSMOS_ENDPOINT", "KEY_VAULT_URL", "MAIL_ENDPOINT", "DataStorage__blobServiceUri"])(
    "%s on this machine is refused in azure mode",
    (name) => {
      expect(refusalOf({ ...azure, [name]: "http://127.0.0.1:8081/" })).toContain(name);
    },
  );

  test.each([
    ["COSMOS_ENDPOINT", "https://concierge.documents.azure.com/"],
    ["COSMOS_ENDPOINT", "http://10.0.0.4:8081/"],
    ["COSMOS_ENDPOINT", "http://localhost.example.com:8081/"],
    ["COSMOS_ENDPOINT", "http://127.0.0.1.example.com/"],
    ["COSMOS_ENDPOINT", "not a url"],
    ["MAIL_ENDPOINT", "http://mail.example.com/"],
    ["CLOCK_URL", "http://clock.example.com/"],
    ["CLOCK_URL", "nonsense"],
    ["STAFF_LOGIN_URL", "https://login.microsoftonline.com"],
    ["STAFF_LOGIN_URL", "http://login.example.com/"],
    ["BRAND_ORIGINS", '{"milleis":"http://milleis.example","platinum":"http://platinum.localhost:1"}'],
    ["DataStorage", "DefaultEndpointsProtocol=https;AccountName=x;BlobEndpoint=https://files.example.com/"],
  ])("%s = %s is refused in local mode", (name, value) => {
    const message = refusalOf({ ...local, [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain(value);
  });
});
