metadata name = 'Host storage access'
metadata description = 'The Functions host keeps its leases, timers and deployment package in an account of its own, which it owns.'

import { roles } from '../types.bicep'

@description('Required. Name of the host\'s account.')
param accountName string

@description('Required. Object id of the identity of the application.')
param principalId string

@description('Required. Name of the identity, stable across deployments: role assignments are named after it.')
param grantee string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: accountName
}

resource hostRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, grantee, roles.blobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobDataOwner)
  }
}
