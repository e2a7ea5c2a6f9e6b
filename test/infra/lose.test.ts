/** What could be lost, or kept when it must go: keys, backups, locks, immutability, and what the code counts on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { poisonQueue, type QueueName, queues } from "../../shared/messaging/queues.ts";
import { blobContainers, containers, type StorageConnection } from "../../shared/storage/containers.ts";
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
const roles = ["host", "data", "keys", "exchange"] as const;

const lasts = ({ file }: Deployment) => file === "production";
const zoned = ({ file }: Deployment) => file === "production" || file === "test";
const last = ({ name }: Resource) => name.split("/").at(-1) ?? "";
const blobService = (deployment: Deployment, role: StorageConnection) =>
  under(deployment, storageAccount(deployment, role)).filter(({ type }) => type === `${accounts}/blobServices`);
const sorted = (values: Iterable<string>) => [...values].sort().join();

const runbooks = () => readFileSync(join(import.meta.dirname, "../../docs/ops.md"), "utf8");

const rules: Rule[] = [
  {
    name: "Azure.KeyVault.PurgeProtect and .SoftDelete",
    threat: "brand keys lost for good",
    check: (deployment) => [
      ...property(vault, "enablePurgeProtection", true)(deployment),
      ...property(vault, "enableSoftDelete", true)(deployment),
      ...property(vault, "softDeleteRetentionInDays", 90)(deployment),
    ],
    mutants: [
      { file: "modules/key-vault.bicep", from: "    enablePurgeProtection: true\n", to: "" },
      { file: "modules/key-vault.bicep", from: "softDeleteRetentionInDays: 90", to: "softDeleteRetentionInDays: 7" },
    ],
  },
  {
    name: "Azure.KeyVault.AutoRotationPolicy",
    threat: "a brand key that is never renewed",
    check: (deployment) =>
      each(
        ofType(deployment, `${vault}/keys`),
        "rotated within a year, and older versions never expire",
        ({ properties }) => {
          const [action] = properties.rotationPolicy?.lifetimeActions ?? [];
          return (
            action?.action.type === "rotate" &&
            action.trigger.timeAfterCreate === "P1Y" &&
            properties.attributes.exp === undefined
          );
        },
      ),
    mutants: [
      { file: "modules/key-vault.bicep", from: "timeAfterCreate: 'P1Y'", to: "timeAfterCreate: 'P9Y'" },
      {
        file: "modules/key-vault.bicep",
        from: "        exportable: false",
        to: "        exportable: false\n        exp: 1893456000",
      },
    ],
  },
  {
    name: "Azure.Cosmos.ContinuousBackup",
    threat: "members' data lost to a mistake",
    check: (deployment) => [
      ...property(database, "backupPolicy.type", "Continuous")(deployment),
      ...(lasts(deployment)
        ? property(database, "backupPolicy.continuousModeProperties.tier", "Continuous30Days")(deployment)
        : []),
    ],
    mutants: [
      { file: "modules/cosmos.bicep", from: "type: 'Continuous'", to: "type: 'Periodic'" },
      { file: "modules/cosmos.bicep", from: "tier: backupTier", to: "tier: 'Continuous7Days'" },
    ],
  },
  {
    name: "Azure.Cosmos.AvailabilityZone",
    threat: "a data centre that fails",
    check: (deployment) =>
      zoned(deployment)
        ? each(ofType(deployment, database), "zones in every region", ({ properties }) =>
            properties.locations.every(({ isZoneRedundant }: { isZoneRedundant: boolean }) => isZoneRedundant),
          )
        : [],
    mutants: [{ file: "modules/cosmos.bicep", from: "isZoneRedundant: zoneRedundant", to: "isZoneRedundant: false" }],
  },
  {
    name: "bounded staleness (Azure.Cosmos.* has none)",
    threat: "a read that misses a write just made",
    check: property(database, "consistencyPolicy.defaultConsistencyLevel", "BoundedStaleness"),
    mutants: [{ file: "modules/cosmos.bicep", from: "'BoundedStaleness'", to: "'Session'", all: true }],
  },
  {
    name: "one region writes",
    threat: "two writes that both win",
    check: property(database, "enableMultipleWriteLocations", false),
    mutants: [
      {
        file: "modules/cosmos.bicep",
        from: "enableMultipleWriteLocations: false",
        to: "enableMultipleWriteLocations: true",
      },
    ],
  },
  {
    name: "the key store spans the zones, always",
    threat: "the persons' keys lost with a data centre, and all data with them",
    check: (deployment) => each([storageAccount(deployment, "keys")], "ZRS", ({ sku }) => sku?.name === "Standard_ZRS"),
    mutants: [
      { alone: true, file: "main.bicep", from: "    redundancy: 'Standard_ZRS'", to: "    redundancy: 'Standard_LRS'" },
    ],
  },
  {
    name: "storage spans the zones where it matters",
    threat: "a data centre that fails",
    check: (deployment) =>
      zoned(deployment) ? each(ofType(deployment, accounts), "ZRS", ({ sku }) => sku?.name === "Standard_ZRS") : [],
    mutants: [{ file: "main.bicep", from: "zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'", to: "'Standard_LRS'" }],
  },
  {
    name: "erasure is final (Azure.Storage.SoftDelete, .ContainerSoftDelete, the other way round; decision 0072)",
    threat: "a shredded key or an erased payload that comes back",
    check: (deployment) =>
      (["data", "keys", "exchange"] as const).flatMap((role) =>
        each(
          blobService(deployment, role),
          "no soft delete, version, change feed or restore",
          ({ properties }) =>
            properties.isVersioningEnabled === false &&
            properties.deleteRetentionPolicy.enabled === false &&
            properties.containerDeleteRetentionPolicy.enabled === false &&
            properties.changeFeed.enabled === false &&
            properties.restorePolicy.enabled === false,
        ),
      ),
    mutants: [
      { file: "main.bicep", from: "    recoverable: false", to: "    recoverable: true" },
      { file: "modules/storage-account.bicep", from: "isVersioningEnabled: false", to: "isVersioningEnabled: true" },
    ],
  },
  {
    name: "seals cannot be changed",
    threat: "a ledger rewritten with its seal",
    check: (deployment) =>
      each(
        under(deployment, storageAccount(deployment, "data")).filter(
          ({ type, id }) => type.endsWith("/immutabilityPolicies") && id.includes("/ledger-seals/"),
        ),
        "immutable, five years in production",
        ({ properties }) =>
          properties.immutabilityPeriodSinceCreationInDays >= (lasts(deployment) ? 1828 : 1) &&
          properties.allowProtectedAppendWrites === false &&
          properties.allowProtectedAppendWritesAll === false,
      ),
    mutants: [
      { file: "main.bicep", from: "'ledger-seals': sealRetentionDays", to: "'other': sealRetentionDays" },
      { file: "modules/storage-account.bicep", from: "immutableDays[?container] ?? 1", to: "1" },
      {
        file: "modules/storage-account.bicep",
        from: "allowProtectedAppendWrites: false",
        to: "allowProtectedAppendWrites: true",
      },
    ],
  },
  {
    name: "payloads in the exchange expire, but not before a partner is back",
    threat: "payloads kept for ever, or lost while the processor is away for thirty days",
    check: (deployment) => {
      const [policy] = under(deployment, storageAccount(deployment, "exchange")).filter(({ type }) =>
        type.endsWith("/managementPolicies"),
      );
      const expiring: {
        definition: {
          filters: { prefixMatch: string[] };
          actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: number } } };
        };
      }[] = policy?.properties.policy.rules ?? [];
      return Object.entries(blobContainers)
        .filter(([, { account }]) => account === "exchange")
        .filter(
          ([name]) =>
            !expiring.some(
              ({ definition }) =>
                definition.filters.prefixMatch[0] === `${name}/` &&
                definition.actions.baseBlob.delete.daysAfterModificationGreaterThan > 30 &&
                definition.actions.baseBlob.delete.daysAfterModificationGreaterThan <= 90,
            ),
        )
        .map(([name]) => `${name} has no fitting expiry`);
    },
    mutants: [
      { file: "main.bicep", from: "_ => exchangeExpiryDays", to: "_ => 7" },
      { file: "main.bicep", from: "_ => exchangeExpiryDays", to: "_ => 3650" },
    ],
  },
  {
    name: "locks on what holds data, in production",
    threat: "an account deleted by a slip",
    check: (deployment) =>
      lasts(deployment)
        ? each(
            [
              ...ofType(deployment, database),
              ...ofType(deployment, vault),
              storageAccount(deployment, "keys"),
              storageAccount(deployment, "data"),
            ],
            "CanNotDelete",
            (resource) =>
              under(deployment, resource).some(
                ({ type, properties }) =>
                  type === "Microsoft.Authorization/locks" && properties.level === "CanNotDelete",
              ),
          )
        : [],
    mutants: [
      { file: "main.bicep", from: "param locks bool = true", to: "param locks bool = false" },
      { file: "modules/cosmos.bicep", from: "level: 'CanNotDelete'", to: "level: 'ReadOnly'" },
    ],
  },
  {
    name: "containers as the code declares them",
    threat: "writes refused, slow queries, data that expires on its own",
    check: (deployment) => {
      const deployed = ofType(deployment, `${database}/sqlDatabases/containers`);
      return [
        ...(sorted(deployed.map(last)) === sorted(Object.keys(containers)) ? [] : ["other containers than the code's"]),
        ...each(deployed, "partition key, ttl and indexes as declared", (container) => {
          const declared = containers[last(container) as keyof typeof containers];
          const { partitionKey, defaultTtl, indexingPolicy } = container.properties.resource;
          return (
            partitionKey.paths.join() === declared?.partitionKey &&
            defaultTtl === declared.defaultTtl &&
            indexingPolicy.indexingMode === "consistent" &&
            sorted(indexingPolicy.includedPaths.map(({ path }: { path: string }) => path)) ===
              sorted(declared.indexed) &&
            indexingPolicy.excludedPaths[0].path === "/*"
          );
        }),
      ];
    },
    mutants: [
      { file: "declarations.json", from: '"/subjectId"', to: '"/id"', all: true },
      { file: "modules/cosmos.bicep", from: "container.defaultTtl", to: "3600" },
      { file: "modules/cosmos.bicep", from: "map(container.indexed, path", to: "map([], path" },
      { file: "modules/cosmos.bicep", from: "path: '/*'", to: "path: '/none/*'" },
    ],
  },
  {
    name: "blob containers and queues as the code declares them, poison queues too",
    threat: "a message or payload that has nowhere to go",
    check: (deployment) =>
      roles.flatMap((role) => {
        const inside = under(deployment, storageAccount(deployment, role));
        const names = (type: string) => sorted(inside.filter((resource) => resource.type.endsWith(type)).map(last));
        const wantedContainers = Object.entries(blobContainers)
          .filter(([, { account }]) => account === role)
          .map(([name]) => name);
        const wantedQueues = (Object.keys(queues) as QueueName[])
          .filter((name) => queues[name].account === role)
          .flatMap((name) => (queues[name].to === "application" ? [name, poisonQueue(name)] : [name]));
        if (role === "host") wantedContainers.push("app-package");
        return [
          ...(names("/containers") === sorted(wantedContainers)
            ? []
            : [`containers of ${role}: ${names("/containers")}`]),
          ...(names("/queues") === sorted(wantedQueues) ? [] : [`queues of ${role}: ${names("/queues")}`]),
        ];
      }),
    mutants: [
      { file: "declarations.json", from: '"dispatch-poison"', to: '"dispatch-dead"' },
      { file: "declarations.json", from: '"person-keys"', to: '"keys"' },
    ],
  },
  {
    name: "Flex Consumption, ready for visitors in production",
    threat: "a site that answers late or not at all",
    check: (deployment) => [
      ...each(ofType(deployment, "Microsoft.Web/serverfarms"), "FC1", ({ sku }) => sku?.name === "FC1"),
      ...each(
        ofType(deployment, "Microsoft.Web/sites"),
        "Node, HTTP instances ready in production",
        ({ properties }) => {
          const { runtime, scaleAndConcurrency } = properties.functionAppConfig;
          const ready =
            scaleAndConcurrency.alwaysReady.find(({ name }: { name: string }) => name === "http")?.instanceCount ?? 0;
          return (
            runtime.name === "node" &&
            ["22", "24"].includes(runtime.version) &&
            // With zones Azure wants no instance ready, or two.
            (lasts(deployment) ? ready >= 2 : !zoned(deployment) || ready !== 1)
          );
        },
      ),
      ...Object.keys(appSettings(deployment)).filter((name) =>
        /^(?:FUNCTIONS_(?:WORKER_RUNTIME|EXTENSION_VERSION)|WEBSITE_|AzureWebJobsStorage$|AzureWebJobsFeatureFlags|NODE_ENV$)/.test(
          name,
        ),
      ),
    ],
    mutants: [
      { file: "modules/function-app.bicep", from: "                name: 'http'", to: "                name: 'blob'" },
      { file: "modules/function-app.bicep", from: "name: 'FC1'", to: "name: 'Y1'" },
      {
        file: "main.bicep",
        from: "  CONCIERGE_MODE: 'azure'",
        to: "  CONCIERGE_MODE: 'azure'\n  WEBSITE_RUN_FROM_PACKAGE: '1'",
      },
    ],
  },
  {
    name: "every alert reaches someone and has a runbook",
    threat: "a failure that nobody sees, or knows what to do about",
    check: (deployment) => {
      const alerts = ["metricAlerts", "scheduledQueryRules", "activityLogAlerts"].flatMap((type) =>
        ofType(deployment, `Microsoft.Insights/${type}`),
      );
      return each(alerts, "enabled, sent to operations, runbook in docs/ops.md", ({ properties }) => {
        const anchor = /docs\/ops\.md#([a-z0-9-]+)$/.exec(properties.description)?.[1];
        return (
          properties.enabled === true &&
          JSON.stringify(properties.actions).includes("-operations") &&
          anchor !== undefined &&
          runbooks().includes(`\n### ${anchor}\n`)
        );
      });
    },
    mutants: [
      { file: "alerts.json", from: '"timers-silent"', to: '"timers-quiet"' },
      {
        file: "modules/alerts.bicep",
        from: "      actions: {\n        actionGroups: [operations.id]\n      }",
        to: "      actions: {\n        actionGroups: []\n      }",
      },
    ],
  },
  {
    name: "someone receives the alerts",
    threat: "alerts sent to nobody",
    check: (deployment) =>
      each(
        ofType(deployment, "Microsoft.Insights/actionGroups"),
        "at least one recipient",
        ({ properties }) => properties.enabled && properties.emailReceivers.length > 0,
      ),
    mutants: [{ file: "modules/alerts.bicep", from: "emailReceivers: map(recipients,", to: "emailReceivers: map([]," }],
  },
];

proveRules(rules);
