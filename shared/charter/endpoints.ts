/**
 * Which settings would let data leave the European Economic Area: regions and endpoints, read from the settings alone, so
 * that a wrong one stops the start. Charter, article 7. A storage account or a vault does not show its region in its
 * name: for those this check only excludes other clouds, and the policy assignments of `infra/` hold the location.
 */
import { eeaMailLocations, parseEeaRegion } from "./regions.ts";

/** Why an endpoint or region is refused. Never carries the value, which may be a connection string. */
export type ResidencyReason =
  | "region-outside-eea"
  | "region-not-shown"
  | "unknown-endpoint"
  | "not-https"
  | "loopback-outside-local-mode"
  | "not-loopback";

export type ResidencyFinding = { readonly setting: string; readonly reason: ResidencyReason };

export type ResidencyMode = "azure" | "local";

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** True for this machine's own addresses, `localhost` and its sub-names included. */
export const isLoopback = (url: URL): boolean => loopbackHosts.has(url.hostname) || url.hostname.endsWith(".localhost");

/** Names of regions outside the EEA that a regional host name may end in; the list only sharpens a refusal. */
const foreignRegion =
  /-(?:uk(?:south|west)|switzerland(?:north|west)|(?:east|west|central|northcentral|southcentral|westcentral)us\d?|canada\w+|brazil\w+|mexico\w+|chile\w+|(?:east|southeast)asia|japan\w+|korea\w+|australia\w+|newzealand\w+|\w+india|uae\w+|qatar\w+|israel\w+|southafrica\w+|indonesia\w+|malaysia\w+|taiwan\w+|china\w+|usgov\w+|usdod\w+)\./;

/** Host names of the services in use, in Azure's public cloud; other clouds (China, US Government) match none. */
const hosts = {
  cosmos: /^[a-z0-9-]{3,63}\.documents\.azure\.com$/,
  storage:
    /^[a-z0-9]{3,24}\.(?:z\d{1,2}\.)?(?:(?:blob|queue)\.core\.windows\.net|(?:blob|queue)\.storage\.azure\.net)$/,
  vault: /^[a-z0-9-]{3,24}\.vault\.azure\.net$/,
  mail: /^[a-z0-9-]{1,63}\.(?:([a-z]+)\.)?communication\.azure\.com$/,
  telemetry: /^([a-z]+)(?:-\d+)?\.(?:in\.applicationinsights\.azure\.com|livediagnostics\.monitor\.azure\.com)$/,
} as const;

const publicReason = (host: string): ResidencyReason | undefined => {
  if (hosts.cosmos.test(host)) return foreignRegion.test(host) ? "region-outside-eea" : undefined;
  if (hosts.storage.test(host) || hosts.vault.test(host)) return undefined;
  const mail = hosts.mail.exec(host);
  if (mail) {
    if (mail[1] === undefined) return "region-not-shown";
    return (eeaMailLocations as readonly string[]).includes(mail[1]) ? undefined : "region-outside-eea";
  }
  const telemetry = hosts.telemetry.exec(host);
  if (telemetry?.[1]) return parseEeaRegion(telemetry[1]) ? undefined : "region-outside-eea";
  return "unknown-endpoint";
};

/** Why data may not go to this endpoint, or undefined when it may. Loopback is for local mode only. */
export const endpointReason = (endpoint: string, mode: ResidencyMode): ResidencyReason | undefined => {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url) return "unknown-endpoint";
  if (isLoopback(url)) return mode === "local" ? undefined : "loopback-outside-local-mode";
  return url.protocol === "https:" ? publicReason(url.hostname) : "not-https";
};

/** Endpoints inside a connection string (`Name=value;…`). Empty for one that names its endpoints by account only. */
const endpointsIn = (connection: string): string[] =>
  connection
    .split(";")
    .map((part) => part.slice(part.indexOf("=") + 1))
    .filter((value) => /^https?:\/\//.test(value));

const connectionReason = (connection: string, mode: ResidencyMode): ResidencyReason | undefined => {
  if (/^UseDevelopmentStorage=true;?$/i.test(connection)) {
    return mode === "local" ? undefined : "loopback-outside-local-mode";
  }
  const endpoints = endpointsIn(connection);
  if (endpoints.length === 0) return "region-not-shown";
  return endpoints.map((endpoint) => endpointReason(endpoint, mode)).find((reason) => reason !== undefined);
};

/** Set by the platform in each instance: where a managed identity's token is fetched, on the instance itself. */
const platformEndpoints = new Set(["IDENTITY_ENDPOINT", "MSI_ENDPOINT"]);

const reasonOf = (setting: string, value: string, mode: ResidencyMode): ResidencyReason | undefined => {
  if (platformEndpoints.has(setting)) return undefined;
  // REGION_NAME is set by the platform itself, as a display name.
  if (setting === "AZURE_REGION" || setting === "REGION_NAME") {
    return parseEeaRegion(value) ? undefined : "region-outside-eea";
  }
  if (setting === "CLOCK_URL" || setting === "STAFF_LOGIN_URL")
    return URL.canParse(value) && isLoopback(new URL(value)) ? undefined : "not-loopback";
  if (/(?:_ENDPOINT|KEY_VAULT_URL)$|__(?:queue|blob)ServiceUri$/.test(setting)) return endpointReason(value, mode);
  if (/^(?:AzureWebJobs|Data|Key|Exchange)Storage$|^APPLICATIONINSIGHTS_CONNECTION_STRING$/.test(setting)) {
    return connectionReason(value, mode);
  }
  return undefined;
};

/**
 * Every setting whose region or endpoint is outside the EEA or cannot be told to be inside. Empty: the settings may be used.
 * Settings that name no place are passed over; empty ones count as absent (whether they are required is `config.ts`'s rule).
 */
export const settingsOutsideEea = (
  settings: Readonly<Record<string, string | undefined>>,
  mode: ResidencyMode,
): ResidencyFinding[] =>
  Object.entries(settings).flatMap(([setting, value]) => {
    const reason = value ? reasonOf(setting, value, mode) : undefined;
    return reason ? [{ setting, reason }] : [];
  });
