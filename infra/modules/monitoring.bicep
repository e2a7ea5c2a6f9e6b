metadata name = 'Monitoring'
metadata description = 'Log Analytics workspace and Application Insights, both in the region. Keys are off: telemetry is sent with the app\'s identity.'

import { eeaRegion, roles } from '../types.bicep'

@description('Required. Name of the workspace.')
param workspaceName string

@description('Required. Name of Application Insights.')
param insightsName string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

@description('Required. Days logs are kept.')
@minValue(30)
@maxValue(365)
param retentionDays int

@description('Required. Gigabytes a day after which ingestion stops; -1 is no limit.')
param dailyQuotaGb int

@description('Required. Object id of the identity that sends telemetry.')
param senderPrincipalId string

@description('Required. Name of the identity, stable across deployments: role assignments are named after it.')
param grantee string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
      immediatePurgeDataOn30Days: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
    DisableIpMasking: false
    RetentionInDays: retentionDays
  }
}

resource senderRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, grantee, roles.monitoringMetricsPublisher)
  properties: {
    principalId: senderPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
  }
}

@description('Resource id of the workspace.')
output workspaceResourceId string = workspace.id

@description('Resource id of Application Insights.')
output insightsResourceId string = insights.id
