// Production: zones, a second region, hardware keys, locks, thirty days of restore.
using '../main.bicep'

param name = 'concprod'
param location = 'francecentral'
param secondLocation = 'germanywestcentral'
param tags = { environment: 'production' }

param brands = [
  {
    id: 'milleis'
    hostName: 'conciergerie.milleis.example'
    certificateName: 'milleis-site'
    mailDomain: 'mail.milleis.example'
    mailSender: 'conciergerie'
  }
  {
    id: 'platinum'
    hostName: 'conciergerie.platinum.example'
    certificateName: 'platinum-site'
    mailDomain: 'mail.platinum.example'
    mailSender: 'conciergerie'
  }
]
param appServicePrincipalId = '33333333-3333-4333-8333-333333333333'
param mailDomainsVerified = true

// The private half was thrown away: replace it with the processor's public keys.
param processorKeys = {
  keys: [
    {
      kty: 'OKP'
      crv: 'Ed25519'
      kid: 'replace-me'
      source: 'urn:concierge-processor:replace-me'
      x: 'Xtq-2YbKTvLI66LENXqD6E9d0FLlmTTZI77LCbOzJdA'
    }
  ]
}

// Replace: object ids of the partners' applications (docs/ops.md, "Partners").
param processorPrincipalId = '11111111-1111-4111-8111-111111111111'
param cardIssuerPrincipalId = '22222222-2222-4222-8222-222222222222'
param partnerAccess = 'privateEndpoint'

// Replace: client id of the staff's app registration (docs/ops.md, "Staff").
param staffAudience = '33333333-3333-4333-8333-333333333333'

param databaseCapacity = 'autoscale'
param databaseMaximumThroughput = 4000
param backupTier = 'Continuous30Days'
param alwaysReadyInstances = 2
param maximumInstances = 200
param vaultSku = 'premium'
param alertRecipients = ['operations@example.org']
