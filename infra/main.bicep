metadata name = 'Concierge backend'
metadata description = 'Everything the backend needs, in one resource group, in the European Economic Area only. Guide: docs/ops.md.'

import { brand, domains, eeaMailLocation, eeaRegion } from 'types.bicep'

// --- Place and names ---

@description('Required. Short name that every resource\'s name starts with.')
@minLength(3)
@maxLength(8)
param name string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Optional. Second region for copies of the database, in the European Economic Area; empty for none.')
param secondLocation eeaRegion | '' = ''

@description('Optional. Tags on every resource.')
param tags object = {}

// --- Brands and partners ---

@description('Required. The brands.')
@minLength(1)
param brands brand[]

@description('Required. Public keys (JWKS) that check the messages of the concierge processor.')
param processorKeys object

@description('Optional. Public keys (JWKS) that check the messages of the card issuer; none until it sends any.')
param issuerKeys object = { keys: [] }
@description('Optional. How many fronts in a row append the client\'s address to X-Forwarded-For: the platform\'s own, one more for each gateway.')
@minValue(1)
@maxValue(4)
param trustedFronts int = 1

@description('Required. Client id of the app registration that staff tokens are for (docs/ops.md, "Staff").')
param staffAudience string

@description('Optional. Directory of the staff; this tenant when nothing is said.')
param staffTenantId string = tenant().tenantId

@description('Optional. Object id of the concierge processor\'s application in this tenant; empty until it exists.')
param processorPrincipalId string = ''

@description('Optional. Object id of the card issuer\'s application in this tenant; empty until it exists.')
param cardIssuerPrincipalId string = ''

@description('Optional. How the partners reach the exchange account: the listed addresses, or private endpoints of their own.')
param partnerAccess 'addressList' | 'privateEndpoint' = 'privateEndpoint'

@description('Conditional. Public IPv4 addresses or ranges of the partners, with addressList.')
param partnerAddresses string[] = []

@description('Optional. Where Communication Services keeps mail data.')
param mailLocation eeaMailLocation = 'Europe'

@description('Optional. True once the DNS records of the mail domains are verified; mail leaves only then.')
param mailDomainsVerified bool = false

@description('Conditional. Object id of the service principal "Microsoft Azure App Service" in this tenant, when a brand has a certificate.')
param appServicePrincipalId string = ''

// --- Size ---

@description('Optional. How the database is paid for: by use, or a throughput that scales. Decision 0071.')
param databaseCapacity 'serverless' | 'autoscale' = 'serverless'

@description('Conditional. Highest throughput of the database in RU/s, with autoscale; a tenth is always paid.')
@minValue(1000)
@maxValue(1000000)
param databaseMaximumThroughput int = 1000

@description('Optional. Copies across availability zones.')
param zoneRedundant bool = true

