/** What could leave the European Economic Area. Charter, article 7. */
import { settingsOutsideEea } from "../../shared/charter/endpoints.ts";
import { isEeaRegion } from "../../shared/charter/regions.ts";
import { appSettings, type Deployment, each, ofType, property, type Rule } from "./evaluated.ts";
import { proveRules } from "./prove.ts";

/** Types that Azure offers in no region, each with its finding in docs/transfers.md. */
const worldwideTypes = new Set([
  "Microsoft.Communication/communicationServices",
  "Microsoft.Communication/emailServices",
  "Microsoft.Communication/emailServices/domains",
  "Microsoft.Insights/activityLogAlerts",
  "Microsoft.Insights/metricAlerts",
  "Microsoft.Network/privateDnsZones",
  "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
]);

const mailLocations = ["Europe", "France", "Germany", "Norway"];
const policy = (deployment: Deployment, name: string) =>
  ofType(deployment, "Microsoft.Authorization/policyAssignments").filter((assignment) => assignment.name === name);
const inForce = (
  deployment: Deployment,
  name: string,
  definition: string,
  holds: (parameters: Record<string, { value: string[] }>) => boolean,
) =>
  each(
    policy(deployment, name),
    `denies, by ${definition}`,
    ({ properties }) =>
      properties.enforcementMode === "Default" &&
      properties.policyDefinitionId.endsWith(definition) &&
      holds(properties.parameters),
  );
const onlyEea = (values: readonly string[] | undefined) =>
  values !== undefined && values.length > 0 && values.every(isEeaRegion);

