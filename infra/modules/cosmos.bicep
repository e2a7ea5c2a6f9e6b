metadata name = 'Cosmos DB'
metadata description = 'The account, its database and containers, and data-plane roles per container. Containers come from declarations.json, generated from shared/storage/containers.ts.'

import { eeaRegion } from '../types.bicep'

@description('Required. Name of the account.')
param name string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Second region for copies, in the European Economic Area; empty for none.')
param secondLocation eeaRegion | ''

@description('Required. Tags.')
param tags object

@description('Required. How capacity is paid for. Decision 0071.')
param capacity 'serverless' | 'autoscale'

@description('Conditional. Highest throughput shared by the containers, in RU/s, with autoscale; a tenth of it is always paid.')
@minValue(1000)
param maximumThroughput int

@description('Required. Copies across availability zones.')
param zoneRedundant bool

@description('Required. Days one can go back to in a restore.')
param backupTier 'Continuous7Days' | 'Continuous30Days'

@description('Required. Object id of the identity of the application.')
param applicationPrincipalId string

@description('Required. Object id of the identity that alone reaches the archive.')
param archivePrincipalId string

@description('Required. Workspace that receives the audit logs.')
param workspaceResourceId string

@description('Required. Forbid deletion of the account.')
param lock bool

var declarations = loadJsonContent('../declarations.json')

var principals = {
  application: applicationPrincipalId
  archive: archivePrincipalId
}

var locations = concat([location], empty(secondLocation) ? [] : [secondLocation])

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    // Within the write region this reads the latest write. The bounds are the smallest that Azure allows.
    consistencyPolicy: empty(secondLocation)
      ? {
          defaultConsistencyLevel: 'BoundedStaleness'
          maxStalenessPrefix: 10
          maxIntervalInSeconds: 5
        }
      : {
          defaultConsistencyLevel: 'BoundedStaleness'
          maxStalenessPrefix: 100000
          maxIntervalInSeconds: 300
        }
    locations: [
      for (region, i) in locations: {
        locationName: region
        failoverPriority: i
        isZoneRedundant: zoneRedundant
      }
    ]
    enableAutomaticFailover: !empty(secondLocation)
    enableMultipleWriteLocations: false
    capabilities: capacity == 'serverless'
      ? [
          {
            name: 'EnableServerless'
          }
        ]
      : []
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: backupTier
      }
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    publicNetworkAccess: 'Disabled'
    networkAclBypass: 'None'
    isVirtualNetworkFilterEnabled: false
    minimalTlsVersion: 'Tls12'
    enableAnalyticalStorage: false
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: declarations.database
  properties: {
    resource: {
      id: declarations.database
    }
    options: capacity == 'autoscale'
      ? {
          autoscaleSettings: {
            maxThroughput: maximumThroughput
          }
        }
      : {}
  }
}

resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = [
  for container in declarations.containers: {
    parent: database
    name: container.name
    properties: {
      resource: {
        id: container.name
        partitionKey: {
          kind: 'Hash'
          version: 2
          paths: [container.partitionKey]
        }
        defaultTtl: container.defaultTtl
        indexingPolicy: {
          indexingMode: 'consistent'
          automatic: true
          includedPaths: map(container.indexed, path => {
            path: path
          })
          excludedPaths: [
            {
              path: '/*'
            }
          ]
        }
      }
    }
  }
]

// Items only: no role can create, change or drop a container. The change feed is read of one person's partition, for what
// changed since (GET /api/v1/request-changes).
resource itemRole 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2024-11-15' = {
  parent: account
  name: guid(account.id, 'items')
  properties: {
    roleName: 'Concierge items'
    type: 'CustomRole'
    assignableScopes: [account.id]
    permissions: [
      {
        dataActions: [
          'Microsoft.DocumentDB/databaseAccounts/readMetadata'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/replace'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/upsert'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/delete'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/readChangeFeed'
        ]
      }
    ]
  }
}

// One at a time: the account refuses two changes of its roles at once.
@batchSize(1)
resource itemRoleAssignments 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = [
  for (container, i) in declarations.containers: {
    parent: account
    name: guid(containers[i].id, container.identity)
    properties: {
      principalId: principals[container.identity]
      roleDefinitionId: itemRole.id
      scope: '${account.id}/dbs/${declarations.database}/colls/${container.name}'
    }
  }
]

// The SDK reads the account's regions when it connects; this role shows no item.
resource metadataRole 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2024-11-15' = {
  parent: account
  name: guid(account.id, 'metadata')
  properties: {
    roleName: 'Concierge metadata'
    type: 'CustomRole'
    assignableScopes: [account.id]
    permissions: [
      {
        dataActions: ['Microsoft.DocumentDB/databaseAccounts/readMetadata']
      }
    ]
  }
}

@batchSize(1)
resource metadataRoleAssignments 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = [
  for identity in items(principals): {
    parent: account
    name: guid(account.id, 'metadata', identity.key)
    properties: {
      principalId: identity.value
      roleDefinitionId: metadataRole.id
      scope: account.id
    }
    dependsOn: [itemRoleAssignments]
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'workspace'
  properties: {
    workspaceId: workspaceResourceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'ControlPlaneRequests'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'Requests'
        enabled: true
      }
    ]
  }
}

resource deletionLock 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  scope: account
  name: 'no-deletion'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds every member\'s data. Runbook: docs/ops.md.'
  }
}

@description('Resource id.')
output resourceId string = account.id
