metadata name = 'Key Vault'
metadata description = 'One wrapping key per brand, rotated every year, and the application\'s secrets, which operations set. Deleted keys come back: losing a brand key loses its members\' data.'

import { eeaRegion, roles } from '../types.bicep'

@description('Required. Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Region, in the European Economic Area.')
param location eeaRegion

@description('Required. Tags.')
param tags object

@description('Required. premium keeps the keys in hardware.')
param sku 'standard' | 'premium'

@description('Required. Brand ids; each has a key named brand-<id>.')
param brandIds string[]

@description('Required. Addresses from which operations set secrets; empty closes the public endpoint.')
param operatorAddresses string[]

@description('Required. Object id of the identity of the application.')
param applicationPrincipalId string

@description('Required. Object id of App Service in the tenant, which imports certificates; empty when no host name is bound.')
param certificateReaderPrincipalId string

@description('Required. Workspace that receives the audit log.')
param workspaceResourceId string

@description('Required. Forbid deletion of the vault.')
param lock bool

@description('Required. Name of the identity, stable across deployments: role assignments are named after it.')
param grantee string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: sku
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      // App Service imports the brands' TLS certificates as a trusted service.
      bypass: 'AzureServices'
      defaultAction: 'Deny'
      ipRules: map(operatorAddresses, address => {
        value: address
      })
      virtualNetworkRules: []
    }
  }
}

resource brandKeys 'Microsoft.KeyVault/vaults/keys@2024-11-01' = [
  for brand in brandIds: {
    parent: vault
    name: 'brand-${brand}'
    properties: {
      kty: sku == 'premium' ? 'RSA-HSM' : 'RSA'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
      attributes: {
        enabled: true
        exportable: false
      }
      // A new version each year; the older ones stay, because the members' keys are wrapped by them until re-wrapped.
      rotationPolicy: {
        lifetimeActions: [
          {
            action: {
              type: 'rotate'
            }
            trigger: {
              timeAfterCreate: 'P1Y'
            }
          }
        ]
      }
    }
  }
]

// Wrap and unwrap only, on the brands' keys only.
resource keyRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (brand, i) in brandIds: {
    scope: brandKeys[i]
    name: guid(brandKeys[i].id, grantee, roles.keyVaultCryptoServiceEncryptionUser)
    properties: {
      principalId: applicationPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roles.keyVaultCryptoServiceEncryptionUser
      )
    }
  }
]

resource secretsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, grantee, roles.keyVaultSecretsUser)
  properties: {
    principalId: applicationPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource certificateRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(certificateReaderPrincipalId)) {
  scope: vault
  name: guid(vault.id, certificateReaderPrincipalId, roles.keyVaultCertificateUser)
  properties: {
    principalId: certificateReaderPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultCertificateUser)
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'workspace'
  properties: {
    workspaceId: workspaceResourceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

resource deletionLock 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  scope: vault
  name: 'no-deletion'
  properties: {
    level: 'CanNotDelete'
    notes: 'Losing the brands\' keys loses every member\'s data. Runbook: docs/ops.md.'
  }
}

@description('Resource id.')
output resourceId string = vault.id
