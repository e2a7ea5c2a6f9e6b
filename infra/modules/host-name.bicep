metadata name = 'Brand host name'
metadata description = 'Binds a brand\'s host name to the app with a certificate that is kept and renewed in Key Vault.'

import { eeaRegion } from '../types.bicep'

@description('Required. Name of the function app.')
param appName string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

@description('Required. Host name; its DNS records must already point to the app.')
param hostName string

@description('Required. Vault that holds the certificate.')
param vaultResourceId string

@description('Required. Name of the certificate in the vault.')
param certificateName string

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource certificate 'Microsoft.Web/certificates@2024-04-01' = {
  name: '${appName}-${certificateName}'
  location: location
  tags: tags
  properties: {
    keyVaultId: vaultResourceId
    keyVaultSecretName: certificateName
    serverFarmId: resourceId('Microsoft.Web/serverfarms', '${appName}-plan')
  }
}

resource binding 'Microsoft.Web/sites/hostNameBindings@2024-04-01' = {
  parent: app
  name: hostName
  properties: {
    siteName: appName
    hostNameType: 'Verified'
    sslState: 'SniEnabled'
    thumbprint: certificate.properties.thumbprint
  }
}