const rules: Rule[] = [
  {
    name: "Azure.Resource.AllowedRegions",
    threat: "a resource outside the EEA",
    check: ({ resources }) =>
      resources
        .filter(({ location }) => location !== undefined && location !== "global" && !isEeaRegion(location))
        .map(({ type, location }) => `${type} in ${location}`),
    mutants: [
      {
        file: "modules/cosmos.bicep",
        from: "  name: name\n  location: location",
        to: "  name: name\n  location: 'uksouth'",
      },
      {
        file: "modules/storage-account.bicep",
        from: "  name: name\n  location: location",
        to: "  name: name\n  location: 'switzerlandnorth'",
      },
      { file: "modules/workbook.bicep", from: "  location: location", to: "  location: 'eastus'" },
    ],
  },
  {
    name: "worldwide only where no region is offered",
    threat: "a resource with no place",
    check: ({ resources }) =>
      resources
        .filter(({ type, location }) => location === "global" && !worldwideTypes.has(type))
        .map(({ type }) => type),
    mutants: [{ file: "modules/alerts.bicep", from: "  location: noticeLocation", to: "  location: 'global'" }],
  },
  {
    name: "no worldwide front or export",
    threat: "requests answered, or copies made, anywhere",
    check: ({ resources }) =>
      resources
        .filter(({ type }) =>
          /frontDoors|Cdn\/profiles|trafficManager|objectReplication|dataExports|locations\/asyncReplication/i.test(
            type,
          ),
        )
        .map(({ type }) => type),
    mutants: [
      {
        alone: true,
        file: "modules/workbook.bicep",
        from: "resource workbook ",
        to: "resource front 'Microsoft.Cdn/profiles@2024-02-01' = {\n  name: 'front'\n  location: 'global'\n  sku: {\n    name: 'Standard_AzureFrontDoor'\n  }\n}\n\nresource workbook ",
      },
    ],
  },
  {
    name: "copies of the database in the EEA",
    threat: "a copy outside the EEA",
    check: (deployment) =>
      each(ofType(deployment, "Microsoft.DocumentDB/databaseAccounts"), "locations in the EEA", ({ properties }) =>
        onlyEea(properties.locations.map(({ locationName }: { locationName: string }) => locationName)),
      ),
    mutants: [
      { file: "modules/cosmos.bicep", from: "concat([location],", to: "concat([location, 'uksouth']," },
      { file: "modules/cosmos.bicep", from: "concat([location],", to: "concat([location, 'eastus']," },
    ],
  },
  {
    name: "storage copies in the region",
    threat: "a geo-redundant copy outside the region",
    check: (deployment) =>
      each(ofType(deployment, "Microsoft.Storage/storageAccounts"), "LRS or ZRS", ({ sku }) =>
        ["Standard_LRS", "Standard_ZRS"].includes(sku?.name ?? ""),
      ),
    mutants: [
      { file: "modules/storage-account.bicep", from: "    name: redundancy", to: "    name: 'Standard_GRS'" },
      { file: "modules/storage-account.bicep", from: "    name: redundancy", to: "    name: 'Standard_RAGZRS'" },
    ],
  },
  {
    name: "storage is not replicated or copied to other tenants",
    threat: "a copy in someone else's account",
    check: (deployment) => [
      ...property("Microsoft.Storage/storageAccounts", "allowCrossTenantReplication", false)(deployment),
      ...property("Microsoft.Storage/storageAccounts", "allowedCopyScope", "AAD")(deployment),
    ],
    mutants: [
      {
        file: "modules/storage-account.bicep",
        from: "allowCrossTenantReplication: false",
        to: "allowCrossTenantReplication: true",
      },
      { file: "modules/storage-account.bicep", from: "    allowedCopyScope: 'AAD'\n", to: "" },
    ],
  },
  {
    name: "mail data in the EEA",
    threat: "addresses and contents of e-mails outside the EEA",
    check: (deployment) =>
      ["Microsoft.Communication/communicationServices", "Microsoft.Communication/emailServices"].flatMap((type) =>
        each(ofType(deployment, type), "dataLocation in the EEA", ({ properties }) =>
          mailLocations.includes(properties.dataLocation),
        ),
      ),
    mutants: ["United States", "UK", "Switzerland"].map((place) => ({
      file: "modules/mail.bicep",
      from: "dataLocation: dataLocation",
      to: `dataLocation: '${place}'`,
      all: true,
    })),
  },
  {
    name: "opening of e-mails is not tracked",
    threat: "members followed through pixels and links",
    check: property("Microsoft.Communication/emailServices/domains", "userEngagementTracking", "Disabled"),
    mutants: [
      {
        file: "modules/mail.bicep",
        from: "userEngagementTracking: 'Disabled'",
        to: "userEngagementTracking: 'Enabled'",
      },
    ],
  },
  {
    name: "Azure.LogAnalytics.Replication, the other way round",
    threat: "logs copied to another region",
    check: (deployment) =>
      each(
        ofType(deployment, "Microsoft.OperationalInsights/workspaces"),
        "no replication",
        ({ properties }) => !properties.replication?.enabled,
      ),
    mutants: [
      {
        file: "modules/monitoring.bicep",
        from: "    retentionInDays: retentionDays",
        to: "    retentionInDays: retentionDays\n    replication: { enabled: true, location: 'uksouth' }",
      },
    ],
  },
  {
    name: "policy: allowed locations",
    threat: "a later change by hand in another region",
    check: (deployment) =>
      inForce(deployment, "eea-locations", "e56962a6-4747-49cd-b67b-bf8b01975c4c", ({ listOfAllowedLocations }) =>
        onlyEea(listOfAllowedLocations?.value),
      ),
    mutants: [
      {
        alone: true,
        file: "main.bicep",
        from: "    regions: regions",
        to: "    regions: concat(regions, ['switzerlandnorth'])",
      },
      {
        alone: true,
        file: "main.bicep",
        from: "param assignPolicies bool = true",
        to: "param assignPolicies bool = false",
      },
      {
        alone: true,
        file: "modules/policies.bicep",
        from: "enforcementMode: 'Default'",
        to: "enforcementMode: 'DoNotEnforce'",
        all: true,
      },
    ],
  },
  {
    name: "policy: allowed locations of Cosmos DB",
    threat: "a copy of the database added by hand in another region",
    check: (deployment) =>
      inForce(
        deployment,
        "eea-cosmos-locations",
        "0473574d-2d43-4217-aefe-941fcdf7e684",
        ({ listOfAllowedLocations, policyEffect }) =>
          onlyEea(listOfAllowedLocations?.value) && String(policyEffect?.value) === "deny",
      ),
    mutants: [
      {
        alone: true,
        file: "main.bicep",
        from: "    regions: regions",
        to: "    regions: concat(regions, ['uksouth'])",
      },
      { file: "modules/policies.bicep", from: "value: 'deny'", to: "value: 'audit'" },
    ],
  },
  {
    name: "policy: allowed storage SKUs",
    threat: "geo-redundancy switched on by hand",
    check: (deployment) =>
      inForce(deployment, "eea-storage-copies", "7433c107-6db4-4ad1-b57a-a76dce0154a1", ({ listOfAllowedSKUs }) =>
        (listOfAllowedSKUs?.value ?? ["none"]).every((sku) => ["Standard_LRS", "Standard_ZRS"].includes(sku)),
      ),
    mutants: [
      {
        file: "main.bicep",
        from: "['Standard_LRS', 'Standard_ZRS']",
        to: "['Standard_LRS', 'Standard_ZRS', 'Standard_GRS']",
      },
    ],
  },
  {
    name: "policy: not allowed resource types",
    threat: "a worldwide front added by hand",
    check: (deployment) =>
      inForce(
        deployment,
        "eea-no-worldwide-service",
        "6c112d4e-5bc7-47ae-a041-ea2d9dccd749",
        ({ listOfResourceTypesNotAllowed }) =>
          ["Microsoft.Cdn/profiles", "Microsoft.Network/frontDoors", "Microsoft.Network/trafficManagerProfiles"].every(
            (type) => listOfResourceTypesNotAllowed?.value.includes(type),
          ),
      ),
    mutants: [{ file: "modules/policies.bicep", from: "  'Microsoft.Network/frontDoors'\n", to: "" }],
  },
  {
    name: "the app runs in the network",
    threat: "traffic that leaves past the network's rules",
    check: (deployment) =>
      each(ofType(deployment, "Microsoft.Web/sites"), "in the app's subnet", ({ properties }) =>
        String(properties.virtualNetworkSubnetId).endsWith("/subnets/app"),
      ),
    mutants: [{ file: "modules/function-app.bicep", from: "    virtualNetworkSubnetId: subnetResourceId\n", to: "" }],
  },
  {
    name: "the app calls Azure and nothing else",
    threat: "data sent to an address on the Internet",
    check: (deployment) =>
      each(
        ofType(deployment, "Microsoft.Network/networkSecurityGroups").filter(({ name }) => name.endsWith("nsg-app")),
        "outbound Internet denied, only Azure's services allowed",
        ({ properties }) => {
          const rules: { properties: Record<string, string> }[] = properties.securityRules;
          const outbound = rules.map((rule) => rule.properties).filter(({ direction }) => direction === "Outbound");
          return (
            outbound.some(
              ({ access, destinationAddressPrefix }) => access === "Deny" && destinationAddressPrefix === "Internet",
            ) &&
            outbound
              .filter(({ access }) => access === "Allow")
              .every(({ destinationAddressPrefix }) =>
                /^(?:VirtualNetwork|Azure\w+)$/.test(destinationAddressPrefix ?? ""),
              )
          );
        },
      ),
    mutants: [
      {
        file: "modules/network.bicep",
        from: "destinationAddressPrefix: 'Internet'",
        to: "destinationAddressPrefix: '10.0.0.0/8'",
      },
      {
        file: "modules/network.bicep",
        from: "'AzureMonitor', 'AzureCloud'",
        to: "'AzureMonitor', 'AzureCloud', 'Internet'",
      },
    ],
  },
  {
    name: "every subnet has a network security group (Azure.VNET.UseNSGs)",
    threat: "traffic without rules",
    check: (deployment) =>
      each(ofType(deployment, "Microsoft.Network/virtualNetworks"), "security group on each subnet", ({ properties }) =>
        properties.subnets.every(
          (subnet: { properties: { networkSecurityGroup?: { id: string } } }) =>
            subnet.properties.networkSecurityGroup?.id,
        ),
      ),
    mutants: [
      {
        file: "modules/network.bicep",
        from: "          networkSecurityGroup: {\n            id: appSecurityGroup.id\n          }\n",
        to: "",
      },
    ],
  },
  {
    name: "settings in the EEA",
    threat: "an app that writes elsewhere; it would refuse to start",
    check: (deployment) => {
      const known = Object.entries(appSettings(deployment)).filter(([, value]) => !value.startsWith("["));
      return settingsOutsideEea(Object.fromEntries(known), "azure").map(
        ({ setting, reason }) => `${setting}: ${reason}`,
      );
    },
    mutants: [
      { file: "main.bicep", from: "  AZURE_REGION: location", to: "  AZURE_REGION: 'uksouth'" },
      { file: "main.bicep", from: "toLower(mailLocation)", to: "'unitedstates'" },
      { file: "types.bicep", from: "'core.windows.net'", to: "'core.chinacloudapi.cn'" },
    ],
  },
];

proveRules(rules);
