metadata name = 'Policies'
metadata description = 'Denies, in this resource group, what would take data out of the European Economic Area: other regions, copies to another region, and global fronts. Built-in definitions only. Charter, article 7.'

@description('Required. Regions in the European Economic Area.')
param regions string[]

@description('Required. Redundancies that keep copies in the region.')
param redundancies string[]

@description('Required. Region of the assignments.')
param location string

var definitions = {
  allowedLocations: 'e56962a6-4747-49cd-b67b-bf8b01975c4c'
  cosmosAllowedLocations: '0473574d-2d43-4217-aefe-941fcdf7e684'
  storageAllowedSkus: '7433c107-6db4-4ad1-b57a-a76dce0154a1'
  notAllowedResourceTypes: '6c112d4e-5bc7-47ae-a041-ea2d9dccd749'
}

// Services that answer or copy worldwide; none is used.
var worldwideServices = [
  'Microsoft.Cdn/profiles'
  'Microsoft.Network/frontDoors'
  'Microsoft.Network/trafficManagerProfiles'
  'Microsoft.Storage/storageAccounts/objectReplicationPolicies'
  'Microsoft.OperationalInsights/workspaces/dataExports'
]

resource locations 'Microsoft.Authorization/policyAssignments@2024-04-01' = {
  name: 'eea-locations'
  location: location
  properties: {
    displayName: 'Resources stay in the European Economic Area'
    enforcementMode: 'Default'
    policyDefinitionId: tenantResourceId('Microsoft.Authorization/policyDefinitions', definitions.allowedLocations)
    parameters: {
      listOfAllowedLocations: {
        value: regions
      }
    }
    nonComplianceMessages: [
      {
        message: 'Charter, article 7: data stay in the European Economic Area.'
      }
    ]
  }
}

resource cosmosLocations 'Microsoft.Authorization/policyAssignments@2024-04-01' = {
  name: 'eea-cosmos-locations'
  location: location
  properties: {
    displayName: 'Cosmos DB copies stay in the European Economic Area'
    enforcementMode: 'Default'
    policyDefinitionId: tenantResourceId(
      'Microsoft.Authorization/policyDefinitions',
      definitions.cosmosAllowedLocations
    )
    parameters: {
      listOfAllowedLocations: {
        value: regions
      }
      policyEffect: {
        value: 'deny'
      }
    }
    nonComplianceMessages: [
      {
        message: 'Charter, article 7: copies stay in the European Economic Area.'
      }
    ]
  }
}

resource storageCopies 'Microsoft.Authorization/policyAssignments@2024-04-01' = {
  name: 'eea-storage-copies'
  location: location
  properties: {
    displayName: 'Storage copies stay in the region'
    enforcementMode: 'Default'
    policyDefinitionId: tenantResourceId('Microsoft.Authorization/policyDefinitions', definitions.storageAllowedSkus)
    parameters: {
      listOfAllowedSKUs: {
        value: redundancies
      }
    }
    nonComplianceMessages: [
      {
        message: 'Charter, article 7: geo-redundant copies are not used.'
      }
    ]
  }
}

resource worldwide 'Microsoft.Authorization/policyAssignments@2024-04-01' = {
  name: 'eea-no-worldwide-service'
  location: location
  properties: {
    displayName: 'No service that answers or copies worldwide'
    enforcementMode: 'Default'
    policyDefinitionId: tenantResourceId(
      'Microsoft.Authorization/policyDefinitions',
      definitions.notAllowedResourceTypes
    )
    parameters: {
      listOfResourceTypesNotAllowed: {
        value: worldwideServices
      }
    }
    nonComplianceMessages: [
      {
        message: 'Charter, article 7: worldwide fronts and exports are not used.'
      }
    ]
  }
}