@description('Optional. Instances kept ready for HTTP; with zones none, or two at least.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 2

@description('Optional. Most instances at a time.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 100

@description('Optional. Memory of an instance.')
param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('Optional. Version of Node.')
param nodeVersion '22' | '24' = '22'

// --- Safety ---

@description('Optional. Days a restore of the database can go back.')
param backupTier 'Continuous7Days' | 'Continuous30Days' = 'Continuous7Days'

@description('Optional. premium keeps the brands\' keys in hardware.')
param vaultSku 'standard' | 'premium' = 'standard'

@description('Optional. Locks against deletion on what holds data.')
param locks bool = true

@description('Optional. Policy assignments that deny other regions, copies and worldwide services. False only where a management group already denies them.')
param assignPolicies bool = true

@description('Optional. Days a monthly seal of the ledger can be neither changed nor deleted: as long as the longest of its months is kept.')
@minValue(1)
@maxValue(146000)
param sealRetentionDays int = 1828

@description('Optional. Days after which a payload left in the exchange is deleted; longer than a partner may be away.')
@minValue(31)
@maxValue(90)
param exchangeExpiryDays int = 35

// --- Operations ---

@description('Required. E-mail addresses that receive the alerts.')
@minLength(1)
param alertRecipients string[]

@description('Optional. Region the alert notices are sent from: the two that Azure offers besides a worldwide one.')
param noticeLocation 'swedencentral' | 'germanywestcentral' = 'swedencentral'

@description('Optional. Public addresses from which operations set secrets in Key Vault; empty: only from the virtual network.')
param operatorAddresses string[] = []

@description('Optional. Public addresses that may call the site; empty for everyone. For deployments that are not public.')
param visitorAddresses string[] = []

@description('Optional. Days logs are kept.')
@minValue(30)
@maxValue(365)
param logRetentionDays int = 180

@description('Optional. Gigabytes of logs a day after which ingestion stops; -1 is no limit.')
param logDailyQuotaGb int = 5

@description('Optional. Address space of the virtual network; a /22 or larger.')
param addressSpace string = '10.40.0.0/22'

@description('Optional. When the retention sweep looks for what is due: six fields, seconds first.')
param retentionSchedule string = '0 23 * * * *'

@description('Optional. How many accounts or people\'s data one run of the retention sweep may end; more waits and is told.')
@minValue(1)
@maxValue(100000)
param retentionRunCap int = 500

@description('Optional. When the relay looks for what was missed: six fields, seconds first.')
param relaySchedule string = '0 * * * * *'

@description('Optional. Seconds a fresh outbox row waits before the relay takes it up.')
@minValue(1)
param relayIntervalSeconds int = 60

@description('Optional. Seconds before a row of the dispatch queue is sent again.')
@minValue(1)
param dispatchIntervalSeconds int = 120

@description('Optional. Seconds before a row of the notifications queue is sent again.')
@minValue(1)
param notificationIntervalSeconds int = 120

@description('Optional. Seconds before a message to the processor is sent again the first time; then it doubles.')
@minValue(1)
param inboxIntervalSeconds int = 900

@description('Optional. Most seconds between two sendings of a message to the processor.')
@minValue(1)
param inboxIntervalMaximumSeconds int = 86400

@description('Optional. When erasures that are due go on: six fields, seconds first.')
param erasureSchedule string = '0 */5 * * * *'

@description('Optional. Days our own stores wait for the word of the processor that it has erased; the certificate waits without end.')
@minValue(1)
@maxValue(25)
param erasurePatienceDays int = 14

@description('Optional. Days after which an erasure that does not go on raises an alert.')
@minValue(1)
@maxValue(25)
param erasureAlertDays int = 5

var declarations = loadJsonContent('declarations.json')

var suffix = take(uniqueString(resourceGroup().id, name), 8)
var prefix = '${name}-${suffix}'
var regions = loadJsonContent('regions.json')
var allTags = union(tags, { application: 'concierge-backend' })
var redundancy = zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'

var names = {
  app: '${prefix}-app'
  applicationIdentity: '${prefix}-application'
  archiveIdentity: '${prefix}-archive'
  insights: '${prefix}-insights'
  cosmos: '${prefix}-cosmos'
  communication: '${prefix}-communication'
  vault: '${prefix}-kv'
  host: '${name}${suffix}host'
  data: '${name}${suffix}data'
  keys: '${name}${suffix}keys'
  exchange: '${name}${suffix}exchange'
}

var packageContainer = 'app-package'

// --- Identities ---

module applicationIdentity 'modules/identity.bicep' = {
  params: {
    name: names.applicationIdentity
    location: location
    tags: allTags
  }
}

module archiveIdentity 'modules/identity.bicep' = {
  params: {
    name: names.archiveIdentity
    location: location
    tags: allTags
  }
}

// --- What is watched and denied ---

module policies 'modules/policies.bicep' = if (assignPolicies) {
  params: {
    location: location
    regions: regions
    redundancies: ['Standard_LRS', 'Standard_ZRS']
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: '${prefix}-logs'
    insightsName: names.insights
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
    senderPrincipalId: applicationIdentity.outputs.principalId
    grantee: names.applicationIdentity
  }
}

module network 'modules/network.bicep' = {
  params: {
    prefix: prefix
    location: location
    tags: allTags
    addressSpace: addressSpace
    workspaceResourceId: monitoring.outputs.workspaceResourceId
  }
}

// --- Data ---

module cosmos 'modules/cosmos.bicep' = {
  params: {
    name: names.cosmos
    location: location
    secondLocation: secondLocation
    tags: allTags
    capacity: databaseCapacity
    maximumThroughput: databaseMaximumThroughput
    zoneRedundant: zoneRedundant
    backupTier: backupTier
    applicationPrincipalId: applicationIdentity.outputs.principalId
    archivePrincipalId: archiveIdentity.outputs.principalId
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    lock: locks
  }
}

module hostStorage 'modules/storage-account.bicep' = {
  params: {
    name: names.host
    location: location
    tags: allTags
    redundancy: redundancy
    containers: concat([packageContainer], declarations.accounts.host.containers)
    recoverable: true
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    lock: false
  }
}

module dataStorage 'modules/storage-account.bicep' = {
  params: {
    name: names.data
    location: location
    tags: allTags
    redundancy: redundancy
    containers: declarations.accounts.data.containers
    queues: map(declarations.accounts.data.queues, queue => queue.name)
    immutableDays: {
      'ledger-seals': sealRetentionDays
    }
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    lock: locks
  }
}

// Deleting a blob here is the shredding of a person's data, so nothing may bring it back; losing the account loses the
// data of everyone, so it always spans the zones. Decision 0072.
module keyStorage 'modules/storage-account.bicep' = {
  params: {
    name: names.keys
    location: location
    tags: allTags
    redundancy: 'Standard_ZRS'
    containers: declarations.accounts.keys.containers
    recoverable: false
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    lock: locks
  }
}

module exchangeStorage 'modules/storage-account.bicep' = {
  params: {
    name: names.exchange
    location: location
    tags: allTags
    redundancy: redundancy
    containers: declarations.accounts.exchange.containers
    queues: map(declarations.accounts.exchange.queues, queue => queue.name)
    allowedAddresses: partnerAccess == 'addressList' ? partnerAddresses : []
    expiryDays: toObject(declarations.accounts.exchange.containers, container => container, _ => exchangeExpiryDays)
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    lock: false
  }
}

module vault 'modules/key-vault.bicep' = {
  params: {
    name: names.vault
    location: location
    tags: allTags
    sku: vaultSku
    brandIds: map(brands, item => item.id)
    operatorAddresses: operatorAddresses
    applicationPrincipalId: applicationIdentity.outputs.principalId
    grantee: names.applicationIdentity
    certificateReaderPrincipalId: appServicePrincipalId
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    lock: locks
  }
}

module mail 'modules/mail.bicep' = {
  params: {
    prefix: prefix
    name: names.communication
    dataLocation: mailLocation
    tags: allTags
    brands: brands
    domainsVerified: mailDomainsVerified
    applicationPrincipalId: applicationIdentity.outputs.principalId
    grantee: names.applicationIdentity
  }
}

// --- Private endpoints ---

var endpoints = [
  {
    name: 'cosmos'
    service: resourceId('Microsoft.DocumentDB/databaseAccounts', names.cosmos)
    group: 'Sql'
    zone: 'cosmos'
  }
  { name: 'vault', service: resourceId('Microsoft.KeyVault/vaults', names.vault), group: 'vault', zone: 'vault' }
  {
    name: 'host-blob'
    service: resourceId('Microsoft.Storage/storageAccounts', names.host)
    group: 'blob'
    zone: 'blob'
  }
  {
    name: 'data-blob'
    service: resourceId('Microsoft.Storage/storageAccounts', names.data)
    group: 'blob'
    zone: 'blob'
  }
  {
    name: 'data-queue'
    service: resourceId('Microsoft.Storage/storageAccounts', names.data)
    group: 'queue'
    zone: 'queue'
  }
  {
    name: 'keys-blob'
    service: resourceId('Microsoft.Storage/storageAccounts', names.keys)
    group: 'blob'
    zone: 'blob'
  }
  {
    name: 'exchange-blob'
    service: resourceId('Microsoft.Storage/storageAccounts', names.exchange)
    group: 'blob'
    zone: 'blob'
  }
  {
    name: 'exchange-queue'
    service: resourceId('Microsoft.Storage/storageAccounts', names.exchange)
    group: 'queue'
    zone: 'queue'
  }
]

module privateEndpoints 'modules/private-endpoint.bicep' = [
  for endpoint in endpoints: {
    name: 'endpoint-${endpoint.name}'
    params: {
      name: '${prefix}-pe-${endpoint.name}'
      location: location
      tags: allTags
      subnetResourceId: network.outputs.endpointSubnetResourceId
      serviceResourceId: endpoint.service
      group: endpoint.group
      zoneResourceId: network.outputs.zoneResourceIds[endpoint.zone]
    }
    dependsOn: [cosmos, vault, hostStorage, dataStorage, keyStorage, exchangeStorage]
  }
]

// --- Who may do what: derived from who sends and who reads each queue ---

var applicationAccounts = ['data', 'exchange']

module applicationQueueAccess 'modules/storage-access.bicep' = [
  for account in applicationAccounts: {
    name: 'access-application-${account}'
    params: {
      accountName: names[account]
      principalId: applicationIdentity.outputs.principalId
      grantee: names.applicationIdentity
      sendsTo: map(
        filter(declarations.accounts[account].queues, queue => queue.from == 'application'),
        queue => queue.name
      )
      receivesFrom: map(
        filter(declarations.accounts[account].queues, queue => queue.to == 'application'),
        queue => queue.name
      )
      measures: map(
        filter(declarations.accounts[account].queues, queue => queue.to == 'application'),
        queue => queue.name
      )
      writes: declarations.accounts[account].containers
    }
    dependsOn: [dataStorage, exchangeStorage]
  }
]

module applicationKeyAccess 'modules/storage-access.bicep' = {
  name: 'access-application-keys'
  params: {
    accountName: names.keys
    principalId: applicationIdentity.outputs.principalId
    grantee: names.applicationIdentity
    writes: declarations.accounts.keys.containers
  }
  dependsOn: [keyStorage]
}

module hostAccess 'modules/host-access.bicep' = {
  params: {
    accountName: names.host
    principalId: applicationIdentity.outputs.principalId
    grantee: names.applicationIdentity
  }
  dependsOn: [hostStorage]
}

module processorAccess 'modules/storage-access.bicep' = if (!empty(processorPrincipalId)) {
  params: {
    accountName: names.exchange
    principalId: processorPrincipalId
    grantee: processorPrincipalId
    sendsTo: map(filter(declarations.accounts.exchange.queues, queue => queue.from == 'processor'), queue => queue.name)
    receivesFrom: map(
      filter(declarations.accounts.exchange.queues, queue => queue.to == 'processor'),
      queue => queue.name
    )
    reads: ['to-processor']
    writes: ['from-processor']
  }
  dependsOn: [exchangeStorage]
}

module cardIssuerAccess 'modules/storage-access.bicep' = if (!empty(cardIssuerPrincipalId)) {
  params: {
    accountName: names.exchange
    principalId: cardIssuerPrincipalId
    grantee: cardIssuerPrincipalId
    sendsTo: map(
      filter(declarations.accounts.exchange.queues, queue => queue.from == 'card-issuer'),
      queue => queue.name
    )
    receivesFrom: map(
      filter(declarations.accounts.exchange.queues, queue => queue.to == 'card-issuer'),
      queue => queue.name
    )
  }
  dependsOn: [exchangeStorage]
}

// --- The app ---

var vaultUrl = 'https://${names.vault}.${domains.vault}/'

var hostNames = toObject(
  brands,
  item => item.id,
  item => empty(item.?hostName) ? '${names.app}.azurewebsites.net' : item.hostName!
)

// Names as in shared/config.ts; a test compares them.
var settings = {
  CONCIERGE_MODE: 'azure'
  AZURE_REGION: location
  COSMOS_ENDPOINT: 'https://${names.cosmos}.${domains.cosmos}/'
  COSMOS_DATABASE: declarations.database
  MANAGED_IDENTITY_CLIENT_ID: applicationIdentity.outputs.clientId
  ARCHIVE_IDENTITY_CLIENT_ID: archiveIdentity.outputs.clientId
  KEY_VAULT_URL: vaultUrl
  LOOKUP_KEYS: '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/lookup-keys)'
  CODE_KEYS: '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/code-keys)'
  CSRF_KEYS: '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/csrf-keys)'
  LEDGER_KEYS: '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/ledger-keys)'
  SIGNING_KEYS: '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/signing-keys)'
  PROCESSOR_KEYS: string(processorKeys)
  ISSUER_KEYS: string(issuerKeys)
  ISSUER_JOIN_KEYS: '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/issuer-join-keys)'
  STAFF_TENANT_ID: staffTenantId
  STAFF_AUDIENCE: staffAudience
  BRAND_ORIGINS: string(mapValues(hostNames, hostName => 'https://${hostName}'))
  TRUSTED_FRONTS: string(trustedFronts)
  // The host name shows where mail data are, which the app checks at its start.
  MAIL_ENDPOINT: 'https://${names.communication}.${toLower(mailLocation)}.${domains.mail}/'
  MAIL_SENDERS: string(toObject(brands, item => item.id, item => '${item.mailSender}@${item.mailDomain}'))
  RELAY_SCHEDULE: relaySchedule
  RETENTION_SCHEDULE: retentionSchedule
  RETENTION_RUN_CAP: string(retentionRunCap)
  RELAY_INTERVAL_SECONDS: string(relayIntervalSeconds)
  DISPATCH_INTERVAL_SECONDS: string(dispatchIntervalSeconds)
  NOTIFICATION_INTERVAL_SECONDS: string(notificationIntervalSeconds)
  INBOX_INTERVAL_SECONDS: string(inboxIntervalSeconds)
  INBOX_INTERVAL_MAX_SECONDS: string(inboxIntervalMaximumSeconds)
  ERASURE_SCHEDULE: erasureSchedule
  ERASURE_PATIENCE_DAYS: string(erasurePatienceDays)
  ERASURE_ALERT_DAYS: string(erasureAlertDays)
  AzureWebJobsStorage__accountName: names.host
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: applicationIdentity.outputs.clientId
  DataStorage__queueServiceUri: 'https://${names.data}.queue.${domains.storage}/'
  DataStorage__blobServiceUri: 'https://${names.data}.blob.${domains.storage}/'
  DataStorage__credential: 'managedidentity'
  DataStorage__clientId: applicationIdentity.outputs.clientId
  KeyStorage__blobServiceUri: 'https://${names.keys}.blob.${domains.storage}/'
  KeyStorage__credential: 'managedidentity'
  KeyStorage__clientId: applicationIdentity.outputs.clientId
  ExchangeStorage__queueServiceUri: 'https://${names.exchange}.queue.${domains.storage}/'
  ExchangeStorage__blobServiceUri: 'https://${names.exchange}.blob.${domains.storage}/'
  ExchangeStorage__credential: 'managedidentity'
  ExchangeStorage__clientId: applicationIdentity.outputs.clientId
  // The host's own limit, above ours (256 KiB), so that a body that is too large is refused by us, with our answer.
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1048576'
}

module app 'modules/function-app.bicep' = {
  params: {
    name: names.app
    location: location
    tags: allTags
    applicationIdentityResourceId: applicationIdentity.outputs.resourceId
    archiveIdentityResourceId: archiveIdentity.outputs.resourceId
    subnetResourceId: network.outputs.appSubnetResourceId
    packageContainerUrl: 'https://${names.host}.blob.${domains.storage}/${packageContainer}'
    nodeVersion: nodeVersion
    alwaysReadyInstances: alwaysReadyInstances
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    zoneRedundant: zoneRedundant
    settings: settings
    insightsName: names.insights
    telemetryClientId: applicationIdentity.outputs.clientId
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    visitorAddresses: visitorAddresses
  }
  dependsOn: [hostAccess, privateEndpoints]
}

module brandHostNames 'modules/host-name.bicep' = [
  for item in filter(brands, item => !empty(item.?hostName) && !empty(item.?certificateName)): {
    name: 'host-name-${item.id}'
    params: {
      appName: names.app
      location: location
      tags: allTags
      hostName: item.hostName!
      vaultResourceId: vault.outputs.resourceId
      certificateName: item.certificateName!
    }
    dependsOn: [app]
  }
]

module alerts 'modules/alerts.bicep' = {
  params: {
    prefix: prefix
    location: location
    tags: allTags
    noticeLocation: noticeLocation
    recipients: alertRecipients
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    watched: {
      database: cosmos.outputs.resourceId
      vault: vault.outputs.resourceId
      keys: keyStorage.outputs.resourceId
      exchange: exchangeStorage.outputs.resourceId
      exchangeQueues: '${exchangeStorage.outputs.resourceId}/queueServices/default'
    }
  }
}

module workbook 'modules/workbook.bicep' = {
  params: {
    location: location
    tags: allTags
    workspaceResourceId: monitoring.outputs.workspaceResourceId
  }
}

@description('Name of the function app, where the package is deployed to.')
output appName string = names.app

@description('Name of the vault, where operations set the secrets.')
output vaultName string = names.vault

@description('Name of the exchange account, for the partners.')
output exchangeAccountName string = names.exchange

@description('Origin of each brand\'s site.')
output origins object = mapValues(hostNames, hostName => 'https://${hostName}')
