/**
 * One list of settings, three places: what the app requires is set by the template, what the template sets is explained in
 * local.settings.example.json, and what the template predicts is accepted by the app. Regions outside the EEA are not.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { parseSettings, settingsSchema } from "../../shared/config.ts";
import { nextSecret, publicKeys, retired, secretNames, secretSettings } from "../../tools/infra/secrets.ts";
import { appSettings, committedDeployment, type ParameterFile, parameterFileNames } from "./evaluated.ts";

const root = join(import.meta.dirname, "../..");
const azureSchema = settingsSchema.options.find(({ shape }) => shape.CONCIERGE_MODE.value === "azure");
if (!azureSchema) throw new Error("no schema for mode azure");
const read = Object.entries(azureSchema.shape);
const forbidden = new Set(
  read
    .filter(([, schema]) => schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever)
    .map(([name]) => name),
);

/** What the app would find in its environment: references to Key Vault and to other resources resolved. */
const environmentOf = (file: ParameterFile): Record<string, string> => {
  const secrets: Record<string, string> = Object.fromEntries(
    secretNames.map((name) => [secretSettings[name], nextSecret(name)]),
  );
  return Object.fromEntries(
    Object.entries(appSettings(committedDeployment(file))).map(([name, value]) => {
      if (value.startsWith("@Microsoft.KeyVault(")) return [name, secrets[name] ?? ""];
      if (name === "APPLICATIONINSIGHTS_CONNECTION_STRING") {
        return [
          name,
          "InstrumentationKey=0;IngestionEndpoint=https://francecentral-1.in.applicationinsights.azure.com/",
        ];
      }
      return [name, value.startsWith("[") ? "44444444-4444-4444-8444-444444444444" : value];
    }),
  );
};

describe("settings", () => {
  test("the ones of local mode are known to be forbidden in Azure", () => {
    expect([...forbidden].sort()).toEqual([
      "CLOCK_URL",
      "COSMOS_KEY",
      "LOCAL_BRAND_KEYS_FILE",
      "MAIL_ACCESS_KEY",
      "STAFF_LOGIN_URL",
    ]);
  });

  test.each(parameterFileNames)("all that the app reads is set by %s, and nothing of local mode", (file) => {
    const set = Object.keys(appSettings(committedDeployment(file)));
    expect(read.map(([name]) => name).filter((name) => !forbidden.has(name) && !set.includes(name))).toEqual([]);
    expect(set.filter((name) => forbidden.has(name))).toEqual([]);
  });

  test("all that the template sets is explained in local.settings.example.json, but for the platform's own telemetry", () => {
    const example = readFileSync(join(root, "local.settings.example.json"), "utf8");
    const { Values } = JSON.parse(example) as { Values: Record<string, string> };
    const set = Object.keys(appSettings(committedDeployment("production")));
    const explained = (name: string) => {
      const connection = /^(\w+Storage)__/.exec(name)?.[1];
      return `// ${connection ?? name}` in Values || new RegExp(`\\b${name}\\b`).test(example);
    };
    expect(set.filter((name) => !name.startsWith("APPLICATIONINSIGHTS_") && !explained(name))).toEqual([]);
  });

  test.each(parameterFileNames)("the app starts with what %s predicts", (file) => {
    expect(parseSettings(environmentOf(file))).toMatchObject({
      CONCIERGE_MODE: "azure",
      AZURE_REGION: "francecentral",
    });
  });

  test.each([
    ["AZURE_REGION", "uksouth"],
    ["AZURE_REGION", "switzerlandnorth"],
    ["AZURE_REGION", "eastus"],
    ["REGION_NAME", "UK South"],
    ["COSMOS_ENDPOINT", "https://concierge-uksouth.documents.azure.com/"],
    ["COSMOS_ENDPOINT", "https://concierge.documents.azure.cn/"],
    ["MAIL_ENDPOINT", "https://concierge.switzerland.communication.azure.com/"],
    ["KEY_VAULT_URL", "https://concierge.vault.usgovcloudapi.net/"],
    ["DataStorage__blobServiceUri", "https://example.org/"],
    [
      "APPLICATIONINSIGHTS_CONNECTION_STRING",
      "InstrumentationKey=0;IngestionEndpoint=https://uksouth-1.in.applicationinsights.azure.com/",
    ],
  ])("the app does not start with %s=%s, and names the setting only", (name, value) => {
    const start = () => parseSettings({ ...environmentOf("production"), [name]: value });
    expect(start).toThrow(name);
    expect(start).not.toThrow(value);
  });
});

describe("secrets", () => {
  test.each(secretNames)("%s: a rotation keeps what the older versions made, a retirement drops the oldest", (name) => {
    const first = nextSecret(name);
    const second = nextSecret(name, first);
    expect(parseSettings({ ...environmentOf("production"), [secretSettings[name]]: second })).toBeDefined();
    const entries = (value: string): unknown[] =>
      name === "signing-keys" ? JSON.parse(value).keys : JSON.parse(value);
    expect(entries(second)).toHaveLength(2);
    expect(entries(second).at(-1)).toEqual(entries(first)[0]);
    expect(entries(retired(name, second, 1))).toEqual([entries(second)[0]]);
    expect(entries(retired(name, second, 0))).toHaveLength(1);
  });

  test("the public keys hold no private half", () => {
    const keys = JSON.parse(publicKeys(nextSecret("signing-keys"))).keys;
    expect(Object.keys(keys[0]).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  });
});
