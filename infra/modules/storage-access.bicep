metadata name = 'Storage access'
metadata description = 'Roles of one identity on single queues and containers of one account; never on the whole account.'

import { roles } from '../types.bicep'

@description('Required. Name of the account.')
param accountName string

@description('Required. Object id of the identity.')
param principalId string

@description('Required. Name of the identity, stable across deployments: role assignments are named after it.')
param grantee string

@description('Optional. Queues the identity puts messages in.')
param sendsTo string[] = []

@description('Optional. Queues the identity takes messages from.')
param receivesFrom string[] = []

@description('Optional. Queues whose length the identity reads, as a trigger does.')
param measures string[] = []

@description('Optional. Containers the identity reads.')
param reads string[] = []

@description('Optional. Containers the identity reads, writes and deletes in.')
param writes string[] = []

var queueGrants = concat(
  map(sendsTo, queue => { queue: queue, role: roles.queueDataMessageSender }),
  map(receivesFrom, queue => { queue: queue, role: roles.queueDataMessageProcessor }),
  map(measures, queue => { queue: queue, role: roles.queueDataReader })
)

var containerGrants = concat(
  map(reads, container => { container: container, role: roles.blobDataReader }),
  map(writes, container => { container: container, role: roles.blobDataContributor })
)

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: accountName

  resource queueService 'queueServices' existing = {
    name: 'default'
  }

  resource blobService 'blobServices' existing = {
    name: 'default'
  }
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' existing = [
  for grant in queueGrants: {
    parent: account::queueService
    name: grant.queue
  }
]

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = [
  for grant in containerGrants: {
    parent: account::blobService
    name: grant.container
  }
]

resource queueRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in queueGrants: {
    scope: queues[i]
    name: guid(queues[i].id, grantee, grant.role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
    }
  }
]

resource containerRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in containerGrants: {
    scope: containers[i]
    name: guid(containers[i].id, grantee, grant.role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
    }
  }
]
