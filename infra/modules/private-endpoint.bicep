metadata name = 'Private endpoint'
metadata description = 'Brings one service into the virtual network and registers its address in the private DNS zone.'

import { eeaRegion } from '../types.bicep'

@description('Required. Name of the endpoint.')
param name string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

@description('Required. Subnet of the endpoint.')
param subnetResourceId string

@description('Required. The service to connect.')
param serviceResourceId string

@description('Required. Which part of the service.')
param group 'blob' | 'queue' | 'Sql' | 'vault'

@description('Required. Private DNS zone of that part.')
param zoneResourceId string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetResourceId
    }
    customNetworkInterfaceName: '${name}-nic'
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: serviceResourceId
          groupIds: [group]
        }
      }
    ]
  }
}

resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: group
        properties: {
          privateDnsZoneId: zoneResourceId
        }
      }
    ]
  }
}
