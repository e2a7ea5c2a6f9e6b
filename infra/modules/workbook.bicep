metadata name = 'Workbook'
metadata description = 'One page that shows how the system is doing; its content is workbook.json.'

import { eeaRegion } from '../types.bicep'

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

@description('Required. Workspace the queries read.')
param workspaceResourceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'concierge')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Concierge'
    category: 'workbook'
    sourceId: workspaceResourceId
    serializedData: string(loadJsonContent('../workbook.json'))
  }
}
