metadata name = 'Function app'
metadata description = 'The app on Flex Consumption, inside the virtual network, with user-assigned identities and no key anywhere in its settings.'

import { eeaRegion } from '../types.bicep'

@description('Required. Name of the app.')
param name string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

@description('Required. Resource id of the identity of the application.')
param applicationIdentityResourceId string

@description('Required. Resource id of the identity that alone reaches the archive.')
param archiveIdentityResourceId string

@description('Required. Subnet the app runs in.')
param subnetResourceId string

@description('Required. URL of the container that holds the deployment package.')
param packageContainerUrl string

@description('Required. Version of Node.')
param nodeVersion '22' | '24'

@description('Required. Instances kept ready for HTTP, so that a visitor never waits for a start.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int

@description('Required. Most instances at a time.')
@minValue(40)
@maxValue(1000)
param maximumInstances int

@description('Required. Memory of an instance.')
param instanceMemoryMB 512 | 2048 | 4096

@description('Required. Copies of the plan across availability zones.')
param zoneRedundant bool

@description('Required. Application settings.')
param settings object

@description('Required. Application Insights that receives the telemetry.')
param insightsName string

@description('Required. Client id of the identity that sends telemetry.')
param telemetryClientId string

@description('Required. Workspace that receives the logs of the platform.')
param workspaceResourceId string

@description('Required. Addresses that may call the site; empty for everyone. For deployments that are not public.')
param visitorAddresses string[]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'backend' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${applicationIdentityResourceId}': {}
      '${archiveIdentityResourceId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: subnetResourceId
    keyVaultReferenceIdentity: applicationIdentityResourceId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      ftpsState: 'Disabled'
      remoteDebuggingEnabled: false
      ipSecurityRestrictionsDefaultAction: empty(visitorAddresses) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: map(range(0, length(visitorAddresses)), i => {
        name: 'visitor-${i}'
        action: 'Allow'
        priority: 100 + i
        ipAddress: visitorAddresses[i]
      })
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: applicationIdentityResourceId
          }
        }
      }
      runtime: {
        name: 'node'
        version: nodeVersion
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyInstances
              }
            ]
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, {
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${telemetryClientId};Authorization=AAD'
    })
  }

  resource ftpCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource deploymentCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
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

@description('Resource id.')
output resourceId string = app.id
