metadata name = 'Mail'
metadata description = 'Communication Services for e-mail, its data kept in the European Economic Area; one domain and sender per brand. Opening and clicks are not tracked.'

import { brand, eeaMailLocation, roles } from '../types.bicep'

@description('Required. Prefix of the names.')
param prefix string

@description('Required. Name of the Communication Services resource.')
param name string

@description('Required. Where mail data are kept.')
param dataLocation eeaMailLocation

@description('Required. Tags.')
param tags object

@description('Required. Brands.')
param brands brand[]

@description('Required. True once the DNS records of the domains are verified; only then can they be linked.')
param domainsVerified bool

@description('Required. Object id of the identity that sends.')
param applicationPrincipalId string

@description('Required. Name of the identity, stable across deployments: role assignments are named after it.')
param grantee string

resource email 'Microsoft.Communication/emailServices@2023-04-01' = {
  name: '${prefix}-mail'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
  }
}

resource mailDomains 'Microsoft.Communication/emailServices/domains@2023-04-01' = [
  for brand in brands: {
    parent: email
    name: brand.mailDomain
    location: 'global'
    tags: tags
    properties: {
      domainManagement: 'CustomerManaged'
      userEngagementTracking: 'Disabled'
    }
  }
]

resource senders 'Microsoft.Communication/emailServices/domains/senderUsernames@2023-04-01' = [
  for (brand, i) in brands: if (domainsVerified) {
    parent: mailDomains[i]
    name: brand.mailSender
    properties: {
      username: brand.mailSender
      displayName: brand.id
    }
  }
]

resource communication 'Microsoft.Communication/communicationServices@2023-04-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    linkedDomains: [for (brand, i) in (domainsVerified ? brands : []): mailDomains[i].id]
  }
}

// No smaller built-in role sends mail with an identity.
resource senderRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: communication
  name: guid(communication.id, grantee, roles.communicationAndEmailOwner)
  properties: {
    principalId: applicationPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.communicationAndEmailOwner
    )
  }
}
