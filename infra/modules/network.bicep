metadata name = 'Network'
metadata description = 'Virtual network with one subnet for the app and one for private endpoints, and the private DNS zones of the data services. The app may call Azure services and nothing else.'

import { domains, eeaRegion } from '../types.bicep'

@description('Required. Prefix of the names.')
param prefix string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

@description('Required. Address space; a /22 or larger.')
param addressSpace string

@description('Required. Workspace that receives the logs of the network.')
param workspaceResourceId string

var appSubnet = 'app'
var endpointSubnet = 'endpoints'

var zoneNames = {
  blob: 'privatelink.blob.${domains.storage}'
  queue: 'privatelink.queue.${domains.storage}'
  cosmos: 'privatelink.${domains.cosmos}'
  vault: 'privatelink.vaultcore.azure.net'
}

// Service tags the app needs: its data over private endpoints, tokens, telemetry, and Communication Services.
var allowedDestinations = ['VirtualNetwork', 'AzureActiveDirectory', 'AzureMonitor', 'AzureCloud']

resource appSecurityGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${prefix}-nsg-app'
  location: location
  tags: tags
  properties: {
    securityRules: concat(
      map(range(0, length(allowedDestinations)), i => {
        name: 'allow-${toLower(allowedDestinations[i])}'
        properties: {
          description: 'Outbound TLS to ${allowedDestinations[i]}'
          priority: 100 + 10 * i
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: allowedDestinations[i]
          destinationPortRange: '443'
        }
      }),
      [
        {
          name: 'deny-internet'
          properties: {
            description: 'Nothing else leaves: personal data have no other way out.'
            priority: 4000
            direction: 'Outbound'
            access: 'Deny'
            protocol: '*'
            sourceAddressPrefix: '*'
            sourcePortRange: '*'
            destinationAddressPrefix: 'Internet'
            destinationPortRange: '*'
          }
        }
      ]
    )
  }
}

resource endpointSecurityGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${prefix}-nsg-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'allow-app'
        properties: {
          description: 'TLS from the virtual network'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '443'
        }
      }
      {
        name: 'deny-other'
        properties: {
          description: 'Nothing else comes in.'
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${prefix}-vnet'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressSpace]
    }
    subnets: [
      {
        name: appSubnet
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 0)
          networkSecurityGroup: {
            id: appSecurityGroup.id
          }
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: endpointSubnet
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 1)
          networkSecurityGroup: {
            id: endpointSecurityGroup.id
          }
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in items(zoneNames): {
    name: zone.value
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, i) in items(zoneNames): {
    parent: zones[i]
    name: '${prefix}-link'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: network
  name: 'workspace'
  properties: {
    workspaceId: workspaceResourceId
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

@description('Subnet the app runs in.')
output appSubnetResourceId string = '${network.id}/subnets/${appSubnet}'

@description('Subnet of the private endpoints.')
output endpointSubnetResourceId string = '${network.id}/subnets/${endpointSubnet}'

@description('Resource ids of the private DNS zones, by service.')
output zoneResourceIds object = toObject(
  items(zoneNames),
  zone => zone.key,
  zone => resourceId('Microsoft.Network/privateDnsZones', zone.value)
)
