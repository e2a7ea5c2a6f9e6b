metadata name = 'Managed identity'
metadata description = 'A user-assigned identity. It exists before the app does, so its roles are in place when the app first starts.'

import { eeaRegion } from '../types.bicep'

@description('Required. Name of the identity.')
param name string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id.')
output resourceId string = identity.id

@description('Object id of the service principal.')
output principalId string = identity.properties.principalId

@description('Client id, which a credential names.')
output clientId string = identity.properties.clientId
