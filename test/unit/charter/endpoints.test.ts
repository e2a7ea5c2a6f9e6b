/** Settings that would let data leave the EEA are found, by name and without their value. */
import { describe, expect, test } from "vitest";
import { endpointReason, settingsOutsideEea } from "../../../shared/charter/endpoints.ts";

describe("an endpoint", () => {
  test.each([
    "https://concierge.documents.azure.com:443/",
    "https://concierge-francecentral.documents.azure.com/",
    "https://concierge.blob.core.windows.net/",
    "https://concierge.z12.queue.storage.azure.net/",
    "https://concierge.vault.azure.net/",
    "https://concierge.europe.communication.azure.com/",
    "https://concierge.france.communication.azure.com/",
    "https://francecentral-1.in.applicationinsights.azure.com/",
  ])("%s may be used", (endpoint) => {
    expect(endpointReason(endpoint, "azure")).toBeUndefined();
  });

  test.each([
    ["https://concierge-uksouth.documents.azure.com/", "region-outside-eea"],
    ["https://concierge-eastus2.documents.azure.com/", "region-outside-eea"],
    ["https://concierge-switzerlandnorth.documents.azure.com/", "region-outside-eea"],
    ["https://concierge.documents.azure.cn/", "unknown-endpoint"],
    ["https://concierge.blob.core.usgovcloudapi.net/", "unknown-endpoint"],
    ["https://concierge-secondary.blob.core.windows.net/", "unknown-endpoint"],
    ["https://concierge.vault.azure.net.example.org/", "unknown-endpoint"],
    ["https://concierge.unitedstates.communication.azure.com/", "region-outside-eea"],
    ["https://concierge.switzerland.communication.azure.com/", "region-outside-eea"],
    ["https://concierge.communication.azure.com/", "region-not-shown"],
    ["https://uksouth-1.in.applicationinsights.azure.com/", "region-outside-eea"],
    ["https://dc.services.visualstudio.com/", "unknown-endpoint"],
    ["http://concierge.documents.azure.com/", "not-https"],
    ["http://localhost:8081/", "loopback-outside-local-mode"],
    ["http://127.0.0.1:10000/", "loopback-outside-local-mode"],
    ["concierge", "unknown-endpoint"],
  ])("%s is refused: %s", (endpoint, reason) => {
    expect(endpointReason(endpoint, "azure")).toBe(reason);
  });

  test.each(["http://localhost:8081/", "http://platinum.localhost:7071/", "http://127.0.0.1:1/", "http://[::1]:1/"])(
    "%s may be used in local mode",
    (endpoint) => {
      expect(endpointReason(endpoint, "local")).toBeUndefined();
    },
  );

  test("local mode opens nothing but this machine", () => {
    expect(endpointReason("https://concierge-uksouth.documents.azure.com/", "local")).toBe("region-outside-eea");
    expect(endpointReason("http://localhost.example.org/", "local")).toBe("not-https");
  });
});

describe("settings", () => {
  const azure = {
    AZURE_REGION: "francecentral",
    REGION_NAME: "France Central",
    COSMOS_ENDPOINT: "https://concierge.documents.azure.com:443/",
    KEY_VAULT_URL: "https://concierge.vault.azure.net/",
    MAIL_ENDPOINT: "https://concierge.europe.communication.azure.com/",
    DataStorage__queueServiceUri: "https://conciergedata.queue.core.windows.net/",
    DataStorage__blobServiceUri: "https://conciergedata.blob.core.windows.net/",
    APPLICATIONINSIGHTS_CONNECTION_STRING:
      "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://francecentral-1.in.applicationinsights.azure.com/;LiveEndpoint=https://francecentral.livediagnostics.monitor.azure.com/",
    BRAND_ORIGINS: '{"milleis":"https://conciergerie.example"}',
  };

  test("of a deployment in the EEA pass", () => {
    expect(settingsOutsideEea(azure, "azure")).toEqual([]);
  });

  test.each([
    ["AZURE_REGION", "uksouth", "region-outside-eea"],
    ["AZURE_REGION", "switzerlandnorth", "region-outside-eea"],
    ["AZURE_REGION", "eastus", "region-outside-eea"],
    ["REGION_NAME", "UK South", "region-outside-eea"],
    ["COSMOS_ENDPOINT", "https://concierge-eastus.documents.azure.com/", "region-outside-eea"],
    ["KEY_VAULT_URL", "https://concierge.vault.azure.cn/", "unknown-endpoint"],
    ["MAIL_ENDPOINT", "https://concierge.uk.communication.azure.com/", "region-outside-eea"],
    ["DataStorage__blobServiceUri", "https://127.0.0.1:10000/devstoreaccount1", "loopback-outside-local-mode"],
    ["DataStorage", "UseDevelopmentStorage=true", "loopback-outside-local-mode"],
    ["DataStorage", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0", "region-not-shown"],
    [
      "APPLICATIONINSIGHTS_CONNECTION_STRING",
      "InstrumentationKey=0;IngestionEndpoint=https://eastus-8.in.applicationinsights.azure.com/",
      "region-outside-eea",
    ],
    ["CLOCK_URL", "https://clock.example/", "not-loopback"],
  ])("%s=%s is found: %s", (setting, value, reason) => {
    const findings = settingsOutsideEea({ ...azure, [setting]: value }, "azure");
    expect(findings).toEqual([{ setting, reason }]);
    expect(JSON.stringify(findings)).not.toContain(value);
  });

  test("local stand-ins pass in local mode", () => {
    const local = {
      AZURE_REGION: "francecentral",
      COSMOS_ENDPOINT: "http://localhost:8081/",
      AzureWebJobsStorage: "UseDevelopmentStorage=true",
      DataStorage:
        "DefaultEndpointsProtocol=http;AccountName=data;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:10000/data;QueueEndpoint=http://127.0.0.1:10001/data;",
      CLOCK_URL: "http://127.0.0.1:7072/",
      MAIL_ENDPOINT: "",
    };
    expect(settingsOutsideEea(local, "local")).toEqual([]);
  });
});
