metadata name = 'Storage account'
metadata description = 'One account with its queues and containers: no shared keys, TLS 1.2, closed network. What is deleted is gone unless a recovery period is asked for.'

import { eeaRegion, regionalRedundancy } from '../types.bicep'

@description('Required. Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

@description('Required. Copies: in one zone, or in three zones of the region. Never in another region.')
param redundancy regionalRedundancy

@description('Optional. Names of the blob containers.')
param containers string[] = []

@description('Optional. Names of the queues.')
param queues string[] = []

@description('Optional. Public addresses that may connect; empty closes the public endpoint.')
param allowedAddresses string[] = []

@description('Optional. A deleted blob can be brought back for a week. False where an erasure must be final.')
param recoverable bool = false

@description('Optional. Days after which a blob is deleted, by container: a second net under the application\'s own rule.')
param expiryDays object = {}

@description('Optional. Days a blob can be neither changed nor deleted, by container.')
param immutableDays object = {}

@description('Required. Workspace that receives the access logs.')
param workspaceResourceId string

@description('Required. Forbid deletion of the account.')
param lock bool

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    allowedCopyScope: 'AAD'
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: empty(allowedAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
      ipRules: map(allowedAddresses, address => {
        action: 'Allow'
        value: address
      })
      virtualNetworkRules: []
    }
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
      services: {
        blob: {
          enabled: true
          keyType: 'Account'
        }
        queue: {
          enabled: true
          keyType: 'Account'
        }
      }
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: false
    changeFeed: {
      enabled: false
    }
    restorePolicy: {
      enabled: false
    }
    deleteRetentionPolicy: recoverable
      ? {
          enabled: true
          days: 7
          allowPermanentDelete: false
        }
      : {
          enabled: false
        }
    containerDeleteRetentionPolicy: recoverable
      ? {
          enabled: true
          days: 7
        }
      : {
          enabled: false
        }
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for container in containers: {
    parent: blobs
    name: container
    properties: {
      publicAccess: 'None'
    }
  }
]

resource immutability 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = [
  for (container, i) in containers: if (contains(immutableDays, container)) {
    parent: blobContainers[i]
    name: 'default'
    properties: {
      immutabilityPeriodSinceCreationInDays: immutableDays[?container] ?? 1
      allowProtectedAppendWrites: false
      allowProtectedAppendWritesAll: false
    }
  }
]

resource expiry 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = if (!empty(expiryDays)) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: map(items(expiryDays), rule => {
        name: 'expire-${rule.key}'
        type: 'Lifecycle'
        enabled: true
        definition: {
          filters: {
            blobTypes: ['blockBlob']
            prefixMatch: ['${rule.key}/']
          }
          actions: {
            baseBlob: {
              delete: {
                daysAfterModificationGreaterThan: rule.value
              }
            }
          }
        }
      })
    }
  }
  dependsOn: [blobContainers]
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource storageQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for queue in queues: {
    parent: queueService
    name: queue
  }
]

resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'workspace'
  properties: {
    workspaceId: workspaceResourceId
    logs: [
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

resource queueDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(queues)) {
  scope: queueService
  name: 'workspace'
  properties: {
    workspaceId: workspaceResourceId
    metrics: [
      {
        category: 'Transaction'
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
    notes: 'Losing this account loses data for good. Runbook: docs/ops.md.'
  }
}

@description('Resource id.')
output resourceId string = account.id
