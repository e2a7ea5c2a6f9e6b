// For one developer: pays by use, one zone, open to the listed addresses only. Nothing here is meant to last.
using '../main.bicep'

param name = 'concdev'
param location = 'francecentral'
param tags = { environment: 'dev' }

param brands = [
  {
    id: 'milleis'
    hostName: ''
    certificateName: ''
    mailDomain: 'mail.dev.milleis.example'
    mailSender: 'conciergerie'
  }
  {
    id: 'platinum'
    hostName: 'dev.platinum.example'
    certificateName: ''
    mailDomain: 'mail.dev.platinum.example'
    mailSender: 'conciergerie'
  }
]

// The private half was thrown away: replace it with the public key of the stand-in processor.
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

// Replace: client id of the staff's app registration (docs/ops.md, "Staff").
param staffAudience = '33333333-3333-4333-8333-333333333333'

param databaseCapacity = 'serverless'
param zoneRedundant = false
param alwaysReadyInstances = 0
param maximumInstances = 40
param locks = false
param sealRetentionDays = 1
param logRetentionDays = 30
param logDailyQuotaGb = 1
param alertRecipients = ['operations@example.org']
param visitorAddresses = ['192.0.2.10/32']
param operatorAddresses = ['192.0.2.10/32']
