/** What could be read by someone who need not: keys, open endpoints, wide roles, secrets in settings and outputs. */
import {
  appSettings,
  type Deployment,
  each,
  ofType,
  property,
  type Resource,
  type Rule,
  storageAccount,
  under,
} from "./evaluated.ts";
import { proveRules } from "./prove.ts";

const accounts = "Microsoft.Storage/storageAccounts";
const database = "Microsoft.DocumentDB/databaseAccounts";
const vault = "Microsoft.KeyVault/vaults";
const site = "Microsoft.Web/sites";

/** Built-in roles that may be given, by what they allow; any other is a violation. */
const roleNames: Readonly<Record<string, string>> = {
  "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "blob write",
  "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": "blob own",
  "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": "blob read",
  "09976791-48a7-449e-bb21-39d1a415f350": "mail",
  "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba": "certificates",
  "e147488a-f6f5-4113-8e2d-b22465e65bf6": "wrap",
  "4633458b-17de-408a-b874-0445c86b69e6": "secrets",
  "3913510d-42f4-4e42-8a64-420c390055eb": "telemetry",
  "8a0f0c08-91a1-4084-bc3d-661d67233fed": "queue take",
  "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a": "queue put",
  "19e7f393-937e-4f77-808e-94535e297925": "queue length",
};

const principal = ({ properties }: Resource): string => {
  const id = String(properties.principalId);
  if (id.includes("-application")) return "application";
  if (id.includes("-archive")) return "archive";
  return (
    { "11111111-1111-4111-8111-111111111111": "processor", "22222222-2222-4222-8222-222222222222": "card issuer" }[
      id
    ] ?? "App Service"
  );
};

