metadata name = 'Alerts'
metadata description = 'One rule per entry of alerts.json, each with a runbook in docs/ops.md (a test compares them). Notices are sent from within the European Union.'

import { eeaRegion } from '../types.bicep'

@description('Required. Prefix of the names.')
param prefix string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Region of the notices: the two that are not worldwide, both in the European Union.')
param noticeLocation 'swedencentral' | 'germanywestcentral'

@description('Required. Tags.')
param tags object

@description('Required. E-mail addresses of operations.')
param recipients string[]

@description('Required. Workspace the log rules query.')
param workspaceResourceId string

@description('Required. Resource ids the metric rules watch, by the name alerts.json uses.')
param watched object

var rules = loadJsonContent('../alerts.json')

resource operations 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${prefix}-operations'
  location: noticeLocation
  tags: tags
  properties: {
    groupShortName: 'concierge'
    enabled: true
    emailReceivers: map(recipients, recipient => {
      name: recipient
      emailAddress: recipient
      useCommonAlertSchema: true
    })
  }
}

resource metricRules 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in rules.metric: {
    name: '${prefix}-${rule.id}'
    location: 'global'
    tags: tags
    properties: {
      description: '${rule.description} Runbook: docs/ops.md#${rule.id}'
      severity: rule.severity
      enabled: true
      scopes: [watched[rule.on]]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: rule.id
            metricNamespace: rule.namespace
            metricName: rule.metric
            timeAggregation: rule.aggregation
            operator: rule.operator
            threshold: rule.threshold
            dimensions: contains(rule, 'dimension')
              ? [
                  {
                    name: rule.dimension.name
                    operator: 'Include'
                    values: rule.dimension.values
                  }
                ]
              : []
          }
        ]
      }
      actions: [
        {
          actionGroupId: operations.id
        }
      ]
    }
  }
]

resource logRules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules.log: {
    name: '${prefix}-${rule.id}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${prefix}-${rule.id}'
      description: '${rule.description} Runbook: docs/ops.md#${rule.id}'
      severity: rule.severity
      enabled: true
      scopes: [workspaceResourceId]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      autoMitigate: true
      // A table exists only after its first row; the rule must be deployable before.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [operations.id]
      }
    }
  }
]

resource activityRules 'Microsoft.Insights/activityLogAlerts@2020-10-01' = [
  for rule in rules.activity: {
    name: '${prefix}-${rule.id}'
    location: 'global'
    tags: tags
    properties: {
      description: '${rule.description} Runbook: docs/ops.md#${rule.id}'
      enabled: true
      scopes: [resourceGroup().id]
      condition: {
        allOf: [
          {
            field: 'category'
            equals: 'Administrative'
          }
          {
            anyOf: map(rule.operations, operation => {
              field: 'operationName'
              equals: operation
            })
          }
        ]
      }
      actions: {
        actionGroups: [
          {
            actionGroupId: operations.id
          }
        ]
      }
    }
  }
]