/** Role assignments as words: who, what, on what. The scope is the last segments of the id, names of this deployment removed. */
const grants = (deployment: Deployment): string[] =>
  ofType(deployment, "Microsoft.Authorization/roleAssignments").map((assignment) => {
    const role = String(assignment.properties.roleDefinitionId).split("/").at(-1) ?? "";
    const scope = assignment.id.split("/providers/").at(-2) ?? "";
    const short = scope
      .replace(/^Microsoft\.\w+\//, "")
      .replace(/conc\w*?-\w{8}-/g, "")
      .replace(/conc(?:dev|test|prod|try)\w{8}/g, "")
      .replaceAll("/default", "");
    return `${principal(assignment)}: ${roleNames[role] ?? `unknown role ${role}`} on ${short}`;
  });

const partners = [
  "processor: queue put on storageAccounts/exchange/queueServices/queues/concierge-updates",
  "processor: queue take on storageAccounts/exchange/queueServices/queues/concierge-inbox",
  "processor: blob read on storageAccounts/exchange/blobServices/containers/to-processor",
  "processor: blob write on storageAccounts/exchange/blobServices/containers/from-processor",
  "card issuer: queue put on storageAccounts/exchange/queueServices/queues/card-services",
  "card issuer: queue take on storageAccounts/exchange/queueServices/queues/card-services-replies",
];

/** The largest scopes the app itself may hold a role on. */
const applicationScopes =
  /^application: (?:(?:queue \w+ on storageAccounts\/(?:data|exchange)\/queueServices\/queues\/.+)|(?:blob write on storageAccounts\/(?:data|exchange|keys)\/blobServices\/containers\/.+)|blob own on storageAccounts\/host|wrap on vaults\/kv\/keys\/brand-[a-z0-9-]+|secrets on vaults\/kv|mail on communicationServices\/communication|telemetry on components\/insights)$/;

const isClosed = ({ properties }: Resource) => properties.publicNetworkAccess === "Disabled";
const endpointsOf = (deployment: Deployment) =>
  ofType(deployment, "Microsoft.Network/privateEndpoints").map(({ properties }) => {
    const [connection] = properties.privateLinkServiceConnections;
    return `${connection.properties.privateLinkServiceId} ${connection.properties.groupIds[0]}`;
  });

const rules: Rule[] = [
  {
    name: "Azure.Storage.LocalAuth",
    threat: "an account key that opens everything",
    check: property(accounts, "allowSharedKeyAccess", false),
    mutants: [
      { file: "modules/storage-account.bicep", from: "allowSharedKeyAccess: false", to: "allowSharedKeyAccess: true" },
    ],
  },
  {
    name: "Azure.Storage.MinTLS",
    threat: "old TLS",
    check: property(accounts, "minimumTlsVersion", "TLS1_2"),
    mutants: [{ file: "modules/storage-account.bicep", from: "'TLS1_2'", to: "'TLS1_0'" }],
  },
  {
    name: "Azure.Storage.SecureTransfer",
    threat: "plain HTTP",
    check: property(accounts, "supportsHttpsTrafficOnly", true),
    mutants: [
      {
        file: "modules/storage-account.bicep",
        from: "supportsHttpsTrafficOnly: true",
        to: "supportsHttpsTrafficOnly: false",
      },
    ],
  },
  {
    name: "Azure.Storage.BlobPublicAccess",
    threat: "anonymous reading",
    check: property(accounts, "allowBlobPublicAccess", false),
    mutants: [
      {
        file: "modules/storage-account.bicep",
        from: "allowBlobPublicAccess: false",
        to: "allowBlobPublicAccess: true",
      },
    ],
  },
  {
    name: "Azure.Storage.BlobAccessType",
    threat: "anonymous reading of a container",
    check: property(`${accounts}/blobServices/containers`, "publicAccess", "None"),
    mutants: [{ file: "modules/storage-account.bicep", from: "publicAccess: 'None'", to: "publicAccess: 'Blob'" }],
  },
  {
    name: "Azure.Storage.Firewall",
    threat: "an endpoint open to every address",
    check: (deployment) => [
      ...property(accounts, "networkAcls.defaultAction", "Deny")(deployment),
      ...property(accounts, "networkAcls.bypass", "None")(deployment),
      ...each(
        (["host", "data", "keys"] as const).map((role) => storageAccount(deployment, role)),
        "no public endpoint",
        isClosed,
      ),
      ...each([storageAccount(deployment, "exchange")], "closed, or open to listed addresses", (account) =>
        isClosed(account) ? true : account.properties.networkAcls.ipRules.length > 0,
      ),
    ],
    mutants: [
      { file: "modules/storage-account.bicep", from: "defaultAction: 'Deny'", to: "defaultAction: 'Allow'" },
      { file: "modules/storage-account.bicep", from: "bypass: 'None'", to: "bypass: 'AzureServices'" },
      {
        file: "modules/storage-account.bicep",
        from: "empty(allowedAddresses) ? 'Disabled' : 'Enabled'",
        to: "'Enabled'",
      },
    ],
  },
  {
    name: "SFTP and local users off",
    threat: "passwords beside Entra ID",
    check: (deployment) => [
      ...property(accounts, "isLocalUserEnabled", false)(deployment),
      ...property(accounts, "isSftpEnabled", false)(deployment),
    ],
    mutants: [
      { file: "modules/storage-account.bicep", from: "isLocalUserEnabled: false", to: "isLocalUserEnabled: true" },
    ],
  },
  {
    name: "Azure.Cosmos.DisableLocalAuth",
    threat: "a database key that opens everything",
    check: property(database, "disableLocalAuth", true),
    mutants: [{ file: "modules/cosmos.bicep", from: "disableLocalAuth: true", to: "disableLocalAuth: false" }],
  },
  {
    name: "Azure.Cosmos.DisableMetadataWrite",
    threat: "containers changed with a key",
    check: property(database, "disableKeyBasedMetadataWriteAccess", true),
    mutants: [
      {
        file: "modules/cosmos.bicep",
        from: "disableKeyBasedMetadataWriteAccess: true",
        to: "disableKeyBasedMetadataWriteAccess: false",
      },
    ],
  },
  {
    name: "Azure.Cosmos.MinTLS",
    threat: "old TLS",
    check: property(database, "minimalTlsVersion", "Tls12"),
    mutants: [{ file: "modules/cosmos.bicep", from: "'Tls12'", to: "'Tls'" }],
  },
  {
    name: "Azure.Cosmos.PublicAccess",
    threat: "an endpoint open to every address",
    check: (deployment) => [
      ...property(database, "publicNetworkAccess", "Disabled")(deployment),
      ...property(database, "networkAclBypass", "None")(deployment),
    ],
    mutants: [
      { file: "modules/cosmos.bicep", from: "publicNetworkAccess: 'Disabled'", to: "publicNetworkAccess: 'Enabled'" },
      { file: "modules/cosmos.bicep", from: "networkAclBypass: 'None'", to: "networkAclBypass: 'AzureServices'" },
    ],
  },
  {
    name: "items only, in its own containers",
    threat: "the app reads the archive, or drops a container",
    check: (deployment) => [
      ...each(
        ofType(deployment, `${database}/sqlRoleDefinitions`),
        "no wildcard, no change of containers",
        ({ properties }) =>
          properties.permissions.every(({ dataActions }: { dataActions: string[] }) =>
            dataActions.every((action) =>
              /(?:readMetadata|executeQuery|readChangeFeed|items\/(?:create|read|replace|upsert|delete))$/.test(action),
            ),
          ),
      ),
      ...each(
        ofType(deployment, `${database}/sqlRoleAssignments`),
        "the archive's identity on the archive, the app's elsewhere",
        (assignment) => {
          const container = /\/colls\/(.+)$/.exec(assignment.properties.scope)?.[1];
          const metadataOnly = ofType(deployment, `${database}/sqlRoleDefinitions`).some(
            ({ id, properties }) =>
              id === assignment.properties.roleDefinitionId && properties.permissions[0].dataActions.length === 1,
          );
          if (container === undefined) return metadataOnly;
          return principal(assignment) === (container === "archive" ? "archive" : "application");
        },
      ),
    ],
    mutants: [
      { file: "modules/cosmos.bicep", from: "principals[container.identity]", to: "applicationPrincipalId" },
      { file: "modules/cosmos.bicep", from: "containers/items/upsert'", to: "containers/*'" },
      {
        file: "modules/cosmos.bicep",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Bicep's own interpolation.
        from: "      scope: '${account.id}/dbs/${declarations.database}/colls/${container.name}'",
        to: "      scope: account.id",
      },
    ],
  },
  {
    name: "Azure.KeyVault.RBAC",
    threat: "access policies, which are not audited with the roles",
    check: property(vault, "enableRbacAuthorization", true),
    mutants: [
      { file: "modules/key-vault.bicep", from: "enableRbacAuthorization: true", to: "enableRbacAuthorization: false" },
    ],
  },
  {
    name: "Azure.KeyVault.Firewall",
    threat: "a vault open to every address",
    check: (deployment) => [
      ...property(vault, "networkAcls.defaultAction", "Deny")(deployment),
      ...each(ofType(deployment, vault), "closed, or open to listed addresses", (resource) =>
        isClosed(resource) ? true : resource.properties.networkAcls.ipRules.length > 0,
      ),
    ],
    mutants: [
      { file: "modules/key-vault.bicep", from: "defaultAction: 'Deny'", to: "defaultAction: 'Allow'" },
      { file: "modules/key-vault.bicep", from: "empty(operatorAddresses) ? 'Disabled' : 'Enabled'", to: "'Enabled'" },
    ],
  },
  {
    name: "the vault serves no machine, disk or template",
    threat: "secrets read by a deployment",
    check: (deployment) =>
      ["enabledForDeployment", "enabledForDiskEncryption", "enabledForTemplateDeployment"].flatMap((path) =>
        property(vault, path, false)(deployment),
      ),
    mutants: [
      {
        file: "modules/key-vault.bicep",
        from: "enabledForTemplateDeployment: false",
        to: "enabledForTemplateDeployment: true",
      },
    ],
  },
  {
    name: "brand keys wrap and unwrap only, and cannot be exported",
    threat: "a brand key taken away",
    check: (deployment) =>
      each(
        ofType(deployment, `${vault}/keys`),
        "wrapKey and unwrapKey, not exportable",
        ({ properties }) =>
          properties.keyOps.join() === "wrapKey,unwrapKey" &&
          properties.attributes.exportable === false &&
          properties.keySize >= 3072,
      ),
    mutants: [
      {
        file: "modules/key-vault.bicep",
        from: "keyOps: ['wrapKey', 'unwrapKey']",
        to: "keyOps: ['wrapKey', 'unwrapKey', 'decrypt']",
      },
      { file: "modules/key-vault.bicep", from: "exportable: false", to: "exportable: true" },
    ],
  },
  {
    name: "brand keys in hardware in production",
    threat: "a brand key in software",
    check: (deployment) =>
      deployment.file === "production"
        ? each(ofType(deployment, `${vault}/keys`), "RSA-HSM", ({ properties }) => properties.kty === "RSA-HSM")
        : [],
    mutants: [
      {
        file: "parameters/production.bicepparam",
        from: "param vaultSku = 'premium'",
        to: "param vaultSku = 'standard'",
      },
    ],
  },
  {
    name: "least privilege of the app",
    threat: "a role wider than the work",
    check: (deployment) =>
      grants(deployment).filter((grant) => grant.startsWith("application") && !applicationScopes.test(grant)),
    mutants: [
      {
        alone: true,
        file: "types.bicep",
        from: "'e147488a-f6f5-4113-8e2d-b22465e65bf6'",
        to: "'00482a5a-887f-4fb3-b363-3b7fe8e74483'",
      },
      { file: "modules/key-vault.bicep", from: "    scope: brandKeys[i]", to: "    scope: vault" },
      { alone: true, file: "modules/storage-access.bicep", from: "    scope: queues[i]", to: "    scope: account" },
      {
        alone: true,
        file: "modules/storage-access.bicep",
        from: "role: roles.blobDataContributor",
        to: "role: roles.blobDataOwner",
      },
    ],
  },
  {
    name: "partners reach their own queues and containers",
    threat: "a partner reads or writes what is another's",
    check: (deployment) => {
      const given = grants(deployment).filter((grant) => /^(?:processor|card issuer)/.test(grant));
      const expected = deployment.file === "test" || deployment.file === "production" ? partners : [];
      return [
        ...given.filter((grant) => !expected.includes(grant)).map((grant) => `too much: ${grant}`),
        ...expected.filter((grant) => !given.includes(grant)).map((grant) => `missing: ${grant}`),
      ];
    },
    mutants: [
      { file: "main.bicep", from: "reads: ['to-processor']", to: "reads: ['to-processor', 'from-processor']" },
      { file: "main.bicep", from: "queue => queue.to == 'card-issuer'", to: "queue => queue.to == 'processor'" },
    ],
  },
  {
    name: "no other role, none on the resource group",
    threat: "a role nobody thought of",
    check: (deployment) => [
      ...grants(deployment).filter((grant) => grant.includes("unknown role") || grant.startsWith("archive")),
      ...ofType(deployment, "Microsoft.Authorization/roleAssignments")
        .filter(({ id }) => !/resourceGroups\/[^/]+\/providers\/.+\/providers\//.test(id))
        .map(({ id }) => id),
    ],
    mutants: [
      {
        alone: true,
        file: "types.bicep",
        from: "'3913510d-42f4-4e42-8a64-420c390055eb'",
        to: "'b24988ac-6180-42a0-ab88-20f7382dd24c'",
      },
      { alone: true, file: "modules/monitoring.bicep", from: "  scope: insights\n", to: "" },
    ],
  },
  {
    name: "Azure.AppService.UseHTTPS",
    threat: "plain HTTP",
    check: property(site, "httpsOnly", true),
    mutants: [{ file: "modules/function-app.bicep", from: "httpsOnly: true", to: "httpsOnly: false" }],
  },
  {
    name: "Azure.AppService.MinTLS",
    threat: "old TLS",
    check: (deployment) => [
      ...property(site, "siteConfig.minTlsVersion", "1.2")(deployment),
      ...property(site, "siteConfig.scmMinTlsVersion", "1.2")(deployment),
    ],
    mutants: [
      { file: "modules/function-app.bicep", from: "      minTlsVersion: '1.2'", to: "      minTlsVersion: '1.0'" },
    ],
  },
  {
    name: "Azure.AppService.WebSecureFtp, .RemoteDebug, basic credentials off",
    threat: "code changed with a password",
    check: (deployment) => [
      ...property(site, "siteConfig.ftpsState", "Disabled")(deployment),
      ...property(site, "siteConfig.remoteDebuggingEnabled", false)(deployment),
      ...property(`${site}/basicPublishingCredentialsPolicies`, "allow", false)(deployment),
      ...(ofType(deployment, `${site}/basicPublishingCredentialsPolicies`).length === 2
        ? []
        : ["not both of ftp and scm"]),
    ],
    mutants: [
      { file: "modules/function-app.bicep", from: "ftpsState: 'Disabled'", to: "ftpsState: 'AllAllowed'" },
      { file: "modules/function-app.bicep", from: "allow: false", to: "allow: true", all: true },
    ],
  },
  {
    name: "Azure.AppService.ManagedIdentity",
    threat: "credentials kept by the app",
    check: (deployment) =>
      each(
        ofType(deployment, site),
        "two user-assigned identities, package fetched with one",
        ({ identity, properties }) =>
          identity?.type === "UserAssigned" &&
          Object.keys(identity.userAssignedIdentities).length === 2 &&
          properties.functionAppConfig.deployment.storage.authentication.type === "UserAssignedIdentity",
      ),
    mutants: [
      {
        file: "modules/function-app.bicep",
        from: "            type: 'UserAssignedIdentity'",
        to: "            type: 'StorageAccountConnectionString'",
      },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Bicep's own interpolation.
      { file: "modules/function-app.bicep", from: "      '${archiveIdentityResourceId}': {}\n", to: "" },
    ],
  },
  {
    name: "only production is public",
    threat: "a test site that everyone finds",
    check: (deployment) =>
      deployment.file === "production"
        ? []
        : each(
            ofType(deployment, site),
            "closed but for listed addresses",
            ({ properties: { siteConfig } }) =>
              siteConfig.ipSecurityRestrictionsDefaultAction === "Deny" && siteConfig.ipSecurityRestrictions.length > 0,
          ),
    mutants: [
      {
        file: "modules/function-app.bicep",
        from: "empty(visitorAddresses) ? 'Allow' : 'Deny'",
        to: "'Allow'",
        parameters: "test",
      },
      {
        file: "parameters/dev.bicepparam",
        from: "param visitorAddresses = ['192.0.2.10/32']",
        to: "param visitorAddresses = []",
        parameters: "dev",
      },
    ],
  },
  {
    name: "no secret in the settings",
    threat: "a key seen by whoever sees the settings",
    check: (deployment) =>
      Object.entries(appSettings(deployment)).flatMap(([name, value]) => {
        if (/^(?:LOOKUP|CODE|CSRF|SIGNING)_KEYS$/.test(name) && !value.startsWith("@Microsoft.KeyVault("))
          return [`${name} is not in Key Vault`];
        if (/^(?:COSMOS_KEY|MAIL_ACCESS_KEY|CLOCK_URL|LOCAL_BRAND_KEYS_FILE|\w+Storage)$/.test(name))
          return [`${name} belongs to local mode`];
        return /AccountKey=|SharedAccessKey|list(?:Keys|Secrets)/i.test(value) ? [`${name} holds a key`] : [];
      }),
    mutants: [
      {
        file: "main.bicep",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Bicep's own interpolation.
        from: "'@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/csrf-keys)'",
        to: '\'[{"version":"1","key":"c2VjcmV0"}]\'',
      },
      {
        alone: true,
        file: "main.bicep",
        from: "  CONCIERGE_MODE: 'azure'",
        to: "  CONCIERGE_MODE: 'azure'\n  DataStorage: 'DefaultEndpointsProtocol=https;AccountKey=c2VjcmV0'",
      },
    ],
  },
  {
    name: "Azure.Deployment.OutputSecretValue",
    threat: "a key in the deployment's history",
    check: ({ text, outputs }) => [
      ...(/\blist(?:Keys|Secrets|AccountSas|ServiceSas|ConnectionStrings|HostKeys|Credentials)\(/i.test(text)
        ? ["a key is listed"]
        : []),
      ...(/AccountKey=|SharedAccessSignature|sig=/i.test(text) ? ["a key is written"] : []),
      ...Object.keys(outputs).filter((name) => /key|secret|password|connection|token/i.test(name)),
    ],
    mutants: [
      {
        file: "main.bicep",
        from: "output appName string = names.app",
        to: "output appName string = names.app\n\nresource leak 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {\n  name: names.keys\n}\n\noutput storageKey string = leak.listKeys().keys[0].value",
      },
    ],
  },
  {
    name: "Azure.AppInsights.LocalAuth and .Workspace",
    threat: "telemetry written or read with a key",
    check: (deployment) => [
      ...property("Microsoft.Insights/components", "DisableLocalAuth", true)(deployment),
      ...each(ofType(deployment, "Microsoft.Insights/components"), "in the workspace", ({ properties }) =>
        Boolean(properties.WorkspaceResourceId),
      ),
      ...property("Microsoft.OperationalInsights/workspaces", "features.disableLocalAuth", true)(deployment),
    ],
    mutants: [
      { file: "modules/monitoring.bicep", from: "DisableLocalAuth: true", to: "DisableLocalAuth: false" },
      { file: "modules/monitoring.bicep", from: "disableLocalAuth: true", to: "disableLocalAuth: false" },
    ],
  },
  {
    name: "addresses of visitors are masked in telemetry",
    threat: "IP addresses kept in logs",
    check: property("Microsoft.Insights/components", "DisableIpMasking", false),
    mutants: [{ file: "modules/monitoring.bicep", from: "DisableIpMasking: false", to: "DisableIpMasking: true" }],
  },
  {
    name: "private endpoints for every data service in use",
    threat: "data over public addresses",
    check: (deployment) => {
      const found = endpointsOf(deployment).map((text) => text.replace(/^.*\//, ""));
      return [
        "cosmos Sql",
        "kv vault",
        "host blob",
        "data blob",
        "data queue",
        "keys blob",
        "exchange blob",
        "exchange queue",
      ].filter((wanted) => !found.some((endpoint) => endpoint.endsWith(wanted)));
    },
    mutants: [{ file: "main.bicep", from: "name: 'keys-blob'", to: "name: 'keys-queue'", all: true }].map((mutant) => ({
      ...mutant,
      from: "resourceId('Microsoft.Storage/storageAccounts', names.keys)",
      to: "resourceId('Microsoft.Storage/storageAccounts', names.host)",
      all: true as const,
    })),
  },
  {
    name: "Azure.NSG.AnyInboundSource",
    threat: "private endpoints reached from outside the network",
    check: (deployment) =>
      each(
        ofType(deployment, "Microsoft.Network/networkSecurityGroups").filter(({ name }) =>
          name.endsWith("nsg-endpoints"),
        ),
        "inbound from the network only",
        ({ properties }) => {
          const inbound: Record<string, string>[] = properties.securityRules.map(
            ({ properties: rule }: { properties: Record<string, string> }) => rule,
          );
          return (
            inbound.some(({ access, sourceAddressPrefix }) => access === "Deny" && sourceAddressPrefix === "*") &&
            inbound
              .filter(({ access }) => access === "Allow")
              .every(({ sourceAddressPrefix }) => sourceAddressPrefix === "VirtualNetwork")
          );
        },
      ),
    mutants: [
      {
        file: "modules/network.bicep",
        from: "          sourceAddressPrefix: 'VirtualNetwork'\n          sourcePortRange: '*'\n          destinationAddressPrefix: '*'",
        to: "          sourceAddressPrefix: '*'\n          sourcePortRange: '*'\n          destinationAddressPrefix: '*'",
      },
    ],
  },
  {
    name: "Azure.KeyVault.Logs, and logs of deletions and of changes",
    threat: "a reading that leaves no trace",
    check: (deployment) => {
      const logged = (type: string, category: string) =>
        each(ofType(deployment, type), `${category} logged`, (resource) =>
          under(deployment, resource).some(
            ({ type: child, properties }) =>
              child === "Microsoft.Insights/diagnosticSettings" &&
              properties.logs?.some(
                (log: { category: string; enabled: boolean }) => log.category === category && log.enabled,
              ),
          ),
        );
      return [
        ...logged(vault, "AuditEvent"),
        ...logged(database, "ControlPlaneRequests"),
        ...logged(`${accounts}/blobServices`, "StorageDelete"),
      ];
    },
    mutants: [
      {
        file: "modules/key-vault.bicep",
        from: "category: 'AuditEvent'\n        enabled: true",
        to: "category: 'AuditEvent'\n        enabled: false",
      },
      {
        file: "modules/cosmos.bicep",
        from: "category: 'ControlPlaneRequests'\n        enabled: true",
        to: "category: 'ControlPlaneRequests'\n        enabled: false",
      },
      {
        file: "modules/storage-account.bicep",
        from: "category: 'StorageDelete'\n        enabled: true",
        to: "category: 'StorageDelete'\n        enabled: false",
      },
    ],
  },
];

proveRules(rules);
